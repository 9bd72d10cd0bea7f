"""What a mission costs, worked out by hand for every part of the sum."""

from typing import Any

import pytest

from models.facts.expert import QualificationStatus as Status
from models.facts.fund import Rate
from models.facts.instance import Year
from planner.checker.costs import mission_cost, placement_cost
from planner.domain.calendars import Calendars
from tests.builders import expert, mission, placement, qualification, settings, year


def cost(facts: Year, expert_id: str = "E1") -> int:
    row = placement(expert_id=expert_id)
    return placement_cost(facts, Calendars(facts), facts.missions[0], row)


@pytest.mark.parametrize(
    ("working_days", "days_paid"),
    [
        # D + 2 x floor((D - 1) / 5) + one travel day before and one after.
        (1, 1 + 0 + 2),
        (5, 5 + 0 + 2),
        (6, 6 + 2 + 2),
        (10, 10 + 2 + 2),
        (11, 11 + 4 + 2),
    ],
)
def test_the_allowance_is_paid_for_weekends_within_and_for_travel(
    working_days: int, days_paid: int
) -> None:
    facts = year(missions=(mission(working_days=working_days),))
    assert cost(facts) == 900 + 200 * days_paid


def test_travel_days_are_the_settings() -> None:
    facts = year(settings=settings(travel_days_before=0, travel_days_after=3))
    assert cost(facts) == 900 + 200 * (5 + 3)


@pytest.mark.parametrize(("region", "travel"), [("EU", 900), ("AP", 2200)])
def test_travel_depends_on_the_regions_of_expert_and_mission(region: str, travel: int) -> None:
    assert cost(year(experts=(expert(region=region),))) == travel + 200 * 7
    moved = year(experts=(expert(region="EU"),), missions=(mission(region=region),))
    assert cost(moved) == travel + 200 * 7


@pytest.mark.parametrize(
    ("rates", "allowance"),
    [
        ((), 200),
        ((Rate(place="LU", daily_allowance=50),), 200),
        ((Rate(place="EU", daily_allowance=150),), 150),
        ((Rate(place="EU", daily_allowance=150), Rate(place="BE", daily_allowance=0)), 0),
        ((Rate(place="BE", daily_allowance=0), Rate(place="EU", daily_allowance=150)), 0),
    ],
)
def test_the_rate_of_the_host_comes_before_that_of_the_region(
    rates: tuple[Rate, ...], allowance: int
) -> None:
    assert cost(year(rates=rates)) == 900 + allowance * 7


@pytest.mark.parametrize(("own", "fee"), [(None, 600), (450, 450), (0, 0)])
def test_an_external_gets_the_daily_fee_on_working_days(own: int | None, fee: int) -> None:
    external = (qualification(status=Status.EXTERNAL),)
    facts = year(experts=(expert(daily_fee=own),), qualifications=external)
    assert cost(facts) == 900 + 200 * 7 + fee * 5


def test_a_serving_expert_gets_no_fee() -> None:
    assert cost(year(experts=(expert(daily_fee=450),))) == 900 + 200 * 7


def test_a_mission_costs_its_fixed_cost_and_every_expert() -> None:
    facts = year(
        missions=(mission(experts=2, fixed_cost=1_234),),
        experts=(expert(), expert("E2", "JP", region="AP")),
    )
    rows = (placement(), placement(expert_id="E2", position=2))
    expected = 1_234 + (900 + 1_400) + (2_200 + 1_400)
    assert mission_cost(facts, Calendars(facts), facts.missions[0], rows) == expected


def test_an_unknown_expert_counts_as_a_serving_one_from_another_region() -> None:
    assert cost(year(), expert_id="E9") == 2_200 + 200 * 7


def test_amounts_are_settings() -> None:
    changes: dict[str, Any] = {
        "daily_allowance": 1,
        "travel_within_region": 10,
        "external_daily_fee": 100,
    }
    external = (qualification(status=Status.EXTERNAL),)
    facts = year(settings=settings(**changes), qualifications=external)
    assert cost(facts) == 10 + 7 + 500
