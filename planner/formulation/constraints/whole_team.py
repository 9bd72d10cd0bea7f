"""Rule `whole-team`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.usage import Load, Seat

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from planner.formulation.variables import Variables


class WholeTeam(Constraint):
    """Per expertise, sum of fills = positions * delivered; per expert, sum of fills = goes."""

    def post(self, variables: Variables) -> None:
        """Fill every position of a delivered mission, each by another expert."""
        for mission in variables.pool.year.missions:
            self._fill_positions(variables, mission)
            if len(variables.fills[mission.id]) > 1:
                self._once_each(variables, mission)

    def _fill_positions(self, variables: Variables, mission: Mission) -> None:
        delivered = variables.delivered[mission.id]
        for code, fills in variables.fills[mission.id].items():
            places = mission.positions.count(code)
            variables.cp.add(variables.total(list(fills.values())) == places * delivered)

    def _once_each(self, variables: Variables, mission: Mission) -> None:
        goes = variables.goes[mission.id]
        team = len(mission.positions)
        seats = variables.total(list(goes.values()))
        variables.cp.add(seats == team * variables.delivered[mission.id])
        for expert_id, literal in goes.items():
            fills = _fills_of(variables, mission, expert_id)
            if len(fills) > 1:
                variables.cp.add(variables.total(fills) == literal)

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """Nothing for somebody who goes on the mission already."""
        if not seat.colleagues:
            return 0
        return -1 if any(other.id == expert.id for other, _ in seat.colleagues) else 0


def _fills_of(variables: Variables, mission: Mission, expert_id: str) -> list[IntVar]:
    by_code = variables.fills[mission.id].values()
    return [fills[expert_id] for fills in by_code if expert_id in fills]
