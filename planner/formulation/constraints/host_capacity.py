"""Rule `host-capacity`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.calendars import Span, largest_meeting
from planner.formulation.constraints.base import PLENTY, Constraint
from planner.formulation.usage import Load, Seat
from planner.formulation.visits import crowded, taken_days

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from planner.formulation.variables import Variables


class HostCapacity(Constraint):
    """Cumulative of a host's delivered missions (without travel) <= Max missions hosted.

    Linear part: the same day by day, over the starts that occupy the day. Missions under way take
    places, never more than there are.
    """

    def post(self, variables: Variables) -> None:
        """Limit the starts that occupy a day: in linear form, all that there is to this rule."""
        for host, limit, missions in _limited(variables):
            visits = list(crowded(variables.pool.running_at(host)))
            for starts, taken in _by_day(variables, missions, visits):
                room = max(0, limit - taken)
                if len({mission_id for mission_id, _ in starts}) > room:
                    variables.cp.add(variables.total([literal for _, literal in starts]) <= room)

    def post_timed(self, variables: Variables) -> None:
        """One cumulative constraint a host with a limit."""
        for host, limit, missions in _limited(variables):
            fixed = taken_days(variables, variables.pool.running_at(host), limit)
            intervals = [variables.interval(m, variables.delivered[m.id]) for m in missions]
            demands = [1] * len(intervals) + [number for _, number in fixed]
            variables.cp.add_cumulative([*intervals, *(i for i, _ in fixed)], demands, limit)

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """How many more missions the host receives on the mission's days."""
        host = self.group(usage, seat.mission, expert)
        if host is None:
            return PLENTY
        most = usage.year.administration_by_country[host].max_missions_hosted or 0
        return most - usage.hosted(seat.mission, seat.run) - 1

    def group(self, usage: Load, mission: Mission, expert: Expert) -> str | None:
        """The host, where it has a limit."""
        row = usage.year.administration_by_country.get(mission.host)
        return None if row is None or row.max_missions_hosted is None else mission.host


def _by_day(
    variables: Variables, missions: list[Mission], visits: list[tuple[Span, int]]
) -> Iterator[tuple[list[tuple[str, IntVar]], int]]:
    """The largest groups of starts that occupy one day, with the places that visits take then."""
    starts = [
        (run, (mission.id, literal))
        for mission in missions
        for run, literal in zip(
            variables.runs[mission.id], variables.starts[mission.id], strict=True
        )
    ]
    for group in largest_meeting([*(run for run, _ in starts), *(span for span, _ in visits)]):
        here = [number - len(starts) for number in group if number >= len(starts)]
        yield (
            [starts[number][1] for number in group if number < len(starts)],
            sum(visits[number][1] for number in here),
        )


def _limited(variables: Variables) -> Iterator[tuple[str, int, list[Mission]]]:
    """Each host that has a limit, the limit, and its missions that have a start."""
    for host, administration in variables.pool.year.administration_by_country.items():
        if administration.max_missions_hosted is not None:
            missions = variables.pool.year.missions
            here = [m for m in missions if m.host == host and variables.runs[m.id]]
            yield host, administration.max_missions_hosted, here
