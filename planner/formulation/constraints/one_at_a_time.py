"""Rule `one-at-a-time`."""

from ortools.sat.python.cp_model import LinearExpr

from models.expert import Expert
from models.mission import Mission
from planner.domain.calendars import never_apart
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool
from planner.formulation.variables import Variables


class OneAtATime(Constraint):
    """No overlap between the busy periods of one expert's missions.

    Linear part: of the missions that meet whenever they start, at most one; and where a visit is
    under way, goes + sum of the starts that meet its busy period <= 1.
    """

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether a visit under way leaves the expert one of the mission's starts."""
        taken = pool.occupied.get(expert.id, ())
        runs = pool.busy_runs(mission) if taken else ()
        return not taken or any(not any(map(run.meets, taken)) for run in runs)

    def post(self, variables: Variables) -> None:
        """At most one of the missions that meet whenever they start; none beside a visit."""
        self._after_visits(variables)
        for expert_id, missions in variables.missions_of.items():
            for clique in never_apart({m.id: variables.busy(m) for m in missions}):
                literals = [variables.goes[mission_id][expert_id] for mission_id in clique]
                variables.cp.add(LinearExpr.sum(literals) <= 1)

    def _after_visits(self, variables: Variables) -> None:
        for expert_id, taken in variables.pool.occupied.items():
            for mission in variables.missions_of.get(expert_id, ()):
                blocked = variables.starts_meeting(mission, taken)
                if blocked:
                    goes = variables.goes[mission.id][expert_id]
                    variables.cp.add(goes + LinearExpr.sum(blocked) <= 1)

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
