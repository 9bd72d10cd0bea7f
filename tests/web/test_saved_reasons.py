"""Why missions are not delivered, in the workbooks that the page writes: all that `solve` says."""

import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.web.asking import InThisProcess
from tests.web.read_once import loaded
from web.session import results
from web.session.desk import Desk
from web.session.edits import Remove
from web.session.questions import Questions
from web.work import tasks
from web.work.crew import Worker
from web.work.tasks import TASKS
from web.work.worker import Work


class Answers(InThisProcess):
    """The tasks of the answering process, done here one after the other."""

    def __init__(self, before: Callable[[str], object] = lambda name: None) -> None:
        super().__init__(lambda: None)
        self._before, self._lock = before, threading.Lock()

    def start(self) -> None:
        """It runs."""

    def ask(self, name: str, *arguments: object, topic: str = "") -> Any:
        """Do it, after what happens before it."""
        self._before(name)
        with self._lock:
            return super().ask(name, *arguments, topic=topic)

    def call(self, name: str, *arguments: object, topic: str = "") -> "tuple[int, Future[Any]]":
        """Do what it takes to look at missions; nothing else is waited for."""
        future: Future[Any] = Future()
        if name in ("hold", "examine"):
            future.set_result(self.ask(name, *arguments, topic=topic))
        return 0, future


def not_delivered(path: Path) -> list[tuple[object, ...]]:
    """The sheet as it was written."""
    sheet = openpyxl.load_workbook(path, read_only=True)["Not delivered"]
    return list(sheet.iter_rows(values_only=True))


def desk_on(year: Path, folder: Path, answers: Answers) -> Desk:
    desk = Desk(folder, Worker())
    desk.answers = answers  # type: ignore[assignment]
    desk.questions = Questions(answers)  # type: ignore[arg-type]
    desk.open(year)
    return desk


def completed(desk: Desk) -> None:
    """Wait until nobody looks for reasons any more."""
    until = time.monotonic() + 60
    while any(thread.name == results.COMPLETING for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert not desk.completing


@pytest.fixture(autouse=True)
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a large year: while a workbook is saved there is no time for any mission."""
    monkeypatch.setattr(tasks, "_REASONS_SECONDS", 0.0)


def test_a_saved_workbook_has_in_the_end_every_reason_that_solve_wrote(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First without them, so that the edits are safe; then with all, once it is not open in Excel.

    What was found of the plan meanwhile is about this plan still.
    """
    told, owner = not_delivered(year), year.with_name(f"~${year.name}")
    first: list[list[tuple[object, ...]]] = []

    def wait(seconds: float) -> None:
        first.append(not_delivered(year))
        owner.unlink(missing_ok=True)

    def before(name: str) -> None:
        if name == "hold":
            desk.reread()  # as the watcher does
        elif name == "examine":
            owner.touch()

    monkeypatch.setattr(results, "sleep", wait)
    desk = desk_on(year, tmp_path, Answers(before))
    assert results.save(desk) == year
    assert desk.draft is not None
    key, version = desk.draft.key, desk.version
    completed(desk)
    assert len(told) > 1
    assert first[0] != told
    assert not_delivered(year) == told
    assert desk.opened is not None
    assert desk.opened.fingerprint == loaded(year).fingerprint
    assert (desk.draft.key, desk.version) == (key, version)


@pytest.mark.parametrize("what", ["an edit", "saved in Excel"])
def test_what_came_between_is_not_overwritten(year: Path, tmp_path: Path, what: str) -> None:
    def before(name: str) -> None:
        if name == "examine" and what == "an edit" and not desk.journal.steps:  # type: ignore[union-attr]
            mission_id = next(iter(desk.draft.teams))  # type: ignore[union-attr]
            desk.edit((Remove(mission_id=mission_id),), desk.version)
        elif name == "complete":
            year.write_bytes(year.read_bytes() + b"PK")

    desk = desk_on(year, tmp_path, Answers(before))
    results.save(desk)
    completed(desk)
    content = year.read_bytes()
    assert content.endswith(b"PK") is (what == "saved in Excel")
    if what == "an edit":
        assert desk.journal is not None
        assert desk.journal.steps == 1
        assert desk.opened is not None
        assert desk.opened.fingerprint == loaded(year).fingerprint


def test_the_page_writes_the_reasons_that_solve_writes(planned: Path, tmp_path: Path) -> None:
    """A plan made by the page is the one of the command, with the same sheet of reasons."""
    path = tmp_path / "sample.xlsx"
    shutil.copy(planned.with_name(path.name), path)  # what the command has made the plan of
    made = TASKS["plan"](Work(lambda event: None), loaded(path), path, False)
    sheets = [not_delivered(written) for written in (planned, made.path)]
    assert sheets[0] == sheets[1]
    assert len(sheets[0]) > 1
