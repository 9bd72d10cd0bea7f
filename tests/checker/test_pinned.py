"""Details of `pinned`: what is agreed stays."""

from datetime import date
from typing import Any

import pytest

from models.answers.plan import Placement
from models.facts.assignment import AssignmentRow, AssignmentStatus
from planner.checker import check
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    fund,
    mission,
    placement,
    plan,
    qualification,
    settings,
)
from tests.checker.examples import NEXT_MONDAY, PAIR, alone, promised, with_rows
from tests.checker.measure import FRIDAY, found

# pinned


PINNED = (AssignmentStatus.COMPLETED, AssignmentStatus.CONFIRMED, AssignmentStatus.INVITED)


@pytest.mark.parametrize("status", list(AssignmentStatus))
def test_completed_confirmed_and_invited_rows_stay(status: AssignmentStatus) -> None:
    facts, rows = alone(plan(), assignments=(agreed("M1", "E1", status),))
    assert found(facts, rows, "pinned") == ([1] if status in PINNED else [])


def test_the_start_of_a_pinned_row_stays() -> None:
    facts, rows = alone(
        plan(placement(start=NEXT_MONDAY)),
        missions=(mission(latest_end=date(2027, 3, 19)),),
        assignments=(agreed("M1", "E1"),),
    )
    (violation,) = check(facts, rows)
    assert (violation.rule, violation.amount) == ("pinned", 1)
    assert "2027-03-01" in violation.message
    assert "2027-03-08" in violation.message


def test_a_pinned_row_without_a_start_binds_the_expert_alone() -> None:
    assert check(*alone(assignments=(agreed("M1", "E1", start=None),))) == ()


@pytest.mark.parametrize(("paying", "broken"), [("F1", []), ("F2", [1])])
def test_the_fund_of_a_pinned_row_stays(paying: str, broken: list[int]) -> None:
    facts, rows = alone(
        plan(placement(fund_id=paying)),
        funds=(fund(), fund("F2")),
        assignments=(agreed("M1", "E1", fund_id="F1"),),
    )
    assert found(facts, rows, "pinned") == broken


def test_a_pinned_row_without_a_fund_leaves_the_choice() -> None:
    facts, rows = alone(
        plan(placement(fund_id="F2")),
        funds=(fund(), fund("F2")),
        assignments=(agreed("M1", "E1"),),
    )
    assert check(facts, rows) == ()


def test_without_a_funds_sheet_the_fund_of_a_pinned_row_cannot_be_kept() -> None:
    assert check(*alone(assignments=(agreed("M1", "E1", fund_id="F1"),))) == ()


def test_the_position_of_a_pinned_row_may_change() -> None:
    facts, _ = PAIR
    rows = (agreed("M1", "E1", position=1), agreed("M1", "E2", position=2))
    swapped = plan(placement(expert_id="E2"), placement(position=2))
    assert check(facts.model_copy(update={"assignments": rows}), swapped) == ()


def test_a_mission_with_one_pinned_position_takes_that_expert_along() -> None:
    facts, _ = promised("E1")
    trio = (*facts.experts, expert("E3", "IT"))
    facts = facts.model_copy(
        update={
            "experts": trio,
            "qualifications": tuple(qualification(member.id) for member in trio),
        }
    )
    others = plan(placement(expert_id="E2"), placement(expert_id="E3", position=2))
    assert [v.rule for v in check(facts, others)] == ["pinned"]
    assert check(facts, plan(placement(), placement(expert_id="E3", position=2))) == ()


def test_a_pinned_expert_of_a_mission_left_out_is_free() -> None:
    facts, _ = promised("E1")
    second = mission("M2", host="LU")
    facts = facts.model_copy(update={"missions": (*facts.missions, second)})
    assert check(facts, plan(placement("M2"))) == ()


def test_an_expert_pinned_twice_is_one_expert() -> None:
    facts, rows = promised("E1", "E1")
    assert check(facts, rows) == ()


def test_completed_rows_that_ended_before_the_plan_demand_nothing() -> None:
    done = agreed("M1", "E1", AssignmentStatus.COMPLETED)
    plan_start = {"plan_start": date(2027, 3, 6)}
    assert check(*alone(plan(), settings=settings(**plan_start), assignments=(done,))) == ()
    # The mission ends on Friday 5 March: to a plan that starts that day it is under way.
    plan_start = {"plan_start": FRIDAY}
    assert check(*alone(plan(), settings=settings(**plan_start), assignments=(done,))) == ()
    # To a plan that starts with it, it is agreed.
    facts, rows = alone(plan(), settings=settings(plan_start=MONDAY), assignments=(done,))
    assert found(facts, rows, "pinned") == [1]


def test_a_confirmed_row_before_the_plan_still_stays() -> None:
    late = settings(plan_start=date(2027, 6, 1))
    facts, rows = alone(plan(), settings=late, assignments=(agreed("M1", "E1"),))
    assert found(facts, rows, "pinned") == [1]


def rows_of(*rows: AssignmentRow) -> dict[str, Any]:
    return {"assignments": rows}


def test_every_pinned_row_that_is_not_kept_is_reported() -> None:
    facts, _ = PAIR
    both = (agreed("M1", "E1"), agreed("M1", "E2", AssignmentStatus.INVITED))
    facts = facts.model_copy(update=rows_of(*both))
    strangers: tuple[Placement, ...] = (
        placement(expert_id="E8"),
        placement(expert_id="E9", position=2),
    )
    assert found(*with_rows((facts, plan()), *strangers), "pinned") == [1, 1]
