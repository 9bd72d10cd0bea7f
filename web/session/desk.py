"""The one workbook that is open, its edits, and what runs: the state of the server.

Everything here can be made again from the file on disk and the journal. Requests come from several
threads, so changes are made under one lock.
"""

import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from models.answers.not_delivered import NotDelivered
from web.session.draft import Draft, draft_of
from web.session.edits import Edit
from web.session.findings import FoundByJobs
from web.session.jobs import Jobs
from web.session.journal import Journal
from web.session.preferences import Preferences, Versions, recent_of
from web.session.questions import Questions
from web.session.what_if import Typed
from web.work.crew import DroppedError, Worker, WorkError
from web.work.planning import Opened

VIEWS = (
    ("workbook", "/workbook"),
    ("report", "/report"),
    ("plan", "/plan"),
    ("not-delivered", "/not-delivered"),
    ("experts", "/experts"),
    ("mobilise", "/mobilise"),
    ("what-if", "/what-if"),
)


# No workbook gets so many steps; so many openings later the numbers come again.
_MOST_EDITS, _OPENINGS = 1_000_000, 900


class StaleError(Exception):
    """The request was made on a page that does not know the newest edit."""


class Desk:
    """What is open.

    Parameters
    ----------
    folder : Path
        The state folder.
    answers : Worker
        The process that reads and answers questions.
    """

    def __init__(self, folder: Path, answers: Worker) -> None:
        self.folder = folder
        self.preferences = Preferences(folder)
        self.answers = answers
        self.questions = Questions(self.answers)
        self.planner = Worker()
        self.jobs = Jobs(self.planner, self.changed)
        self.lock = threading.RLock()
        self.news = threading.Condition()
        self.opened: Opened | None = None
        self.journal: Journal | None = None
        self.trouble = ""
        self.closing = False
        # What missions are looked for by; it may be a name, so it stays in memory.
        self.looked_for = ""
        # Grows with everything that a page may want to show anew.
        self.serial = 1
        # What sliders and scenarios found.
        self.findings = FoundByJobs()
        # What was typed into the form of What if.
        self.typed = Typed()
        self.steps = Versions(folder)
        self._draft: Draft | None = None
        self._openings = 0
        self.last_seen = time.monotonic()
        self.tabs = 0
        # Whether a workbook is being written just now.
        self.saving = False
        # Whether reasons are looked for that the saved workbook lacks.
        self.completing = False
        # Whether Excel or LibreOffice has the workbook open too.
        self.held = False
        # What experts are looked for by; names stay in memory.
        self.sought: dict[str, str] = {}
        # How many workbooks that were named at a start are being read.
        self.arriving = 0

    def changed(self) -> None:
        """Tell the pages that there is something new."""
        with self.news:
            self.serial += 1
            self.news.notify_all()

    def open(self, path: Path, pool: Path | None = None) -> None:
        """Open a workbook in the place of the one that is open.

        Raises
        ------
        WorkError
            It cannot be read; what was open stays open.
        """
        opened: Opened = self.answers.ask("read", path.resolve(), pool)
        with self.lock:
            self.put(opened, Journal(self.folder, opened.path))
            self.jobs.forget()
        self.remember()
        self.changed()

    def open_soon(self, path: Path) -> None:
        """Open a workbook that was named at a start; the page says so until it is there."""
        with self.lock:
            self.arriving += 1
        threading.Thread(target=self._arrive, args=(path,), daemon=True).start()

    def _arrive(self, path: Path) -> None:
        """Open it; what is wrong stands on the page."""
        try:
            self.open(path)
        except WorkError as error:
            self.trouble = str(error)
        finally:
            with self.lock:
                self.arriving -= 1
            self.changed()

    def reread(self) -> None:
        """Read the workbook again; where it cannot be read, what was read before stays."""
        if self.opened is None:
            return
        opened: Opened = self.answers.ask("read", self.opened.path, self.opened.pool)
        with self.lock:
            if self.opened.path == opened.path:
                self.put(opened, self.journal)
        self.remember()
        self.changed()

    def put(self, opened: Opened, journal: Journal | None) -> None:
        """Have a workbook and its edits in the place of what is open; under the lock."""
        if self.opened is None or self.opened.path != opened.path:
            self._openings += 1
        self.opened, self.journal = opened, journal
        self._draft, self.trouble = None, ""
        if not opened.errors:
            self._look_around(opened)

    def _look_around(self, opened: Opened) -> None:
        """Have the cells around warnings read meanwhile, so that who looks need not wait."""

        def keep(found: "Future[Any]") -> None:
            if found.exception() is None:
                vars(opened).setdefault("sheets", found.result())

        asked = self.answers.call("around", opened.workbook.content, opened.problems)
        asked[1].add_done_callback(keep)

    def close_workbook(self) -> None:
        """Go back to the start page; edits stay in the journal."""
        with self.lock:
            self.opened = self.journal = self._draft = None
        self.changed()

    @property
    def draft(self) -> Draft | None:
        """The plan with the edits; None without a workbook that can be planned."""
        with self.lock:
            if self._draft is None and self.opened is not None and self.opened.year is not None:
                edits = self.journal.edits if self.journal else ()
                self._draft = draft_of(self.opened, edits)
            return self._draft

    def edit(self, edits: tuple[Edit, ...], seen: int) -> None:
        """Take a step by hand; it is on disk when this returns.

        Raises
        ------
        StaleError
            The page did not know the newest edit.
        """
        with self.lock:
            self._refuse_stale(seen)
            assert self.journal is not None
            self.journal.add(edits)
            self._edited()

    def undo(self, seen: int) -> None:
        """Take back the last step."""
        with self.lock:
            self._refuse_while_saving()
            self._refuse_stale(seen)
            assert self.journal is not None
            before = None if self.journal.steps else self.back
            if before is None:
                self.journal.undo()
                self._edited()
        if before is not None:
            self.open(before)

    def redo(self, seen: int) -> None:
        """Take the step again that was taken back."""
        with self.lock:
            self._refuse_while_saving()
            self._refuse_stale(seen)
            assert self.journal is not None
            after = None if self.journal.can_redo else self.forward
            if after is None:
                self.journal.redo()
                self._edited()
        if after is not None:
            self.open(after)

    @property
    def back(self) -> Path | None:
        """The workbook that the open one was planned from, where that is still there."""
        return self.steps.before(self.opened.path) if self.opened else None

    @property
    def forward(self) -> Path | None:
        """The workbook that was planned from the open one, where that is still there."""
        return self.steps.after(self.opened.path) if self.opened else None

    def discard(self) -> None:
        """Take all edits back, as many steps; each can be taken again."""
        with self.lock:
            if self.journal is not None:
                self.journal.undo_all()
                self._draft = None
        self.changed()

    def _edited(self) -> None:
        self._draft, self.trouble = None, ""
        self.changed()

    def _refuse_stale(self, seen: int) -> None:
        if self.journal is None or seen != self.version:
            raise StaleError

    def _refuse_while_saving(self) -> None:
        """What is being written cannot be taken back before it is there."""
        if self.saving:
            raise StaleError

    @property
    def views(self) -> tuple[tuple[str, str], ...]:
        """The views that have something to show, each with its address."""
        opened = self.opened
        if opened is None or opened.year is None:
            return VIEWS[:1]
        return VIEWS if self.planned else (VIEWS[0], VIEWS[2])

    @property
    def planned(self) -> bool:
        """Whether the workbook holds a plan, not only what was agreed before one."""
        return bool(self.opened and self.opened.has_plan and self.draft)

    @property
    def stamp(self) -> str:
        """What the views show: another stamp, and they are out of date."""
        opened = self.opened
        shown = (
            f"{opened.fingerprint[:16]}.{self.version}.{self.findings.count}" if opened else "none"
        )
        return f"{shown}.{self.arriving}"

    @property
    def version(self) -> int:
        """The number of the last edit; a page sends the one that it has seen.

        Another workbook has other numbers.
        """
        steps = self.journal.written if self.journal else 0
        return _MOST_EDITS * (self._openings % _OPENINGS) + steps

    def undelivered(self, draft: Draft) -> tuple[NotDelivered, ...]:
        """Why each mission is not delivered, in the order of the priorities; takes a while.

        Raises
        ------
        WorkError, DroppedError
            There is no answer, or the plan is another one meanwhile.
        """
        while (found := self.questions.ask(draft, "examine")) is None:
            if self.draft is None or self.draft.key != draft.key:
                raise DroppedError
        reasons: tuple[NotDelivered, ...] = found
        for reason in reasons:
            self.findings.remedies[draft.key, reason.mission_id] = reason.remedies
        return reasons

    def remember(self) -> None:
        """Note the open workbook among the recent ones."""
        if self.opened is not None:
            self.preferences.remember(recent_of(self.opened, self.draft))
