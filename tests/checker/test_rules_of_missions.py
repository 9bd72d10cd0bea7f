"""Details of the rules that look at one mission at a time: dates, whole-team, evaluation-lead …"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from models.facts.expert import AppliesTo, Clearance, Unavailability
from models.facts.expert import QualificationStatus as Status
from models.facts.fund import Holiday
from models.facts.instance import Year
from models.facts.mission import TeamRow
from planner.checker import check
from planner.domain.calendars import Calendars
from tests.builders import (
    CODE,
    MONDAY,
    expert,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.checker.examples import PAIR, candidate, external, held, team, window, with_rows
from tests.checker.measure import found, messages

# dates


@pytest.mark.parametrize(
    ("start", "changes", "reason"),
    [
        (date(2027, 2, 22), {}, "before the Earliest start, 2027-03-01"),
        (date(2027, 3, 8), {}, "it would end on 2027-03-12, after the Latest end, 2027-03-05"),
        (date(2027, 3, 6), {}, "no working day in Belgium"),
        (date(2027, 3, 2), {"working_days": 3}, "neither the first working day"),
        (
            date(2027, 3, 22),
            {"working_days": 6, "latest_end": date(2027, 4, 9)},
            "1 day of it (2027-03-29) would be no working day in Belgium",
        ),
        (date(2027, 3, 29), {"latest_end": date(2027, 4, 9)}, "no working day in Belgium"),
    ],
)
def test_a_start_that_is_not_allowed_says_why(
    start: date, changes: dict[str, Any], reason: str
) -> None:
    facts, rows = window(start, **changes)
    assert found(facts, rows, "dates") == [1]
    assert reason in messages(facts, rows)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"plan_start": date(2027, 3, 2)}, "before the Plan start, 2027-03-02"),
        ({"plan_end": date(2027, 3, 4)}, "after the Plan end, 2027-03-04"),
    ],
)
def test_the_plan_year_bounds_the_start_too(changes: dict[str, Any], reason: str) -> None:
    facts = year(settings=settings(**changes))
    assert found(facts, plan(placement()), "dates") == [1]
    assert reason in messages(facts, plan(placement()))


def test_after_a_monday_holiday_a_plan_may_start_on_tuesday() -> None:
    facts, rows = window(date(2027, 3, 30), latest_end=date(2027, 4, 9))
    assert check(facts, rows) == ()


def test_rows_of_a_mission_that_start_on_different_days_are_reported_once() -> None:
    facts, rows = with_rows(
        PAIR, placement(), placement(expert_id="E2", position=2, start=date(2027, 3, 8))
    )
    (violation,) = check(facts, rows)
    assert violation.rule == "dates"
    assert violation.experts == ("E1", "E2")
    assert "2027-03-01 and 2027-03-08" in violation.message


HOSTS = ("BE", "SA", "BN", "HK", "IR", "ZZ")
DAYS_OF_SPRING = st.dates(date(2027, 2, 1), date(2027, 6, 30))


@st.composite
def missions_with_closures(draw: st.DrawFn) -> Year:
    host = draw(st.sampled_from(HOSTS))
    first = draw(DAYS_OF_SPRING)
    facts = mission(
        host=host,
        earliest_start=first,
        latest_end=first + timedelta(days=draw(st.integers(0, 30))),
        working_days=draw(st.integers(1, 9)),
    )
    closed = draw(st.lists(DAYS_OF_SPRING, max_size=3))
    off = draw(st.lists(DAYS_OF_SPRING, max_size=3))
    return year(
        settings=settings(
            plan_start=draw(DAYS_OF_SPRING), avoid_public_holidays=draw(st.booleans())
        ),
        missions=(facts,),
        unavailability=tuple(
            Unavailability(
                applies_to=AppliesTo.HOST, who=host, start=d, end=d + timedelta(days=len(closed))
            )
            for d in closed
        ),
        holidays=tuple(Holiday(host=host, day=day) for day in off),
    )


@effort(deadline=None, max_examples=150)
@given(facts=missions_with_closures())
@pytest.mark.no_cover
def test_the_condition_on_one_start_agrees_with_the_list_of_allowed_starts(facts: Year) -> None:
    calendars, (planned,) = Calendars(facts), facts.missions
    allowed = {run.start for run in calendars.allowed_starts(planned)}
    for offset in range(-8, 40):
        start = planned.earliest_start + timedelta(days=offset)
        broken = [v.rule for v in check(facts, plan(placement(start=start)), calendars)]
        assert ("dates" not in broken) is (start in allowed), start


# qualified


def test_an_unknown_expert_is_reported_under_qualified() -> None:
    (violation,) = check(year(), plan(placement(expert_id="E9")))
    assert (violation.rule, violation.experts) == ("qualified", ("E9",))
    assert "E9 is not among the experts" in violation.message


def test_covering_goes_one_way() -> None:
    assert [v.rule for v in check(*held("CMA", asked="MPA"))] == ["qualified"]


@pytest.mark.parametrize("status", list(Status))
def test_every_status_qualifies(status: Status) -> None:
    facts, rows = team(expert(), status=status, staff_lead=True)
    assert check(facts, rows) == ()


# evaluation-lead


def test_one_accredited_colleague_evaluates_however_many() -> None:
    colleagues = (Status.PRE_ACCREDITED, Status.PRE_ACCREDITED, Status.ACCREDITED)
    assert check(*candidate(*colleagues)) == ()


@pytest.mark.parametrize("colleague", [Status.RECOGNISED, Status.EXTERNAL, Status.PRE_ACCREDITED])
def test_nobody_but_an_accredited_colleague_evaluates(colleague: Status) -> None:
    assert found(*candidate(colleague), "evaluation-lead") == [1]


def test_an_accredited_expertise_that_is_not_used_evaluates_nobody() -> None:
    # E2 is accredited for AEO, but is Recognised for what the position asks.
    facts, rows = candidate(Status.RECOGNISED)
    extra = qualification("E2", Status.ACCREDITED, "TOA/AEO")
    facts = facts.model_copy(update={"qualifications": (*facts.qualifications, extra)})
    assert found(facts, rows, "evaluation-lead") == [1]


def test_an_accredited_colleague_on_another_expertise_of_the_mission_evaluates() -> None:
    asked = (TeamRow(expertise=CODE, experts=1), TeamRow(expertise="TOA/AEO", experts=1))
    facts = year(
        missions=(mission(team=asked),),
        experts=(expert(), expert("E2", "DE")),
        qualifications=(
            qualification(status=Status.PRE_ACCREDITED),
            qualification("E2", expertise="TOA/AEO"),
        ),
    )
    both = plan(placement(), placement(expert_id="E2", position=2, expertise="TOA/AEO"))
    assert check(facts, both) == ()


@pytest.mark.parametrize(
    ("codes", "broken"),
    [
        # MPA covers CMA: who is pre-accredited for MPA serves as Pre-accredited on CMA.
        ({"MPA": Status.PRE_ACCREDITED}, [1]),
        ({"MPA": Status.ACCREDITED}, []),
        # A row for CMA itself decides alone, better or worse than what covers it.
        ({"MPA": Status.ACCREDITED, "CMA": Status.PRE_ACCREDITED}, [1]),
        ({"MPA": Status.PRE_ACCREDITED, "CMA": Status.RECOGNISED}, []),
    ],
)
def test_the_status_is_the_one_that_fills_the_position(
    codes: dict[str, Status], broken: list[int]
) -> None:
    facts = year(
        missions=(mission(expertise="CMA"),),
        qualifications=tuple(qualification(status=s, expertise=c) for c, s in codes.items()),
    )
    assert found(facts, plan(placement(expertise="CMA")), "evaluation-lead") == broken


# different-administrations, not-own-administration, cleared


def test_a_serving_and_an_external_expert_from_one_country_are_compatriots() -> None:
    facts, rows = team(expert(), expert("E2"))
    facts = facts.model_copy(
        update={"qualifications": (qualification(), qualification("E2", Status.EXTERNAL))}
    )
    assert found(facts, rows, "different-administrations") == [1]


def test_three_from_one_country_are_two_too_many_and_countries_count_apart() -> None:
    three = team(expert(), expert("E2"), expert("E3"))
    assert found(*three, "different-administrations") == [2]
    pairs = team(expert(), expert("E2"), expert("E3", "DE"), expert("E4", "DE"))
    assert found(*pairs, "different-administrations") == [1, 1]


def test_the_waiver_does_not_allow_the_own_administration() -> None:
    facts, rows = team(expert(administration="BE"), same_administration_allowed=True)
    assert found(facts, rows, "not-own-administration") == [1]


def test_a_refused_clearance_of_a_serving_expert_means_nothing() -> None:
    assert check(*external(Clearance.REFUSED, status=Status.RECOGNISED)) == ()


def test_the_region_of_a_mission_does_not_matter_to_the_hard_rules() -> None:
    facts, rows = team(expert(region="AP"), region="MENA")
    assert check(facts, rows) == ()


def test_the_start_of_the_examples_is_a_monday() -> None:
    assert MONDAY.isoweekday() == 1
