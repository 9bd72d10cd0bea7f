"""Integer programs as arrays, and what a solver answers to them."""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


class ModelError(Exception):
    """A model itself is invalid: a fault of this program, never of the workbook."""


class Finding(Enum):
    """What a solver says of a program."""

    OPTIMAL = auto()
    INFEASIBLE = auto()
    OPEN = auto()


@dataclass(frozen=True)
class Program:
    """Maximise objective * columns, with row_low <= rows * columns <= row_high; all integer.

    Row k has the terms from starts[k] up to starts[k + 1]; a limit that is missing is infinite.
    """

    objective: Floats
    low: Floats
    high: Floats
    row_low: Floats
    row_high: Floats
    starts: Indices
    columns: Indices
    coefficients: Floats


@dataclass(frozen=True)
class MipAnswer:
    """The answer: `bound` is None where none is known, `values` where there is no solution."""

    finding: Finding
    bound: float | None
    values: Floats | None
    nodes: int = 0
