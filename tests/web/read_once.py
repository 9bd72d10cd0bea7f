"""Workbooks that many tests read: each process reads the same content once, not again and again.

To read a small year takes half a second of processor time. What comes out depends on the content
and the name of the file alone, and nothing of it can be changed, so tests may share it.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import planner
from models.workbook import Workbook
from web.work.planning import Opened, read_workbook

# More than these are seldom in use at once; what a test has changed is read by that test alone.
_KEPT = 8


class _File:
    """A file that is the same as another of its name with the same bytes."""

    def __init__(self, path: Path) -> None:
        self.path, self._content = path, path.read_bytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _File) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, bytes]:
        return self.path.name, self._content


def loaded(path: Path) -> Workbook:
    """What `planner.load` says of a file."""
    return _loaded(_File(path))


def opened(path: Path, pool: Path | None = None) -> Opened:
    """What the answering process says of a workbook that it reads."""
    if pool is not None:
        return read_workbook(path, pool)
    return replace(_opened(_File(path)), path=path)


@lru_cache(_KEPT)
def _loaded(file: _File) -> Workbook:
    return planner.load(file.path)


@lru_cache(_KEPT)
def _opened(file: _File) -> Opened:
    return read_workbook(file.path)
