"""Details of `release-cap`: weeks by release period."""

from datetime import date, timedelta

import pytest

from models.facts.assignment import AssignmentStatus
from models.facts.expert import QualificationStatus as Status
from planner.checker import check
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    history,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.checker.examples import NEXT_MONDAY, charged
from tests.checker.measure import found, weeks_apart

# release-cap


@pytest.mark.parametrize(
    ("past", "broken"),
    [
        # The period that holds 1 March 2027 reaches from 10 March 2024 to 9 March 2027.
        (date(2024, 3, 9), []),
        (date(2024, 3, 10), [1]),
    ],
)
def test_weeks_count_in_the_period_their_start_falls_in(past: date, broken: list[int]) -> None:
    facts = year(
        experts=(expert(release_period_start=date(2021, 3, 10)),),
        history=(history("E1", past, past + timedelta(days=5), weeks=12),),
    )
    assert found(facts, plan(placement()), "release-cap") == broken


def test_the_weeks_of_two_release_periods_are_not_added() -> None:
    # The second period starts on 8 March 2027, between M1 and M2.
    facts, rows = weeks_apart((5, MONDAY), (5, NEXT_MONDAY))
    one_week = expert(release_period_start=NEXT_MONDAY, release_cap_weeks=1)
    assert found(facts.model_copy(update={"experts": (one_week,)}), rows, "release-cap") == []
    later = expert(release_period_start=date(2027, 3, 9), release_cap_weeks=1)
    assert found(facts.model_copy(update={"experts": (later,)}), rows, "release-cap") == [1]


def test_a_mission_counts_whole_in_the_period_of_its_start() -> None:
    # Two weeks from 1 March, over the anniversary of 8 March: all in the first period.
    facts, rows = weeks_apart((10, MONDAY))
    one_week = expert(release_period_start=NEXT_MONDAY, release_cap_weeks=1)
    (violation,) = check(facts.model_copy(update={"experts": (one_week,)}), rows)
    assert (violation.rule, violation.amount) == ("release-cap", 1)
    assert "2024-03-08 to 2027-03-07" in violation.message


def test_periods_without_a_week_of_the_plan_may_be_overdrawn() -> None:
    facts = year(
        experts=(expert(release_period_start=date(2027, 1, 1)),),
        history=(history("E1", date(2025, 1, 6), date(2025, 5, 2), weeks=17),),
    )
    assert check(facts, plan(placement())) == ()


def test_without_a_release_period_start_past_weeks_do_not_count() -> None:
    assert found(*charged(cap=1, used=11, first=None), "release-cap") == []
    assert found(*charged(cap=0, used=11, first=None), "release-cap") == [1]


def test_the_cap_is_the_experts_own_else_the_setting() -> None:
    tight = settings(release_cap_weeks=0)
    assert found(year(settings=tight), plan(placement()), "release-cap") == [1]
    own = (expert(release_cap_weeks=1),)
    assert check(year(settings=tight, experts=own), plan(placement())) == ()


def test_the_length_of_a_period_is_the_setting() -> None:
    facts = year(
        settings=settings(release_period_years=1),
        experts=(expert(release_period_start=date(2026, 3, 1), release_cap_weeks=1),),
        history=(history("E1", date(2026, 5, 4), date(2026, 5, 8)),),
    )
    # The year from 1 March 2027 is a new period; three years would hold both weeks.
    assert check(facts, plan(placement())) == ()
    three = facts.model_copy(update={"settings": settings()})
    assert found(three, plan(placement()), "release-cap") == [1]


def test_externals_have_no_cap() -> None:
    facts = year(
        experts=(expert(release_cap_weeks=0),),
        qualifications=(qualification(status=Status.EXTERNAL),),
    )
    assert check(facts, plan(placement())) == ()


def test_completed_rows_before_the_plan_are_used_weeks() -> None:
    # 1 to 5 February is one started calendar week; the plan starts on 1 March.
    done = agreed("M0", "E1", AssignmentStatus.COMPLETED, start=date(2027, 2, 1))
    before = mission("M0", earliest_start=date(2027, 2, 1))
    facts = year(
        settings=settings(plan_start=MONDAY),
        missions=(mission(), before),
        experts=(expert(release_period_start=date(2026, 1, 1), release_cap_weeks=1),),
        assignments=(done,),
    )
    assert found(facts, plan(placement()), "release-cap") == [1]


def test_an_expert_named_twice_on_a_mission_is_charged_once() -> None:
    facts = year(
        missions=(mission(experts=2),),
        experts=(expert(release_cap_weeks=1),),
    )
    rows = plan(placement(), placement(position=2))
    assert [v.rule for v in check(facts, rows)] == ["whole-team"]
