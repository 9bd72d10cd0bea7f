"""The time-indexed program solved level after level with SCIP, which OR-Tools brings along."""

from math import ceil, floor, inf
from typing import NamedTuple

from ortools.linear_solver import pywraplp

from benchmarks.planners.answer import Answer, Claim, Deadline, Keep
from benchmarks.planners.desk import Desk
from benchmarks.planners.goals import Goal, goals
from benchmarks.planners.time_indexed import TimeIndexed
from models.facts.instance import Year
from planner.domain.calendars import Calendars

# A bound such as 11.9999999 is 12: every level is a whole number.
_ROUNDING = 1e-4
_SOLVED = (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)


class _Found(NamedTuple):
    values: list[float]
    bound: int | None


def plan_by_scip(year: Year, calendars: Calendars, deadline: Deadline, keep: Keep) -> Answer:
    """The best plan that SCIP finds, level after level, within the deadline."""
    program = TimeIndexed(Desk(year, calendars), deadline)
    levels = goals(program)
    model = _Model(program)
    answer = Answer(None, note=f"{program.milp.columns:,} columns, {program.milp.rows:,} rows")
    for goal in levels:
        found = model.solve(goal, deadline) if deadline.left > 0 else None
        if found is None:
            return answer
        claims = (*answer.claims, Claim(goal.level, found.bound))
        answer = Answer(program.plan(found.values), claims, note=answer.note)
        keep(answer)
        model.pin(goal, found.values)
    return answer


class _Model:
    """The program as SCIP has it."""

    def __init__(self, program: TimeIndexed) -> None:
        milp = program.milp
        self._solver = pywraplp.Solver.CreateSolver("SCIP")
        self._columns = [
            self._solver.Var(low, high, integer, "")
            for low, high, integer in zip(
                milp.column_lower, milp.column_upper, milp.is_integer, strict=True
            )
        ]
        for number in range(milp.rows):
            terms = slice(milp.row_start[number], milp.row_start[number + 1])
            pairs = zip(milp.column_index[terms], milp.coefficient[terms], strict=True)
            self._row(milp.row_lower[number], dict(pairs), milp.row_upper[number])

    def _row(self, low: float, terms: dict[int, float], high: float) -> None:
        infinity = self._solver.infinity()
        row = self._solver.Constraint(max(low, -infinity), min(high, infinity))
        for column, weight in terms.items():
            row.SetCoefficient(self._columns[column], weight)

    def solve(self, goal: Goal, deadline: Deadline) -> _Found | None:
        """One level; None where no solution was found in time."""
        objective = self._solver.Objective()
        objective.Clear()
        for column, weight in goal.terms.items():
            objective.SetCoefficient(self._columns[column], weight)
        objective.SetOffset(goal.constant)
        objective.SetOptimizationDirection(goal.is_maximised)
        self._solver.SetTimeLimit(max(1, int(deadline.left * 1000)))
        parameters = pywraplp.MPSolverParameters()
        parameters.SetDoubleParam(pywraplp.MPSolverParameters.RELATIVE_MIP_GAP, 0.0)
        if self._solver.Solve(parameters) not in _SOLVED:
            return None
        values = [column.solution_value() for column in self._columns]
        return _Found(values, _bound(goal, objective.BestBound()))

    def pin(self, goal: Goal, values: list[float]) -> None:
        """Keep the value of a level for all that follow."""
        reached = round(sum(weight * values[column] for column, weight in goal.terms.items()))
        low, high = (reached, inf) if goal.is_maximised else (-inf, reached)
        self._row(low, dict(goal.terms), high)


def _bound(goal: Goal, dual: float) -> int | None:
    if abs(dual) >= 1e20:
        return None
    return floor(dual + _ROUNDING) if goal.is_maximised else ceil(dual - _ROUNDING)
