"""What is agreed and cannot be kept: the rows and the rule that the message names."""

import re
from collections import Counter
from collections.abc import Collection
from datetime import date
from functools import cache

import pytest

from models.answers.plan import Plan
from models.answers.report import Problem, Severity
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.instance import Year
from planner.domain import agreements
from planner.domain.calendars import Calendars
from planner.domain.past import settled
from planner.domain.rules import RULE_BY_ID, RULE_IDS
from planner.reasons.agreement_conflicts import Pins
from tests.brute import Brute
from tests.checker.examples import EXAMPLES
from tests.shrink import described
from tests.solving import engine
from tests.tiny import tiny_year

# What the rows alone cannot break: a team that is not whole is left open, and rows that
# contradict each other are turned away when the workbook is read.
RULES = tuple(rule for rule in RULE_IDS if rule not in ("whole-team", "pinned"))


def problems(year: Year) -> tuple[Problem, ...]:
    return Pins(year, Calendars(year), engine()).problems()


def agreed_as(year: Year, plan: Plan) -> Year:
    """The year in which the rows of a plan are Confirmed, from row 2 of the sheet on."""
    rows = (
        AssignmentRow(
            row=number,
            mission_id=row.mission_id,
            expert_id=row.expert_id,
            start=row.start,
            fund_id=row.fund_id,
            status=AssignmentStatus.CONFIRMED,
        )
        for number, row in enumerate(plan.placements, start=2)
    )
    return settled(year.replace(assignments=tuple(rows)))


def rules_in(problem: Problem) -> tuple[str, ...]:
    """The rules that a message says cannot be obeyed."""
    return tuple(
        rule for rule in RULE_IDS if f"{rule} ({RULE_BY_ID[rule].sentence})" in problem.message
    )


@pytest.mark.parametrize("rule", RULES)
def test_what_breaks_a_rule_is_named_with_its_rows_and_the_rule(rule: str) -> None:
    year, plan = EXAMPLES[rule].over
    (problem,) = problems(agreed_as(year, plan))
    assert problem.severity is Severity.ERROR
    assert problem.sheet == "Assignments"
    assert rules_in(problem) == (rule,)
    for number, row in enumerate(plan.placements, start=2):
        said = f"{row.expert_id} for {row.mission_id} (row {number}, Confirmed)"
        assert said in problem.message
    assert problem.cell == f"A{len(plan.placements) + 1}"


@pytest.mark.parametrize("rule", RULES)
def test_the_way_out_is_a_sentence(rule: str) -> None:
    year, plan = EXAMPLES[rule].over
    (problem,) = problems(agreed_as(year, plan))
    assert re.fullmatch(r"[A-Z].*set another Status.*\.", problem.remedy)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", ["accepted", "on_limit"])
def test_what_obeys_the_rules_is_no_problem(rule: str, kind: str) -> None:
    year, plan = getattr(EXAMPLES[rule], kind)
    assert problems(agreed_as(year, plan)) == ()


@cache
def agreed_years() -> tuple[tuple[Year, tuple[Problem, ...]], ...]:
    """Years with nothing but wholly pinned missions (all of them or no plan), and what is said."""
    years = (_pinned_part(tiny_year(seed)) for seed in range(400))
    return tuple((year, problems(year)) for year in years if year.missions)


def _pinned_part(year: Year) -> Year:
    rows = Counter(row.mission_id for row in agreements.pinned_rows(year, Calendars(year)))
    missions = tuple(m for m in year.missions if rows[m.id] == len(m.positions))
    ids = {mission.id for mission in missions}
    return year.replace(
        missions=missions,
        assignments=tuple(row for row in year.assignments if row.mission_id in ids),
    )


@pytest.mark.no_cover
def test_there_are_problems_where_and_only_where_not_all_can_be_kept() -> None:
    """Random rows: against all plans of the year, judged by the checker."""
    answers: Counter[bool] = Counter()
    for year, said in agreed_years():
        possible = bool(Brute(year, Calendars(year)).accepted(RULE_IDS))
        assert (said == ()) == possible, described(year)
        answers[possible] += 1
    assert min(answers[True], answers[False]) >= 5


def test_the_rules_named_are_those_that_cannot_be_obeyed_together() -> None:
    sizes: Counter[int] = Counter()
    for year, said in agreed_years():
        for problem in said:
            _believe(year, problem)
            sizes[len(rules_in(problem))] += 1
    assert sizes[1] >= 10


def _believe(year: Year, problem: Problem) -> None:
    """The rules named forbid the missions named; each of them left out, the others do not.

    Only the experts agreed come into question; the rows themselves are part of the conflict
    where those experts could go another way.
    """
    ids = re.findall(r"\w+ for (\w+) \(row", problem.message)
    agreed = {row.expert_id for row in year.assignments if row.mission_id in ids}
    part = year.replace(
        missions=tuple(m for m in year.missions if m.id in ids),
        experts=tuple(e for e in year.experts if e.id in agreed),
    )
    rules = rules_in(problem)
    if "dates" in rules:
        # Starts are no choice of the model: there it is the rows that ask for something else.
        assert not _starts_agreed(part) & _starts_allowed(part)
        return
    if _deliverable(part, rules):
        rules = (*rules, "pinned")
    assert not _deliverable(part, rules), f"{problem}\n{described(year)}"
    for rule in rules_in(problem):
        fewer = [other for other in rules if other != rule]
        assert _deliverable(part, fewer), f"{problem}\n{described(year)}"


def _deliverable(year: Year, rules: Collection[str]) -> bool:
    """Whether a plan delivers all missions and breaks none of these rules."""
    plans = Brute(year, Calendars(year)).accepted(rules)
    return any({row[0] for row in key} == year.mission_by_id.keys() for key in plans)


def _starts_agreed(year: Year) -> set[tuple[str, date | None]]:
    ids = {mission.id for mission in year.missions}
    return {(row.mission_id, row.start) for row in year.assignments if row.mission_id in ids}


def _starts_allowed(year: Year) -> set[tuple[str, date | None]]:
    plans = Brute(year, Calendars(year))
    return {(mission.id, day) for mission in year.missions for day in plans.starts(mission)}
