"""The linear rows of a CP-SAT model as integer arrays, and exact certificates of bounds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from planner.bounding.proto_rows import UNLIMITED, RowPile, plain
from planner.solver.deadline import NEVER, Deadline

Terms = list[tuple[int, int]]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]

# Multipliers are rounded to multiples of 1 / 2**bits: as fine as 64-bit numbers allow.
_MOST_BITS, _SAFE_BITS = 44, 61
# The reduced cost of a variable that has to be 0: no bound is that large.
_NEVER = -(1 << 62)


class Row(NamedTuple):
    """low <= sum of coefficient * variable <= high; +-UNLIMITED where there is no such limit."""

    terms: Terms
    low: int
    high: int


class Vertex(NamedTuple):
    """A basic solution: the basic columns, the rows that are tight, the values of all columns."""

    columns: Whole
    rows: Whole
    values: Real


@dataclass(frozen=True)
class Certificate:
    """A bound that no plan passes, with what it costs a variable to leave where it is.

    `total` is the bound and `reduced` the reduced costs, both in units of 1 / scale.
    """

    total: int
    reduced: Whole
    scale: int

    @property
    def value(self) -> float:
        """The bound as it is before it is rounded."""
        return self.total / self.scale

    @property
    def bound(self) -> int:
        """The greatest integer that the objective can reach."""
        return self.total // self.scale

    def never(self, target: int) -> NDArray[np.bool_]:
        """Variables that stay at their lower limit in every plan that reaches the target."""
        never: NDArray[np.bool_] = -self.reduced > self.total - target * self.scale
        return never


class LinearRows:
    """The rows of a model that are linear as they stand; it holds more plans than the model.

    Parameters
    ----------
    watch : Deadline
        When to give up, by `Undecided`.

    Attributes
    ----------
    low, high : array of int, one a column (a variable of the model)
        Between which values the variable lies.
    row_low, row_high : array of int, one a row
        Between which values the sum of the row lies.
    """

    def __init__(self, cp: cp_model.CpModel, watch: Deadline = NEVER) -> None:
        proto = plain(cp)
        domains = [variable.domain for variable in proto.variables]
        self.low: Whole = np.array([domain[0] for domain in domains], dtype=np.int64)
        self.high: Whole = np.array([domain[-1] for domain in domains], dtype=np.int64)
        pile = RowPile(proto, watch)
        self.row_low: Whole = np.array(pile.lows, dtype=np.int64)
        self.row_high: Whole = np.array(pile.highs, dtype=np.int64)
        columns = np.array(pile.columns, dtype=np.int64)
        coefficients = np.array(pile.coefficients, dtype=np.int64)
        self.columns: Whole = np.where(columns < 0, -1 - columns, columns)
        self.coefficients: Whole = np.where(columns < 0, -coefficients, coefficients)
        self.rows: Whole = np.repeat(np.arange(len(pile.sizes)), pile.sizes)
        self._order_columns()

    def _order_columns(self) -> None:
        """Sort the terms by column too, so that a column's sum is one stretch of an array."""
        self.starts = _stretches(self.rows, len(self.row_low))
        self._by_column = np.argsort(self.columns, kind="stable")
        self._column_starts = _stretches(self.columns[self._by_column], len(self.low))

    def add(self, rows: Sequence[Row]) -> None:
        """Add more rows, in which a variable may stand several times."""
        if not rows:
            return
        rows = [row._replace(terms=_joined(row.terms)) for row in rows]
        flat = _flat(rows)
        numbers = np.arange(len(self.row_low), len(self.row_low) + len(rows))
        self.rows = np.append(self.rows, np.repeat(numbers, [len(row.terms) for row in rows]))
        self.columns = np.append(self.columns, flat[:, 0])
        self.coefficients = np.append(self.coefficients, flat[:, 1])
        self.row_low = np.append(self.row_low, np.array([row.low for row in rows]))
        self.row_high = np.append(self.row_high, np.array([row.high for row in rows]))
        self._order_columns()

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """Forget all other rows."""
        terms = rows[self.rows]
        self.rows = (np.cumsum(rows) - 1)[self.rows[terms]]
        self.columns, self.coefficients = self.columns[terms], self.coefficients[terms]
        self.row_low, self.row_high = self.row_low[rows], self.row_high[rows]
        self._order_columns()

    def exclude(self, columns: NDArray[np.bool_]) -> None:
        """Fix these columns at their lower limit from now on."""
        self.high = np.where(columns, self.low, self.high)

    def row(self, index: int) -> tuple[Whole, Whole]:
        """The columns and coefficients of a row."""
        terms = slice(self.starts[index], self.starts[index + 1])
        return self.columns[terms], self.coefficients[terms]

    def column(self, index: int) -> Iterator[tuple[int, int]]:
        """The rows of a column, with its coefficient there."""
        terms = self._by_column[self._column_starts[index] : self._column_starts[index + 1]]
        return zip(self.rows[terms].tolist(), self.coefficients[terms].tolist(), strict=True)

    def dense(self, terms: Terms) -> Whole:
        """Terms as one coefficient a column."""
        coefficients = np.zeros(len(self.low), dtype=np.int64)
        for index, coefficient in terms:
            coefficients[index] += coefficient
        return coefficients

    def reduced_costs(self, objective: Whole, multipliers: Real) -> Real:
        """What each column adds to the objective beyond what its rows are worth; not exact."""
        weights = self.coefficients * multipliers[self.rows]
        sums = np.bincount(self.columns, weights=weights, minlength=len(self.low))
        reduced: Real = objective.astype(np.float64) - sums
        return reduced

    def could_bind(self, active: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The rows that active columns can break while all others are at their low limit."""
        reach = np.where(active, self.high, self.low)[self.columns]
        floor = self.low[self.columns]
        most = np.where(self.coefficients > 0, reach, floor) * self.coefficients
        least = np.where(self.coefficients > 0, floor, reach) * self.coefficients
        size = len(self.row_low)
        above = np.bincount(self.rows, weights=most, minlength=size) > self.row_high
        below = np.bincount(self.rows, weights=least, minlength=size) < self.row_low
        return above | below

    def certify(self, objective: Whole, offset: int, multipliers: Real) -> Certificate:
        """The bound that multipliers, one a row, prove for objective + offset, to be maximised.

        objective = multipliers * rows + rest; rows are at most their limits, and what is left of
        each variable is at most its value at one of its limits. True for any multipliers.
        """
        scale = self._scale(objective, multipliers)
        whole = self._whole(multipliers, scale)
        reduced = objective * scale - self._column_sums(whole)
        total = offset * scale + self._of_rows(whole)
        return self._with_columns(total, reduced, scale)

    def _with_columns(self, total: int, reduced: Whole, scale: int) -> Certificate:
        low, high = self.low, self.high
        limits = np.where(reduced > 0, high, low)
        units = limits == 1
        total += exact_sum(reduced[units])
        others = np.flatnonzero((limits != 0) & ~units & (reduced != 0))
        total += sum(int(reduced[index]) * int(limits[index]) for index in others)
        # What has one value only is there in any plan, whatever it is worth.
        reduced = np.where(low == 0, np.where(high == 0, _NEVER, reduced), 0)
        return Certificate(total, reduced, scale)

    def _scale(self, objective: Whole, multipliers: Real) -> int:
        """The finest scale at which no sum of a column can leave the 64 bits."""
        weights = np.abs(self.coefficients * multipliers[self.rows])
        sums = np.bincount(self.columns, weights=weights, minlength=len(self.low))
        largest = float(np.max(np.abs(objective) + sums, initial=1.0)) + 1.0
        return int(1 << max(0, min(_MOST_BITS, _SAFE_BITS - int(np.ceil(np.log2(largest))))))

    def _whole(self, multipliers: Real, scale: int) -> Whole:
        """Multipliers in units of 1 / scale; 0 where a row has no limit on that side."""
        whole = np.rint(multipliers * scale).astype(np.int64)
        unlimited = np.where(whole > 0, self.row_high >= UNLIMITED, self.row_low <= -UNLIMITED)
        whole[unlimited] = 0
        return whole

    def _column_sums(self, whole: Whole) -> Whole:
        products = (self.coefficients * whole[self.rows])[self._by_column]
        sums = np.zeros(len(self.low), dtype=np.int64)
        if len(products):
            filled = np.flatnonzero(np.diff(self._column_starts))
            sums[filled] = np.add.reduceat(products, self._column_starts[filled])
        return sums

    def _of_rows(self, whole: Whole) -> int:
        used = np.flatnonzero(whole)
        limits = np.where(whole[used] > 0, self.row_high[used], self.row_low[used])
        return sum(int(k) * int(limit) for k, limit in zip(whole[used], limits, strict=True))


def terms_of(expression: cp_model.LinearExprT) -> tuple[Terms, int]:
    """The terms of an expression and its constant part."""
    flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([expression]))
    indices = [variable.index for variable in flat.vars]
    return _plain(zip(indices, flat.coeffs, strict=True)), flat.offset


def _joined(terms: Terms) -> Terms:
    """The terms with each variable once, and without those that cancel out."""
    joined: dict[int, int] = {}
    for index, coefficient in terms:
        joined[index] = joined.get(index, 0) + coefficient
    return [(index, coefficient) for index, coefficient in joined.items() if coefficient]


def _flat(rows: Sequence[Row]) -> Whole:
    """The terms of all rows, one below the other."""
    return np.array([term for row in rows for term in row.terms], dtype=np.int64).reshape(-1, 2)


def _plain(pairs: Iterable[tuple[int, int]]) -> Terms:
    """Terms without negated references: -1 - index stands for minus the variable."""
    return [(i, c) if i >= 0 else (-1 - i, -c) for i, c in pairs]


def _stretches(keys: Whole, size: int) -> Whole:
    """Where each key's stretch starts in an array sorted by key, and where the last one ends."""
    starts: Whole = np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=size))])
    return starts


def exact_sum(numbers: Whole) -> int:
    """The sum of 64-bit numbers, which may need more than 64 bits."""
    low = (1 << 32) - 1
    return (int((numbers >> 32).sum()) << 32) + int((numbers & low).sum())
