"""What a command has written so far, for who is interrupted before it could be said.

A file is noted right before it gets its name, by what the system knows it by under any name: so it
is told afterwards, at whatever moment Ctrl-C came, whether it got there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_Identity = tuple[int, int]
_OPEN: ContextVar[dict[Path, _Identity | None] | None] = ContextVar("open", default=None)


@contextmanager
def kept() -> Iterator[None]:
    """Keep a ledger of what is written from now on, in this thread."""
    token = _OPEN.set({})
    try:
        yield
    finally:
        _OPEN.reset(token)


def note(beside: Path, target: Path) -> None:
    """Note that a file or a folder is about to be renamed; nothing where no ledger is kept."""
    noted = _OPEN.get()
    if noted is not None:
        noted[target] = _identity(beside)


def written() -> tuple[Path, ...]:
    """The files and folders that have got their names, the first one first."""
    noted = _OPEN.get() or {}
    return tuple(path for path, known in noted.items() if known and known == _identity(path))


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
