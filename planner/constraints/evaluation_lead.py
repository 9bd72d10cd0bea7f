"""Rule `evaluation-lead`."""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.expert import QualificationStatus
from models.mission import Mission
from planner.constraints.base import Constraint
from planner.variables import Variables


class EvaluationLead(Constraint):
    """Without a staff lead, each Pre-accredited fill <= sum of Accredited fills.

    The sum of Pre-accredited fills <= (team - 1) * delivered besides: it follows, and it makes
    the linear relaxation tight.
    """

    id = "evaluation-lead"

    def post(self, variables: Variables) -> None:
        """Give every candidate somebody who evaluates."""
        for mission in variables.pool.year.missions:
            candidates = _filled_as(variables, mission, QualificationStatus.PRE_ACCREDITED)
            if mission.staff_lead or not candidates:
                continue
            leads = LinearExpr.sum(_filled_as(variables, mission, QualificationStatus.ACCREDITED))
            for literal in candidates:
                variables.cp.add(literal <= leads)
            others = len(mission.positions) - 1
            delivered = variables.delivered[mission.id]
            variables.cp.add(LinearExpr.sum(candidates) <= others * delivered)


def _filled_as(variables: Variables, mission: Mission, status: QualificationStatus) -> list[IntVar]:
    standing = variables.pool.standing
    return [
        literal
        for code, fills in variables.fills[mission.id].items()
        for expert_id, literal in fills.items()
        if standing.get((expert_id, code)) is status
    ]
