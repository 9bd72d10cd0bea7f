"""Details of the rules about limits of administrations and hosts."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from models.answers.plan import Plan
from models.facts.administration import Administration
from models.facts.instance import Year
from planner.checker import check
from planner.domain.calendars import Calendars, Span, days
from tests.builders import (
    MONDAY,
    plan,
)
from tests.checker.examples import NEXT_MONDAY, PAIR
from tests.checker.measure import FRIDAY, found, many


def limit(country: str, **limits: Any) -> dict[str, Any]:
    return {"administrations": (Administration(country=country, **limits),)}


# administration-capacity


def test_the_busiest_day_of_an_administration_is_measured_without_travel_days() -> None:
    # M1 ends on Friday 5 March, M2 starts on Friday 12; M3 runs from 1 to 12 March.
    trips = (
        ("BE", "F1", MONDAY, 5),
        ("LU", "F2", date(2027, 3, 12), 1),
        ("IT", "F3", MONDAY, 10),
    )
    facts, rows = many(*trips, **limit("FR", max_experts_away=1))
    (violation,) = check_of(facts, rows, "administration-capacity")
    assert violation.amount == 1
    assert violation.experts == ("F1", "F3")
    assert violation.missions == ("M1", "M3")
    assert "On 2027-03-01" in violation.message


def check_of(facts: Year, rows: Plan, rule: str) -> list[Any]:
    return [violation for violation in check(facts, rows) if violation.rule == rule]


@pytest.mark.parametrize(("start", "broken"), [(FRIDAY, [1]), (date(2027, 3, 6), [])])
def test_the_last_day_of_a_mission_is_a_day_away(start: date, broken: list[int]) -> None:
    trips = (("BE", "F1", MONDAY, 5), ("LU", "F2", start, 1))
    facts, rows = many(*trips, **limit("FR", max_experts_away=1))
    assert found(facts, rows, "administration-capacity") == broken


def test_externals_and_other_administrations_are_not_away() -> None:
    trips = (
        ("BE", "F1", MONDAY, 5),
        ("LU", "X1", MONDAY, 5),
        ("IT", "G1", MONDAY, 5),
    )
    facts, rows = many(*trips, **limit("FR", max_experts_away=1, max_weeks=1))
    assert found(facts, rows, "administration-capacity") == []


@pytest.mark.parametrize("start", [MONDAY, date(2027, 3, 3), FRIDAY])
def test_an_expert_on_two_missions_at_once_is_one_expert_away(start: date) -> None:
    trips = (("BE", "F1", MONDAY, 5), ("LU", "F1", start, 5))
    facts, rows = many(*trips, **limit("FR", max_experts_away=1))
    assert found(facts, rows, "administration-capacity") == []
    assert found(facts, rows, "one-at-a-time") != []


def test_the_weeks_of_all_serving_experts_of_an_administration_add_up() -> None:
    # One, two and three weeks: 5, 6 and 15 working days.
    trips = (
        ("BE", "F1", MONDAY, 5),
        ("LU", "F2", date(2027, 4, 5), 6),
        ("IT", "F1", date(2027, 6, 7), 15),
    )
    for weeks, broken in ((6, []), (5, [1]), (2, [4])):
        facts, rows = many(*trips, **limit("FR", max_weeks=weeks))
        assert found(facts, rows, "administration-capacity") == broken


def test_both_limits_of_an_administration_are_reported() -> None:
    facts, rows = many(("BE", "F1", MONDAY, 5), **limit("FR", max_experts_away=0, max_weeks=0))
    assert found(facts, rows, "administration-capacity") == [1, 1]


# host-capacity


@pytest.mark.parametrize(("start", "broken"), [(FRIDAY, [1]), (NEXT_MONDAY, [])])
def test_a_host_receives_a_mission_from_start_to_end(start: date, broken: list[int]) -> None:
    trips = (("BE", "F1", MONDAY, 5), ("BE", "G1", start, 1))
    facts, rows = many(*trips, **limit("BE", max_missions_hosted=1))
    assert found(facts, rows, "host-capacity") == broken


def test_a_mission_of_several_experts_is_one_mission() -> None:
    facts, rows = PAIR
    facts = facts.model_copy(update=limit("BE", max_missions_hosted=1))
    assert check(facts, rows) == ()


def test_missions_to_other_hosts_and_undelivered_ones_do_not_count() -> None:
    trips = (("BE", "F1", MONDAY, 5), ("LU", "F2", MONDAY, 5), ("BE", "G1", MONDAY, 5))
    facts, rows = many(*trips, **limit("BE", max_missions_hosted=1))
    assert found(facts, plan(*rows.placements[:2]), "host-capacity") == []


TRIPS = st.lists(
    st.tuples(
        st.sampled_from(("BE", "LU")),
        st.sampled_from(("F1", "F2", "F3", "X1", "G1")),
        st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n)),
        st.integers(1, 8),
    ),
    min_size=1,
    max_size=7,
)


@effort(deadline=None)
@given(trips=TRIPS, most=st.integers(0, 3))
def test_day_limits_are_broken_by_as_much_as_a_count_of_every_day_says(
    trips: list[tuple[str, str, date, int]], most: int
) -> None:
    limits = (
        Administration(country="FR", max_experts_away=most),
        Administration(country="BE", max_missions_hosted=most),
    )
    facts, rows = many(*trips, administrations=limits)
    away: dict[date, set[str]] = {}
    hosted: dict[date, set[str]] = {}
    calendars = Calendars(facts)
    for row, (host, name, start, _) in zip(rows.placements, trips, strict=True):
        run: Span = calendars.run(facts.mission_by_id[row.mission_id], start)
        for day in days(run):
            if name.startswith("F"):
                away.setdefault(day, set()).add(name)
            if host == "BE":
                hosted.setdefault(day, set()).add(row.mission_id)
    for rule, crowds in (("administration-capacity", away), ("host-capacity", hosted)):
        worst = max((len(crowd) for crowd in crowds.values()), default=0)
        assert found(facts, rows, rule) == ([worst - most] if worst > most else [])
