"""The command solve: what it writes, what it says, and how it ends."""

import json
import re
import signal
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.events import Event, LevelFinished, Read
from planner.app import plan as app_plan
from planner.app import solve as app_solve
from planner.app.outputs import saving
from planner.app.running.shares import Shares
from planner.domain.errors import CannotWrite, Contradiction, NoPlan
from planner.solver.deadline import Deadline
from planner.terminal.exits import INTERRUPTED
from planner.terminal.progress import PlainLines
from planner.terminal.screen import Screen
from planner.workbook.writing.document import ResultDocument
from tests.commands import SOMEBODY, Ran, cells, column, edit, fingerprint, run, sample, small_year
from tests.workbook.books import expert, good_book, mission, qualification, save, settings
from tests.workbook.files import read

TYPED = "mission-planner"


def small_plan(folder: Path) -> Path:
    book = good_book(Experts=[expert("E1", Name=SOMEBODY), expert("E2", Administration="Kenya")])
    return save(book, folder)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_plan(tmp_path)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The same plan, solved once, and what was said; tests read it and change nothing."""
    path = small_plan(tmp_path_factory.mktemp("planned"))
    return path, run("solve", path)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small year and its plan; tests read it and change nothing."""
    folder = tmp_path_factory.mktemp("solved")
    year = small_year(folder)
    assert run("solve", year, "--json", folder / "year.json").code == 0
    return folder


def no_traceback(text: str) -> bool:
    return "Traceback" not in text and 'File "' not in text


def test_the_output_is_beside_the_input_which_stays_as_it_was(plan: Path) -> None:
    before = fingerprint(plan)
    ran = run("solve", plan)
    assert ran.code == 0
    assert fingerprint(plan) == before
    assert sorted(file.name for file in plan.parent.iterdir()) == [
        "plan-assigned.xlsx",
        "plan.xlsx",
    ]
    assert f"Written: {plan.with_name('plan-assigned.xlsx')}" in ran.out


def test_the_workbook_reads_back_with_the_plan(planned: tuple[Path, Ran]) -> None:
    reading = read(planned[0].with_name("plan-assigned.xlsx"))
    assert reading.year is not None
    (row,) = reading.year.assignments
    # E1 comes from the mission's own region: the trip is cheaper, and `region` comes first.
    assert (row.mission_id, row.expert_id, row.start) == ("M1", "E1", date(2027, 3, 1))


def test_results_are_on_stdout_and_progress_on_stderr(planned: tuple[Path, Ran]) -> None:
    _, ran = planned
    assert "1 of 1 mission can be delivered." in ran.out
    assert "Every level is proven" in ran.out
    assert re.search(r"cost\W+2,300\W+2,300\W+0\.0%\W+yes", ran.out)
    assert "Read 1 mission, 2 experts and 0 funds for 2027-01-01 to 2027-12-31." in ran.err
    assert "delivery-1: value 1, bound 1, gap 0.0%, proven yes" in ran.err
    assert "Read 1" not in ran.out
    assert "delivery-1: value" not in ran.out


def test_nobody_is_named_on_the_terminal(planned: tuple[Path, Ran]) -> None:
    plan, ran = planned
    assert SOMEBODY in str(cells(plan.with_name("plan-assigned.xlsx")))
    assert SOMEBODY not in ran.out + ran.err


def test_no_expert_of_a_sample_is_named_on_the_terminal(tmp_path: Path) -> None:
    year = sample(tmp_path)
    names = column(year, "Experts", "Name")
    ran = run("solve", year)
    assert len(names) == 20
    assert not [name for name in names if name in ran.out + ran.err]


def test_quiet_says_nothing(plan: Path) -> None:
    ran = run("solve", plan, "--quiet")
    assert ran == (0, "", "")
    assert plan.with_name("plan-assigned.xlsx").exists()


def test_quiet_still_says_what_is_wrong(tmp_path: Path) -> None:
    plan = save(good_book(Missions=[mission(Host="Frnace")]), tmp_path)
    ran = run("solve", plan, "--quiet")
    assert ran.code == 2
    assert "Did you mean France?" in ran.err


def test_missions_not_delivered_are_shown_with_what_would_help(solved: Path) -> None:
    ran = run("solve", solved / "year.xlsx", "-o", solved / "again.xlsx")
    missing = column(solved / "again.xlsx", "Not delivered", "Mission ID")
    assert missing == ["M3", "M4"]
    assert "2 of 4 missions can be delivered." in ran.out
    assert "Not delivered: 2 missions." in ran.out
    rows = {line.split("│")[1].strip(): line for line in ran.out.splitlines() if "│ M" in line}
    # E3 comes from the mission's region: travel 900 and seven days at 200.
    assert re.search(r"│ +1 │ funded +│ 1,300 EUR more in fund F2\.", rows["M3"])
    assert re.search(r"│ +3 │ .*language +│ One more accredited TOA/PCA expert", rows["M4"])
    assert "missions not delivered: 2 of 2" in ran.err


