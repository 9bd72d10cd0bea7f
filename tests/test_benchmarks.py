"""The benchmark's own machinery: cases, processes, judging, failures, tables, growth."""

import json
import os
import platform
import re
from dataclasses import replace
from math import inf
from pathlib import Path

import openpyxl
import psutil
import pytest
from click.testing import CliRunner, Result

from benchmarks import __main__ as command
from benchmarks import child, runs, targets
from benchmarks.cases import CASES, GROWTH, SETS, Case, CaseSet
from benchmarks.compare import failures, is_better
from benchmarks.growth import Point, draw, fit
from benchmarks.machine import _ROUNDS, _SCRIPT, calibration, fingerprint, machine
from benchmarks.measure import ROOT, Limits, Measured, run
from benchmarks.plain import poorer
from benchmarks.planners.registry import COLUMN_BY_NAME, COLUMNS
from benchmarks.report import Report
from benchmarks.results import CaseResult, Figure, Run, StartUp, Store
from benchmarks.runs import Bench, ChildError, code_of
from benchmarks.sets import SetResult, of_sets
from benchmarks.tables import cell, main_table
from planner.sample.build import sample_year
from tests import commands
from tests.breadth import usually
from tests.workbook.files import read

pytestmark = pytest.mark.no_cover

FREE = Limits(inf, inf)
TINY = Case("tiny", 5, 14, 120)
REPLAN = Case("tiny-replan", 5, 14, 120, ("solve",), is_replan=True)


def a_run(
    planner: str, *values: int, bounds: tuple[int | None, ...] = (), **changes: object
) -> Run:
    """A run with the levels delivery-1, externals and cost; no bounds where none are given."""
    known = bounds or (None,) * len(values)
    names = ("delivery-1", "externals", "cost")
    figures = tuple(Figure(*entry) for entry in zip(names, values, known, strict=False))
    made = Run(planner, "stamp", "a machine", 60, 2.0, 2.5, 100, figures=figures)
    return replace(made, **changes)  # type: ignore[arg-type]


def result(*entries: Run, case: str = "60x150") -> CaseResult:
    return CaseResult(case, {entry.planner: entry for entry in entries})


# What makes a run fail


def test_a_plan_better_than_a_proven_one_is_a_failure() -> None:
    proven = a_run("solve", 5, 2, 900, bounds=(5, 2, 900))
    found = failures(result(proven, a_run("weighted", 5, 1, 990)))
    assert found == [
        "60x150: weighted reaches 1 in externals, better than the bound 2 that solve claims"
    ]


def test_a_plan_better_than_a_bound_is_a_failure_although_nothing_is_proven() -> None:
    claimed = a_run("highs", 5, 2, 900, bounds=(7, None, None))
    assert len(failures(result(claimed, a_run("solve", 8, 2, 900)))) == 1
    assert not failures(result(claimed, a_run("solve", 7, 2, 900)))


def test_a_level_counts_only_where_the_levels_before_are_equal() -> None:
    proven = a_run("solve", 5, 2, 900, bounds=(5, 2, 900))
    assert not failures(result(proven, a_run("spreadsheet", 4, 0, 100)))


def test_a_plan_that_breaks_a_rule_is_a_failure_and_proves_nothing() -> None:
    proven = a_run("solve", 5, 2, 900, bounds=(5, 2, 900))
    broken = a_run("weighted", 6, 0, 100, violations=("dates: M1 starts on a Sunday.", "funded: x"))
    assert failures(result(proven, broken)) == [
        "60x150: the plan of weighted breaks a rule: dates: M1 starts on a Sunday. (and 1 more)"
    ]


def test_a_plan_where_there_should_be_none_is_a_failure() -> None:
    found = failures(result(a_run("highs", infeasible=True), a_run("solve", 5, 2, 900)))
    assert found == ["60x150: highs says that there is no plan; solve has one"]


def test_who_is_better_is_decided_by_the_first_level_that_differs() -> None:
    one, other = a_run("solve", 5, 2, 900), a_run("highs", 5, 3, 100)
    assert is_better(one, other)
    assert not is_better(other, one)
    assert not is_better(one, one)
    assert is_better(one, a_run("highs"))
    assert not is_better(a_run("highs"), one)


def test_runs_of_years_drawn_otherwise_are_not_held_against_each_other() -> None:
    proven = a_run("solve", 5, 2, 900, bounds=(5, 2, 900), facts="now")
    better = a_run("weighted", 5, 1, 990)
    assert not failures(result(proven, better))
    assert failures(result(proven, replace(better, facts="now")))
    verdicts = targets.verdicts({"60x150": result(proven, better)}, [])
    assert verdicts[-1].measured == "not run"


