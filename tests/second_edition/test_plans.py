"""What the second edition says of plans and of what comes out: in order, on the limit, broken."""

from collections.abc import Sequence
from datetime import date

import pytest

from models.answers.plan import Plan
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import Clearance, QualificationStatus
from models.facts.instance import Year
from models.requests.options import PlanOptions
from planner import plan
from planner.checker.context import Context
from planner.checker.levels import level_values
from planner.domain.calendars import Calendars
from planner.mobilisation.steps import Step
from planner.report.lines import assignment_lines, lines_after_plan
from planner.report.plan_view import PlanView
from tests.builders import (
    agreed,
    expert,
    history,
    mission,
    placement,
    qualification,
    year,
)
from tests.builders import plan as rows_of
from tests.mobilisation.answers import actions

STATUS = AssignmentStatus
LATER = date(2027, 3, 8)
QUICK = PlanOptions()
Row = tuple[str, AssignmentStatus, date | None]


def two_experts(*rows: AssignmentRow, **changes: object) -> Year:
    """M1 may start on 1 or 8 March, and E1 or E2 may go; the first start and E1 come first."""
    facts = {
        "missions": (mission(latest_end=date(2027, 3, 12)),),
        "experts": (expert(), expert("E2", "DE")),
        "qualifications": (qualification(), qualification("E2")),
        "assignments": rows,
    }
    return year(**facts | changes)


def solved(facts: Year, options: PlanOptions = QUICK) -> list[Row]:
    """The rows of the sheet Assignments that comes out: the plan, and what follows it."""
    view = PlanView(plan(facts, options))
    lines = (*assignment_lines(view), *lines_after_plan(view))
    return [(line.expert_id, line.status, line.start) for line in lines]


def values(facts: Year, answer: Plan) -> dict[str, int]:
    found = level_values(Context(facts, answer, Calendars(facts)))
    return {level.level: level.value for level in found}


# Idle days of who is under way


@pytest.mark.parametrize(
    ("end", "days"),
    [
        (date(2026, 12, 30), 2),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 0),
        (date(2027, 1, 8), 0),
    ],
)
def test_who_is_under_way_has_no_idle_days(end: date, days: int) -> None:
    facts = year(history=(history("E1", date(2026, 12, 21), end),))
    assert values(facts, rows_of(placement()))["idle"] == days


# Keep, Available, Contacted, Proposed


@pytest.mark.parametrize("fresh", [False, True])
def test_a_row_to_be_kept_stays_from_scratch_too(fresh: bool) -> None:
    facts = two_experts(agreed("M1", "E2", STATUS.PROPOSED, LATER, keep=True))
    assert solved(facts, PlanOptions(fresh=fresh)) == [("E2", STATUS.PROPOSED, LATER)]


def test_keep_on_a_withdrawn_row_has_no_effect() -> None:
    facts = two_experts(agreed("M1", "E2", STATUS.WITHDRAWN, LATER, keep=True))
    found = solved(facts)
    assert ("E2", STATUS.WITHDRAWN, LATER) in found
    assert len(found) == 2


def test_a_row_to_be_kept_is_no_part_of_stability() -> None:
    kept = two_experts(agreed("M1", "E1", STATUS.PROPOSED, keep=True))
    assert "stability" not in values(kept, rows_of(placement()))
    loose = two_experts(agreed("M1", "E1", STATUS.PROPOSED))
    assert values(loose, rows_of(placement()))["stability"] == 0
    assert values(loose, rows_of(placement(expert_id="E2")))["stability"] == 1


@pytest.mark.parametrize("status", [STATUS.PROPOSED, STATUS.CONTACTED, STATUS.AVAILABLE])
def test_what_is_not_yet_agreed_is_kept_where_nothing_speaks_against_it(
    status: AssignmentStatus,
) -> None:
    row = agreed("M1", "E2", status, LATER)
    assert solved(two_experts(row)) == [("E2", status, LATER)]
    from_scratch = solved(two_experts(row), PlanOptions(fresh=True))
    asked = status is not STATUS.PROPOSED
    assert (("E2", STATUS.WITHDRAWN, LATER) in from_scratch) == asked


