"""Rule `host-capacity`."""

from planner.constraints.base import Constraint
from planner.variables import Variables


class HostCapacity(Constraint):
    """Cumulative of a host's delivered missions (without travel) <= Max missions hosted."""

    id = "host-capacity"

    def post(self, variables: Variables) -> None:
        """Post the limits that a host has."""
        limits = variables.pool.year.administration_by_country
        for host, administration in limits.items():
            if administration.max_missions_hosted is None:
                continue
            intervals = [
                variables.interval(mission, variables.delivered[mission.id])
                for mission in variables.pool.year.missions
                if mission.host == host and variables.runs[mission.id]
            ]
            ones = [1] * len(intervals)
            variables.cp.add_cumulative(intervals, ones, administration.max_missions_hosted)
