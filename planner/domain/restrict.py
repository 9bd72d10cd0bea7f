"""Parts of a year, small enough to ask questions about."""

from collections.abc import Collection

from models.answers.plan import Plan
from models.facts.instance import Year


def part_of(year: Year, plan: Plan) -> Year:
    """The year with the missions and experts of a plan alone, and no proposals."""
    missions = {placement.mission_id for placement in plan.placements}
    experts = {placement.expert_id for placement in plan.placements}
    return restricted(year, missions, experts)


def restricted(year: Year, missions: Collection[str], experts: Collection[str]) -> Year:
    """The year with these missions and experts alone, and what is agreed between them."""
    return year.replace(
        missions=tuple(m for m in year.missions if m.id in missions),
        experts=tuple(e for e in year.experts if e.id in experts),
        qualifications=tuple(q for q in year.qualifications if q.expert_id in experts),
        history=tuple(h for h in year.history if h.expert_id in experts),
        exclusions=tuple(x for x in year.exclusions if x.expert_id in experts),
        assignments=tuple(
            row
            for row in year.assignments
            if row.mission_id in missions and row.expert_id in experts and not row.preferred
        ),
    )
