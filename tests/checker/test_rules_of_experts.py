"""Details of the rules about an expert's days, and about exclusions."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from models.facts.assignment import AssignmentStatus
from models.facts.expert import AppliesTo, Exclusion, Unavailability
from models.facts.expert import QualificationStatus as Status
from planner.checker import check
from planner.domain.calendars import Calendars, Span, busy_period, days
from tests.builders import (
    MONDAY,
    agreed,
    qualification,
    year,
)
from tests.checker.examples import NEXT_MONDAY, alone, away, second_mission
from tests.checker.measure import found, weeks_apart


def closed(kind: AppliesTo, who: str, start: date, end: date | None) -> Unavailability:
    return Unavailability(applies_to=kind, who=who, start=start, end=end)


# available: E1 is busy from Sunday 28 February to Saturday 6 March, seven days


@pytest.mark.parametrize(
    ("start", "end", "lost"),
    [
        (date(2027, 2, 28), date(2027, 2, 28), [1]),
        (date(2027, 3, 6), date(2027, 3, 20), [1]),
        (date(2027, 3, 7), date(2027, 3, 20), []),
        (date(2027, 3, 2), date(2027, 3, 4), [3]),
        (date(2027, 1, 1), None, [7]),
        (date(2027, 3, 5), None, [2]),
    ],
)
def test_lost_days_are_counted_travel_included(
    start: date, end: date | None, lost: list[int]
) -> None:
    assert found(*away(start, end), "available") == lost


def test_days_closed_twice_are_lost_once() -> None:
    rows = (
        closed(AppliesTo.EXPERT, "E1", date(2027, 3, 1), date(2027, 3, 3)),
        closed(AppliesTo.ADMINISTRATION, "FR", date(2027, 3, 3), date(2027, 3, 4)),
    )
    facts, team = alone(unavailability=rows)
    (violation,) = check(facts, team)
    assert (violation.rule, violation.amount) == ("available", 4)
    assert "expert E1 and administration France" in violation.message


@pytest.mark.parametrize(("status", "lost"), [(Status.EXTERNAL, []), (Status.RECOGNISED, [7])])
def test_an_administration_closes_its_serving_experts_alone(
    status: Status, lost: list[int]
) -> None:
    row = closed(AppliesTo.ADMINISTRATION, "FR", date(2027, 1, 1), None)
    facts, team = alone(unavailability=(row,), qualifications=(qualification(status=status),))
    assert found(facts, team, "available") == lost


def test_an_external_expert_has_days_of_closure_of_the_own() -> None:
    row = closed(AppliesTo.EXPERT, "E1", date(2027, 1, 1), None)
    external = (qualification(status=Status.EXTERNAL),)
    assert found(*alone(unavailability=(row,), qualifications=external), "available") == [7]


def test_other_administrations_and_hosts_do_not_close_an_expert() -> None:
    rows = (
        closed(AppliesTo.ADMINISTRATION, "DE", date(2027, 1, 1), None),
        closed(AppliesTo.HOST, "FR", date(2027, 1, 1), None),
        closed(AppliesTo.EXPERT, "FR", date(2027, 1, 1), None),
    )
    assert check(*alone(unavailability=rows)) == ()


def test_the_reason_of_a_closure_stays_private() -> None:
    row = closed(AppliesTo.EXPERT, "E1", date(2027, 1, 1), None)
    private = row.model_copy(update={"reason": "an operation"})
    (violation,) = check(*alone(unavailability=(private,)))
    assert "operation" not in violation.message


# one-at-a-time


def test_two_experts_may_be_busy_at_once() -> None:
    assert check(*second_mission(False, MONDAY)) == ()


def test_an_external_expert_is_on_one_mission_at_a_time_too() -> None:
    facts, rows = second_mission(True, MONDAY)
    external = (qualification(status=Status.EXTERNAL), qualification("E2"))
    facts = facts.model_copy(update={"qualifications": external})
    assert found(facts, rows, "one-at-a-time") == [7]


def test_every_overlap_with_the_mission_that_lasts_longest_is_measured() -> None:
    # M1 is busy 28 February to 20 March; M2 (7 to 13 March) lies within; M3 starts on 20 March
    # (busy from 21) and meets nobody.
    facts, rows = weeks_apart((15, MONDAY), (5, NEXT_MONDAY), (5, date(2027, 3, 22)))
    pairs = [v.missions for v in check(facts, rows) if v.rule == "one-at-a-time"]
    assert pairs == [("M1", "M2")]
    assert found(facts, rows, "one-at-a-time") == [7]


def test_a_mission_in_the_middle_does_not_hide_a_longer_one() -> None:
    # M1 28 February to 20 March, M2 7 to 13 March, M3 14 to 20 March.
    facts, rows = weeks_apart((15, MONDAY), (5, NEXT_MONDAY), (5, date(2027, 3, 15)))
    pairs = [v.missions for v in check(facts, rows) if v.rule == "one-at-a-time"]
    assert pairs == [("M1", "M2"), ("M1", "M3")]


OFFSETS = st.lists(st.tuples(st.integers(1, 8), st.integers(0, 60)), min_size=1, max_size=6)


@effort(deadline=None)
@given(drawn=OFFSETS)
def test_one_at_a_time_is_broken_exactly_where_two_busy_periods_meet(
    drawn: list[tuple[int, int]],
) -> None:
    facts, rows = weeks_apart(*((n, MONDAY + timedelta(days=days)) for n, days in drawn))
    calendars = Calendars(facts)
    busy = [
        busy_period(facts.settings, calendars.run(facts.mission_by_id[row.mission_id], row.start))
        for row in rows.placements
    ]
    clash = any(set(days(a)) & set(days(b)) for a, b in combinations(busy, 2))
    assert bool(found(facts, rows, "one-at-a-time")) is clash


# not-excluded


@pytest.mark.parametrize(
    ("exclusion", "broken"),
    [
        (Exclusion(expert_id="E1", mission_id="M1"), [1]),
        (Exclusion(expert_id="E1", mission_id="M2"), []),
        (Exclusion(expert_id="E1", host="BE"), [1]),
        (Exclusion(expert_id="E2", mission_id="M1"), []),
        (Exclusion(expert_id="E2", host="BE"), []),
    ],
)
def test_an_exclusion_joins_one_expert_and_a_mission_or_host(
    exclusion: Exclusion, broken: list[int]
) -> None:
    assert found(*alone(exclusions=(exclusion,)), "not-excluded") == broken


@pytest.mark.parametrize(
    ("status", "broken"),
    [(AssignmentStatus.DECLINED, [1]), (AssignmentStatus.PROPOSED, [])],
)
def test_a_declined_expert_is_not_used_for_that_mission_at_any_start(
    status: AssignmentStatus, broken: list[int]
) -> None:
    for start in (MONDAY, date(2027, 9, 6), None):
        facts, rows = alone(assignments=(agreed("M1", "E1", status, start=start),))
        assert found(facts, rows, "not-excluded") == broken


def test_a_declined_row_binds_its_own_mission_and_expert_alone() -> None:
    facts, rows = second_mission(False, NEXT_MONDAY)
    declined = (
        agreed("M1", "E2", AssignmentStatus.DECLINED),
        agreed("M2", "E1", AssignmentStatus.DECLINED),
    )
    assert check(facts.model_copy(update={"assignments": declined}), rows) == ()


def test_an_expert_excluded_in_several_ways_is_one_violation() -> None:
    facts, rows = alone(
        exclusions=(
            Exclusion(expert_id="E1", mission_id="M1"),
            Exclusion(expert_id="E1", host="BE"),
        ),
        assignments=(agreed("M1", "E1", AssignmentStatus.DECLINED),),
    )
    assert found(facts, rows, "not-excluded") == [1]


def test_spans_of_the_examples() -> None:
    # What the cases above take for granted.
    facts = year()
    run = Calendars(facts).run(facts.missions[0], MONDAY)
    assert busy_period(facts.settings, run) == Span(date(2027, 2, 28), date(2027, 3, 6))
