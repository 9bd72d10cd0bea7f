"""Rule `one-at-a-time`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.calendars import Span, never_apart
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat

if TYPE_CHECKING:
    from planner.formulation.variables import Variables


class OneAtATime(Constraint):
    """No overlap between the busy periods of one expert's missions, each with the rest after it.

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
            for clique in never_apart({m.id: variables.resting(m) for m in missions}):
                literals = [variables.goes[mission_id][expert_id] for mission_id in clique]
                variables.cp.add(variables.total(literals) <= 1)

    def _after_visits(self, variables: Variables) -> None:
        for expert_id, taken in variables.pool.occupied.items():
            for mission in variables.missions_of.get(expert_id, ()):
                blocked = variables.starts_meeting(mission, taken)
                if blocked:
                    goes = variables.goes[mission.id][expert_id]
                    variables.cp.add(goes + variables.total(blocked) <= 1)

    def post_timed(self, variables: Variables) -> None:
        """One no-overlap constraint an expert with two missions or more."""
        settings = variables.pool.year.settings
        before, after = settings.travel_days_before, settings.travel_days_after + settings.rest_days
        for expert_id, missions in variables.missions_of.items():
            if len(missions) > 1:
                variables.cp.add_no_overlap(
                    variables.interval(m, variables.goes[m.id][expert_id], before, after)
                    for m in missions
                )

    def may_close(self, usage: Load, mission: Mission, expert: Expert) -> bool:
        """Whether the expert is elsewhere between the first and the last start of the mission."""
        runs = usage.calendars.allowed_starts(mission)
        return bool(runs) and (
            expert.id in usage.pool.occupied
            or bool(usage.busy_with(expert.id, mission, Span(runs[0].start, runs[-1].end)))
        )

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """Nothing where another mission of the expert, or a visit under way, leaves no time."""
        met = [m.id for m in usage.busy_with(expert.id, seat.mission, seat.run)]
        met += [visit.mission_id for visit in usage.under_way(expert.id, seat.run)]
        asked = [name for name in met if (self.id, f"{expert.id} {name}") not in usage.excused]
        return -1 if asked else 0