# Processes


def test_a_process_has_its_time_its_memory_and_its_complaint() -> None:
    block = "import sys, time\nx = bytearray(150 * 2**20)\ntime.sleep(0.2)\nsys.exit('no')"
    found = run(("-c", block), FREE)
    assert (found.code, found.ended, found.complaint) == (1, "", "no")
    assert found.seconds >= 0.2
    assert found.processor > 0 or not hasattr(os, "wait4")
    # A process begins as a copy of the one that starts it, and that much counts as its own.
    assert 150 <= found.memory <= 400 + _own_peak()


def _own_peak() -> float:
    return psutil.Process().memory_info().rss / 2**20


def test_a_process_is_stopped_at_its_limits() -> None:
    slow = run(("-c", "import time; time.sleep(60)"), Limits(0.3, inf))
    assert (slow.ended, slow.code != 0) == ("time", True)
    greedy = "x = []\nwhile True: x.append(bytearray(2**20))"
    assert run(("-c", greedy), Limits(60, 120)).ended == "memory"


def test_the_machine_has_no_name_and_no_place() -> None:
    text = machine()
    assert "cores" in text
    assert f"Python {platform.python_version()}" in text
    assert "/" not in re.sub(r"GNU/Linux", "", text)
    assert not platform.node() or platform.node() not in text


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    models, dates = fingerprint(["models"]), fingerprint(["planner/domain/calendars.py"])
    assert len({models, dates, fingerprint(["models", "planner/domain/calendars.py"])}) == 3
    assert models == fingerprint(["models"])


# Cases


@pytest.fixture(autouse=True)
def calibrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop that says how fast the machine is takes a second, and its result is only written."""
    monkeypatch.setattr(runs, "calibration", lambda: 1.0)


# Our search shares no process with a peer that uses HiGHS.
ALONE = usually({"highs"}, {*COLUMN_BY_NAME})


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the benchmark does is done in this process, but for some planners."""
    in_this_process(monkeypatch)


def in_this_process(patch: pytest.MonkeyPatch, *but: str) -> None:
    """Do what would be processes of their own, but for some planners and these tasks."""
    started = runs.measure.run

    def measured(arguments: tuple[object, ...], limits: Limits) -> Measured:
        is_child = arguments[:2] == runs.CHILD
        if not is_child and "solve" in ALONE:
            return started(arguments, limits)
        if not is_child:
            ran = commands.run(*arguments[1:])
            return Measured(ran.code, 1.0, 100.0, "", ran.err.strip())
        task, *rest = map(str, arguments[2:])
        if task in but or (task == "plan" and rest[0] in ALONE):
            return started(arguments, limits)
        child.TASKS[task](*rest)
        return Measured(0, 1.0, 100.0, "", "")

    patch.setattr(runs.measure, "run", measured)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("bench")
    return Bench(folder, Store(folder / "results"), 4096)


@pytest.mark.usefixtures("here")
def test_every_planner_plans_a_case_and_is_judged(bench: Bench) -> None:
    place = bench.prepare(TINY)
    few = {"solve", "search", "highs", "spreadsheet"}
    names = [column.name for column in COLUMNS if column.name in usually(few, COLUMN_BY_NAME)]
    found = {name: bench.run(TINY, place, name) for name in names}
    assert all(entry.figures and not entry.violations for entry in found.values())
    assert all(entry.memory > 20 and entry.seconds > 0 for entry in found.values())
    assert found["solve"].vector == found["search"].vector == found["highs"].vector
    assert found["solve"].is_proven
    assert found["highs"].is_proven
    assert bench.store.case("tiny").runs == found
    assert failures(bench.store.case("tiny")) == []


@pytest.mark.usefixtures("here")
def test_what_is_known_is_not_run_again_until_something_changes(bench: Bench) -> None:
    place = bench.prepare(TINY)
    bench.run(TINY, place, "spreadsheet")
    assert bench.is_done(TINY, place, "spreadsheet")
    assert not bench.is_done(replace(TINY, seconds=121), place, "spreadsheet")
    place.facts_hash.write_text("another year", encoding="utf-8")
    assert not bench.is_done(TINY, place, "spreadsheet")
    place.made_by.unlink()
    assert bench.is_done(TINY, bench.prepare(TINY), "spreadsheet")


