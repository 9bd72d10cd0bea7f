"""Rule `one-at-a-time`."""

from ortools.sat.python.cp_model import LinearExpr

from planner.domain.calendars import never_apart
from planner.formulation.constraints.base import Constraint
from planner.formulation.variables import Variables


class OneAtATime(Constraint):
    """No overlap between the busy periods of one expert's missions.

    Linear part: of the missions that meet whenever they start, at most one.
    """

    def post(self, variables: Variables) -> None:
        """At most one of the missions that meet whenever they start."""
        for expert_id, missions in variables.missions_of.items():
            for clique in never_apart({m.id: variables.busy(m) for m in missions}):
                literals = [variables.goes[mission_id][expert_id] for mission_id in clique]
                variables.cp.add(LinearExpr.sum(literals) <= 1)

    def post_timed(self, variables: Variables) -> None:
        """One no-overlap constraint an expert with two missions or more."""
        settings = variables.pool.year.settings
        before, after = settings.travel_days_before, settings.travel_days_after
        for expert_id, missions in variables.missions_of.items():
            if len(missions) > 1:
                variables.cp.add_no_overlap(
                    variables.interval(m, variables.goes[m.id][expert_id], before, after)
                    for m in missions
                )
