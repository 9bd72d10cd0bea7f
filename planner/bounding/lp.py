"""The incremental linear program for GLOP: the columns and rows that are loaded, and the basis."""

from math import inf

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import linear_solver_pb2, pywraplp

from planner.bounding.linear_system import LinearRows, Real, Terms, Vertex, Whole
from planner.bounding.proto_rows import UNLIMITED
from planner.solver.deadline import NEVER, Deadline, watched

# So small a part of what a level requires may be missed: what is met to the last digit is too much
# for floating-point numbers. The certificates ask for all of it.
_SLACK = 1e-8
# The simplex goes on from its last basis only where nothing is presolved. A solution that is not
# precise will do: what it proves is computed in whole numbers.
_GLOP = "use_preprocessing: false use_dual_simplex: {dual} change_status_to_imprecise: false"

Mask = NDArray[np.bool_]


class Glop:
    """The part of the rows that GLOP sees.

    What levels require can be made elastic: the objective is then how little of it is missed.

    Parameters
    ----------
    deadline : Deadline
        When to end what GLOP is at.
    watch : Deadline
        When to give up what takes long besides, by `Undecided`.
    """

    def __init__(self, rows: LinearRows, deadline: Deadline, watch: Deadline = NEVER) -> None:
        self._rows = rows
        self._deadline, self._watch = deadline, watch
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._columns: dict[int, pywraplp.Variable] = {}
        # The column of each of GLOP's variables; none of those that say what is missed.
        self._order: list[int] = []
        self._loaded: dict[int, pywraplp.Constraint] = {}
        self._missed: dict[int, pywraplp.Variable] = {}
        self._solved: tuple[object, ...] = ()
        self.seen: Mask = np.zeros(len(rows.low), dtype=np.bool_)

    def see(self, columns: Whole) -> None:
        """Load columns, and the rows that they could break together with the others."""
        fresh = [int(index) for index in columns if not self.seen[index]]
        if not fresh:
            return
        self._order += fresh
        self.seen[fresh] = True
        if not self._solver.NumVariables():
            self._load_together(fresh)
            return
        for index in watched(fresh, self._watch):
            low, high = int(self._rows.low[index]), int(self._rows.high[index])
            self._columns[index] = self._solver.NumVar(low, high, "")
        self._complete_rows(fresh)
        self.load(0)

    def _load_together(self, columns: list[int]) -> None:
        """Load the first columns and their rows as one message: the same, in less time."""
        rows = np.flatnonzero(self._rows.could_bind(self.seen)).tolist()
        model = linear_solver_pb2.MPModelProto()
        lows, highs = self._rows.low[columns].tolist(), self._rows.high[columns].tolist()
        for low, high in watched(zip(lows, highs, strict=True), self._watch):
            model.variable.add(lower_bound=low, upper_bound=high)
        terms = _Terms(self._rows, columns)
        for row in watched(rows, self._watch):
            low, high = self._limits(row)
            own = terms.of(row)
            model.constraint.add(
                lower_bound=low,
                upper_bound=high,
                var_index=terms.places[own],
                coefficient=terms.coefficients[own],
            )
        refused = self._solver.LoadModelFromProto(model)
        assert not refused, refused
        self._columns = dict(zip(columns, self._solver.variables(), strict=True))
        self._loaded = dict(zip(rows, self._solver.constraints(), strict=True))

    def _limits(self, row: int) -> tuple[float, float]:
        low, high = int(self._rows.row_low[row]), int(self._rows.row_high[row])
        return -inf if low <= -UNLIMITED else low, inf if high >= UNLIMITED else high

    def load(self, first: int) -> None:
        """Load the rows from the first one on that the columns could break."""
        binding = np.flatnonzero(self._rows.could_bind(self.seen))
        for row in watched(binding[binding >= first].tolist(), self._watch):
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
        order = np.array(self._order, dtype=np.int64)
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
        for index in watched(fresh, self._watch):
            for row, coefficient in self._rows.column(index):
                if row in self._loaded:
                    self._loaded[row].SetCoefficient(self._columns[index], coefficient)

    def _load(self, index: int) -> None:
        if index in self._loaded:
            return
        row = self._solver.Constraint(*self._limits(index))
        columns, coefficients = self._rows.row(index)
        for column, coefficient in zip(columns.tolist(), coefficients.tolist(), strict=True):
            if column in self._columns:
                row.SetCoefficient(self._columns[column], coefficient)
        self._loaded[index] = row

    def _solve(self, dual: bool) -> int:
        if self._deadline.over:
            return int(pywraplp.Solver.NOT_SOLVED)
        self._solver.SetSolverSpecificParametersAsString(_GLOP.format(dual=str(dual).lower()))
        seconds = min(self._deadline.seconds_left, 1e6)
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        return self._deadline.run(lambda: int(self._solver.Solve()), self._solver.InterruptSolve)


class _Terms:
    """The terms of all rows in some columns, as lists of which each row has a stretch.

    Attributes
    ----------
    places, coefficients : list of int
        Which of the columns, counted from 0, and how much of it.
    """

    def __init__(self, rows: LinearRows, columns: list[int]) -> None:
        place = np.full(len(rows.low), -1)
        place[columns] = np.arange(len(columns))
        places = place[rows.columns]
        kept = places >= 0
        self.places: list[int] = places[kept].tolist()
        self.coefficients: list[int] = rows.coefficients[kept].tolist()
        self._starts: list[int] = np.append(0, np.cumsum(kept))[rows.starts].tolist()

    def of(self, row: int) -> slice:
        """Where the terms of a row are."""
        return slice(self._starts[row], self._starts[row + 1])
