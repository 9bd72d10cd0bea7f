"""The linear relaxation of a model, solved by GLOP, with bounds certified in integers.

GLOP computes with floating-point numbers, so its answer is only a suggestion: its dual values are
rounded, and the rows of the model are summed with them in exact arithmetic. The sum is a valid
bound whatever the dual values are.

GLOP holds a part of the model: some columns (variables), and the rows that these could violate.
After each solution the other columns are priced, and those with a positive reduced cost are added,
until there are none. Cuts tighten the relaxation; cuts that have become idle are removed.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from planner.bounding.linear_system import (
    Certificate,
    LinearRows,
    Real,
    Row,
    Terms,
    Whole,
    terms_of,
)
from planner.bounding.lp import Glop, Mask
from planner.bounding.proto_rows import UNLIMITED
from planner.solver.cp_sat import Expression
from planner.solver.deadline import NEVER, Deadline
from planner.solver.params import DEFAULT, SearchParams

_EPSILON = 1e-6
# What GLOP says where there is no solution, and now and then where the numbers get out of hand.
_DOUBTFUL = (pywraplp.Solver.INFEASIBLE, pywraplp.Solver.ABNORMAL)


class _Kind(IntEnum):
    """Where a row comes from; those from MENDED on can be made again."""

    MODEL = 0
    REQUIRED = 1
    MENDED = 2
    ROUNDED = 3


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
    watch : Deadline
        When to give up by `Undecided`, which leaves the relaxation of no use.

    Attributes
    ----------
    params : SearchParams
        How it grows, and which cuts it takes.
    is_solved : bool
        Whether it holds the solution that was asked for last, with its basis.
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        deadline: Deadline,
        broken: Callable[[Real], list[Row]] = lambda _: [],
        params: SearchParams = DEFAULT,
        watch: Deadline = NEVER,
    ) -> None:
        self.params = params
        self._broken = broken
        self._deadline, self._watch = deadline, watch
        self._rows = LinearRows(cp, watch)
        size = len(self._rows.row_low)
        self._kinds: Whole = np.full(size, _Kind.MODEL, dtype=np.int64)
        self._duals = np.zeros(size)
        self._glop = Glop(self._rows, deadline, watch)
        self.is_solved = False

    def see(self, columns: Whole) -> None:
        """Let GLOP see these columns from the start."""
        self._glop.see(columns)

    def aim(self, expression: Expression) -> Aim:
        """An expression of the model as something to maximise."""
        terms, offset = terms_of(expression)
        return Aim(terms, offset, self._rows.dense(terms))

    def maximize(self, aim: Aim) -> Relaxed | None:
        """Solve for one objective; None where that could not be done.

        Where the time is over before all is seen, what was solved last still proves a bound.
        """
        before, relaxed, doubted = np.inf, None, False
        self.is_solved = False
        while True:
            status = self._glop.maximize(aim.terms, elastic=False)
            if status in _DOUBTFUL and not doubted:
                doubted, proof = True, self._why_not()
                if proof is not None:
                    return proof
                continue  # from the basis of a solution that there is after all
            if status != pywraplp.Solver.OPTIMAL:
                return relaxed
            values, duals = self._glop.solution()
            if self._join(aim.dense, duals):
                certificate = self._rows.certify(aim.dense, aim.offset, duals)
                relaxed = Relaxed(certificate, values)
                continue
            value = float(aim.dense @ values)
            # Further rows that bring nothing will do for whatever is solved next.
            mended, before = before - value > _EPSILON and self.mend(values), value
            if not mended:
                self._duals, self.is_solved = duals, True
                certificate = self._rows.certify(aim.dense, aim.offset, duals)
                return Relaxed(certificate, values)

    def cut(self, relaxed: Relaxed) -> bool:
        """Add rows that the last solution breaks and no plan does; whether there are any."""
        from planner.bounding.rounding_cuts import cuts  # noqa: PLC0415, it loads much, and small years need none

        assert relaxed.values is not None
        vertex = self._glop.vertex(relaxed.values)
        return self._cut(cuts(self._rows, vertex, self.params.cuts, self._watch), _Kind.ROUNDED)

    def mend(self, values: Real) -> bool:
        """Add the further rows that a solution breaks; whether there are any."""
        return self._cut(self._broken(values), _Kind.MENDED)

    def _cut(self, rows: list[Row], kind: "_Kind") -> bool:
        if rows:
            self._add(rows, kind)
            self._glop.load(len(self._rows.row_low) - len(rows))
        return bool(rows)

    def require(self, aim: Aim, value: int) -> None:
        """Require this value of an objective, or more, from now on."""
        self._add([Row(aim.terms, value - aim.offset, UNLIMITED)], _Kind.REQUIRED)
        self._glop.require(len(self._rows.row_low) - 1)

    def _add(self, rows: list[Row], kind: "_Kind") -> None:
        self._rows.add(rows)
        self._duals = np.append(self._duals, np.zeros(len(rows)))
        self._kinds = np.append(self._kinds, np.full(len(rows), kind, dtype=np.int64))

    def tidy(self) -> None:
        """Forget the cuts that the last solution makes no use of, and excluded columns."""
        idle = (self._kinds >= _Kind.MENDED) & (self._duals == 0)
        gone = self._glop.seen & self.excluded
        size = len(idle) + np.count_nonzero(self._glop.seen)
        least = self.params.relaxation.idle_share * size
        if np.count_nonzero(idle) + np.count_nonzero(gone) < least:
            return
        self._rows.keep(~idle)
        self._kinds, self._duals = self._kinds[~idle], self._duals[~idle]
        seen = self._glop.seen & ~gone
        self._glop = Glop(self._rows, self._deadline, self._watch)
        self._glop.see(np.flatnonzero(seen))
        for row in np.flatnonzero(self._kinds == _Kind.REQUIRED).tolist():
            self._glop.require(row)

    @property
    def rows(self) -> LinearRows:
        """The rows by now, cuts included."""
        return self._rows

    @property
    def rows_without_rounding(self) -> LinearRows:
        """The rows without rounding cuts, which slow an integer solver down: it makes its own."""
        rows = copy(self._rows)
        rows.keep(self._kinds != _Kind.ROUNDED)
        return rows

    @property
    def excluded(self) -> Mask:
        """The columns that are fixed at 0."""
        excluded: Mask = self._rows.high == 0
        return excluded

    def exclude(self, columns: Mask) -> None:
        """Fix these columns at their lower limit from now on."""
        self._glop.exclude(columns & (self._rows.high > self._rows.low))
        self._rows.exclude(columns)

    def _why_not(self) -> Relaxed | None:
        """Prove that what is required cannot be had, or see the columns with which it can."""
        nothing = self._rows.dense([])
        while True:
            if self._glop.maximize([], elastic=True) != pywraplp.Solver.OPTIMAL:
                return None
            duals = self._glop.solution()[1]
            certificate = self._rows.certify(nothing, 0, duals)
            if certificate.total < 0:
                return Relaxed(certificate, None)
            if not self._join(nothing, duals):
                return None

    def _join(self, objective: Whole, duals: Real) -> bool:
        """Let GLOP see the columns that would better its solution; whether there are any."""
        worth = self._rows.reduced_costs(objective, duals)
        worth[self._glop.seen | self.excluded] = 0.0
        wanted = np.flatnonzero(worth > _EPSILON)
        most = self._most_to_join()
        best = np.argsort(-worth[wanted], kind="stable")[:most]
        self._glop.see(wanted[best])
        return len(wanted) > 0

    def _most_to_join(self) -> int:
        params = self.params.relaxation
        return max(params.join, int(params.join_share * np.count_nonzero(self._glop.seen)))
