"""The level `idle` on plans small enough to count by hand."""

from datetime import date

from models.facts.assignment import AssignmentStatus
from models.facts.expert import QualificationStatus as Status
from tests.builders import (
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
from tests.checker.measure import APRIL, BOTH, two_missions, value

# idle: the plan starts on 1 January 2027


def test_idle_counts_from_the_end_of_the_last_mission_to_the_plan_start() -> None:
    rows = (
        history("E1", date(2026, 12, 7), date(2026, 12, 11)),
        history("E1", date(2026, 6, 1), date(2026, 6, 5)),
        history("E2", date(2026, 12, 14), date(2026, 12, 18)),
    )
    # From 11 to 31 December are 20 days, and one more to 1 January.
    assert value("idle", year(history=rows)) == 21


def test_a_past_mission_counts_before_any_since_date() -> None:
    facts = year(
        history=(history("E1", date(2026, 12, 7), date(2026, 12, 11)),),
        qualifications=(qualification(since=date(2026, 12, 31)),),
    )
    assert value("idle", facts) == 21


def test_a_completed_row_before_the_plan_is_a_past_mission() -> None:
    # The five working days from Monday 14 December 2026 end on Friday 18.
    facts = year(
        missions=(mission(), mission("M0", earliest_start=date(2026, 12, 1))),
        history=(history("E1", date(2026, 12, 7), date(2026, 12, 11)),),
        assignments=(agreed("M0", "E1", AssignmentStatus.COMPLETED, date(2026, 12, 14)),),
    )
    assert value("idle", facts) == 14


def test_without_history_the_earliest_since_date_counts() -> None:
    facts = year(
        qualifications=(
            qualification(since=date(2026, 12, 22)),
            qualification(expertise="CMA", since=date(2026, 12, 2)),
            qualification(expertise="MPA"),
        )
    )
    assert value("idle", facts) == 30


def test_without_any_date_the_setting_counts() -> None:
    assert value("idle", year()) == 1825
    assert value("idle", year(settings=settings(never_deployed_idle_days=7))) == 7


def test_idle_days_are_never_below_zero() -> None:
    assert value("idle", year(qualifications=(qualification(since=date(2027, 2, 1)),))) == 0


def test_each_serving_expert_counts_once_and_externals_do_not() -> None:
    facts = two_missions(
        experts=(expert(), expert("E2", "DE")),
        qualifications=(
            qualification(since=date(2026, 12, 22)),
            qualification("E2", Status.EXTERNAL, since=date(2020, 1, 1)),
        ),
    )
    assert value("idle", facts, BOTH) == 10
    assert value("idle", facts, plan(placement(), placement("M2", "E2", APRIL))) == 10
    assert value("idle", facts, plan(placement("M1", "E2"))) == 0