@pytest.mark.usefixtures("here")
def test_a_re_plan_is_what_is_left_when_somebody_declines(bench: Bench) -> None:
    place = bench.prepare(REPLAN)
    before = read(bench._folder / REPLAN.name / "first.xlsx").year
    after = read(place.workbook).year
    assert before is not None
    assert after is not None
    declined = [
        [row.status.value for row in y.assignments].count("Declined") for y in (before, after)
    ]
    assert declined[1] == declined[0] + 1
    assert any(row.status.preferred for row in after.assignments)
    again = bench.run(REPLAN, place, "solve")
    assert again.is_proven
    assert "stability" in [figure.level for figure in again.figures]


@pytest.mark.usefixtures("here")
def test_a_planner_that_fails_is_a_row_of_the_table(bench: Bench) -> None:
    place = bench.prepare(TINY)
    content = place.facts.read_bytes()
    place.facts.write_bytes(b"no facts")
    found = bench.run(TINY, place, "highs")
    place.facts.write_bytes(content)
    assert (found.ended, found.figures) == ("fault", ())
    assert "Error" in found.note
    assert "failed" in main_table([result(found)])


def test_a_fault_of_the_benchmark_itself_ends_it(bench: Bench) -> None:
    with pytest.raises(ChildError):
        bench.prepare(Case("nothing", 0, 0, 1))


def test_nobody_declines_where_nobody_is_proposed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Assignments").append(["Position", "Status"])
    book["Assignments"].append([None, "Proposed"])
    book.save(tmp_path / "year.xlsx")
    with pytest.raises(ValueError, match="no row that is Proposed"):
        child.decline(str(tmp_path / "year.xlsx"))


def test_the_cases_are_those_of_the_targets() -> None:
    names = {case.name for case in CASES}
    assert {reach.case for reach in targets.REACH} <= names
    assert {*targets.FACTOR_CASES, *(f"growth-{number}" for number in GROWTH)} <= names
    assert all(case.experts == 2.5 * case.missions for case in CASES)


# Targets


def measured(*values: int, **changes: object) -> Run:
    return a_run("solve", *values, bounds=values, **changes)


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (measured(5, 2, 900), True),
        (measured(5, 2, 900, seconds=5.1), False),
        (measured(5, 2, 900, memory=401.0), False),
        (a_run("solve", 5, 2, 900, bounds=(5, 2, 899)), False),
        (a_run("solve"), False),
    ],
)
def test_a_target_holds_where_all_of_it_does(entry: Run, holds: bool) -> None:
    verdicts = targets.verdicts({"60x150": result(entry)}, [])
    assert verdicts[0].holds is holds
    assert [verdict.measured for verdict in verdicts[1:5]] == ["not run"] * 4


def test_the_largest_year_may_have_a_gap() -> None:
    def holds(bound: int | None) -> bool | None:
        entry = a_run("solve", 5, 2, 1000, bounds=(5, 2, bound))
        return targets.verdicts({"4000x10000": result(entry)}, [])[3].holds

    assert [holds(bound) for bound in (1000, 990, 989, None)] == [True, True, False, False]


@pytest.mark.parametrize(("planner", "factor"), targets.FACTORS)
def test_so_many_times_faster_to_the_same_proof(planner: str, factor: float) -> None:
    ours = replace(measured(5, 2, 900), planner="search")
    proven = replace(ours, planner=planner, seconds=0.9 * factor * ours.seconds)
    slower = replace(proven, seconds=1.2 * factor * ours.seconds)
    unproven = a_run(planner, 5, 2, 950, seconds=100.0)

    def verdict(peer: Run) -> targets.Verdict:
        found = targets.verdicts({"400x1000": result(ours, peer)}, [])
        mine = f"{factor:g} times faster"
        return next(v for v in found if mine in v.target and "400 missions" in v.target)

    assert verdict(proven)[1:] == (f"{0.9 * factor:.1f} times", False)
    assert verdict(slower)[1:] == (f"{1.2 * factor:.1f} times", True)
    assert verdict(unproven).holds
    assert verdict(unproven).measured.startswith("more than 50.0 times")
    assert verdict(replace(slower, facts="another")).measured == "not run"


def test_never_worse_at_equal_time() -> None:
    def holds(ours: Run, peer: Run) -> bool | None:
        return targets.verdicts({"60x150": result(ours, peer)}, [])[-1].holds

    ours = a_run("solve", 5, 2, 900)
    assert holds(ours, a_run("highs", 5, 2, 900))
    assert holds(ours, a_run("highs", 5, 2, 899)) is False
    # The peer had less time: nothing is said.
    assert holds(ours, a_run("highs", 5, 2, 899, limit=30)) is None


