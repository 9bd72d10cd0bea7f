"""Some rows of a linear system as arrays of entries: sums over rows and over columns."""

from typing import NamedTuple, Self

import numpy as np

from planner.bounding.linear_system import LinearRows, Real, Whole


class RowPart(NamedTuple):
    """Rows, one entry after the other, row after row; no two entries lie in one place.

    Attributes
    ----------
    rows, columns, values : array of int, one an entry
        Its row, counted from 0 here; its column in the linear system; its coefficient.
    starts : array of int
        Where the entries of each row begin, and at the end how many there are.
    width : int
        How many columns the linear system has.
    """

    rows: Whole
    columns: Whole
    values: Whole
    starts: Whole
    width: int

    @classmethod
    def of(cls, system: LinearRows, chosen: Whole) -> Self:
        """The rows of these numbers, in this order."""
        rows, starts, entries = _entries(system.starts, chosen)
        columns, values = system.columns[entries], system.coefficients[entries]
        return cls(rows, columns, values, starts, len(system.low))

    def part(self, chosen: Whole) -> Self:
        """Of these rows those of these numbers."""
        rows, starts, entries = _entries(self.starts, chosen)
        return self._replace(
            rows=rows, columns=self.columns[entries], values=self.values[entries], starts=starts
        )

    def sums(self, values: Real) -> Real:
        """The sum of each row where the columns have these values."""
        products: Real = self.values * values[self.columns]
        found = np.bincount(self.rows, weights=products, minlength=len(self.starts) - 1)
        return found.astype(np.float64)

    def column_sums(self, multipliers: Whole) -> Whole:
        """The sum of each column over the rows, each row times its multiplier; exact."""
        found = np.zeros(self.width, dtype=np.int64)
        np.add.at(found, self.columns, self.values * multipliers[self.rows])
        return found

    def largest(self) -> Whole:
        """The greatest coefficient of each row, signs aside."""
        found = np.zeros(len(self.starts) - 1, dtype=np.int64)
        np.maximum.at(found, self.rows, np.abs(self.values))
        return found


def _entries(starts: Whole, chosen: Whole) -> tuple[Whole, Whole, Whole]:
    """The rows of the entries of these rows, where each begins, and where the entries are."""
    begins, sizes = starts[chosen], starts[chosen + 1] - starts[chosen]
    ends = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
    rows = np.repeat(np.arange(len(chosen)), sizes)
    return rows, ends, np.arange(ends[-1]) + np.repeat(begins - ends[:-1], sizes)
