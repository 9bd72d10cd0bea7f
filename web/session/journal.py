"""Edits on disk before the answer goes out: what a crash of server or computer cannot take.

One JSON line an entry: an edit (IDs, dates, statuses, never a name), or a step back or forward. It
lies in the user's state folder under the hash of the workbook's path, and goes when the edits are
saved.
"""

import hashlib
import json
import os
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from pydantic import ValidationError

from web.session.edits import EDIT, Edit
from web.session.places import write_private

_UNDO, _REDO = {"kind": "undo"}, {"kind": "redo"}


class Journal:
    """The edits of one workbook, with a cursor: what is before it holds, the rest was undone."""

    def __init__(self, folder: Path, workbook: Path) -> None:
        self.key = hashlib.sha256(str(workbook.resolve()).encode()).hexdigest()[:32]
        self._file = folder / f"edits-{self.key}.jsonl"
        self._all: list[tuple[Edit, ...]] = []
        self._cursor = 0
        # Every entry counts, steps back too: a page that has not seen the last one is stale.
        self.written = 0
        self._replay_all(_lines(self._file))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that hold."""
        return tuple(edit for step in self._all[: self._cursor] for edit in step)

    @property
    def held(self) -> tuple[tuple[Edit, ...], ...]:
        """The steps that hold, each the edits that are undone together."""
        return tuple(self._all[: self._cursor])

    @property
    def when(self) -> datetime:
        """When the last entry was written."""
        return datetime.fromtimestamp(self._file.stat().st_mtime)

    @property
    def steps(self) -> int:
        """How many steps can be undone."""
        return self._cursor

    @property
    def can_redo(self) -> bool:
        """Whether something was undone that can be done again."""
        return self._cursor < len(self._all)

    def add(self, edits: tuple[Edit, ...]) -> None:
        """One step: edits that are undone together."""
        self._write(_entry(edits))
        self._take(edits)

    def undo(self) -> None:
        """A step back, where there is one."""
        if self._cursor:
            self._write(_UNDO)
            self._cursor -= 1

    def undo_all(self) -> None:
        """Back to where nothing holds; every step can be taken again."""
        while self._cursor:
            self.undo()

    def redo(self) -> None:
        """A step forward again, where there is one."""
        if self.can_redo:
            self._write(_REDO)
            self._cursor += 1

    def after(self, edits: int) -> tuple[tuple[Edit, ...], ...]:
        """The steps that hold beside the first edits, such as those that are saved."""
        firsts = accumulate(map(len, self._all), initial=0)
        held = zip(firsts, self._all[: self._cursor], strict=False)
        return tuple(step for first, step in held if first >= edits)

    def hold(self, steps: tuple[tuple[Edit, ...], ...]) -> None:
        """Take these steps in the place of all there were; the file has the old or the new ones."""
        if not steps:
            self.discard()
            return
        write_private(self._file, "".join(f"{json.dumps(_entry(step))}\n" for step in steps))
        self._all, self._cursor = list(steps), len(steps)
        self.written += 1

    def discard(self) -> None:
        """Forget everything: it is saved."""
        self._file.unlink(missing_ok=True)
        self._all, self._cursor = [], 0
        self.written += 1

    def _take(self, edits: tuple[Edit, ...]) -> None:
        self._all[self._cursor :] = [edits]
        self._cursor += 1

    def _write(self, entry: object) -> None:
        with open(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(file.seek(_whole(file.read())))
            file.write(json.dumps(entry).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.written += 1

    def _replay_all(self, lines: list[bytes]) -> None:
        for line in lines:
            self._replay(json.loads(line))
            self.written += 1

    def _replay(self, entry: object) -> None:
        if entry == _UNDO:
            self._cursor -= 1
        elif entry == _REDO:
            self._cursor += 1
        elif isinstance(entry, list):
            try:
                self._take(tuple(EDIT.validate_python(edit) for edit in entry))
            except ValidationError:  # written by another version of the program
                return


def _entry(step: tuple[Edit, ...]) -> list[object]:
    """A step as it stands in the file."""
    return [json.loads(EDIT.dump_json(edit)) for edit in step]


def _whole(content: bytes) -> int:
    """How much of a file holds: a last line that was cut off by a crash was never answered."""
    return content.rfind(b"\n") + 1


def _lines(file: Path) -> list[bytes]:
    """The entries on disk; who only looks changes nothing, for another request may be writing."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return []
    return content[: _whole(content)].splitlines()
