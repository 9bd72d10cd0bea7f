"""What is agreed already in a sample obeys every rule, whatever the size and the seed."""

import pytest

from models.facts.assignment import AssignmentStatus
from planner.checker import check
from planner.domain.agreements import is_begun, pinned_rows
from planner.domain.calendars import Calendars
from planner.sample.whatifs import make_whatifs
from tests.sample.years import DEFAULT, LARGE, SIZES, agreed_plan, year_of

MANY = (*SIZES, LARGE, *((20, 50, s) for s in range(3, 20)), *((60, 150, s) for s in range(4, 12)))


@pytest.mark.no_cover
@pytest.mark.parametrize("size", MANY)
def test_fully_pinned_missions_are_a_plan(size: tuple[int, int, int]) -> None:
    year = year_of(*size)
    plan = agreed_plan(year, pinned_only=True)
    assert check(year, plan) == ()


@pytest.mark.no_cover
@pytest.mark.parametrize("size", MANY)
def test_proposals_obey_the_rules_together_with_what_is_pinned(size: tuple[int, int, int]) -> None:
    year = year_of(*size)
    plan = agreed_plan(year, pinned_only=False)
    funded = [p for p in plan.placements if p.fund_id]
    rules = {violation.rule for violation in check(year, plan)}
    # Missions agreed in part name no fund yet; all else holds.
    assert rules <= ({"funded"} if len(funded) < len(plan.placements) else set())


def test_every_status_occurs() -> None:
    rows = year_of(*DEFAULT).assignments
    assert {row.status for row in rows} == set(AssignmentStatus)


def test_some_missions_are_pinned_whole_and_some_in_part() -> None:
    year = year_of(*DEFAULT)
    pinned: dict[str, int] = {}
    for row in pinned_rows(year, Calendars(year)):
        pinned[row.mission_id] = pinned.get(row.mission_id, 0) + 1
    whole = [m for m, rows in pinned.items() if rows == len(year.mission_by_id[m].positions)]
    assert whole
    assert len(whole) < len(pinned)


def test_a_completed_mission_of_last_year_is_history() -> None:
    year = year_of(*DEFAULT)
    completed = [r for r in year.assignments if r.status is AssignmentStatus.COMPLETED]
    assert completed
    assert all(is_begun(year, row) for row in completed)


def test_one_contacted_row_has_no_start() -> None:
    undated = [row for row in year_of(*DEFAULT).assignments if row.start is None]
    assert [row.status for row in undated] == [AssignmentStatus.CONTACTED]


def test_nobody_is_asked_twice() -> None:
    asked = [row.expert_id for row in year_of(*LARGE).assignments if row.was is None]
    assert len(asked) == len(set(asked))


@pytest.mark.no_cover
@pytest.mark.parametrize("size", SIZES)
def test_scenarios_leave_alone_what_is_agreed(size: tuple[int, int, int]) -> None:
    year = year_of(*size)
    agreed = {row.mission_id for row in year.assignments}
    agreed |= {row.expert_id for row in year.assignments}
    agreed |= {row.fund_id for row in year.assignments if row.fund_id}
    narrowing = ("withdrawn", "unavailable", "window", "cancelled", "fund from")
    for row in make_whatifs(year):
        if any(word in row.change for word in narrowing):
            assert row.target not in agreed


@pytest.mark.no_cover
@pytest.mark.parametrize("size", SIZES)
def test_a_fifth_less_money_still_pays_for_what_is_agreed(size: tuple[int, int, int]) -> None:
    year = year_of(*size)
    cut = tuple(f.model_copy(update={"amount": f.amount * 4 // 5}) for f in year.funds)
    poorer = year.model_copy(update={"funds": cut})
    assert check(poorer, agreed_plan(poorer, pinned_only=True)) == ()
