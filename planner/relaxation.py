"""The linear relaxation of a model, solved by GLOP, with bounds certified in whole numbers.

GLOP computes with floating-point numbers, so its answer is only a suggestion: its dual values
are rounded and put together with the rows of the model in exact arithmetic. Whatever they are,
the sum is a bound that no plan can pass.

GLOP sees a part of the model: some columns (variables), and the rows that those could break.
Each solution prices the columns that it does not see; those worth having join, until none is.
Cuts make it tighter; those that have become idle are forgotten again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import linear_solver_pb2, pywraplp
from ortools.sat.python import cp_model

from planner.engine import Stopwatch
from planner.linear_rows import (
    Certificate,
    Fixings,
    LinearRows,
    Real,
    Row,
    Terms,
    Vertex,
    Whole,
    terms_of,
)
from planner.objectives.base import Expression
from planner.row_pile import UNLIMITED

_EPSILON = 1e-6
# So small a part of what a level requires may be missed: what is met to the last digit is too much
# for floating-point numbers. The certificates ask for all of it.
_SLACK = 1e-8
_NOTHING_FIXED: Fixings = {}
# The simplex goes on from its last basis only where nothing is presolved.
_GLOP = "use_preprocessing: false use_dual_simplex: {dual}"
# It is loaded anew when at least such a part of what it holds cannot matter any more.
_IDLE_SHARE = 0.15
# As many columns join at once, at least, and as a part of those that are there.
_JOIN, _JOIN_SHARE = 3_000, 0.5

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation: what no plan can pass, and the values of the variables in it.

    A bound below that of every plan says that there is none; `values` is None then.
    """

    certificate: Certificate
    values: Real | None

    @property
    def support(self) -> Whole:
        """The variables that the solution uses."""
        assert self.values is not None
        return np.flatnonzero(self.values > _EPSILON)


@dataclass(frozen=True)
class Aim:
    """What is to be maximised: terms and a constant, and the terms as one number a column."""

    terms: Terms
    offset: int
    dense: Whole


