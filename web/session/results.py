"""New workbooks, planned or saved: each is opened in the place of the one that it was made from.

While one is being made the page goes on. Edits made meanwhile stay edits, on top of it, and nothing
is put in the place of a workbook that somebody has opened since.
"""

import hashlib
from pathlib import Path

from models.workbook import Workbook
from planner.domain.agreements import level_names
from web.session.desk import Desk
from web.session.draft import Draft
from web.session.journal import Journal
from web.work.planning import Opened, Planned


def plan(desk: Desk, workbook: Workbook, fresh: bool, changed: str) -> None:
    """Plan the year of a workbook; the new one is opened when it is written.

    `changed` is told where somebody saves the old one meanwhile.
    """
    draft, opened = desk.draft, desk.opened
    assert draft is not None
    assert opened is not None
    known = len(desk.journal.edits) if desk.journal else 0

    def then(planned: Planned) -> None:
        _put_planned(desk, opened.path, planned, known)
        if planned.path != opened.path and _was_saved(opened.path, workbook.fingerprint):
            desk.trouble = changed

    levels = level_names(draft.now.year, draft.now.calendars)
    desk.jobs.start("plan", workbook, opened.path, fresh, levels=levels, then=then)


def _put_planned(desk: Desk, before: Path, planned: Planned, known: int) -> None:
    """Open what was planned, with the edits made since planning started."""
    pool = desk.opened.pool if desk.opened else None
    opened: Opened = desk.answers.ask("read", planned.path, pool)
    with desk.lock:
        if desk.opened is None or desk.opened.path != before:
            return
        meanwhile = desk.journal.after(known) if desk.journal else ()
        journal = Journal(desk.folder, opened.path)
        if meanwhile:
            journal.hold(meanwhile)
        desk.put(opened, journal)
        desk.steps.planned(before, opened.path)
    desk.remember()


def save(desk: Desk) -> Path:
    """Write the edits into a workbook, and go on with that.

    Raises
    ------
    WorkError
        It cannot be written; the edits are still there.
    """
    draft, opened, journal = desk.draft, desk.opened, desk.journal
    assert draft is not None
    assert opened is not None
    assert journal is not None
    known = len(draft.edits)
    desk.answers.hurry()
    _say_saving(desk, True)
    try:
        workbook = with_scenarios(desk, draft, opened.workbook)
        if draft.edits_plan:
            path: Path = desk.answers.ask("save", draft.key, workbook, opened.path, draft.now)
        else:
            path = desk.answers.ask("save_scenarios", workbook, opened.path)
        written: Opened = desk.answers.ask("read", path, opened.pool)
    finally:
        _say_saving(desk, False)
    _put_saved(desk, opened.path, written, journal, known)
    desk.remember()
    desk.changed()
    return path


def with_scenarios(desk: Desk, draft: Draft, workbook: Workbook) -> Workbook:
    """The workbook with the rows that the edits add to its sheet Scenarios."""
    if not draft.scenarios:
        return workbook
    found: Workbook = desk.answers.ask("add_scenarios", workbook, draft.scenarios)
    return found


def _put_saved(desk: Desk, before: Path, written: Opened, journal: Journal, known: int) -> None:
    """Open what was saved, with the edits made while it was written."""
    with desk.lock:
        meanwhile = journal.after(known)
        going_on = journal if written.path == before else Journal(desk.folder, written.path)
        going_on.hold(meanwhile)
        if going_on is not journal:
            journal.discard()
        if desk.opened is not None and desk.opened.path == before:
            desk.put(written, going_on)


def _say_saving(desk: Desk, saving: bool) -> None:
    desk.saving = saving
    desk.changed()


def _was_saved(path: Path, fingerprint: str) -> bool:
    """Whether a file is there, and another one than was read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() != fingerprint
    except OSError:
        return False
