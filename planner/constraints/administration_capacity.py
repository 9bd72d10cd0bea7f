"""Rule `administration-capacity`."""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from models.mission import Mission
from planner.constraints.base import Constraint
from planner.dates import meeting
from planner.variables import Variables

Seats = list[tuple[Mission, IntVar]]


class AdministrationCapacity(Constraint):
    """Per administration, cumulative of its serving experts' missions, sum of weeks <= Max weeks.

    The days of a mission count from start to end, without travel.
    """

    id = "administration-capacity"

    def post(self, variables: Variables) -> None:
        """Limit the weeks, and the experts on missions that cannot but meet on a day."""
        for administration in variables.pool.year.administrations:
            seats = _seats(variables, administration.country)
            if administration.max_experts_away is not None:
                _post_sure_days(variables, seats, administration.max_experts_away)
            if administration.max_weeks is not None:
                literals = [literal for _, literal in seats]
                weeks = [mission.weeks_charged for mission, _ in seats]
                charged = LinearExpr.weighted_sum(literals, weeks)
                variables.cp.add(charged <= administration.max_weeks)

    def post_timed(self, variables: Variables) -> None:
        """One cumulative constraint an administration with a limit of experts away."""
        for administration in variables.pool.year.administrations:
            if administration.max_experts_away is not None:
                seats = _seats(variables, administration.country)
                intervals = [variables.interval(m, literal) for m, literal in seats]
                ones = [1] * len(intervals)
                variables.cp.add_cumulative(intervals, ones, administration.max_experts_away)


def _post_sure_days(variables: Variables, seats: Seats, limit: int) -> None:
    sure = {m.id: span for m, _ in seats if (span := variables.sure_days(m))}
    for clique in meeting(sure):
        literals = [literal for mission, literal in seats if mission.id in clique]
        if len(literals) > limit:
            variables.cp.add(LinearExpr.sum(literals) <= limit)


def _seats(variables: Variables, country: str) -> Seats:
    """The missions of the administration's serving experts, with the literal "goes"."""
    pool = variables.pool
    return [
        (mission, variables.goes[mission.id][expert.id])
        for expert in pool.year.experts
        if expert.administration == country and not pool.is_external(expert)
        for mission in variables.missions_of.get(expert.id, ())
    ]
