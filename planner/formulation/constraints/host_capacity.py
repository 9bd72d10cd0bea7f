"""Rule `host-capacity`."""

from collections.abc import Iterator

from ortools.sat.python.cp_model import LinearExpr

from models.mission import Mission
from planner.domain.calendars import meeting
from planner.formulation.constraints.base import Constraint
from planner.formulation.variables import Variables
from planner.formulation.visits import crowded, taken_days


class HostCapacity(Constraint):
    """Cumulative of a host's delivered missions (without travel) <= Max missions hosted.

    Linear part: the same for the missions that occupy a day whenever they start. Missions under way
    take places, never more than there are.
    """

    def post(self, variables: Variables) -> None:
        """Limit the missions that cannot but meet on a day, and those that meet a full host."""
        for host, limit, missions in _limited(variables):
            _post_beside_visits(variables, host, limit, missions)
            sure = {m.id: span for m in missions if (span := variables.sure_days(m))}
            for clique in meeting(sure):
                delivered = [variables.delivered[mission_id] for mission_id in clique]
                variables.cp.add(LinearExpr.sum(delivered) <= limit)

    def post_timed(self, variables: Variables) -> None:
        """One cumulative constraint a host with a limit."""
        for host, limit, missions in _limited(variables):
            fixed = taken_days(variables, variables.pool.running_at(host), limit)
            intervals = [variables.interval(m, variables.delivered[m.id]) for m in missions]
            demands = [1] * len(intervals) + [number for _, number in fixed]
            variables.cp.add_cumulative([*intervals, *(i for i, _ in fixed)], demands, limit)


def _post_beside_visits(
    variables: Variables, host: str, limit: int, missions: list[Mission]
) -> None:
    """No start on whose days missions under way leave the host no place."""
    full = [s for s, number in crowded(variables.pool.running_at(host)) if number >= limit]
    for mission in missions if full else ():
        for start in variables.starts_where(mission, lambda run: any(map(run.meets, full))):
            variables.cp.add(start == 0)


def _limited(variables: Variables) -> Iterator[tuple[str, int, list[Mission]]]:
    """Each host that has a limit, the limit, and its missions that have a start."""
    for host, administration in variables.pool.year.administration_by_country.items():
        if administration.max_missions_hosted is not None:
            missions = variables.pool.year.missions
            here = [m for m in missions if m.host == host and variables.runs[m.id]]
            yield host, administration.max_missions_hosted, here
