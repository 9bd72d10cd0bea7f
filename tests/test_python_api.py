"""The planner as a library: the program of docs/python-api.md, and what each call promises."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planner
from models.answers.result import RunResult
from models.events import Event, LevelFinished, LevelStarted, PriceFound
from models.workbook import Workbook
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from tests.commands import column, small_year
from tests.workbook.books import expert, good_book, mission, qualification, save

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "python-api.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return planner.load(small_year(tmp_path_factory.mktemp("api")))


@pytest.fixture(scope="module")
def result(workbook: Workbook) -> RunResult:
    return planner.plan(workbook)


def test_the_program_of_the_documentation_runs_without_a_terminal(tmp_path: Path) -> None:
    """Twelve lines: load, plan, explain, compare, apply a remedy, write."""
    shutil.copy(small_year(tmp_path), tmp_path / "plan.xlsx")
    blocked = "import sys\nsys.modules['click'] = sys.modules['rich'] = None"
    program = "\n".join([blocked, *PROGRAMS])
    assert len(PROGRAMS[0].split("import scenarios\n")[1].strip().splitlines()) == 12
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "M3" in ran.stdout or "money" in ran.stdout
    assert "[2, 3]" in ran.stdout
    assert "mended.xlsx" in ran.stdout
    mended = planner.load(tmp_path / "mended.xlsx")
    assert not planner.verify(mended).violations
    assert "M3" in column(tmp_path / "mended.xlsx", "Assignments", "Mission ID")
    assert (tmp_path / "plan.xlsx").read_bytes() == (tmp_path / "year.xlsx").read_bytes()


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, planner, scenarios; print(*sorted(n.split('.')[0] for n in sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"ortools", "pandas", "numpy", "openpyxl", "pydantic", "rich", "click"}
    assert not heavy & set(ran.stdout.split())


def test_every_name_is_there() -> None:
    for name in planner.__all__:
        assert getattr(planner, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'solve'"):
        planner.solve  # type: ignore[attr-defined]  # noqa: B018


def test_a_workbook_is_read_once(tmp_path: Path) -> None:
    """Who saves the file during the run changes neither the sheets nor the fingerprint."""
    path = small_year(tmp_path)
    read = path.read_bytes()

    def save(event: Event) -> None:
        path.write_bytes(b"somebody saved something else")

    found = planner.load(path)
    answer = planner.plan(found, on_event=save)
    target = planner.write(found, answer, tmp_path / "out.xlsx")
    assert found.content == read
    assert answer.manifest.fingerprint == found.fingerprint
    again = planner.load(target)
    assert planner.verify(again).recorded == {v.level: v.value for v in answer.levels}
    assert column(target, "Missions", "Mission ID") == ["M1", "M2", "M3", "M4"]


def test_a_path_may_be_text_as_in_a_notebook(tmp_path: Path) -> None:
    """What is read, and where it is written, are the same as with a Path."""
    path = small_year(tmp_path)
    found = planner.load(str(path), pool=str(path))
    assert found.fingerprint == planner.load(path, pool=path).fingerprint
    target = tmp_path / "out.xlsx"
    assert planner.write(found, planner.plan(found), str(target)) == target
    assert planner.load(target).content == target.read_bytes()


def test_calendars_and_eligibility_of_a_year_are_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the workbook that comes in to the one that goes out, verified.

    All missions are delivered, so that no year of one mission is asked about. What is agreed (here
    nothing) and the tie-breaking ask about a part of the year: it has the experts concerned alone.
    """
    made: list[tuple[str, int, int]] = []
    for kind in (Calendars, Pool):

        def counted(self: object, *rest: Any, before: Callable[..., None] = kind.__init__) -> None:
            made.append((type(self).__name__, len(rest[0].missions), len(rest[0].experts)))
            before(self, *rest)

        monkeypatch.setattr(kind, "__init__", counted)
    experts = ("E1", "E2", "E3")
    book = good_book(
        Missions=[mission("M1"), mission("M2", Host="Peru")],
        Experts=[expert(expert_id) for expert_id in experts],
        Qualifications=[qualification(expert_id) for expert_id in experts],
    )
    found = planner.load(save(book, tmp_path, "year.xlsx"))
    answer = planner.plan(found)
    planner.write(found, answer, tmp_path / "out.xlsx")
    planner.verify(found, answer.plan)
    assert len(answer.plan.placements) == 2
    parts = [("Pool", 0, 0), ("Pool", 2, 2)]
    assert sorted(made) == [("Calendars", 2, 3), parts[0], parts[1], ("Pool", 2, 3)]


