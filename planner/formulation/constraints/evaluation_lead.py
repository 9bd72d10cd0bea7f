"""Rule `evaluation-lead`."""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.expert import QualificationStatus
from models.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.variables import Variables


class EvaluationLead(Constraint):
    """Without a staff lead, Pre-accredited fills need an Accredited one.

    In a team of two that is: sum of Pre-accredited <= sum of Accredited. In larger teams a
    literal "led" stands between: each Pre-accredited <= led <= sum of Accredited, and the sum of
    Pre-accredited <= (team - 1) * led.
    """

    def post(self, variables: Variables) -> None:
        """Give every candidate somebody who evaluates."""
        for mission in variables.pool.year.missions:
            candidates = _filled_as(variables, mission, QualificationStatus.PRE_ACCREDITED)
            if mission.staff_lead or not candidates:
                continue
            leads = LinearExpr.sum(_filled_as(variables, mission, QualificationStatus.ACCREDITED))
            others = len(mission.positions) - 1
            if others <= 1:
                variables.cp.add(LinearExpr.sum(candidates) <= others * leads)
                continue
            led = variables.cp.new_bool_var(f"{mission.id} led")
            variables.cp.add(led <= leads)
            variables.cp.add(LinearExpr.sum(candidates) <= others * led)
            for literal in candidates:
                variables.cp.add_implication(literal, led)


def _filled_as(variables: Variables, mission: Mission, status: QualificationStatus) -> list[IntVar]:
    standing = variables.pool.standing
    return [
        literal
        for code, fills in variables.fills[mission.id].items()
        for expert_id, literal in fills.items()
        if standing.get((expert_id, code)) is status
    ]
