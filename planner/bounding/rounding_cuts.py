"""Rounding cuts: rows that every plan satisfies and a fractional solution violates.

All rows and variables of a model are integer. A sum of rows, each with a multiplier, may therefore
be rounded (mixed-integer rounding, Gomory 1960) without losing a plan. The multipliers come from
the basis of the solution, in floating point: they decide how deep a cut is, never whether it is
valid, because everything that follows is computed in integers.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import SuperLU, splu

from planner.bounding.linear_system import LinearRows, Real, Row, Vertex, Whole, exact_sum
from planner.bounding.proto_rows import UNLIMITED
from planner.domain.errors import Undecided
from planner.solver.deadline import NEVER, Deadline
from planner.solver.params import DEFAULT, CutParams

# Multipliers are rounded to multiples of 1 / _UNIT, coefficients of cuts to 1 / _PARTS.
_UNIT, _PARTS = 1 << 20, 1 << 10
# What keeps all products, and the sums of those that are not added up exactly, within 64 bits.
_SAFE_ROWS, _SAFE_COEFFICIENT, _SAFE_LIMIT, _SAFE_SUM = 1_000, 1 << 20, 1 << 30, 1 << 42

Flags = NDArray[np.bool_]


class _Cut(NamedTuple):
    """A row `coefficients * columns <= limit` and how far the solution is beyond it."""

    columns: Whole
    coefficients: Whole
    limit: int
    depth: float

    @property
    def row(self) -> Row:
        terms = zip(self.columns.tolist(), self.coefficients.tolist(), strict=True)
        return Row(list(terms), -UNLIMITED, self.limit)


def cuts(
    rows: LinearRows,
    vertex: Vertex,
    params: CutParams = DEFAULT.cuts,
    watch: Deadline = NEVER,
) -> list[Row]:
    """Rows that the vertex breaks, the deepest first; none where it is integer.

    Raises
    ------
    Undecided
        Once the watch is over.
    """
    tight = TightRows(rows, vertex, params)
    found = sorted(tight.cuts(watch), key=lambda cut: -cut.depth)
    return [cut.row for cut in _unlike(found, len(rows.low), params)]


class TightRows:
    """The rows that are tight in a vertex, each as limit - slack, with a slack of 0 or more."""

    def __init__(self, rows: LinearRows, vertex: Vertex, params: CutParams = DEFAULT.cuts) -> None:
        self._params = params
        shape = (len(rows.row_low), len(rows.low))
        whole = csr_matrix((rows.coefficients, rows.columns, rows.starts), shape=shape)
        self._matrix = whole[vertex.rows]
        self._values, self._basic = vertex.values, vertex.columns
        low, high = rows.row_low[vertex.rows], rows.row_high[vertex.rows]
        sums = self._matrix @ vertex.values
        self._at_high: Flags = np.abs(sums - high) <= np.abs(sums - low)
        self._equal: Flags = low == high
        self._limits: Whole = np.where(self._at_high, high, low)
        self._safe = self._safe_rows()
        self._gone: Flags = (rows.low == 0) & (rows.high == 0)
        self._up: Flags = vertex.values > (rows.low + rows.high) / 2
        self._nearest: Whole = np.where(self._up, rows.high, rows.low)

    def _safe_rows(self) -> Flags:
        largest = abs(self._matrix).max(axis=1).toarray().ravel()
        safe: Flags = (largest < _SAFE_COEFFICIENT) & (np.abs(self._limits) < _SAFE_LIMIT)
        return safe

    def cuts(self, watch: Deadline = NEVER) -> Iterator[_Cut]:
        """One cut for each fractional column where there is one, the most fractional first."""
        values = self._values[self._basic]
        parts = np.abs(values - np.rint(values))
        most = np.argsort(-parts, kind="stable")[: self._params.tried]
        fractional = most[parts[most] > self._params.fraction]
        solver = self._solver() if len(fractional) else None
        if solver is None:
            return
        for column in fractional:
            if watch.over:
                raise Undecided
            unit = np.zeros(len(self._basic))
            unit[column] = 1.0
            cut = self.cut(solver.solve(unit, "T"))
            if cut is not None:
                yield cut

    def _solver(self) -> SuperLU | None:
        basis = self._matrix[:, self._basic].astype(np.float64).tocsc()
        if basis.shape[0] != basis.shape[1]:
            return None
        try:
            return splu(basis)
        except RuntimeError:  # singular
            return None

    def cut(self, multipliers: Real) -> _Cut | None:
        """The rounded sum of the tight rows, each times the fraction of its multiplier."""
        shares = np.rint((multipliers - np.rint(multipliers)) * _UNIT).astype(np.int64)
        used = np.flatnonzero(np.abs(shares) > 2)
        if not 0 < len(used) <= _SAFE_ROWS or not self._safe[used].all():
            return None
        shares, limits = shares[used], self._limits[used]
        part, at_high = self._matrix[used], self._at_high[used]
        sums = part.T @ shares
        columns = np.flatnonzero((sums != 0) & ~self._gone)
        sums, at = sums[columns], self._nearest[columns]
        if np.abs(sums).max(initial=0) > _SAFE_SUM or np.abs(at).max(initial=0) > _SAFE_COEFFICIENT:
            return None
        # Each column as its distance from one of its limits, each row as its slack.
        up = self._up[columns]
        limit = exact_sum(shares * limits) - exact_sum(sums * at)
        rest = limit % _UNIT
        if not self._params.fraction < rest / _UNIT < 1 - self._params.fraction:
            return None
        of_column = _rounded(np.where(up, -sums, sums), rest)
        of_slack = _rounded(np.where(at_high, shares, -shares), rest)
        of_slack[self._equal[used]] = 0
        # And back: columns and rows as they are.
        of_column, of_row = (
            np.where(up, -of_column, of_column),
            np.where(at_high, -of_slack, of_slack),
        )
        coefficients = part.T @ of_row
        coefficients[columns] += of_column
        coefficients[self._gone] = 0
        rounded = limit // _UNIT * _PARTS + exact_sum(of_column * at) + exact_sum(of_row * limits)
        return self._shortest(coefficients, rounded)

    def _shortest(self, coefficients: Whole, limit: int) -> _Cut | None:
        """The cut in the smallest whole numbers; None where it is not worth having."""
        columns = np.flatnonzero(coefficients)
        if not 0 < len(columns) <= self._params.longest:
            return None
        found = coefficients[columns]
        divisor = int(np.gcd.reduce(found))
        found, limit = found // divisor, limit // divisor
        sizes = np.abs(found)
        if sizes.max() > self._params.widest_range * sizes.min():
            return None
        beyond = float(found @ self._values[columns]) - limit
        depth = beyond / float(np.linalg.norm(found))
        return _Cut(columns, found, limit, depth) if depth > self._params.least_depth else None


def _rounded(sums: Whole, rest: int) -> Whole:
    """Coefficients (in 1 / _UNIT) rounded down (in 1 / _PARTS), for a limit with a rest."""
    whole = sums // _UNIT
    beyond = np.maximum(0, sums - whole * _UNIT - rest)
    rounded: Whole = whole * _PARTS + beyond * _PARTS // (_UNIT - rest)
    return rounded


def _unlike(found: list[_Cut], size: int, params: CutParams) -> list[_Cut]:
    """Cuts that do not nearly say the same."""
    if not found:
        return []
    starts = np.cumsum([0, *(len(cut.columns) for cut in found)])
    data = np.concatenate([cut.coefficients / np.linalg.norm(cut.coefficients) for cut in found])
    columns = np.concatenate([cut.columns for cut in found])
    directions = csr_matrix((data, columns, starts), shape=(len(found), size))
    alike = np.abs((directions @ directions.T).toarray()) > params.alike
    chosen: list[int] = []
    for index in range(len(found)):
        if len(chosen) < params.most and not alike[index, chosen].any():
            chosen.append(index)
    return [found[index] for index in chosen]
