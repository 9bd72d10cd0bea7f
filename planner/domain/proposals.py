"""A plan as Proposed rows, so that the next one keeps as much of it as it can."""

from models.answers.plan import Placement, Plan
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.instance import Year

STABILITY = "stability"


def proposing(year: Year, plan: Plan) -> Year:
    """Another year: what was proposed before gives way to the rows of a plan.

    Rows that are pinned, declined or withdrawn stay. Missions and experts that the year does not
    have are left out.
    """
    rows = [row for row in year.assignments if not row.preferred]
    withdrawn = AssignmentStatus.WITHDRAWN
    taken = {(row.mission_id, row.expert_id) for row in rows if row.status is not withdrawn}
    rows += [
        proposed(placement)
        for placement in plan.placements
        if placement.mission_id in year.mission_by_id
        and placement.expert_id in year.expert_by_id
        and (placement.mission_id, placement.expert_id) not in taken
    ]
    return year.replace(assignments=tuple(rows))


def proposed(placement: Placement) -> AssignmentRow:
    """The row of a placement that nobody has agreed to yet."""
    return AssignmentRow(
        mission_id=placement.mission_id,
        expert_id=placement.expert_id,
        start=placement.start,
        fund_id=placement.fund_id,
        status=AssignmentStatus.PROPOSED,
        position=placement.position,
        expertise=placement.expertise,
    )