def test_any_thread_may_end_a_run(workbook: Workbook) -> None:
    deadline = planner.Deadline()

    def end(event: Event) -> None:
        if isinstance(event, LevelStarted):
            thread = threading.Thread(target=deadline.end)
            thread.start()
            thread.join()

    found = planner.plan(workbook, deadline=deadline, on_event=end)
    assert not planner.verify(workbook, found.plan).violations
    assert any(not level.proven for level in found.levels)
    with pytest.raises(TypeError, match="of your own"):
        planner.NEVER.end()


def test_events_are_data(workbook: Workbook) -> None:
    heard: list[Event] = []
    found = planner.plan(workbook, on_event=heard.append)
    finished = [event.result for event in heard if isinstance(event, LevelFinished)]
    assert [r.level for r in finished] == [r.level for r in found.levels]
    assert all(type(event).model_validate_json(event.model_dump_json()) == event for event in heard)


def test_each_question_has_its_own_deadline(workbook: Workbook, result: RunResult) -> None:
    year = planner.year_of(workbook)
    asked = planner.Explainer(year, result.plan)
    question = planner.ToDeliver(mission_id="M3")
    over = planner.Deadline(0)
    with pytest.raises(planner.Undecided, match="Ask again with more time"):
        asked.answer(question, deadline=over)
    assert "M3" in asked.answer(question).blocks[0].heading
    with pytest.raises(planner.BadInput, match="There is no mission M33"):
        asked.answer(planner.WhyMission(mission_id="M33"))


def test_a_price_is_data(workbook: Workbook, result: RunResult) -> None:
    year = planner.year_of(workbook)
    heard: list[Event] = []
    absent = {"E1", "E2", "E3", "E4"} - {r.expert_id for r in result.plan.teams()["M1"]}
    for expert_id in sorted(absent):
        question = planner.WhyNot(mission_id="M1", expert_id=expert_id)
        answer = planner.explain(year, result.plan, question, on_event=heard.append)
        if answer.price is not None:
            assert not planner.verify(year, answer.price.plan).violations
            assert set(answer.price.changes) <= set(answer.price.before)
            assert all(
                isinstance(e.price.plan, type(result.plan))
                for e in heard
                if isinstance(e, PriceFound)
            )
            return
    pytest.fail("no question had a price")


def test_moves_are_judged_at_once(workbook: Workbook, result: RunResult) -> None:
    year = planner.year_of(workbook)
    dropped = planner.edit(result.plan, planner.Drop(mission_id="M1"), year)
    assert "M1" not in dropped.plan.teams()
    assert not dropped.violations
    assert dropped.changed
    team = tuple(row.expert_id for row in result.plan.teams()["M1"])
    start = result.plan.teams()["M1"][0].start
    back = planner.Deliver(mission_id="M1", start=start, experts=team, fund_id="F1")
    again = planner.edit(dropped.plan, back, year)
    assert set(again.plan.placements) == set(result.plan.placements)
    wrong = planner.edit(result.plan, planner.PayFrom(mission_id="M1", fund_id="F2"), year)
    assert {violation.rule for violation in wrong.violations} == {"funded"}
    twice = planner.PutExpert(mission_id="M1", position=1, expert_id=team[1])
    assert planner.edit(result.plan, twice, year).violations
    late = planner.MoveStart(mission_id="M1", start=year.settings.plan_end)
    assert "dates" in {v.rule for v in planner.edit(result.plan, late, year).violations}


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        (planner.Drop(mission_id="M9"), "There is no mission M9"),
        (planner.Drop(mission_id="M3"), "M3 is not delivered"),
        (planner.PayFrom(mission_id="M1", fund_id="F9"), "There is no fund F9"),
        (planner.PutExpert(mission_id="M1", position=9, expert_id="E1"), "no position 9"),
        (planner.PutExpert(mission_id="M1", position=1, expert_id="E9"), "There is no expert E9"),
    ],
)
def test_moves_that_make_no_sense(
    workbook: Workbook, result: RunResult, move: planner.Drop, sentence: str
) -> None:
    with pytest.raises(planner.BadInput, match=sentence):
        planner.edit(result.plan, move, planner.year_of(workbook))


def test_a_workbook_with_errors_has_all_its_problems(tmp_path: Path) -> None:
    from tests.workbook.books import good_book, mission, save

    path = save(good_book(Missions=[mission("M1", Host="Nowhere")]), tmp_path)
    found = planner.load(path)
    assert found.year is None
    assert planner.check(found) == found.problems
    for use in (planner.plan, planner.verify, planner.tables):
        with pytest.raises(planner.BadInput) as error:
            use(found)
        assert error.value.problems == found.problems
