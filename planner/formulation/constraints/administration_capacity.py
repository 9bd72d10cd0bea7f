"""Rule `administration-capacity`."""

from collections.abc import Iterator

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.administration import Administration
from models.mission import Mission
from planner.domain.calendars import meeting
from planner.formulation.constraints.base import Constraint
from planner.formulation.variables import Variables
from planner.formulation.visits import crowded, taken_days

Seats = list[tuple[Mission, IntVar]]


class AdministrationCapacity(Constraint):
    """Per administration, cumulative of its serving experts' missions, sum of weeks <= Max weeks.

    The days of a mission count from start to end, without travel; visits under way take places,
    never more than there are.
    """

    def post(self, variables: Variables) -> None:
        """Limit the weeks, and the experts on missions that cannot but meet on a day."""
        for administration, seats in _limited(variables):
            if administration.max_experts_away is not None:
                _post_sure_days(variables, seats, administration.max_experts_away)
                _post_beside_visits(variables, administration, seats)
            if administration.max_weeks is not None:
                literals = [literal for _, literal in seats]
                weeks = [mission.weeks_charged for mission, _ in seats]
                charged = LinearExpr.weighted_sum(literals, weeks)
                variables.cp.add(charged <= administration.max_weeks)

    def post_timed(self, variables: Variables) -> None:
        """One cumulative constraint an administration with a limit of experts away."""
        for administration, seats in _limited(variables):
            if administration.max_experts_away is not None:
                limit = administration.max_experts_away
                taken = variables.pool.running_from(administration.country)
                fixed = taken_days(variables, taken, limit)
                intervals = [variables.interval(m, literal) for m, literal in seats]
                demands = [1] * len(intervals) + [number for _, number in fixed]
                intervals += [interval for interval, _ in fixed]
                variables.cp.add_cumulative(intervals, demands, limit)


def _post_sure_days(variables: Variables, seats: Seats, limit: int) -> None:
    sure = {m.id: span for m, _ in seats if (span := variables.sure_days(m))}
    for clique in map(frozenset, meeting(sure)):
        literals = [literal for mission, literal in seats if mission.id in clique]
        if len(literals) > limit:
            variables.cp.add(LinearExpr.sum(literals) <= limit)


def _post_beside_visits(variables: Variables, administration: Administration, seats: Seats) -> None:
    """Nobody goes on a start on whose days visits under way leave the administration no place."""
    taken = variables.pool.running_from(administration.country)
    limit = administration.max_experts_away
    full = [span for span, n in crowded(taken) if limit is not None and n >= limit]
    for mission, literal in seats if full else ():
        blocked = variables.starts_where(mission, lambda run: any(map(run.meets, full)))
        if blocked:
            variables.cp.add(literal + LinearExpr.sum(blocked) <= 1)


def _limited(variables: Variables) -> Iterator[tuple[Administration, Seats]]:
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
