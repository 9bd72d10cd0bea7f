"""What several requests do at the same time: none gets in another's way."""

import pickle
import shutil
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from multiprocessing import Pipe
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from models.facts.instance import Year
from models.requests.question import WhyMission
from planner.app.by_hand.examination import Examination
from planner.domain.calendars import calendars_of
from planner.formulation.eligibility import Pool
from planner.solver.deadline import Deadline
from tests.web.asking import desk_on
from tests.web.read_once import loaded
from web.session.desk import Desk, StaleError
from web.session.edits import Remove
from web.session.journal import Journal
from web.session.places import read_json, write_private
from web.session.questions import Questions
from web.session.results import plan, save
from web.views import start
from web.work.crew import DroppedError
from web.work.tasks import TASKS
from web.work.worker import Call, Work, _Inbox

DERIVED = tuple(n for n, value in vars(Year).items() if isinstance(value, cached_property))


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns so often that what can go wrong between them does."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.fixture(scope="module")
def facts(sample_year: Path) -> Year:
    found = loaded(sample_year).year
    assert found is not None
    return found


def test_several_requests_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    with ThreadPoolExecutor(4) as crew:
        for written in [crew.submit(write_private, path, str(n)) for n in range(400)]:
            written.result()
    assert read_json(path) in range(400)
    assert list(tmp_path.iterdir()) == [path]


def _derive(year: Year) -> None:
    for name in DERIVED:
        getattr(year, name)


@pytest.mark.usefixtures("impatient")
def test_a_year_is_sent_to_a_worker_while_another_request_works_something_out_of_it(
    facts: Year,
) -> None:
    """Reasons and choices of a mission are asked for at once: one sends what the other fills."""
    for _ in range(30):
        fresh = facts.replace()
        other = threading.Thread(target=_derive, args=(fresh,))
        other.start()
        sent = pickle.loads(pickle.dumps(fresh))
        other.join()
        assert sent == facts
        assert not vars(sent).keys() & set(DERIVED)


class Answers:
    """Stands for the answering process: keeps the order in which it was asked."""

    generation = 1

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def start(self) -> None:
        """It runs."""

    def call(
        self, name: str, key: str, *arguments: object, topic: str = ""
    ) -> "tuple[int, Future[Any]]":
        """Note who asks what about which draft."""
        self.asked.append((name, key))
        future: Future[Any] = Future()
        future.set_result(key)
        return len(self.asked), future


def draft(key: str) -> Any:
    return SimpleNamespace(key=key, best=True, now=SimpleNamespace(year=None, plan=None))


@pytest.mark.usefixtures("impatient")
def test_every_question_is_about_the_draft_that_is_held() -> None:
    answers = Answers()
    questions = Questions(answers)  # type: ignore[arg-type]
    with ThreadPoolExecutor(4) as crew:
        keys = [str(n % 3) for n in range(300)]
        assert list(crew.map(lambda key: questions.ask(draft(key), "ask"), keys)) == keys
    held = ""
    for name, key in answers.asked:
        held = key if name == "hold" else held
        assert key == held


def test_a_draft_is_sent_once_and_again_to_a_process_that_started_anew() -> None:
    answers = Answers()
    questions = Questions(answers)  # type: ignore[arg-type]
    for generation in (1, 1, 2):
        answers.generation = generation
        questions.ask(draft("a"), "ask")
    assert [name for name, _ in answers.asked] == ["hold", "ask", "ask", "hold", "ask"]


def test_who_counts_the_edits_of_a_workbook_leaves_a_line_that_is_being_written(
    tmp_path: Path,
) -> None:
    Journal(tmp_path, tmp_path / "plan.xlsx").add((Remove(mission_id="M1"),))
    [file] = tmp_path.glob("edits-*.jsonl")
    with file.open("ab") as end:
        end.write(b'[{"kind": "rem')
    before = file.read_bytes()
    assert Journal(tmp_path, tmp_path / "plan.xlsx").steps == 1
    assert file.read_bytes() == before


