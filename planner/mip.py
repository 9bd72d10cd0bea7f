"""The integer program that fixed columns leave of linear rows, and what HiGHS proves of it."""

from dataclasses import dataclass

import numpy as np

from planner.highs import Program
from planner.linear_rows import LinearRows, Real, Whole
from planner.row_pile import UNLIMITED


@dataclass(frozen=True)
class Restriction:
    """A program over the columns that are open, with the way back to all of them."""

    program: Program
    columns: Whole
    base: Whole
    offset: int

    def values(self, found: Real) -> Real:
        """The values of all columns in a solution of the program."""
        values = self.base.astype(np.float64)
        values[self.columns] = np.rint(found)
        return values


def restriction(
    rows: LinearRows, objective: Whole, offset: int, least: int | None, kept: np.ndarray
) -> Restriction:
    """What is left of the rows where all columns but some keep their low limit.

    Only what gives objective + offset the least value or more, where one is asked for.
    """
    open_ = kept & (rows.high > rows.low)
    base = np.where(open_, 0, rows.low)
    constant = offset + int(objective @ base)
    number = np.cumsum(open_) - 1
    alive = rows.could_bind(open_)
    terms = open_[rows.columns] & alive[rows.rows]
    size = len(rows.row_low)
    shift = np.zeros(size, dtype=np.int64)
    np.add.at(shift, rows.rows, rows.coefficients * base[rows.columns])
    lengths = np.bincount(rows.rows[terms], minlength=size)[alive]
    low, high = rows.row_low[alive], rows.row_high[alive]
    low = np.where(low <= -UNLIMITED, low, low - shift[alive])
    high = np.where(high >= UNLIMITED, high, high - shift[alive])
    columns, coefficients = number[rows.columns[terms]], rows.coefficients[terms]
    worth = objective[open_]
    if least is not None:
        used = np.flatnonzero(worth)
        lengths = np.append(lengths, len(used))
        low, high = np.append(low, least - constant), np.append(high, UNLIMITED)
        columns = np.append(columns, used)
        coefficients = np.append(coefficients, worth[used])
    program = Program(
        worth.astype(np.float64),
        rows.low[open_],
        rows.high[open_],
        low,
        high,
        np.concatenate([[0], np.cumsum(lengths)]),
        columns,
        coefficients,
    )
    return Restriction(program, np.flatnonzero(open_), base, constant)
