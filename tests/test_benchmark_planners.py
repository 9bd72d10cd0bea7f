"""Planners that know nothing of each other agree: who claims a proof has the same levels."""

import json
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.plain import plain
from benchmarks.planners.answer import Answer, Deadline, OutOfTimeError
from benchmarks.planners.desk import Desk
from benchmarks.planners.registry import COLUMNS, COMMAND, load
from benchmarks.planners.time_indexed import TimeIndexed
from benchmarks.planners.weighted import Term, choose_weights
from models.answers.plan import Plan
from models.answers.report import Severity
from models.facts.administration import Administration
from models.facts.expert import Clearance
from models.facts.expert import QualificationStatus as Status
from models.facts.instance import Year
from planner.app.load import workbook_of
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.domain.levels import LEVELS, level_of
from planner.sample.build import sample_year
from tests.breadth import usually
from tests.brute import gains, level_vector
from tests.builders import agreed, expert, fund, mission, qualification, settings, year
from tests.rich import reordered, rich_year
from tests.test_architecture import ROOT, imported
from tests.tiny import tiny_year

pytestmark = pytest.mark.no_cover

SECONDS = 30.0
SAMPLES, RICH = usually((1, 2), (*range(8),)), range(usually(24, 40))
# The peers may use the dates and the facts that everybody shares, and count with the checker.
PEERS_MAY_USE = (
    "benchmarks",
    "models",
    "planner.domain.calendars",
    "planner.domain.agreements",
    "planner.domain.levels",
)
# Our own search uses HiGHS, too: the peer gets all years in a process of its own, apart from it.
HIGHS = """
import json, pickle, sys
from pathlib import Path
from benchmarks.planners.answer import Deadline
from benchmarks.planners.highs import plan_by_highs
from planner.domain.calendars import Calendars
found = []
for year in pickle.loads(Path(sys.argv[1]).read_bytes()):
    answer = plan_by_highs(year, Calendars(year), Deadline(30), lambda answer: None)
    found.append({
        "plan": answer.plan and answer.plan.model_dump(mode="json"),
        "claims": [[claim.level, claim.bound] for claim in answer.claims],
        "infeasible": answer.infeasible,
    })
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Verdict:
    """What an answer comes to: the plan's levels, or that there is no plan; proven or not."""

    vector: tuple[int, ...] | None
    proven: bool
    broken: tuple[str, ...] = ()


def some_year(seed: int) -> Year:
    """A tiny year with features of every kind, agreed rows that cannot be kept among them."""
    draw = Random(seed)
    found = tiny_year(seed) if draw.random() < 0.4 else rich_year(seed)
    return reordered(found, draw) if draw.random() < 0.4 else found


@pytest.fixture(scope="module")
def years() -> list[Year]:
    samples = [sample_year(4 + seed % 5, 12 + seed % 7, seed) for seed in SAMPLES]
    # The presolve of HiGHS 1.15.1 calls this one infeasible.
    doubtful = sample_year(10, 24, 108)
    return [plain(of) for of in (*samples, doubtful, *(some_year(seed) for seed in RICH))]


def judged(of: Year, plan: Plan | None, claims: dict[str, int | None], none: bool) -> Verdict:
    if plan is None:
        return Verdict(None, none)
    calendars = Calendars(of)
    values = {value.level: value.value for value in level_values(of, plan, calendars)}
    broken = tuple(f"{v.rule}: {v.message}" for v in check(of, plan, calendars))
    return Verdict(tuple(values.values()), values == claims, broken)


def verdict(of: Year, name: str) -> Verdict:
    try:
        answer = load(name)(of, Calendars(of), Deadline(SECONDS), lambda answer: None)
    except Contradiction:
        # Our own search is never given a year without a plan: `solve` refuses its rows before.
        return Verdict(None, True)
    claims = {claim.level: claim.bound for claim in answer.claims}
    return judged(of, answer.plan, claims, answer.infeasible)


