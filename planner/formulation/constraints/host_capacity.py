"""Rule `host-capacity`."""

from collections.abc import Iterator

from ortools.sat.python.cp_model import LinearExpr

from models.mission import Mission
from planner.domain.calendars import meeting
from planner.formulation.constraints.base import Constraint
from planner.formulation.variables import Variables


class HostCapacity(Constraint):
    """Cumulative of a host's delivered missions (without travel) <= Max missions hosted.

    Linear part: the same for the missions that occupy a day whenever they start.
    """

    def post(self, variables: Variables) -> None:
        """Limit the missions that cannot but meet on a day."""
        for limit, missions in _limited(variables):
            sure = {m.id: span for m in missions if (span := variables.sure_days(m))}
            for clique in meeting(sure):
                delivered = [variables.delivered[mission_id] for mission_id in clique]
                variables.cp.add(LinearExpr.sum(delivered) <= limit)

    def post_timed(self, variables: Variables) -> None:
        """One cumulative constraint a host with a limit."""
        for limit, missions in _limited(variables):
            intervals = [variables.interval(m, variables.delivered[m.id]) for m in missions]
            variables.cp.add_cumulative(intervals, [1] * len(intervals), limit)


def _limited(variables: Variables) -> Iterator[tuple[int, list[Mission]]]:
    """The limit of each host that has one, with its missions that have a start."""
    for host, administration in variables.pool.year.administration_by_country.items():
        if administration.max_missions_hosted is not None:
            missions = variables.pool.year.missions
            here = [m for m in missions if m.host == host and variables.runs[m.id]]
            yield administration.max_missions_hosted, here