def test_json_follows_its_schema(solved: Path) -> None:
    content = json.loads((solved / "year.json").read_text(encoding="utf-8"))
    document = ResultDocument.model_validate_json(json.dumps(content))
    assert document.model_dump(mode="json") == content
    levels = {level["level"]: (level["value"], level["proven"]) for level in content["levels"]}
    assert list(levels)[:4] == ["delivery-pinned", "delivery-1", "delivery-3", "stability"]
    assert levels["delivery-pinned"] == levels["delivery-1"] == (1, True)
    planned = [(row["mission_id"], row["expert_id"]) for row in content["assignments"]]
    assert planned == [("M1", "E3"), ("M1", "E4"), ("M2", "E1")]
    # The sheet ends with the row that was declined, which is no part of the plan.
    experts = column(solved / "year-assigned.xlsx", "Assignments", "Expert ID")
    assert experts == ["E3", "E4", "E1", "E2"]
    assert [row["mission_id"] for row in content["not_delivered"]] == ["M3", "M4"]
    assert content["run"]["input_name"] == "year.xlsx"
    assert content["run"]["fingerprint"] == fingerprint(solved / "year.xlsx")


def test_options_are_recorded(plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    options = ("--time-limit", "50", "--fresh", "--seed", "7", "--end", "2027-11-30")
    assert run("solve", plan, "--json", target, *options).code == 0
    found = json.loads(target.read_text(encoding="utf-8"))["run"]
    assert found["seed"] == 7
    assert found["options"] == {"time-limit": "50.0", "fresh": "yes", "end": "2027-11-30"}
    assert {"mission-planner", "ortools", "python"} <= found["versions"].keys()


def test_start_and_end_stand_in_for_settings(tmp_path: Path) -> None:
    book = good_book()
    del book["Settings"]
    plan = save(book, tmp_path)
    refused = run("solve", plan)
    assert refused.code == 2
    assert "as the option --start 2027-01-01" in refused.err
    ran = run("solve", plan, "--start", "2027-03-08", "--end", "2027-12-31")
    assert ran.code == 0
    assert str(column(plan.with_name("plan-assigned.xlsx"), "Assignments", "Start")[0]) == (
        "2027-03-08 00:00:00"
    )


def test_two_runs_give_the_same_bytes(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795300000")
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for target in (one, other):
        assert run("solve", solved / "year.xlsx", "-o", target, "--quiet").code == 0
    assert one.read_bytes() == other.read_bytes()


def test_without_a_fixed_clock_only_the_clock_differs(solved: Path, tmp_path: Path) -> None:
    run("solve", solved / "year.xlsx", "-o", tmp_path / "again.xlsx")
    before, after = cells(solved / "year-assigned.xlsx"), cells(tmp_path / "again.xlsx")
    summary = (before.pop("Summary"), after.pop("Summary"))
    assert before == after
    rows = [zip(a, a[1:], b[1:], strict=False) for a, b in zip(*summary, strict=True)]
    differing = {label for row in rows for label, one, other in row if one != other}
    assert differing <= {"Run on", "Took"}


def test_feeding_the_plan_back_keeps_it(solved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    ran = run("solve", solved / "year-assigned.xlsx", "-o", again)
    assert re.search(r"stability\W+0\W+0\W+0\.0%\W+yes", ran.out)
    before, after = cells(solved / "year-assigned.xlsx"), cells(again)
    for sheet in ("Assignments", "Not delivered", "Fund use", "Calendar", "Missions"):
        assert after[sheet] == before[sheet], sheet


def test_fresh_forgets_proposals_and_keeps_what_is_agreed(tmp_path: Path) -> None:
    proposed = {"Mission ID": "M1", "Expert ID": "E2", "Start": date(2027, 3, 8)}
    rows = [proposed | {"Status": "Proposed"}]
    plan = save(good_book(Assignments=rows), tmp_path)
    run("solve", plan)
    assert column(plan.with_name("plan-assigned.xlsx"), "Assignments", "Expert ID") == ["E2"]
    assert "stability" not in run("solve", plan, "--fresh").out
    assert column(plan.with_name("plan-assigned.xlsx"), "Assignments", "Expert ID") == ["E1"]
    rows[0]["Status"] = "Confirmed"
    save(good_book(Assignments=rows), tmp_path)
    run("solve", plan, "--fresh")
    assert column(plan.with_name("plan-assigned.xlsx"), "Assignments", "Expert ID") == ["E2"]


def test_a_pinned_row_that_cannot_be_kept_is_an_input_error(tmp_path: Path) -> None:
    row = {"Mission ID": "M1", "Expert ID": "E1", "Start": date(2027, 3, 6), "Status": "Invited"}
    plan = save({"assignments ": [row]} | good_book(), tmp_path)
    ran = run("solve", plan)
    assert ran.code == 2
    assert re.search(r"error │ assignments +│ D2 +│ Invited", ran.err)
    assert "dates (A delivered mission starts on one of its allowed starts.)" in ran.err
    assert not plan.with_name("plan-assigned.xlsx").exists()


def test_warnings_are_counted_and_lead_to_check(tmp_path: Path) -> None:
    plan = save(good_book(Missions=[mission(Languages="Arabic")]), tmp_path)
    ran = run("solve", plan)
    assert ran.code == 0
    assert f"1 warning; to see what they say: {TYPED} check {plan}" in ran.err


# How a run ends early


class Ends(PlainLines):
    """Follows a run, and does something as soon as a level is finished."""

    def __init__(self, screen: Screen, act: Callable[[], object]) -> None:
        super().__init__(screen._err)
        self._act = act

    def __call__(self, event: Event) -> None:
        super().__call__(event)
        if isinstance(event, LevelFinished):
            self._act()


def end_by(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    monkeypatch.setattr(
        Screen, "follower", lambda self, ending, check: nullcontext(Ends(self, act))
    )


def press_ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_writes_the_best_plan_so_far(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    presses = [press_ctrl_c]
    end_by(monkeypatch, lambda: presses and presses.pop()())
    before = signal.getsignal(signal.SIGINT)
    target = tmp_path / "early.xlsx"
    ran = run("solve", solved / "year.xlsx", "-o", target, "--json", tmp_path / "early.json")
    assert ran.code == 0
    assert "Not proven to be the best:" in ran.out
    assert "no: the run ended before this level" in ran.out
    assert "no" in {row[3] for row in cells(target)["Summary"]}
    levels = json.loads((tmp_path / "early.json").read_text(encoding="utf-8"))["levels"]
    assert not levels[-1]["proven"]
    assert run("verify", target).code == 0
    assert signal.getsignal(signal.SIGINT) is before


def test_the_time_limit_writes_the_best_plan_so_far(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_by(
        monkeypatch,
        lambda: monkeypatch.setattr(Deadline, "seconds_left", property(lambda self: 0.0)),
    )
    target = tmp_path / "early.xlsx"
    ran = run("solve", solved / "year.xlsx", "-o", target, "--time-limit", "600")
    assert ran.code == 0
    assert "Not proven to be the best:" in ran.out
    assert "Why not is open for" in ran.out
    whys = column(target, "Not delivered", "Why")
    assert whys
    assert all(why == "Not examined: the run was ended before." for why in whys)
    assert run("verify", target).code == 0


def no_plan(*_: object, **__: object) -> None:
    raise NoPlan


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--time-limit", "1.5"),
            "The time limit of 1.5 s ended the run before there was any plan;",
        ),
        ((), "The search gave up before there was any plan;"),
    ],
)
def test_no_plan_in_time(
    plan: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.setattr(app_plan, "best_plan", no_plan)
    ran = run("solve", plan, *options)
    assert ran.code == 2
    assert f"Error: {sentence} nothing was written." in ran.err
    assert not plan.with_name("plan-assigned.xlsx").exists()


def test_ctrl_c_before_there_is_a_plan(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(event: Event) -> None:
        if isinstance(event, Read):
            press_ctrl_c()

    monkeypatch.setattr(Screen, "follower", lambda self, ending, check: nullcontext(at_once))
    monkeypatch.setattr(app_plan, "best_plan", no_plan)
    ran = run("solve", plan)
    assert ran.code == INTERRUPTED
    assert ran.err.splitlines()[-1] == (
        "Error: Interrupted before there was any plan; nothing was written."
    )
    assert not plan.with_name("plan-assigned.xlsx").exists()


def test_ctrl_c_while_the_workbook_is_read_ends_at_once(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    went_on = []

    def interrupted(*_: object, **__: object) -> None:
        press_ctrl_c()
        went_on.append("read to the end")

    monkeypatch.setattr(app_solve, "load", interrupted)
    ran = run("solve", plan)
    assert (ran.code, went_on) == (INTERRUPTED, [])
    assert ran.err.splitlines()[-1] == "Error: Interrupted; nothing was written."


def test_ctrl_c_while_the_workbook_is_written_leaves_nothing(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        press_ctrl_c()
        press_ctrl_c()

    monkeypatch.setattr(saving, "save_whole", interrupted)
    ran = run("solve", plan)
    assert ran.code == INTERRUPTED
    assert ran.err.splitlines()[-1] == "Error: Interrupted; nothing was written."
    assert not plan.with_name("plan-assigned.xlsx").exists()


def test_the_reasons_get_little_time_after_ctrl_c() -> None:
    run = Deadline()
    run.end()
    assert 2 < Shares(run, 10).for_reasons.seconds_left <= 2.5
    assert Shares(run, 1_000).for_reasons.seconds_left == 0  # writing takes the time


@pytest.mark.parametrize(("limit", "searches"), [(20, False), (40, True), (600, True)])
def test_a_year_of_1_000_missions_is_searched_where_the_rest_ends_in_time(
    limit: float, searches: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Deadline(limit)
    monkeypatch.setattr(run, "_start", run._start - 10)  # it took so long to read
    shares = Shares(run, 1_000)
    assert (shares.for_search.seconds_left > 0) is searches
    rest = run.seconds_left - shares.for_search.seconds_left
    assert rest > 9 or not searches  # and two and a half seconds beyond the limit


def test_a_limit_that_leaves_no_time_to_search_is_told_at_once(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shares, "too_late", True)
    ran = run("solve", plan, "--time-limit", "600")
    assert ran.code == 2
    assert "The time limit of 600 s leaves no time to search: to write the answer" in ran.err
    assert not plan.with_name("plan-assigned.xlsx").exists()


def test_ctrl_c_ends_the_reasons_where_the_search_is_over() -> None:
    run = Deadline(100)
    assert 80 < Shares(run, 10).for_search.seconds_left <= 85
    reasons = Shares(run, 10).for_reasons
    assert 90 < reasons.seconds_left <= 95
    assert 90 < Shares(run, 1_000).for_reasons.seconds_left <= 92.5  # writing is to end in time
    run.end()
    assert reasons.ended


# Faults of ours, and files that others hold


def test_a_contradiction_writes_nothing(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def contradict(*_: object, **__: object) -> None:
        raise Contradiction("qualified: E1 is not qualified for M1")

    monkeypatch.setattr(app_plan, "best_plan", contradict)
    ran = run("solve", plan)
    assert ran.code == 3
    assert "The checker contradicts the model" in ran.err
    assert "qualified: E1 is not qualified for M1" in ran.err
    assert no_traceback(ran.err)
    assert not plan.with_name("plan-assigned.xlsx").exists()


def test_a_plan_that_breaks_a_rule_is_a_contradiction(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checker itself says so, not only the test."""
    monkeypatch.setattr("planner.search.solve_year.level_values", lambda *_: ())
    monkeypatch.setattr("planner.search.solve_year.check", lambda *_: (_violation(),))
    ran = run("solve", plan)
    assert ran.code == 3
    assert "different-administrations: two of one kind" in ran.err
    assert not plan.with_name("plan-assigned.xlsx").exists()


def _violation() -> Any:
    from models.answers.report import Violation

    return Violation(rule="different-administrations", message="two of one kind")


def test_an_unexpected_error_is_a_sentence_without_data(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError(SOMEBODY)

    monkeypatch.setattr(app_plan, "best_plan", fail)
    ran = run("solve", plan)
    assert ran.code == 3
    assert "no fault of yours" in ran.err
    assert re.search(
        r"KeyError in planner/app/plan\.py:\d+, planner/app/plan\.py:\d+, planner/app/solve\.py:",
        ran.err,
    )
    assert re.search(r"mission-planner \d+\.\d+\.\d+, Python 3\.\d+", ran.err)
    assert SOMEBODY not in ran.err
    assert no_traceback(ran.err)


def test_developers_get_the_traceback(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_plan, "best_plan", lambda *_: 1 / 0)
    monkeypatch.setenv("MISSION_PLANNER_TRACEBACK", "1")
    assert "no fault of yours" not in run("solve", plan).err


def test_a_library_that_is_missing(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ImportError("DLL load failed", name="ortools")

    monkeypatch.setattr(app_plan, "best_plan", fail)
    ran = run("solve", plan)
    assert ran.code == 2
    assert "cannot be loaded (ortools)" in ran.err


def test_an_output_that_is_locked_by_now_gets_another_name(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_whole = saving.save_whole

    def locked(target: Path, *rest: Any) -> None:
        if target.name == "plan-assigned.xlsx":
            raise CannotWrite("plan-assigned.xlsx cannot be written: it is open in Excel.")
        save_whole(target, *rest)

    monkeypatch.setattr(saving, "save_whole", locked)
    ran = run("solve", plan)
    assert ran.code == 0
    assert f"Written: {plan.with_name('plan-assigned (2).xlsx')}" in ran.out
    assert plan.with_name("plan-assigned (2).xlsx").exists()


def test_what_was_read_is_written_even_if_the_input_changes_meanwhile(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_by(monkeypatch, lambda: plan.write_bytes(b"locked by Excel"))
    assert run("solve", plan).code == 0
    assert column(plan.with_name("plan-assigned.xlsx"), "Missions", "Mission ID") == ["M1"]


# Names of files


def changed(path: Path) -> None:
    edit(path, "Assignments", lambda sheet: sheet.__setitem__("A9", "M9"))


def test_an_output_of_an_earlier_run_is_replaced(plan: Path) -> None:
    assert run("solve", plan).code == 0
    assert run("solve", plan).code == 0


def test_an_output_that_somebody_edited_is_not_overwritten(plan: Path) -> None:
    run("solve", plan)
    target = plan.with_name("plan-assigned.xlsx")
    changed(target)
    before = fingerprint(target)
    ran = run("solve", plan)
    assert ran.code == 2
    assert "plan-assigned.xlsx exists already, and the planner did not write it" in ran.err
    assert fingerprint(target) == before


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("-o", "plan.xlsx"), "plan.xlsx is the input workbook, which is never changed."),
        (("-o", "out.xls"), "out.xls must end in .xlsx"),
        (("-o", "."), "is a folder. Give the name of a file to write in it."),
        (("-o", "nowhere/out.xlsx"), "There is no folder nowhere."),
        (("-o", "other.xlsx"), "other.xlsx exists already, and the planner did not write it"),
        (("--json", "out.txt"), "out.txt must end in .json"),
        (("--json", "nowhere/out.json"), "There is no folder nowhere."),
        (("--time-limit", "0"), "Give a number of seconds above 0"),
        (("--time-limit", "-1"), "Give a number of seconds above 0"),
        (("--time-limit", "nan"), "Give a number of seconds above 0"),
        (("--time-limit", "soon"), "'soon' is not a valid float"),
        (("--start", "1 March"), '"1 March" is no date. Write it like 2027-01-31.'),
        (("--start", "2028-01-01"), "The plan would end (2027-12-31) before it starts"),
        (("--seed", "-1"), "-1 is not in the range"),
        (("--color",), "No such option"),
        (("more.xlsx",), "unexpected extra argument"),
    ],
)
def test_usage_that_is_refused(
    plan: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(plan.parent)
    save(good_book(), plan.parent, "other.xlsx")
    before = {file.name: fingerprint(file) for file in plan.parent.iterdir()}
    ran = run("solve", "plan.xlsx", *options)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.out == ""
    assert {file.name: fingerprint(file) for file in plan.parent.iterdir()} == before


def test_a_json_document_may_be_replaced_but_not_be_another_file(plan: Path) -> None:
    document = plan.with_name("plan.json")
    for _ in range(2):
        assert run("solve", plan, "--json", document).code == 0
    again = run("solve", document, "--json", document)
    assert again.code == 2
    assert "plan.json is named twice." in again.err


def test_a_missing_argument() -> None:
    ran = run("solve")
    assert ran.code == 2
    assert "Missing argument 'PLAN'" in ran.err


def test_an_empty_plan_year_is_no_error(tmp_path: Path) -> None:
    """Nobody is qualified: nothing is delivered, and that is the answer."""
    book = good_book(
        Qualifications=[qualification("E1", Expertise="CMA"), qualification("E2", Expertise="CMA")],
        Settings=settings(),
    )
    plan = save(book, tmp_path)
    ran = run("solve", plan)
    assert ran.code == 0
    assert "0 of 1 mission can be delivered." in ran.out
    verified = run("verify", plan.with_name("plan-assigned.xlsx"))
    assert verified.code == 0
    assert "The plan delivers 0 of 1 mission." in verified.out


def test_the_search_of_a_long_year_ends_earlier() -> None:
    left = []
    for missions in (10, 400, 4_000, 100_000):
        left.append(round(Shares(Deadline(600), missions).for_search.seconds_left))
    assert left[0] == left[1] == 510
    assert 470 < left[2] < 490  # two minutes before the end
    assert left[3] == 300  # never less than half
    run = Deadline()
    search = Shares(run, 4_000).for_search
    assert search.seconds_left == float("inf")
    run.end()
    assert search.ended
