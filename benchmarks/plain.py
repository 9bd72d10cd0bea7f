"""Years as every planner of the benchmarks knows them.

The peers were written for the first edition of the rules. What the second adds is taken out of a
year before it is given to any of them, ours included: missions under way, experts who have left or
were refused, shared missions, rest days and most missions.
"""

from models.facts.assignment import AssignmentRow
from models.facts.expert import AppliesTo, Clearance, Expert
from models.facts.instance import Year
from planner.domain.past import settled


def plain(year: Year) -> Year:
    """The year without what only the second edition of the rules knows; what is over stays."""
    rows = (row for row in year.assignments if not _is_running(year, row))
    experts = (_free(expert) for expert in year.experts if not expert.left)
    kept = {expert.id for expert in year.experts if not expert.left}
    return settled(
        year.replace(
            settings=year.settings.model_copy(update={"rest_days": 0}),
            missions=tuple(m.model_copy(update={"shares": ()}) for m in year.missions),
            begun=tuple(m for m in year.begun if m.id not in _running(year)),
            experts=tuple(experts),
            qualifications=tuple(q for q in year.qualifications if q.expert_id in kept),
            history=tuple(
                h for h in year.history if h.end < year.settings.plan_start and h.expert_id in kept
            ),
            unavailability=tuple(
                u
                for u in year.unavailability
                if u.applies_to is not AppliesTo.EXPERT or u.who in kept
            ),
            exclusions=tuple(x for x in year.exclusions if x.expert_id in kept),
            assignments=tuple(row for row in rows if row.expert_id in kept),
        )
    )


def poorer(year: Year, percent: int) -> Year:
    """The year with so much less in every fund."""
    funds = (f.model_copy(update={"amount": f.amount * (100 - percent) // 100}) for f in year.funds)
    return year.replace(funds=tuple(funds))


def _free(expert: Expert) -> Expert:
    """The expert as somebody of whom nothing but the old rules is asked."""
    free = {"clearance": Clearance.CLEARED, "decision": None, "most_missions": None}
    known = type(expert).model_fields
    return expert.model_copy(update={name: v for name, v in free.items() if name in known})


def _running(year: Year) -> set[str]:
    return {visit.mission_id for visit in year.running}


def _is_running(year: Year, row: AssignmentRow) -> bool:
    return row.mission_id in _running(year) and row.mission_id not in year.mission_by_id