def removals(desk: Desk) -> list[Remove]:
    draft = desk.draft
    assert draft is not None
    return [Remove(mission_id=mission_id) for mission_id in draft.teams]


def test_steps_taken_while_a_workbook_is_saved_stay_steps(year: Path, tmp_path: Path) -> None:
    def meanwhile(desk: Desk) -> None:
        for step in removals(desk)[:2]:
            desk.edit((step,), desk.version)

    desk = desk_on(year, tmp_path, meanwhile)
    first, *others = removals(desk)
    desk.edit((first,), desk.version)
    assert save(desk) == year
    assert desk.journal is not None
    assert desk.journal.edits == tuple(others[:2])
    assert Journal(tmp_path, year).steps == desk.journal.steps == 2
    written = loaded(year)
    assert written.plan is not None
    assert first.mission_id not in written.plan.teams()
    assert others[0].mission_id in written.plan.teams()
    desk.undo(desk.version)
    assert desk.journal.edits == (others[0],)


def test_what_is_being_saved_cannot_be_taken_back_and_who_opens_another_workbook_keeps_it(
    year: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.xlsx"
    shutil.copy(year, other)

    def meanwhile(desk: Desk) -> None:
        with pytest.raises(StaleError):
            desk.undo(desk.version)
        desk.open(other)

    desk = desk_on(year, tmp_path, meanwhile)
    desk.edit((removals(desk)[0],), desk.version)
    save(desk)
    assert desk.opened is not None
    assert desk.opened.path == other
    assert Journal(tmp_path, year).steps == Journal(tmp_path, other).steps == 0


def test_a_question_comes_between_the_missions_that_are_looked_at(year: Path) -> None:
    """Why missions are not delivered takes long in a large year; other questions do not wait."""
    found = loaded(year)
    assert found.year is not None
    assert found.plan is not None
    left_out = len(found.year.missions) - len(found.plan.teams())
    work = Work(lambda event: None)
    TASKS["hold"](work, "a", found.year, found.plan, True)
    for _ in range(left_out):
        assert TASKS["examine"](work, "a") is None
        mission_id = next(iter(found.plan.teams()))
        answer, able = TASKS["ask"](work, "a", WhyMission(mission_id=mission_id), mission_id)
        assert answer.blocks
        assert able
    reasons = TASKS["examine"](work, "a")
    assert len(reasons) == left_out > 0
    assert TASKS["examine"](work, "a") is reasons


def test_a_mission_whose_examination_was_ended_half_way_is_looked_at_again(year: Path) -> None:
    found = loaded(year)
    assert found.year is not None
    assert found.plan is not None
    examination = Examination(Pool(found.year, calendars_of(found.year)), found.plan)
    ended = Deadline()
    ended.end()
    examination.go_on(ended)
    assert examination.found == []
    left_out = len(found.year.missions) - len(found.plan.teams())
    for _ in range(left_out):
        examination.go_on(Deadline())
    assert len(examination.found) == left_out > 0
    assert all(row.examined for row in examination.found)
    examination.go_on(ended)
    assert examination.reasons is None
    examination.go_on(Deadline())
    assert examination.reasons is not None
    assert len(examination.reasons) == left_out


def test_what_stands_back_is_ended_by_everything_else_and_comes_after_it() -> None:
    inbox = _Inbox(Pipe()[0], {"examine"})
    inbox._take(Call(1, "examine", ()))
    call, work = inbox.next()
    assert call.number == 1
    inbox._take(Call(2, "examine", ()))
    assert not work.stopped
    inbox._take(Call(3, "ask", ()))
    assert work.stopped
    assert [inbox.next()[0].number for _ in range(2)] == [3, 2]


def test_who_asks_why_of_a_plan_that_is_gone_is_not_answered(year: Path, tmp_path: Path) -> None:
    desk = desk_on(year, tmp_path, lambda desk: None)
    draft = desk.draft
    assert draft is not None

    class Asked:
        def ask(self, draft: Any, name: str) -> None:
            """Meanwhile somebody changes the plan."""
            desk.edit((removals(desk)[0],), desk.version)

    desk.questions = Asked()  # type: ignore[assignment]
    with pytest.raises(DroppedError):
        desk.undelivered(draft)


def test_all_edits_that_are_taken_back_at_once_can_be_taken_again(
    year: Path, tmp_path: Path
) -> None:
    desk = desk_on(year, tmp_path, lambda desk: None)
    for step in removals(desk)[:3]:
        desk.edit((step,), desk.version)
    assert desk.journal is not None
    edits = desk.journal.edits
    desk.discard()
    assert desk.journal.edits == Journal(tmp_path, year).edits == ()
    for _ in range(3):
        desk.redo(desk.version)
    assert desk.journal.edits == Journal(tmp_path, year).edits == edits


def test_an_edit_made_on_the_page_of_another_workbook_is_refused(
    year: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.xlsx"
    shutil.copy(year, other)
    desk = desk_on(year, tmp_path, lambda desk: None)
    step, seen = removals(desk)[0], desk.version
    desk.open(other)
    with pytest.raises(StaleError):
        desk.edit((step,), seen)
    desk.open(other)
    desk.edit((step,), desk.version)


@pytest.mark.parametrize("saved", [False, True])
def test_what_was_saved_while_the_year_was_planned_is_told(
    year: Path, tmp_path: Path, saved: bool
) -> None:
    desk = desk_on(year, tmp_path, lambda desk: None)
    assert desk.opened is not None
    planned = tmp_path / "planned.xlsx"
    shutil.copy(year, planned)
    started: dict[str, Any] = {}
    desk.jobs = SimpleNamespace(start=lambda *_, **more: started.update(more))  # type: ignore[assignment]
    plan(desk, desk.opened.workbook, fresh=False, changed="It was saved meanwhile.")
    if saved:
        year.write_bytes(planned.read_bytes() + b"PK")
    started["then"](SimpleNamespace(path=planned))
    assert desk.opened.path == planned
    assert desk.trouble == ("It was saved meanwhile." if saved else "")


def test_a_step_back_may_lead_to_a_workbook_with_errors(year: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.xlsx"
    book = openpyxl.load_workbook(year)
    del book["Missions"]
    book.save(base)
    desk = desk_on(year, tmp_path, lambda desk: None)
    desk.steps.planned(base, year.resolve())
    desk.undo(desk.version)
    assert desk.opened is not None
    assert (desk.opened.path, desk.draft) == (base, None)
    desk.redo(desk.version)
    assert desk.opened.path == year.resolve()


def test_a_workbook_that_is_gone_was_not_saved_while_the_year_was_planned(
    year: Path, tmp_path: Path
) -> None:
    desk = desk_on(year, tmp_path, lambda desk: None)
    assert desk.opened is not None
    planned = tmp_path / "planned.xlsx"
    shutil.copy(year, planned)
    started: dict[str, Any] = {}
    desk.jobs = SimpleNamespace(start=lambda *_, **more: started.update(more))  # type: ignore[assignment]
    plan(desk, desk.opened.workbook, fresh=False, changed="It was saved meanwhile.")
    year.unlink()
    started["then"](SimpleNamespace(path=planned))
    assert desk.trouble == ""


def test_a_workbook_that_somebody_moved_is_written_where_it_was(year: Path, tmp_path: Path) -> None:
    desk = desk_on(year, tmp_path, lambda desk: None)
    desk.edit((removals(desk)[0],), desk.version)
    year.unlink()
    assert save(desk) == year
    assert year.exists()


def test_who_closes_the_planner_while_it_works_says_so_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = SimpleNamespace(jobs=SimpleNamespace(running=object()), closing=False)
    monkeypatch.setattr(start, "desk_of", lambda request: desk)
    monkeypatch.setattr(start, "page", lambda request, template: template)
    close = start.close.__wrapped__  # type: ignore[attr-defined]
    assert (close(None, {}), desk.closing) == ("closing.html", False)
    assert (close(None, {"sure": ["yes"]}), desk.closing) == ("closed.html", True)