def test_the_start_up_has_half_a_second() -> None:
    known = [StartUp("mission-planner --help", 0.6, ""), StartUp("import of the program", 0.2, "")]
    holds = {v.target: v.holds for v in targets.verdicts({}, known) if "0.5 s" in v.target}
    assert list(holds.values()) == [True, False]
    old = targets.verdicts({}, [replace(entry, is_old=True) for entry in known])
    assert [verdict.holds for verdict in old if "0.5 s" in verdict.target] == [None, None]


# Sets of years


PAIR = CaseSet("pair", 4, 10, (1, 2), 60, worst=5, median=2.5, memory=600, cut=20)


def in_set(*seconds: float, **changes: object) -> SetResult:
    return SetResult(PAIR, tuple(measured(5, 2, 900, seconds=s, **changes) for s in seconds))


@pytest.mark.parametrize(
    ("found", "holds"),
    [
        (in_set(2.0, 3.0), True),
        (in_set(2.0, 5.1), False),
        (in_set(2.6, 2.6), False),
        (in_set(2.0), None),
        (in_set(5.1), False),
        (in_set(2.0, 3.0, memory=601.0), False),
        (SetResult(PAIR, (a_run("solve", 5), measured(5))), False),
    ],
)
def test_a_set_holds_where_its_slowest_year_and_its_median_do(
    found: SetResult, holds: bool | None
) -> None:
    assert found.holds is holds


def test_a_set_is_told_by_median_and_worst() -> None:
    assert in_set(2.0, 3.0, processor=1.5, calibration=1.02).cells == [
        "4 missions × 10 experts, all funds cut by 20%",
        "2 of 2",
        "2 of 2",
        "2.5 / 3.0 s",
        "1.5 / 1.5 s",
        "1.02 s",
        "100 MiB",
        "2.5 / 5 s, 600 MiB",
        "yes",
    ]


def test_a_set_with_a_limit_says_how_far_from_its_bound_a_level_is() -> None:
    brief = replace(PAIR, median=None, memory=None, gap=0.01)

    def cells(bound: int | None) -> tuple[str, str]:
        entry = a_run("solve", 5, 2, 1000, bounds=(5, 2, bound), seconds=3.0)
        found = SetResult(brief, (entry, entry)).cells
        assert found[0].endswith("with a limit of 60 s")
        assert found[7] == "5 s, within 1% of the bound on every level"
        return found[2], found[8]

    assert cells(1000) == ("2 of 2; at most 0.0% from the bound", "yes")
    assert cells(990) == ("0 of 2; at most 1.0% from the bound", "yes")
    assert cells(980) == ("0 of 2; at most 2.0% from the bound", "**no**")
    assert cells(None) == ("0 of 2; at most 0.0% from the bound, a level without a bound", "**no**")


def test_a_run_of_earlier_code_reaches_no_target_and_joins_no_set() -> None:
    old = measured(5, 2, 900, is_old=True)
    verdict = targets.verdicts({"60x150": result(old)}, [])[0]
    assert verdict.holds is None
    assert verdict.measured.endswith("of earlier code")
    assert cell(old).endswith("of earlier code")
    case = next(SETS[0].cases)
    assert of_sets({case.name: result(old, case=case.name)}) == []


def test_the_report_marks_what_earlier_code_has_made(tmp_path: Path) -> None:
    store = Store(tmp_path / "results")
    for name, code in (("small-1", code_of("solve")), ("small-2", "0123")):
        store.keep(name, measured(5, 2, 900, code=code))
    found = {entry.case: entry for entry in Report(store, tmp_path).results}
    assert [found[name].runs["solve"].is_old for name in ("small-1", "small-2")] == [False, True]


def test_the_loop_takes_time(monkeypatch: pytest.MonkeyPatch) -> None:
    shorter = _SCRIPT.replace(str(_ROUNDS), str(usually(100_000, _ROUNDS)))
    monkeypatch.setattr("benchmarks.machine._SCRIPT", shorter)
    assert calibration() > 0


def test_the_years_of_a_set_are_found_among_the_results() -> None:
    case = next(SETS[0].cases)
    found = of_sets({case.name: result(measured(5, 2, 900), case=case.name)})
    assert [(entry.own, len(entry.runs)) for entry in found] == [(SETS[0], 1)]


