"""Rule `available`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.calendars import Span, busy_period
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat

if TYPE_CHECKING:
    from planner.formulation.variables import Variables


class Available(Constraint):
    """goes + sum of the starts whose busy period meets a closed day <= 1; nobody who has left."""

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the expert has not left, and is free at one of the mission's starts."""
        if expert.left:
            return False
        closed = pool.closed_days.get(expert.id, ())
        return not closed or any(not _meets(run, closed) for run in pool.busy_runs(mission))

    def post(self, variables: Variables) -> None:
        """Keep experts away from the starts at which they cannot come."""
        for expert_id, closed in variables.pool.closed_days.items():
            for mission in variables.missions_of.get(expert_id, ()):
                blocked = variables.starts_meeting(mission, closed)
                if blocked:
                    goes = variables.goes[mission.id][expert_id]
                    variables.cp.add(goes + variables.total(blocked) <= 1)

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """Nothing for those who have left, and where the busy period meets a closed day."""
        if expert.left:
            return -1
        closed = usage.pool.closed_days.get(expert.id)
        if not closed:
            return 0
        return -1 if _meets(busy_period(usage.year.settings, seat.run), closed) else 0


def _meets(busy: Span, closed: tuple[Span, ...]) -> bool:
    return any(busy.meets(span) for span in closed)
