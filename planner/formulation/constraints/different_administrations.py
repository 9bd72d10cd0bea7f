"""Rule `different-administrations`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.usage import Load, Seat

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from planner.formulation.variables import Variables


class DifferentAdministrations(Constraint):
    """Per mission without waiver and country, sum of goes <= delivered."""

    def post(self, variables: Variables) -> None:
        """At most one expert of each country on a mission."""
        for mission in variables.pool.year.missions:
            if mission.same_administration_allowed or len(mission.positions) == 1:
                continue
            for literals in _by_country(variables, mission).values():
                if len(literals) > 1:
                    delivered = variables.delivered[mission.id]
                    variables.cp.add(variables.total(literals) <= delivered)

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """Nothing beside a colleague of the same country, without the waiver."""
        if not seat.colleagues or seat.mission.same_administration_allowed:
            return 0
        home = expert.administration
        return -1 if any(other.administration == home for other, _ in seat.colleagues) else 0


def _by_country(variables: Variables, mission: Mission) -> dict[str, list[IntVar]]:
    groups: dict[str, list[IntVar]] = defaultdict(list)
    experts = variables.pool.year.expert_by_id
    for expert_id, literal in variables.goes[mission.id].items():
        groups[experts[expert_id].administration].append(literal)
    return groups
