"""Rule `available`."""

from collections.abc import Callable

from ortools.sat.python.cp_model import LinearExpr

from models.expert import Expert
from models.mission import Mission
from models.settings import Settings
from planner.constraints.base import Constraint
from planner.dates import Span, busy_period
from planner.pool import Pool
from planner.variables import Variables


class Available(Constraint):
    """goes + sum of the starts whose busy period meets a closed day <= 1."""

    id = "available"

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the expert is free at one of the mission's starts."""
        closed = pool.closed_days.get(expert.id, ())
        return not closed or any(not _meets(run, closed) for run in pool.busy_runs(mission))

    def post(self, variables: Variables) -> None:
        """Keep experts away from the starts at which they cannot come."""
        settings = variables.pool.year.settings
        for expert_id, closed in variables.pool.closed_days.items():
            for mission in variables.missions_of.get(expert_id, ()):
                blocked = variables.starts_where(
                    mission,
                    _closed_to(closed, settings),
                )
                if blocked:
                    goes = variables.goes[mission.id][expert_id]
                    variables.cp.add(goes + LinearExpr.sum(blocked) <= 1)


def _closed_to(closed: tuple[Span, ...], settings: Settings) -> Callable[[Span], bool]:
    return lambda run: _meets(busy_period(settings, run), closed)


def _meets(busy: Span, closed: tuple[Span, ...]) -> bool:
    return any(busy.meets(span) for span in closed)
