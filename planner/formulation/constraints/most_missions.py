"""Rule `most-missions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import PLENTY, Constraint
from planner.formulation.usage import Load, Seat

if TYPE_CHECKING:
    from models.facts.instance import Year
    from planner.formulation.variables import Variables


class MostMissions(Constraint):
    """Per expert with a limit, sum of goes <= Most missions - missions under way."""

    def post(self, variables: Variables) -> None:
        """Limit the missions of each expert who could go to more."""
        year = variables.pool.year
        for expert_id, missions in variables.missions_of.items():
            left = _left(year, year.expert_by_id[expert_id])
            if left < len(missions):
                goes = [variables.goes[mission.id][expert_id] for mission in missions]
                variables.cp.add(variables.total(goes) <= max(0, left))

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """How many more missions the expert may go to."""
        if expert.most_missions is None:
            return PLENTY
        return _left(usage.year, expert) - len(usage.stays_of(expert.id, seat.mission)) - 1

    def group(self, usage: Load, mission: Mission, expert: Expert) -> str | None:
        """Experts with a limit."""
        return None if expert.most_missions is None else expert.id


def _left(year: Year, expert: Expert) -> int:
    """How many missions of the plan the limit leaves beside those under way."""
    if expert.most_missions is None:
        return PLENTY
    return expert.most_missions - len(
        {visit.mission_id or visit.start for visit in year.running if visit.expert_id == expert.id}
    )
