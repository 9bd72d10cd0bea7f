"""The rows of the result sheets, on facts small enough to count by hand."""

from datetime import date
from typing import Any

import pytest

from models.answers.plan import Plan
from models.facts.assignment import AssignmentStatus
from models.facts.expert import Expert, QualificationStatus
from models.facts.fund import FundStatus
from models.facts.mission import TeamRow
from planner.report.lines import assignment_lines, expert_lines, fund_lines, lines_after_plan
from planner.report.plan_view import PlanView
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    fund,
    history,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.workbook import year2027


def view(plan: Plan, **facts: Any) -> PlanView:
    return PlanView(year2027.example().model_copy(update={"year": year(**facts), "plan": plan}))


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({}, 11),
        # The whole plan year lies in the period 2026 to 2028.
        ({"release_period_start": date(2026, 1, 1)}, 11),
        # Periods end on 28 February 2027 and 29 February 2030; the mission starts on 1 March.
        (
            {"release_period_start": date(2024, 2, 29)},
            "12 until 27 Feb 2027; 11 until 27 Feb 2030",
        ),
        ({"release_period_start": date(2024, 3, 2)}, "11 until 1 Mar 2027; 12 until 1 Mar 2030"),
        ({"release_cap_weeks": 5}, 4),
    ],
)
def test_weeks_left_in_each_release_period(facts: dict[str, Any], left: int | str) -> None:
    (line,) = expert_lines(view(plan(placement()), experts=(expert(**facts),)))
    assert line.weeks_left == left


def test_past_missions_count_in_the_period_of_their_start() -> None:
    past = (
        history("E1", date(2025, 12, 29), date(2026, 1, 2), weeks=3),
        history("E1", date(2026, 1, 5), date(2026, 1, 9), weeks=2),
    )
    made = view(
        plan(placement()), experts=(expert(release_period_start=date(2026, 1, 1)),), history=past
    )
    (line,) = expert_lines(made)
    assert line.weeks_left == 12 - 2 - 1
    assert line.idle_days == (date(2027, 1, 1) - date(2026, 1, 9)).days


def test_past_missions_do_not_count_without_a_release_period() -> None:
    past = (history("E1", date(2026, 1, 5), date(2026, 1, 9), weeks=2),)
    (line,) = expert_lines(view(plan(placement()), history=past))
    assert line.weeks_left == 12 - 1


@pytest.mark.parametrize(
    ("held", "status"),
    [
        ([("CMA", "Pre-accredited")], "Pre-accredited"),
        ([("MPA", "Accredited")], "Accredited"),
        ([("CMA", "Pre-accredited"), ("MPA", "Accredited")], "Pre-accredited"),
    ],
)
def test_qualification_is_the_listed_one_before_a_covering_one(
    held: list[tuple[str, str]], status: str
) -> None:
    made = view(
        plan(placement(expertise="CMA")),
        missions=(mission(expertise="CMA", staff_lead=True),),
        qualifications=tuple(
            qualification(status=QualificationStatus(word), expertise=code) for code, word in held
        ),
    )
    (line,) = assignment_lines(made)
    assert line.qualification == status


def test_positions_follow_the_teams_rows() -> None:
    team = (TeamRow(expertise="CMA", experts=1), TeamRow(expertise="TOA/PCA", experts=1))
    made = view(
        plan(placement(expert_id="E2", position=2), placement(expertise="CMA")),
        missions=(mission(team=team),),
        experts=(expert("E1"), expert("E2", "DE")),
        qualifications=(qualification("E1", expertise="CMA"), qualification("E2")),
    )
    lines = assignment_lines(made)
    assert [(x.position, x.expertise, x.expert_id) for x in lines] == [
        (1, "CMA", "E1"),
        (2, "TOA/PCA", "E2"),
    ]


STATUS = AssignmentStatus


@pytest.mark.parametrize(
    ("before", "start", "expected"),
    [
        (STATUS.CONTACTED, MONDAY, STATUS.CONTACTED),
        (STATUS.PROPOSED, MONDAY, STATUS.PROPOSED),
        (STATUS.CONFIRMED, MONDAY, STATUS.CONFIRMED),
        (STATUS.CONTACTED, date(2027, 3, 8), STATUS.PROPOSED),
        (STATUS.CONTACTED, None, STATUS.PROPOSED),
    ],
)
def test_a_row_keeps_its_status_with_expert_mission_and_start(
    before: STATUS, start: date | None, expected: STATUS
) -> None:
    made = view(plan(placement()), assignments=(agreed("M1", "E1", before, start),))
    (line,) = assignment_lines(made)
    assert line.status is expected


def test_rows_after_the_plan_are_declined_then_waiting_then_past() -> None:
    experts: tuple[Expert, ...] = tuple(expert(f"E{n}") for n in range(1, 5))
    made = view(
        plan(placement(expert_id="E4")),
        missions=(mission("M1"), mission("M2")),
        experts=experts,
        qualifications=tuple(qualification(e.id) for e in experts),
        assignments=(
            agreed("M9", "E1", STATUS.COMPLETED, date(2026, 3, 2), end=date(2026, 3, 6)),
            agreed("M2", "E2", STATUS.INVITED, position=1, fund_id="F1"),
            agreed("M1", "E3", STATUS.DECLINED, None, position=1),
            agreed("M1", "E1", STATUS.CONTACTED),
        ),
    )
    lines = lines_after_plan(made)
    assert [(x.mission_id, x.expert_id, x.position, x.end) for x in lines] == [
        ("M1", "E3", 1, None),
        ("M2", "E2", None, date(2027, 3, 5)),
        ("M1", "E1", None, date(2027, 3, 5)),
        ("M9", "E1", None, date(2026, 3, 6)),
    ]
    assert lines[1].fund_id == "F1"


def test_funds_show_what_is_left_and_zero_where_nothing_is_paid() -> None:
    made = view(
        plan(placement(fund_id="F1")),
        missions=(mission(fixed_cost=500),),
        funds=(fund(amount=5000, committed=1000), fund("F2", amount=10, committed=20)),
        settings=settings(),
    )
    first, second = fund_lines(made)
    # 500 fixed, 900 within the region, 7 days of 200.
    assert (first.available, first.planned, first.left) == (4000, 2800, 1200)
    assert first.missions == ("M1",)
    assert (second.available, second.planned, second.left, second.missions) == (-10, 0, -10, ())


def test_funds_show_what_is_spent_and_pending_ones_apart() -> None:
    before = date(2026, 12, 7)
    made = view(
        plan(placement(fund_id="F2")),
        missions=(mission(), mission("M0", earliest_start=before)),
        funds=(fund("F1", 9_000, status=FundStatus.PENDING), fund("F2", 9_000, committed=1_000)),
        assignments=(agreed("M0", "E1", STATUS.COMPLETED, before, fund_id="F2"),),
    )
    first, second = fund_lines(made)
    # The mission that is over has cost 900 + 200 * (5 + 2), as the planned one will.
    assert (first.fund_id, first.spent, first.available, first.left) == ("F2", 2_300, 5_700, 3_400)
    assert (second.fund_id, second.status) == ("F1", FundStatus.PENDING)
