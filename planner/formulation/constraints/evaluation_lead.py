"""Rule `evaluation-lead`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.facts.expert import Expert, QualificationStatus
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.usage import Load, Seat

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

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
            leads = variables.total(_filled_as(variables, mission, QualificationStatus.ACCREDITED))
            others = len(mission.positions) - 1
            if others <= 1:
                variables.cp.add(variables.total(candidates) <= others * leads)
                continue
            led = variables.cp.new_bool_var(f"{mission.id} led")
            variables.cp.add(led <= leads)
            variables.cp.add(variables.total(candidates) <= others * led)
            for literal in candidates:
                variables.cp.add_implication(literal, led)

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """Nothing where the whole team has a candidate, and nobody who evaluates."""
        if seat.mission.staff_lead or not seat.completes:
            return 0
        standing = usage.pool.standing
        own = standing.get((expert.id, seat.code))
        if own is QualificationStatus.ACCREDITED:
            return 0
        held = {own, *(standing.get((e.id, code)) for e, code in seat.colleagues)}
        lacks = QualificationStatus.ACCREDITED not in held
        return -1 if lacks and QualificationStatus.PRE_ACCREDITED in held else 0


def _filled_as(variables: Variables, mission: Mission, status: QualificationStatus) -> list[IntVar]:
    standing = variables.pool.standing
    return [
        literal
        for code, fills in variables.fills[mission.id].items()
        for expert_id, literal in fills.items()
        if standing.get((expert_id, code)) is status
    ]
