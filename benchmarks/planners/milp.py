"""A mixed-integer program as columns and rows, with no solver in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

Terms = Mapping[int, float]


@dataclass
class Milp:
    """Columns and rows, the coefficients row after row as solvers take them."""

    column_lower: list[float] = field(default_factory=list)
    column_upper: list[float] = field(default_factory=list)
    is_integer: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    row_start: list[int] = field(default_factory=lambda: [0])
    column_index: list[int] = field(default_factory=list)
    coefficient: list[float] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.column_lower)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.row_lower)

    def binary(self) -> int:
        """Add a column that is 0 or 1."""
        return self._column(1.0, is_integer=True)

    def amount(self, most: float) -> int:
        """Add a column of any amount from 0 to the most."""
        return self._column(most, is_integer=False)

    def _column(self, upper: float, is_integer: bool) -> int:
        self.column_lower.append(0.0)
        self.column_upper.append(upper)
        self.is_integer.append(is_integer)
        return self.columns - 1

    def at_most(self, terms: Terms, most: float = 0.0) -> None:
        """Add the row: the sum is at most this."""
        self.between(-inf, terms, most)

    def exactly(self, terms: Terms, value: float = 0.0) -> None:
        """Add the row: the sum is this."""
        self.between(value, terms, value)

    def between(self, lower: float, terms: Terms, upper: float) -> None:
        """Add the row: the sum lies between the two."""
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.column_index.extend(terms)
        self.coefficient.extend(terms.values())
        self.row_start.append(len(self.column_index))


def total(columns: Iterable[int], weight: float = 1.0) -> dict[int, float]:
    """The terms of a sum in which every column has the same weight."""
    return dict.fromkeys(columns, weight)
