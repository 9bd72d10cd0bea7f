"""Rule `one-at-a-time`."""

from planner.constraints.base import Constraint
from planner.variables import Variables


class OneAtATime(Constraint):
    """No overlap between the busy periods of one expert's missions."""

    id = "one-at-a-time"

    def post(self, variables: Variables) -> None:
        """One no-overlap constraint an expert with two missions or more."""
        settings = variables.pool.year.settings
        before, after = settings.travel_days_before, settings.travel_days_after
        for expert_id, missions in variables.missions_of.items():
            if len(missions) > 1:
                variables.cp.add_no_overlap(
                    variables.interval(m, variables.goes[m.id][expert_id], before, after)
                    for m in missions
                )
