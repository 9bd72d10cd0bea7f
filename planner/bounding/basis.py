"""Factors the basis of a linear program, with SuperLU as SciPy brings it along.

`scipy.sparse` loads half of NumPy and all of SciPy's dense algebra on the way, a third of a second;
the compiled SuperLU needs none of that. So it is loaded by itself where it lies; where it is not
found (another version of SciPy), the ordinary way leads to the same factors.
"""

from collections.abc import Callable
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.bounding.linear_system import Real, Whole

Solve = Callable[[Real], Real]

_PLACE = ("sparse", "linalg", "_dsolve", "_superlu")


class Columns(NamedTuple):
    """A square matrix, column after column.

    Attributes
    ----------
    starts : array of int
        Where each column begins, and at the end how many entries there are.
    rows : array of int
        The row of each entry, ascending in each column.
    """

    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    values: Real


def columns_of(rows: Whole, columns: Whole, values: Whole, size: int) -> Columns:
    """The matrix of entries that come in any order, no two of them in one place."""
    order = np.lexsort((rows, columns))
    counts = np.bincount(columns, minlength=size)
    starts = np.concatenate(([0], np.cumsum(counts)))
    return Columns(
        starts.astype(np.int32), rows[order].astype(np.int32), values[order].astype(np.float64)
    )


def transposed_solver(matrix: Columns) -> Solve | None:
    """What solves equations with the transposed matrix; None where the matrix is singular."""
    try:
        factors = _factors(matrix)
    except RuntimeError:  # singular
        return None

    def solve(right: Real) -> Real:
        found: Real = factors.solve(right, "T")
        return found

    return solve


def _factors(matrix: Columns) -> Any:
    size = len(matrix.starts) - 1
    alone = _superlu()
    if alone is None:
        return _ordinary(matrix, size)
    options = {"DiagPivotThresh": None, "ColPerm": None, "PanelSize": None, "Relax": None}
    return alone.gstrf(
        *(size, len(matrix.rows), matrix.values, matrix.rows, matrix.starts),
        csc_construct_func=tuple,
        ilu=False,
        options=options,
    )


def _ordinary(matrix: Columns, size: int) -> Any:
    from scipy.sparse import csc_matrix  # noqa: PLC0415, see above
    from scipy.sparse.linalg import splu  # noqa: PLC0415

    return splu(csc_matrix((matrix.values, matrix.rows, matrix.starts), shape=(size, size)))


@cache
def _superlu() -> ModuleType | None:
    """The compiled SuperLU, loaded without the packages around it."""
    package = find_spec("scipy")
    if package is None or package.origin is None:
        return None
    stem = Path(package.origin).parent.joinpath(*_PLACE)
    files = (stem.with_name(stem.name + suffix) for suffix in EXTENSION_SUFFIXES)
    spec = next(
        (spec_from_file_location(".".join(("scipy", *_PLACE)), f) for f in files if f.is_file()),
        None,
    )
    if spec is None or spec.loader is None:
        return None
    try:
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
    except ImportError:  # what it is linked to is found by SciPy alone
        return None
    return module if hasattr(module, "gstrf") else None