def test_a_poorer_year_has_less_in_every_fund() -> None:
    year = sample_year(4, 10, 1)
    amounts = [fund.amount for fund in poorer(year, 20).funds]
    assert amounts == [fund.amount * 80 // 100 for fund in year.funds]


# Growth


def test_the_exponent_is_that_of_the_proven_points() -> None:
    curve = [Point(n, 0.01 * n**1.5, True) for n in GROWTH]
    line = fit([*curve, Point(3200, 1.0, False)])
    assert line is not None
    assert (round(line.factor, 6), round(line.exponent, 6)) == (0.01, 1.5)
    assert fit(curve[:1]) is None


def test_the_picture_is_drawn_also_where_nothing_is_proven(tmp_path: Path) -> None:
    curves = {"ours": [Point(50, 1.0, True), Point(100, 3.0, True)], "x": [Point(50, 9.0, False)]}
    draw(curves, tmp_path / "growth.png")
    assert (tmp_path / "growth.png").read_bytes().startswith(b"\x89PNG")


# The command


def benchmark(folder: Path, *arguments: str) -> Result:
    places = ["--folder", str(folder / "work"), "--results", str(folder)]
    return CliRunner().invoke(command.main, [*arguments, *places])


@pytest.fixture
def known(tmp_path: Path) -> Store:
    """Results of one case and of two years of the curve."""
    store = Store(tmp_path / "results")
    store.keep("60x150", measured(5, 2, 900))
    store.keep("small-1", measured(5, 2, 900))
    for number, seconds in ((50, 1.0), (100, 2.0)):
        store.keep(f"growth-{number}", measured(5, 2, 900, seconds=seconds))
    return store


def test_the_command_runs_what_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_this_process(monkeypatch, *usually(("plan", "judge"), tuple(child.TASKS)))
    small = replace(CASES[0], missions=4, experts=12)
    monkeypatch.setitem(command.CASE_BY_NAME, "60x150", small)
    chosen = ("--cases", "60x150", "--planners", "spreadsheet", "--limit", "20")
    first = benchmark(tmp_path, *chosen)
    assert first.exit_code == 0, first.output
    assert "**60x150**" in first.stdout
    assert "  spreadsheet: known" in benchmark(tmp_path, *chosen).stderr
    in_this_process(monkeypatch)
    assert "  spreadsheet: known" not in benchmark(tmp_path, *chosen, "--again").stderr


def test_the_report_has_all_that_is_known(known: Store, tmp_path: Path) -> None:
    assert benchmark(tmp_path, "--report-only").exit_code == 0
    report = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "5 · 2 · 900<br>proven" in report
    assert "a machine" in report
    assert "![" in report
    assert (tmp_path / "growth.png").exists()
    assert "missions to the power of 1.00" in report


def test_the_table_is_printed_as_json_too(
    known: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_REPEATS", 1)
    ran = benchmark(tmp_path, "--cases", "start-up", "--json")
    document = json.loads(ran.stdout)
    assert document == json.loads((tmp_path / "RESULTS.json").read_text(encoding="utf-8"))
    case = next(entry for entry in document["cases"] if entry["case"] == "60x150")
    assert case["planners"]["solve"]["proven"] is True
    assert [entry["name"] for entry in document["start_up"]] == list(runs.START_UPS)
    assert document["growth"]["mission-planner solve"]["exponent"] == 1.0


def test_the_command_fails_where_a_proof_is_beaten(known: Store, tmp_path: Path) -> None:
    known.keep("60x150", a_run("weighted", 6, 2, 900))
    ran = benchmark(tmp_path, "--report-only")
    assert ran.exit_code == 1
    assert "Failed: 60x150: weighted reaches 6 in delivery-1" in ran.stderr
    assert "**This run failed:**" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--cases", "--planners"])
def test_names_that_are_not_known_are_refused(option: str, tmp_path: Path) -> None:
    ran = benchmark(tmp_path, option, "nonsense")
    assert ran.exit_code == 2
    assert "There is no" in ran.stderr
    assert ("60x150" if option == "--cases" else "spreadsheet") in ran.stderr


def test_what_the_docs_type_can_be_typed() -> None:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    typed = re.findall(r"-m benchmarks((?: --?[\w-]+(?: [\w,-]+)?)*)", text)
    assert len(typed) >= 5
    for arguments in typed:
        # Resolved, but not run.
        command.main.make_context("benchmarks", arguments.split())


def test_the_docs_name_every_case() -> None:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    section = text[text.index("## Repeating the benchmarks") :]
    named = [case.name for case in CASES if not case.is_growth]
    assert all(name in section for name in (*named, f"growth-{GROWTH[0]}", f"growth-{GROWTH[-1]}"))
