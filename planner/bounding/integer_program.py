"""Builds the integer program for a prover: the linear rows, restricted to the open columns."""

from dataclasses import dataclass

import numpy as np

from planner.bounding.linear_system import LinearRows, Real, Whole
from planner.bounding.lp import Mask
from planner.bounding.proto_rows import UNLIMITED
from planner.solver.program import Indices, Program


@dataclass(frozen=True)
class IntegerProgram:
    """A program over the columns that are open, with the way back to all of them.

    Attributes
    ----------
    offset : int
        What the columns that are not open add to the objective.
    """

    program: Program
    offset: int
    _open: Whole
    _closed: Whole

    @property
    def size(self) -> int:
        """How many columns there are."""
        return len(self._open)

    def values(self, found: Real) -> Real:
        """The values of all columns in a solution."""
        values = self._closed.astype(np.float64)
        values[self._open] = np.rint(found)
        return values


def restricted(
    rows: LinearRows, objective: Whole, offset: int, never: Mask, least: int | None
) -> IntegerProgram:
    """Restrict the rows to the columns that can leave their lower limit in a plan that is wanted.

    Parameters
    ----------
    objective, offset : array of int, int
        What is to be maximised: one coefficient a column, and a constant.
    never : array of bool
        The columns that keep their low limit.
    least : int, optional
        Only plans with this value or a better one are asked for.
    """
    is_open = ~never & (rows.high > rows.low)
    closed = np.where(is_open, 0, rows.low)
    constant = offset + int(objective @ closed)
    system = _Reduced(rows, is_open, closed)
    worth = objective[is_open]
    if least is not None:
        system.append(worth, least - constant)
    return IntegerProgram(
        Program(
            worth.astype(np.float64),
            rows.low[is_open].astype(np.float64),
            rows.high[is_open].astype(np.float64),
            *system.arrays(),
        ),
        constant,
        np.flatnonzero(is_open),
        closed,
    )


class _Reduced:
    """The rows that open columns can break, in terms of those columns."""

    def __init__(self, rows: LinearRows, is_open: Mask, closed: Whole) -> None:
        binding = rows.could_bind(is_open)
        size = len(rows.row_low)
        inside = is_open[rows.columns] & binding[rows.rows]
        fixed = rows.coefficients * closed[rows.columns]
        moved = np.zeros(size, dtype=np.int64)
        np.add.at(moved, rows.rows, fixed)
        low, high = rows.row_low[binding], rows.row_high[binding]
        self._low = np.where(low <= -UNLIMITED, -np.inf, low - moved[binding])
        self._high = np.where(high >= UNLIMITED, np.inf, high - moved[binding])
        self._sizes = np.bincount(rows.rows[inside], minlength=size)[binding]
        self._columns = (np.cumsum(is_open) - 1)[rows.columns[inside]]
        self._coefficients = rows.coefficients[inside]

    def append(self, worth: Whole, least: int) -> None:
        """Ask for a least value of the objective."""
        used = np.flatnonzero(worth)
        self._low, self._high = np.append(self._low, least), np.append(self._high, np.inf)
        self._sizes = np.append(self._sizes, len(used))
        self._columns = np.append(self._columns, used)
        self._coefficients = np.append(self._coefficients, worth[used])

    def arrays(self) -> tuple[Real, Real, Indices, Indices, Real]:
        """Limits of the rows, where each starts, the columns and coefficients of their terms."""
        starts = np.concatenate([[0], np.cumsum(self._sizes)])
        return (
            self._low,
            self._high,
            starts.astype(np.int32),
            self._columns.astype(np.int32),
            self._coefficients.astype(np.float64),
        )