@pytest.fixture(scope="module")
def by_highs(years: list[Year], tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    path = tmp_path_factory.mktemp("highs") / "years.pickle"
    path.write_bytes(pickle.dumps(years))
    command = [sys.executable, "-c", HIGHS, str(path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [_of_highs(of, entry) for of, entry in zip(years, json.loads(run.stdout), strict=True)]


def _of_highs(of: Year, entry: dict[str, Any]) -> Verdict:
    plan = None if entry["plan"] is None else Plan.model_validate(entry["plan"])
    return judged(of, plan, dict(entry["claims"]), entry["infeasible"])


def test_all_who_claim_a_proof_have_the_same_levels(
    years: list[Year], by_highs: list[Verdict]
) -> None:
    plans: Counter[bool] = Counter()
    for of, theirs in zip(years, by_highs, strict=True):
        ours, weighted = verdict(of, "search"), verdict(of, "weighted")
        assert ours.proven
        assert ours == theirs == weighted, of
        assert not ours.broken
        plans[ours.vector is not None] += 1
    # Years with a plan, and years in which what is agreed cannot be kept.
    assert plans[True] >= usually(18, 30)
    assert plans[False] >= 3


def test_the_spreadsheet_way_breaks_no_rule_and_is_never_better(
    years: list[Year], by_highs: list[Verdict]
) -> None:
    worse = 0
    for of, best in zip(years, by_highs, strict=True):
        found = verdict(of, "spreadsheet")
        assert not found.broken, of
        if found.vector is not None:
            assert best.vector is not None
            names = [v.level for v in level_values(of, Plan(), Calendars(of))]
            assert gains(names, found.vector) <= gains(names, best.vector)
            worse += found.vector != best.vector
    assert worse >= 5


def by_hand(of: Year) -> Answer:
    return load("spreadsheet")(of, Calendars(of), Deadline(SECONDS), lambda answer: None)


def placed(of: Year) -> list[tuple[str, str]]:
    plan = by_hand(of).plan
    assert plan is not None
    return [(row.mission_id, row.expert_id) for row in plan.placements]


def test_by_hand_the_candidate_comes_first_then_the_region_then_the_idle() -> None:
    of = year(
        missions=tuple(mission(f"M{n}", staff_lead=True, priority=n) for n in (1, 2, 3, 4)),
        experts=(
            expert("E1", "DE", region="AP"),
            expert("E2", "FR"),
            expert("E3", "ES"),
            expert("E4", "IT"),
        ),
        qualifications=(
            qualification("E1"),
            qualification("E2", since=date(2025, 1, 1)),
            qualification("E3", since=date(2020, 1, 1)),
            qualification("E4", Status.PRE_ACCREDITED),
        ),
    )
    assert placed(of) == [("M1", "E4"), ("M2", "E3"), ("M3", "E2"), ("M4", "E1")]


def test_by_hand_nothing_is_taken_back() -> None:
    """M1 takes the only expert for M2, although the other one could go to M1, too."""
    of = year(
        missions=(mission("M1"), mission("M2", languages=("fr",))),
        experts=(expert("E1", "DE", languages=("en", "fr")), expert("E2", "ES", region="AP")),
        qualifications=(qualification("E1"), qualification("E2")),
    )
    assert placed(of) == [("M1", "E1")]
    assert verdict(of, "weighted").vector != verdict(of, "spreadsheet").vector


def test_by_hand_what_is_agreed_and_cannot_be_placed_ends_it() -> None:
    refused = expert(clearance=Clearance.REFUSED)
    of = year(
        experts=(refused,),
        qualifications=(qualification(status=Status.EXTERNAL),),
        assignments=(agreed("M1", "E1"),),
    )
    assert by_hand(of) == Answer(None, note="could not place M1, which is agreed")


def test_the_columns_and_rows_of_a_small_program() -> None:
    """Two experts of two countries, one start a week, a team of two, one fund of two may pay."""
    of = year(
        missions=(mission(experts=2, latest_end=date(2027, 3, 12), funds=("F1",)),),
        experts=(expert("E1"), expert("E2", "DE")),
        qualifications=(qualification("E1"), qualification("E2")),
        funds=(fund("F1"), fund("F2")),
        administrations=(Administration(country="BE", max_missions_hosted=1),),
    )
    program = TimeIndexed(Desk(of, Calendars(of)), Deadline(SECONDS))
    starts, posts, pays, idle_column = 2, 4, 1, 1
    assert program.milp.columns == starts + posts + pays + idle_column
    one_start, team, countries, caps, one_fund, amounts = 1, 2, 4, 2, 1, 2
    assert program.milp.rows == one_start + team + countries + caps + one_fund + amounts


def test_days_that_say_less_than_the_next_have_no_row() -> None:
    of = year(
        missions=tuple(
            mission(f"M{n}", earliest_start=date(2027, 3, n), latest_end=date(2027, 3, n + 9))
            for n in (1, 2, 3)
        ),
        administrations=(Administration(country="BE", max_missions_hosted=1),),
    )
    program = TimeIndexed(Desk(of, Calendars(of)), Deadline(SECONDS))
    before = program.milp.rows
    program._add_hosts()
    # 1, 2 and 3 March in one row, and the week of 8 March in another.
    assert program.milp.rows - before == 2


@pytest.mark.parametrize("kind", ["weighted", "spreadsheet"])
def test_no_time_means_no_plan(kind: str) -> None:
    of = year()
    with pytest.raises(OutOfTimeError):
        load(kind)(of, Calendars(of), Deadline(0), lambda answer: None)


def test_exact_weights_keep_the_levels_apart() -> None:
    weights, exact = choose_weights(
        [Term("delivery-1", 0, 3), Term("idle", 0, 9), Term("cost", 0, 4)]
    )
    assert (weights, exact) == ([50, 5, 1], True)


def test_weights_beyond_64_bits_are_those_of_a_practitioner() -> None:
    terms = [Term("delivery-pinned", 0, 9), Term("delivery-3", 0, 10**9), Term("idle", 0, 10**12)]
    weights, exact = choose_weights(terms)
    assert not exact
    assert weights == [1_000_000_000, 70_000_000, 10]


def test_every_level_has_a_weight_and_a_goal() -> None:
    every = year(settings=settings(), assignments=(agreed("M1", "E1", status="Proposed"),))
    assert verdict(every, "weighted").proven
    names = {level_of(value.level).id for value in level_values(every, Plan(), Calendars(every))}
    assert names == {level.id for level in LEVELS}
    assert level_vector(every, Plan(), Calendars(every)) != verdict(every, "search").vector


# Who may import what


def peers() -> Iterator[Path]:
    own = {"ours.py", "strong_rows.py", "registry.py"}
    yield from (p for p in (ROOT / "benchmarks" / "planners").glob("*.py") if p.name not in own)


def test_peers_share_dates_and_facts_with_us_and_nothing_else() -> None:
    files = list(peers())
    assert len(files) >= 8
    for path in files:
        ours = [n for n in imported(path) if n.split(".")[0] in ("planner", "scenarios", "cli")]
        counting = ("planner.checker",) if path.name == "weighted.py" else ()
        allowed = tuple(f"{name}." for name in (*PEERS_MAY_USE, *counting))
        assert not [name for name in ours if not f"{name}.".startswith(allowed)], path


# What is loaded one after the other in a process, and what is in its memory then. Our search
# proposes with one solver and proves with both; a peer knows one alone, and the command none.
NONE: set[str] = set()
HIGHSPY, ORTOOLS = {"highspy"}, {"ortools"}
LOADED = (
    {"": NONE, "spreadsheet": NONE, "highs": HIGHSPY, "rows": HIGHSPY | ORTOOLS},
    {"weighted": ORTOOLS, "scip": ORTOOLS, "search": HIGHSPY | ORTOOLS},
)
LOAD = """
import json, sys
import benchmarks.__main__
from benchmarks.planners.registry import load
assert "openpyxl" not in sys.modules
found = {}
for name in sys.argv[1:]:
    name and load(name)
    found[name] = [solver for solver in ("highspy", "ortools") if solver in sys.modules]
print(json.dumps(found))
"""


@pytest.mark.parametrize("expected", LOADED, ids=" ".join)
def test_a_planner_loads_its_own_solvers_and_no_other(expected: dict[str, set[str]]) -> None:
    command = [sys.executable, "-c", LOAD, *expected]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = {name: set(solvers) for name, solvers in json.loads(run.stdout).items()}
    assert found == expected


def test_every_planner_is_loaded_somewhere() -> None:
    assert {*LOADED[0], *LOADED[1]} - {""} == {column.name for column in COLUMNS} - {COMMAND}


def test_a_year_without_the_second_edition_can_be_read() -> None:
    """Whoever has left is gone from all sheets."""
    for seed in usually((1,), (1, 2, 3)):
        year = sample_year(20, 50, seed)
        assert any(expert.left for expert in year.experts)
        problems = workbook_of(plain(year)).problems
        assert not [problem for problem in problems if problem.severity is Severity.ERROR]
