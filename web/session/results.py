"""New workbooks, planned or saved: each is opened in the place of the one that it was made from.

While one is being made the page goes on. Edits made meanwhile stay edits, on top of it, and nothing
is put in the place of a workbook that somebody has opened since.
"""

import hashlib
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import sleep

from models.workbook import Workbook
from planner.domain.agreements import level_names
from web.session.desk import Desk
from web.session.draft import Draft
from web.session.journal import Journal
from web.session.places import can_be_replaced
from web.work.crew import DroppedError, WorkError
from web.work.planning import Opened, Planned, Saved

# What the thread is called that looks for the reasons which a saved workbook lacks.
COMPLETING = "completing"
# How often a workbook that is open in Excel is looked at again, in seconds.
_WAIT = 2.0


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
        saved = _written(desk, draft, with_scenarios(desk, draft, opened.workbook))
        written: Opened = desk.answers.ask("read", saved.path, opened.pool)
        if draft.adds_scenarios_alone and written.year == opened.year:
            written = replace(written, same_as=opened.identity)
    finally:
        _say_saving(desk, False)
    _put_saved(desk, opened.path, written, journal, known)
    desk.remember()
    desk.changed()
    if saved.unexamined:
        asked = threading.Thread(
            target=_complete, args=(desk, written), name=COMPLETING, daemon=True
        )
        asked.start()
    return saved.path


def _written(desk: Desk, draft: Draft, workbook: Workbook) -> Saved:
    """Have the edits written; where they are about scenarios alone, nothing is said of the plan."""
    path = draft.opened.path
    if draft.adds_scenarios_alone:
        return Saved(desk.answers.ask("save_scenarios", workbook, path), 0)
    saved: Saved = desk.answers.ask("save", draft.key, workbook, path, draft.now)
    return saved


def _complete(desk: Desk, saved: Opened) -> None:
    """Find out the reasons that a saved workbook lacks, and write them into it.

    Nothing comes of it where the plan is another one by then, or somebody has saved the workbook:
    it says itself which missions were not examined. One that is open in Excel is waited for.
    """
    draft = desk.draft
    if draft is None or not _is_there_still(desk, saved):
        return
    desk.completing = True
    desk.changed()
    with suppress(WorkError, DroppedError):
        desk.undelivered(draft)
        while _is_there_still(desk, saved) and not _is_free(desk, saved.path):
            sleep(_WAIT)
        if _is_there_still(desk, saved):
            _write_again(desk, saved, draft)
    desk.completing = False
    desk.changed()


def _is_there_still(desk: Desk, saved: Opened) -> bool:
    edits = desk.journal.edits if desk.journal else ()
    return _is_open(desk, saved) and not edits and not desk.closing


def _is_open(desk: Desk, saved: Opened) -> bool:
    """Whether the page shows this workbook, however often it was read since."""
    found = desk.opened
    return found is not None and (found.path, found.fingerprint) == (saved.path, saved.fingerprint)


def _is_free(desk: Desk, path: Path) -> bool:
    return desk.jobs.running is None and can_be_replaced(path)


def _write_again(desk: Desk, saved: Opened, draft: Draft) -> None:
    """Write it, and have it in the place of what was saved: its facts and its plan are the same."""
    _say_saving(desk, True)
    try:
        path = desk.answers.ask("complete", draft.key, saved.workbook, saved.path, draft.now)
        written: Opened | None = path and desk.answers.ask("read", path, saved.pool)
    finally:
        _say_saving(desk, False)
    with desk.lock:
        if written is not None and _is_open(desk, saved):
            same = written.year == saved.year
            desk.put(replace(written, same_as=saved.identity if same else ""), desk.journal)


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