class Relaxation:
    """The linear relaxation of a model, for one objective after the other.

    Every search starts from the basis of the one before.

    Parameters
    ----------
    broken : callable, optional
        Further rows that every plan obeys and given values of the variables break.
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        stopwatch: Stopwatch,
        broken: Callable[[Real], list[Row]] = lambda _: [],
    ) -> None:
        self._cp = cp
        self._broken = broken
        self._stopwatch = stopwatch
        self._rows = LinearRows(cp)
        size = len(self._rows.row_low)
        self._is_cut: Mask = np.zeros(size, dtype=np.bool_)
        self._is_required: Mask = np.zeros(size, dtype=np.bool_)
        self._duals = np.zeros(size)
        self._glop = _Glop(self._rows, stopwatch)

    def see(self, columns: Whole) -> None:
        """Let GLOP see these columns from the start."""
        self._glop.see(columns)

    def aim(self, expression: Expression) -> Aim:
        """An expression of the model as something to maximise."""
        terms, offset = terms_of(self._cp, expression)
        return Aim(terms, offset, self._rows.dense(terms))

    def maximize(self, aim: Aim, fixed: Fixings = _NOTHING_FIXED) -> Relaxed | None:
        """Solve for one objective, some variables fixed; None where that could not be done."""
        self._glop.fix(fixed)
        before = np.inf
        while True:
            status = self._glop.maximize(aim.terms, elastic=False)
            if status == pywraplp.Solver.INFEASIBLE:
                return self._why_not(fixed)
            if status != pywraplp.Solver.OPTIMAL:
                return None
            values, duals = self._glop.solution()
            if self._join(aim.dense, duals, fixed):
                continue
            value = float(aim.dense @ values)
            # Further rows that bring nothing will do for whatever is solved next.
            mended, before = before - value > _EPSILON and self._mend(values), value
            if not mended:
                self._duals = duals
                certificate = self._rows.certify(aim.dense, aim.offset, duals, fixed)
                return Relaxed(certificate, values)

    def cut(self, relaxed: Relaxed) -> bool:
        """Add rows that the last solution breaks and no plan does; whether there are any."""
        from planner.cuts import cuts  # noqa: PLC0415, it loads much, and small years need none

        assert relaxed.values is not None
        return self._cut(cuts(self._rows, self._glop.vertex(relaxed.values)))

    def _mend(self, values: Real) -> bool:
        """Add the further rows that a solution breaks; whether there are any."""
        return self._cut(self._broken(values))

    def _cut(self, rows: list[Row]) -> bool:
        if rows:
            self._add(rows, is_cut=True)
            self._glop.load(len(self._rows.row_low) - len(rows))
        return bool(rows)

    def require(self, aim: Aim, value: int) -> None:
        """From now on, only what gives the objective this value or more."""
        self._add([Row(aim.terms, value - aim.offset, UNLIMITED)], is_cut=False)
        self._glop.require(len(self._rows.row_low) - 1)

    def _add(self, rows: list[Row], is_cut: bool) -> None:
        self._rows.add(rows)
        self._duals = np.append(self._duals, np.zeros(len(rows)))
        self._is_cut = np.append(self._is_cut, [is_cut] * len(rows))
        self._is_required = np.append(self._is_required, [not is_cut] * len(rows))

    def tidy(self) -> None:
        """Forget the cuts that the last solution makes no use of, and excluded columns."""
        idle = self._is_cut & (self._duals == 0)
        gone = self._glop.seen & self.excluded
        size = len(idle) + np.count_nonzero(self._glop.seen)
        if np.count_nonzero(idle) + np.count_nonzero(gone) < _IDLE_SHARE * size:
            return
        self._rows.keep(~idle)
        self._is_cut, self._is_required = self._is_cut[~idle], self._is_required[~idle]
        self._duals = self._duals[~idle]
        seen = self._glop.seen & ~gone
        self._glop = _Glop(self._rows, self._stopwatch)
        self._glop.see(np.flatnonzero(seen))
        for row in np.flatnonzero(self._is_required).tolist():
            self._glop.require(row)

    @property
    def rows(self) -> LinearRows:
        """The rows by now, cuts included."""
        return self._rows

    @property
    def high(self) -> Whole:
        """What no column passes."""
        return self._rows.high

    @property
    def excluded(self) -> Mask:
        """The columns that are 0 whatever happens."""
        excluded: Mask = self._rows.high == 0
        return excluded

    def exclude(self, columns: Mask) -> None:
        """From now on, these columns are at their low limit."""
        self._glop.exclude(columns & (self._rows.high > self._rows.low))
        self._rows.exclude(columns)

    def _why_not(self, fixed: Fixings) -> Relaxed | None:
        """Prove that what is required cannot be had, or see the columns with which it can."""
        if fixed:
            return self._clash(fixed)
        nothing = self._rows.dense([])
        while True:
            if self._glop.maximize([], elastic=True) != pywraplp.Solver.OPTIMAL:
                return None
            duals = self._glop.solution()[1]
            certificate = self._rows.certify(nothing, 0, duals, _NOTHING_FIXED)
            if certificate.total < 0:
                return Relaxed(certificate, None)
            if not self._join(nothing, duals, _NOTHING_FIXED):
                return None

    def _clash(self, fixed: Fixings) -> Relaxed | None:
        """Prove that variables cannot have these values, 0 or 1, together: fewer of them can."""
        self._glop.fix(_NOTHING_FIXED)
        terms = [(index, 1 if value else -1) for index, value in fixed.items()]
        wanted, kept = sum(fixed.values()), self._rows.dense(terms)
        while True:
            if self._glop.maximize(terms, elastic=False) != pywraplp.Solver.OPTIMAL:
                return None
            duals = self._glop.solution()[1]
            certificate = self._rows.certify(kept, 0, duals, _NOTHING_FIXED)
            if certificate.bound < wanted:
                return Relaxed(certificate, None)
            if not self._join(kept, duals, _NOTHING_FIXED):
                return None

    def _join(self, objective: Whole, duals: Real, fixed: Fixings) -> bool:
        """Let GLOP see the columns that would better its solution; whether there are any."""
        worth = self._rows.reduced_costs(objective, duals)
        worth[self._glop.seen | self.excluded] = 0.0
        worth[list(fixed)] = 0.0
        wanted = np.flatnonzero(worth > _EPSILON)
        most = max(_JOIN, int(_JOIN_SHARE * np.count_nonzero(self._glop.seen)))
        best = np.argsort(-worth[wanted], kind="stable")[:most]
        self._glop.see(wanted[best])
        return len(wanted) > 0


class _Glop:
    """The part of the rows that GLOP sees.

    What levels require can be made elastic: the objective is then how little of it is missed.
    """

    def __init__(self, rows: LinearRows, stopwatch: Stopwatch) -> None:
        self._rows = rows
        self._stopwatch = stopwatch
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._columns: dict[int, pywraplp.Variable] = {}
        # The column of each of GLOP's variables; none of those that say what is missed.
        self._order: list[int] = []
        self._loaded: dict[int, pywraplp.Constraint] = {}
        self._missed: dict[int, pywraplp.Variable] = {}
        self._fixed: Fixings = {}
        self._solved: tuple[object, ...] = ()
        self.seen: Mask = np.zeros(len(rows.low), dtype=np.bool_)

    def see(self, columns: Whole) -> None:
        """Load columns, and the rows that they could break together with the others."""
        fresh = [int(index) for index in columns if not self.seen[index]]
        for index in fresh:
            low, high = int(self._rows.low[index]), int(self._rows.high[index])
            self._columns[index] = self._solver.NumVar(low, high, "")
        self._order += fresh
        if not fresh:
            return
        self.seen[fresh] = True
        self._complete_rows(fresh)
        self.load(0)

    def load(self, first: int) -> None:
        """Load the rows from the first one on that the columns could break."""
        binding = np.flatnonzero(self._rows.could_bind(self.seen))
        for row in binding[binding >= first].tolist():
            self._load(row)

    def require(self, row: int) -> None:
        """Load a row of which a part may be missed while it is elastic."""
        missed = self._solver.NumVar(0.0, self._slack(row), "")
        self._missed[row] = missed
        self._order.append(-1)
        self._load(row)
        self._loaded[row].SetCoefficient(missed, 1.0)

    def _slack(self, row: int) -> float:
        return _SLACK * max(1.0, abs(float(self._rows.row_low[row])))

    def fix(self, fixed: Fixings) -> None:
        """Give these columns one value each, and free those that were fixed before."""
        self.see(np.array(list(fixed), dtype=np.int64))
        for index in self._fixed.keys() - fixed.keys():
            low, high = int(self._rows.low[index]), int(self._rows.high[index])
            self._columns[index].SetBounds(low, high)
        for index, value in fixed.items():
            self._columns[index].SetBounds(value, value)
        self._fixed = dict(fixed)

    def exclude(self, columns: Mask) -> None:
        """Keep columns at their low limit."""
        for index in np.flatnonzero(columns & self.seen):
            low = float(self._rows.low[index])
            self._columns[int(index)].SetBounds(low, low)

    def maximize(self, terms: Terms, elastic: bool) -> int:
        """Solve; returns GLOP's status."""
        objective = self._solver.Objective()
        objective.Clear()
        for index, coefficient in terms:
            if index in self._columns:
                objective.SetCoefficient(self._columns[index], coefficient)
        for row, missed in self._missed.items():
            missed.SetBounds(0.0, self._solver.infinity() if elastic else self._slack(row))
            objective.SetCoefficient(missed, -1.0 if elastic else 0.0)
        objective.SetMaximization()
        # The last basis is still dual feasible where only limits and more rows have come.
        asked = (terms, elastic, len(self._columns))
        status = self._solve(dual=asked == self._solved)
        self._solved = asked
        return status

    def solution(self) -> tuple[Real, Real]:
        """The values of the variables, and the dual values of the rows of the model.

        The low limit or 0 where GLOP does not see one.
        """
        response = linear_solver_pb2.MPSolutionResponse()
        self._solver.FillSolutionResponseProto(response)
        values = self._rows.low.astype(np.float64)
        order = np.array(self._order)
        values[order[order >= 0]] = np.array(response.variable_value)[order >= 0]
        duals = np.zeros(len(self._rows.row_low))
        duals[list(self._loaded)] = np.array(response.dual_value)
        return values, duals

    def vertex(self, values: Real) -> Vertex:
        """The last solution, with its basis."""
        basic = self._solver.BASIC
        hidden = {r for r, missed in self._missed.items() if missed.basis_status() == basic}
        rows = [r for r, row in self._loaded.items() if row.basis_status() != basic]
        columns = [c for c, column in self._columns.items() if column.basis_status() == basic]
        tight = sorted(set(rows) - hidden)
        return Vertex(np.array(sorted(columns)), np.array(tight), values)

    def _complete_rows(self, fresh: list[int]) -> None:
        """Put new columns into the rows that are loaded already."""
        for index in fresh:
            for row, coefficient in self._rows.column(index):
                if row in self._loaded:
                    self._loaded[row].SetCoefficient(self._columns[index], coefficient)

    def _load(self, index: int) -> None:
        if index in self._loaded:
            return
        infinity = self._solver.infinity()
        low, high = int(self._rows.row_low[index]), int(self._rows.row_high[index])
        row = self._solver.Constraint(
            -infinity if low <= -UNLIMITED else low, infinity if high >= UNLIMITED else high
        )
        columns, coefficients = self._rows.row(index)
        for column, coefficient in zip(columns.tolist(), coefficients.tolist(), strict=True):
            if column in self._columns:
                row.SetCoefficient(self._columns[column], coefficient)
        self._loaded[index] = row

    def _solve(self, dual: bool) -> int:
        if self._stopwatch.over:
            return int(pywraplp.Solver.NOT_SOLVED)
        self._solver.SetSolverSpecificParametersAsString(_GLOP.format(dual=str(dual).lower()))
        seconds = min(self._stopwatch.seconds_left, 1e6)
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        return self._stopwatch.run(lambda: int(self._solver.Solve()), self._solver.InterruptSolve)
