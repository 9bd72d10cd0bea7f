"""Details of `funded`: one fitting fund, and no more than it has."""

from datetime import date
from typing import Any

import pytest

from models.facts.fund import FundStatus
from models.facts.mission import TeamRow
from planner.checker import check
from tests.builders import (
    CODE,
    MONDAY,
    expert,
    fund,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.checker.examples import PAIR, PLAIN_COST, paid
from tests.checker.measure import FRIDAY, found, many

# funded


def test_without_a_funds_sheet_nothing_has_to_be_paid() -> None:
    assert check(year(), plan(placement())) == ()
    assert check(year(), plan(placement(fund_id="F1"))) == ()


@pytest.mark.parametrize(
    ("terms", "fits"),
    [
        ({"regions": ("EU",)}, True),
        ({"regions": ("AP", "MENA")}, False),
        ({"hosts": ("LU", "BE")}, True),
        ({"hosts": ("FR",)}, False),
        ({"expertise": (CODE, "CMA")}, True),
        ({"expertise": ("CMA",)}, False),
        ({"valid_from": MONDAY, "valid_to": FRIDAY}, True),
        ({"valid_from": date(2027, 3, 2)}, False),
        ({"valid_to": date(2027, 3, 4)}, False),
        ({"status": FundStatus.PENDING}, False),
        ({"regions": ("EU",), "hosts": ("FR",)}, False),
    ],
)
def test_the_terms_of_a_fund(terms: dict[str, Any], fits: bool) -> None:
    assert found(*paid(PLAIN_COST, **terms), "funded") == ([] if fits else [1])


def test_pending_funds_pay_where_the_settings_allow_it() -> None:
    facts, rows = paid(PLAIN_COST, status=FundStatus.PENDING)
    allowed = settings(use_pending_funds=True)
    assert check(facts.model_copy(update={"settings": allowed}), rows) == ()


@pytest.mark.parametrize(("named", "broken"), [((), []), (("F2", "F1"), []), (("F2",), [1])])
def test_only_the_funds_that_the_mission_names_may_pay(
    named: tuple[str, ...], broken: list[int]
) -> None:
    facts, rows = paid(PLAIN_COST)
    facts = facts.model_copy(
        update={"missions": (mission(funds=named),), "funds": (*facts.funds, fund("F2"))}
    )
    assert found(facts, rows, "funded") == broken


def test_one_position_of_the_expertise_is_enough() -> None:
    asked = (TeamRow(expertise="CMA", experts=1), TeamRow(expertise=CODE, experts=1))
    facts = year(
        missions=(mission(team=asked),),
        experts=(expert(), expert("E2", "DE")),
        qualifications=(qualification(expertise="CMA"), qualification("E2")),
        funds=(fund(expertise=(CODE,)),),
    )
    rows = plan(
        placement(expertise="CMA", fund_id="F1"),
        placement(expert_id="E2", position=2, fund_id="F1"),
    )
    assert check(facts, rows) == ()


def test_the_region_of_the_fund_is_that_of_the_mission_not_of_the_host() -> None:
    facts, rows = paid(10_000, regions=("AP",))
    facts = facts.model_copy(update={"missions": (mission(region="AP"),)})
    assert check(facts, rows) == ()


@pytest.mark.parametrize("fund_id", [None, "F9", ""])
def test_no_fund_and_an_unknown_fund_pay_nothing(fund_id: str | None) -> None:
    assert found(*paid(PLAIN_COST, fund_id=fund_id), "funded") == [1]


def test_every_fault_of_the_paying_fund_is_reported() -> None:
    facts, rows = paid(0, regions=("AP",), hosts=("FR",), valid_to=date(2026, 12, 31))
    assert found(facts, rows, "funded") == [1, 1, 1, PLAIN_COST]


def test_one_fund_pays_the_whole_mission() -> None:
    facts, _ = PAIR
    facts = facts.model_copy(update={"funds": (fund(amount=PLAIN_COST), fund("F2", PLAIN_COST))})
    first, second = placement(fund_id="F1"), placement(expert_id="E2", position=2, fund_id="F2")
    (violation,) = check(facts, plan(first, second))
    assert (violation.rule, violation.missions) == ("funded", ("M1",))
    unpaid = placement(expert_id="E2", position=2)
    assert found(facts, plan(first, unpaid), "funded") == [1]


def test_a_fund_pays_for_all_its_missions_and_their_fixed_costs() -> None:
    trips = (("LU", "F1", MONDAY, 5), ("LU", "F2", date(2027, 4, 5), 5))
    facts, rows = many(*trips)
    missions = tuple(m.model_copy(update={"fixed_cost": 100}) for m in facts.missions)
    both = plan(*(row.model_copy(update={"fund_id": "F1"}) for row in rows.placements))
    total = 2 * (PLAIN_COST + 100)
    for amount, broken in ((total, []), (total - 1, [1])):
        funds = (fund(amount=amount), fund("F2", 0))
        changed = facts.model_copy(update={"missions": missions, "funds": funds})
        assert found(changed, both, "funded") == broken


def test_a_fund_pays_the_fixed_cost_of_a_team_once() -> None:
    facts, rows = PAIR
    pair = plan(*(row.model_copy(update={"fund_id": "F1"}) for row in rows.placements))
    total = 2 * PLAIN_COST + 100
    for amount, broken in ((total, []), (total - 1, [1])):
        changed = facts.model_copy(
            update={
                "missions": (mission(experts=2, fixed_cost=100),),
                "funds": (fund(amount=amount),),
            }
        )
        assert found(changed, pair, "funded") == broken


def test_a_fund_that_holds_less_than_is_committed_breaks_nothing_until_it_pays() -> None:
    spent = (fund(amount=10, committed=20), fund("F2"))
    facts = year(funds=spent)
    assert check(facts, plan()) == ()
    assert check(facts, plan(placement(fund_id="F2"))) == ()
    assert found(facts, plan(placement(fund_id="F1")), "funded") == [PLAIN_COST + 10]
