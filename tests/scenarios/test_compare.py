"""Differences between plans that are made by hand: their kinds, counts and sentences."""

from datetime import UTC, date, datetime
from typing import Any

from models.answers.plan import Plan
from models.answers.result import Manifest
from models.facts.instance import Year
from models.requests.changes import MissionAdded
from scenarios.definition.changes import read_change
from scenarios.definition.scenario import AS_IT_IS, Scenario
from scenarios.study.compare import Case, ComparedKind, Comparison
from scenarios.study.sentences import change_lines, describe, in_short
from scenarios.study.solving import ScenarioAnswer, ScenarioJob
from scenarios.terminal.tables import comparison_table
from tests.builders import MONDAY, expert, fund, mission, placement, plan, qualification, year
from tests.test_console import drawn, rows_of

LATER = date(2027, 3, 8)
MANIFEST = Manifest(
    started=datetime(2027, 1, 1, tzinfo=UTC),
    seconds=0,
    input_name="plan.xlsx",
    fingerprint="",
    seed=1,
    versions={},
    options={},
)


def facts() -> Year:
    wide = {"latest_end": date(2027, 3, 31)}
    return year(
        missions=(mission("M1", experts=2, **wide), mission("M2", **wide), mission("M3", **wide)),
        experts=tuple(expert(f"E{n}", c) for n, c in ((1, "FR"), (2, "ES"), (3, "DE"))),
        qualifications=tuple(qualification(f"E{n}") for n in (1, 2, 3)),
        funds=(fund("F1"), fund("F2")),
    )


def compared(
    before: Plan | None, after: Plan | None, *changes: Any, base: Year | None = None
) -> tuple[Comparison, Case]:
    """A comparison of two plans, the second one under a scenario of these changes."""
    job = ScenarioJob(base or facts())
    cases = [
        Case(job, scenario, ScenarioAnswer(plan=made, trouble="" if made else "Too bad."), MANIFEST)
        for scenario, made in ((AS_IT_IS, before), (Scenario(name="S", changes=changes), after))
    ]
    return Comparison(cases[0], (cases[1],), False, MANIFEST), cases[1]


def sentences(before: Plan | None, after: Plan | None, *changes: Any) -> dict[str, tuple[str, str]]:
    """Kind and sentence of each mission that differs; the short version under ""."""
    comparison, _ = compared(before, after, *changes)
    return {line.mission_id: (line.kind, line.sentence) for line in change_lines(comparison)}


def two(first: str, second: str, start: date = MONDAY, fund_id: str = "F1") -> list[Any]:
    return [
        placement("M1", first, start, 1, fund_id=fund_id),
        placement("M1", second, start, 2, fund_id=fund_id),
    ]


def test_the_same_plan() -> None:
    same = plan(*two("E1", "E2"))
    assert sentences(same, same) == {
        "": (
            "in short",
            "The same missions, experts and starts; the cost is that of the base plan.",
        )
    }


def test_who_fills_which_position_is_no_difference() -> None:
    assert list(sentences(plan(*two("E1", "E2")), plan(*two("E2", "E1")))) == [""]


def test_every_kind_of_difference() -> None:
    before = plan(*two("E1", "E2"), placement("M2", "E3", fund_id="F1"))
    after = plan(*two("E1", "E3", LATER, "F2"), placement("M3", "E2", fund_id="F1"))
    found = sentences(before, after)
    assert found["M1"] == (
        "moved, other experts, other fund",
        "Starts on 8 March 2027 instead of 1 March 2027. E3 instead of E2. Paid by F2 instead of "
        "F1.",
    )
    assert found["M2"] == (
        "lost",
        "Not delivered any more; in the base plan from 1 March 2027 with E3, paid by F1.",
    )
    assert found["M3"] == ("gained", "Delivered: from 1 March 2027 with E2, paid by F1.")
    assert found[""][1] == (
        "1 mission lost, 1 mission gained, 1 mission moved to another start, 1 mission with other "
        "experts and 1 mission paid by another fund; the cost is that of the base plan."
    )


def test_a_plan_that_costs_more() -> None:
    found = sentences(plan(placement("M2", "E3", fund_id="F1")), plan(*two("E1", "E2")))
    assert found[""][1].endswith("EUR more than the base plan.")


def test_no_fund_pays_where_there_is_none() -> None:
    before = plan(placement("M2", "E3", fund_id=None))
    assert sentences(before, plan(placement("M2", "E3", fund_id="F1")))["M2"] == (
        "other fund",
        "Paid by F1 instead of no fund.",
    )


def test_missions_that_a_scenario_adds_or_cancels() -> None:
    before = plan(placement("M2", "E3", fund_id="F1"))
    new = MissionAdded(mission=mission("N1"))
    cancelled = (read_change("mission cancelled", "M2"), read_change("mission cancelled", "M3"))
    left_out = sentences(before, plan(), new, *cancelled)
    assert left_out["N1"] == ("added", "Added in this scenario, and not delivered.")
    assert left_out["M3"] == (
        "cancelled",
        "Cancelled in this scenario; not in the base plan either.",
    )
    assert left_out["M2"] == (
        "cancelled, lost",
        "Cancelled in this scenario. Not delivered any more; in the base plan from 1 March 2027 "
        "with E3, paid by F1.",
    )
    taken_in = sentences(before, plan(placement("N1", "E1", fund_id="F1")), new)
    assert taken_in["N1"] == (
        "added, gained",
        "Added in this scenario. Delivered: from 1 March 2027 with E1, paid by F1.",
    )


def test_the_missions_are_those_of_the_base_then_those_that_are_added() -> None:
    new = MissionAdded(mission=mission("A1"))
    comparison, case = compared(plan(), plan(), new, read_change("mission cancelled", "M1"))
    assert [m.id for m in comparison.missions] == ["M1", "M2", "M3", "A1"]
    assert comparison.difference(comparison.base, comparison.missions[-1]).kinds == ()
    assert comparison.difference(case, comparison.missions[0]).kinds == (ComparedKind.DROPPED,)


def test_without_a_plan_there_is_nothing_to_compare() -> None:
    some = plan(placement("M2", "E3", fund_id="F1"))
    comparison, case = compared(some, None)
    assert in_short(comparison, case) == "There is no plan. Too bad."
    assert comparison.differences(case) == ()
    comparison, case = compared(None, some)
    assert in_short(comparison, case) == "There is no base plan to compare with."
    assert comparison.differences(case) == ()


def test_the_figures_of_a_case() -> None:
    _, case = compared(plan(), plan(*two("E1", "E2")))
    assert (case.weeks, case.externals) == (2, 0)
    assert case.fund_use == case.cost / 200_000
    _, poor = compared(plan(), plan(), base=facts().replace(funds=(fund("F1", 0),)))
    assert poor.fund_use is None


def test_a_year_without_funds_has_no_fund_use() -> None:
    bare = facts().replace(funds=())
    comparison, case = compared(plan(), plan(placement("M2", "E3")), base=bare)
    assert case.fund_use is None
    assert rows_of(drawn(comparison_table(comparison, 200), 200))[1][-1] == "-"


def test_an_answer_in_a_few_words() -> None:
    assert describe(ScenarioAnswer(trouble="Too bad.")) == "no plan"
    assert describe(ScenarioAnswer(plan=plan())) == "0 missions delivered, proven"
