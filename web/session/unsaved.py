"""Edits that wait to be saved, of workbooks that are not open too: to go on with, or to put away.

What is put away can be taken again: its steps stay in the journal, behind the cursor.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from web.session.desk import Desk
from web.session.edits import Edit
from web.session.journal import Journal


@dataclass(frozen=True)
class Unsaved:
    """The steps that wait for one workbook, and when the last one was taken."""

    file: Path
    journal: Journal

    @property
    def key(self) -> str:
        """What a form names it by, whatever is opened meanwhile."""
        return self.journal.key

    @property
    def steps(self) -> tuple[tuple[Edit, ...], ...]:
        """Each step is the edits that are undone together."""
        return self.journal.held

    @property
    def when(self) -> datetime:
        """When the last step was taken."""
        return self.journal.when


def unsaved(folder: Path, files: Iterable[Path]) -> tuple[Unsaved, ...]:
    """What waits for these workbooks."""
    found = (Unsaved(file, Journal(folder, file)) for file in files)
    return tuple(one for one in found if one.steps)


def put_away(desk: Desk, one: Unsaved) -> None:
    """Take all its steps back."""
    if desk.opened is not None and desk.opened.path == one.file:
        desk.discard()
    else:
        one.journal.undo_all()


def take_again(desk: Desk, file: Path, steps: int) -> None:
    """Take so many steps of a workbook again."""
    journal = Journal(desk.folder, file)
    for _ in range(steps):
        if desk.opened is not None and desk.opened.path == file:
            desk.redo(desk.version)
        else:
            journal.redo()
