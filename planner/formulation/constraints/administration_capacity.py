"""Rule `administration-capacity`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from models.facts.administration import Administration
from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.calendars import meeting
from planner.formulation.constraints.base import PLENTY, Constraint
from planner.formulation.usage import Load, Seat
from planner.formulation.visits import crowded, taken_days

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from planner.formulation.variables import Variables

Seats: TypeAlias = "list[tuple[Mission, IntVar]]"


class AdministrationCapacity(Constraint):
    """Per administration, cumulative of its serving experts' missions, sum of weeks <= Max weeks.

    The days of a mission count from start to end, without travel; visits under way take places,
    never more than there are.
    """

    def post(self, variables: Variables) -> None:
        """Limit the weeks, and the experts on missions that cannot but meet on a day."""
        for administration, seats in seats_of_administrations(variables):
            if administration.max_experts_away is not None:
                _post_sure_days(variables, seats, administration.max_experts_away)
                _post_beside_visits(variables, administration, seats)
            if administration.max_weeks is not None:
                literals = [literal for _, literal in seats]
                weeks = [mission.weeks_charged for mission, _ in seats]
                charged = variables.weighted(literals, weeks)
                variables.cp.add(charged <= administration.max_weeks)

    def post_timed(self, variables: Variables) -> None:
        """One cumulative constraint an administration with a limit of experts away."""
        for administration, seats in seats_of_administrations(variables):
            if administration.max_experts_away is not None:
                limit = administration.max_experts_away
                taken = variables.pool.running_from(administration.country)
                fixed = taken_days(variables, taken, limit)
                intervals = [variables.interval(m, literal) for m, literal in seats]
                demands = [1] * len(intervals) + [number for _, number in fixed]
                intervals += [interval for interval, _ in fixed]
                variables.cp.add_cumulative(intervals, demands, limit)

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """How many more of the administration's experts may come, by its days and by its weeks."""
        country = self.group(usage, seat.mission, expert)
        if country is None:
            return PLENTY
        limits = usage.year.administration_by_country[country]
        here = 1 + sum(self.group(usage, seat.mission, e) == country for e, _ in seat.colleagues)
        left = PLENTY
        if limits.max_experts_away is not None:
            left = limits.max_experts_away - usage.experts_away(country, seat.mission, seat.run)
        if limits.max_weeks is not None:
            weeks = limits.max_weeks - usage.weeks_of(country, seat.mission)
            left = min(left, weeks // seat.mission.weeks_charged)
        return left - here

    def group(self, usage: Load, mission: Mission, expert: Expert) -> str | None:
        """The administration of a serving expert, where it has limits."""
        country = expert.administration
        row = usage.year.administration_by_country.get(country)
        if row is None or usage.pool.is_external(expert):
            return None
        return None if row.max_experts_away is None and row.max_weeks is None else country


def _post_sure_days(variables: Variables, seats: Seats, limit: int) -> None:
    sure = {m.id: span for m, _ in seats if (span := variables.sure_days(m))}
    for clique in map(frozenset, meeting(sure)):
        literals = [literal for mission, literal in seats if mission.id in clique]
        if len(literals) > limit:
            variables.cp.add(variables.total(literals) <= limit)


def _post_beside_visits(variables: Variables, administration: Administration, seats: Seats) -> None:
    """Nobody goes on a start on whose days visits under way leave the administration no place."""
    taken = variables.pool.running_from(administration.country)
    limit = administration.max_experts_away
    full = [span for span, n in crowded(taken) if limit is not None and n >= limit]
    for mission, literal in seats if full else ():
        blocked = variables.starts_where(mission, lambda run: any(map(run.meets, full)))
        if blocked:
            variables.cp.add(literal + variables.total(blocked) <= 1)


def seats_of_administrations(variables: Variables) -> Iterator[tuple[Administration, Seats]]:
    """Each administration, with the missions of its serving experts and the literal "goes"."""
    pool = variables.pool
    seats: dict[str, Seats] = {}
    for expert in pool.year.experts:
        if not pool.is_external(expert):
            seats.setdefault(expert.administration, []).extend(
                (mission, variables.goes[mission.id][expert.id])
                for mission in variables.missions_of.get(expert.id, ())
            )
    for administration in pool.year.administrations:
        yield administration, seats.get(administration.country, [])
