"""The linear relaxation of a model, solved by GLOP, with bounds certified in whole numbers.

GLOP computes with floating-point numbers, so its answer is only a suggestion: its dual values
are rounded and put together with the rows of the model in exact arithmetic. Whatever they are,
the sum is a bound that no plan can pass.
"""

from dataclasses import dataclass

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from planner.engine import Stopwatch
from planner.linear_rows import Certificate, LinearRows, Row, terms_of
from planner.objectives.base import Expression

_SUPPORT = 1e-6


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation: what no plan can pass, and the variables that its solution uses."""

    certificate: Certificate
    support: frozenset[int]


class Relaxation:
    """The linear relaxation of a model, for one objective after the other.

    Every search starts from the basis of the one before.
    """

    def __init__(self, cp: cp_model.CpModel, stopwatch: Stopwatch) -> None:
        self._cp = cp
        self._stopwatch = stopwatch
        self._rows = LinearRows(cp)
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        limits = zip(self._rows.low, self._rows.high, strict=True)
        self._columns = [self._solver.NumVar(float(a), float(b), "") for a, b in limits]
        self._loaded = [self._load(row) for row in self._rows.rows]

    def maximize(self, expression: Expression) -> Relaxed | None:
        """Solve for one objective; None where the run ended first, or nothing can be had."""
        terms, offset = terms_of(self._cp, expression)
        objective = self._solver.Objective()
        objective.Clear()
        for index, coefficient in terms:
            objective.SetCoefficient(self._columns[index], coefficient)
        objective.SetMaximization()
        if self._solve() != pywraplp.Solver.OPTIMAL:
            return None
        duals = [row.dual_value() for row in self._loaded]
        certificate = self._rows.certify(terms, offset, duals)
        values = (column.solution_value() for column in self._columns)
        support = frozenset(index for index, value in enumerate(values) if value > _SUPPORT)
        return Relaxed(certificate, support)

    def require(self, expression: Expression, value: int) -> None:
        """From now on, only what gives the expression this value or more."""
        terms, offset = terms_of(self._cp, expression)
        row = Row(terms, value - offset, None)
        self._rows.rows.append(row)
        self._loaded.append(self._load(row))

    def _load(self, row: Row) -> pywraplp.Constraint:
        infinity = self._solver.infinity()
        low = -infinity if row.low is None else float(row.low)
        high = infinity if row.high is None else float(row.high)
        constraint = self._solver.Constraint(low, high)
        for index, coefficient in row.terms:
            constraint.SetCoefficient(self._columns[index], coefficient)
        return constraint

    def _solve(self) -> int:
        if self._stopwatch.over:
            return int(pywraplp.Solver.NOT_SOLVED)
        seconds = min(self._stopwatch.seconds_left, 1e6)
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        return self._stopwatch.run(lambda: int(self._solver.Solve()), self._solver.InterruptSolve)
