"""Missions that several funds pay together, from the plan to what is said about it."""

from typing import Any

import pytest

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.result import RunResult
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import Share
from models.requests.options import PlanOptions
from models.requests.question import WhyMission, WhyNot
from planner import explain, plan
from planner.domain.calendars import Calendars
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from planner.heuristics.standbys import standbys
from planner.report.lines import fund_lines
from planner.report.plan_view import PlanView
from scenarios.sweep.spending import spending_of
from tests.builders import expert, fund, mission, qualification, year
from tests.solving import engine, solve

# E1 comes from the mission's region: 900 + 200 * (5 + 2). 40 % are 920, 60 % are 1,380.
COST, FIRST, SECOND = 2_300, 920, 1_380


def shared(first: int = FIRST, second: int = SECOND, **terms: Any) -> Year:
    """M1, paid by F1 (40 %) and F2 (60 %), who have these amounts."""
    shares = (Share(fund_id="F1", percent=40), Share(fund_id="F2", percent=60))
    return year(
        missions=(mission(shares=shares),), funds=(fund("F1", first), fund("F2", second, **terms))
    )


def answered(facts: Year) -> RunResult:
    return plan(facts, PlanOptions())


def reason(facts: Year) -> NotDelivered:
    (row,) = answered(facts).not_delivered
    return row


def test_each_fund_pays_its_part() -> None:
    result = answered(shared())
    assert [row.fund_id for row in result.plan.placements] == ["F1; F2"]
    lines = {line.fund_id: line for line in fund_lines(PlanView(result))}
    assert [(lines[f].planned, lines[f].left) for f in ("F1", "F2")] == [(FIRST, 0), (SECOND, 0)]


def test_short_of_one_unit_it_says_which_fund_and_how_much_helps() -> None:
    row = reason(shared(second=SECOND - 1))
    assert row.rules == ("funded",)
    assert "F2 would pay 1,380 EUR and has 1,379 EUR left" in row.why
    assert "1 EUR more in fund F2" in row.what_would_help


def test_short_of_both_it_says_so_of_both() -> None:
    row = reason(shared(first=FIRST - 20, second=SECOND - 1))
    assert "20 EUR more in fund F1 and 1 EUR more in fund F2" in row.what_would_help


def test_where_one_is_pending_its_confirmation_helps() -> None:
    row = reason(shared(status=FundStatus.PENDING))
    assert "onfirm fund F2" in row.what_would_help


QUESTIONS = (WhyMission(mission_id="M1"), WhyNot(mission_id="M1", fund_id="F1"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_can_be_explained(question: WhyMission | WhyNot) -> None:
    facts = shared()
    explanation = explain(facts, answered(facts).plan, question)
    assert "F1; F2" in str(explanation)


@pytest.mark.parametrize(("more", "able"), [(0, ()), (2_000, ("E2",))])
def test_a_stand_by_has_to_be_paid_by_both(more: int, able: tuple[str, ...]) -> None:
    facts = shared(first=FIRST + more, second=SECOND + more)
    facts = facts.replace(
        experts=(*facts.experts, expert("E2", "JP", region="AP")),
        qualifications=(qualification(), qualification("E2")),
    )
    (row,) = answered(facts).plan.placements
    assert row.expert_id == "E1"
    (standby,) = standbys(Pool(facts, Calendars(facts)), Plan.of([row]))
    assert standby.experts == able


def test_a_sweep_sees_what_each_fund_spends() -> None:
    facts = shared(5_000, 5_000)
    model = build(Pool(facts, Calendars(facts)))
    model.cp.add(model.variables.delivered["M1"] == 1)
    answer = engine().maximize(model.cp, -spending_of(model, "F2"))
    assert answer.value == -SECOND


def test_rounding_makes_the_difference() -> None:
    """Of 2,301, half is 1,150.5: the second fund pays 1,151, the first the rest."""
    shares = (Share(fund_id="F1", percent=50), Share(fund_id="F2", percent=50))
    for amounts, delivered in (((1_150, 1_151), 1), ((1_151, 1_150), 0)):
        facts = year(
            missions=(mission(shares=shares, fixed_cost=1),),
            funds=(fund("F1", amounts[0]), fund("F2", amounts[1])),
        )
        assert solve(facts).levels[0].value == delivered