@pytest.mark.parametrize("status", [STATUS.PROPOSED, STATUS.CONTACTED, STATUS.AVAILABLE])
def test_who_was_asked_and_cannot_be_kept_is_withdrawn(status: AssignmentStatus) -> None:
    """A second mission of higher priority needs E2, who alone holds its expertise."""
    other = mission("M2", host="NL", expertise="CMA", priority=1, latest_end=date(2027, 3, 5))
    first = mission(priority=2, latest_end=date(2027, 3, 5))
    facts = two_experts(
        agreed("M1", "E2", status),
        missions=(first, other),
        qualifications=(
            qualification(),
            qualification("E2"),
            qualification("E2", expertise="CMA"),
        ),
    )
    found = solved(facts)
    asked = status is not STATUS.PROPOSED
    assert (("E2", STATUS.WITHDRAWN, date(2027, 3, 1)) in found) == asked
    assert len(found) == 2 + asked


# Under way


@pytest.mark.parametrize(
    ("status", "left"),
    [
        (STATUS.PROPOSED, None),
        (STATUS.CONTACTED, STATUS.WITHDRAWN),
        (STATUS.AVAILABLE, STATUS.WITHDRAWN),
        (STATUS.DECLINED, STATUS.DECLINED),
    ],
)
def test_other_rows_of_a_mission_under_way_are_dropped(
    status: AssignmentStatus, left: AssignmentStatus | None
) -> None:
    began = date(2026, 12, 28)
    facts = two_experts(
        agreed("M1", "E1", STATUS.CONFIRMED, began),
        agreed("M1", "E2", status, began),
        missions=(mission(earliest_start=began, working_days=8, experts=2),),
    )
    # The second position has no row, and stays unfilled: nothing is planned or missed.
    dropped = [("E2", left, began)] if left else []
    assert solved(facts) == [*dropped, ("E1", STATUS.CONFIRMED, began)]
    assert [m.id for m in facts.begun] == ["M1"]


# Externals, and what is asked of their former administrations


@pytest.mark.parametrize(
    ("former", "clearance", "asked"),
    [
        ("UG", Clearance.PENDING, ["UG"]),
        (None, Clearance.PENDING, [""]),
        ("UG", Clearance.CLEARED, []),
    ],
)
def test_the_former_administration_is_asked(
    former: str | None, clearance: Clearance, asked: Sequence[str]
) -> None:
    facts = year(
        experts=(expert(clearance=clearance, former_administration=former),),
        qualifications=(qualification(status=QualificationStatus.EXTERNAL),),
    )
    lines = actions(facts, rows_of(placement()))
    assert [x.administration for x in lines if x.step == Step.FORMER.title] == asked


@pytest.mark.parametrize(("signed", "steps"), [(False, 1), (None, 1), (True, 0)])
def test_a_contract_is_drawn_up_once(signed: bool | None, steps: int) -> None:
    facts = year(
        experts=(expert(clearance=Clearance.CLEARED, contract_signed=bool(signed)),),
        qualifications=(qualification(status=QualificationStatus.EXTERNAL),),
        assignments=(agreed("M1", "E1", STATUS.INVITED),),
    )
    lines = actions(facts, rows_of(placement()))
    assert sum(x.step == Step.CONTRACT.title for x in lines) == steps


# Lead officials own the steps


@pytest.mark.parametrize(
    ("officials", "owner"),
    [(("Ms A", "Ms A"), "Ms A"), (("Ms A", "Mr B"), "Ms A, Mr B"), (("", ""), "")],
)
def test_the_lead_official_owns_the_step(officials: tuple[str, str], owner: str) -> None:
    first, second = officials
    facts = year(
        missions=(
            mission(lead_official=first),
            mission(
                "M2",
                host="NL",
                lead_official=second,
                earliest_start=LATER,
                latest_end=date(2027, 3, 12),
            ),
        ),
    )
    lines = actions(facts, rows_of(placement(), placement("M2", "E1", LATER)))
    assert [x.owner for x in lines if x.step == Step.CONTACT.title] == [owner]
