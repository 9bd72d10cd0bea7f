"""What is loaded or made by halves does what the whole does."""

import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest
from ortools.sat.python import cp_model

from planner.bounding import basis
from planner.bounding.basis import Columns, columns_of, transposed_solver
from planner.bounding.linear_system import Real
from planner.solver.lean_model import LeanModel


def test_cuts_go_without_the_packages_of_scipy() -> None:
    _run(
        "import sys, numpy as np\n"
        "from planner.bounding import rounding_cuts\n"
        "from planner.bounding.basis import columns_of, transposed_solver\n"
        "one = np.arange(2)\n"
        "solve = transposed_solver(columns_of(one, one, one + 1, 2))\n"
        "assert solve(np.array([1.0, 1.0])).tolist() == [1.0, 0.5]\n"
        "assert 'scipy.sparse.linalg.linsolve' not in sys.modules\n"
        "from scipy.sparse import csc_matrix\n"
        "from scipy.sparse.linalg import splu\n"
        "assert splu(csc_matrix(np.eye(2))).solve(np.ones(2)).tolist() == [1.0, 1.0]\n"
    )


def test_the_ordinary_way_leads_to_the_same_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, right = _matrix(80), np.linspace(-1, 1, 80)
    alone = _solved(matrix, right)
    monkeypatch.setattr(basis, "_superlu", lambda: None)
    assert _solved(matrix, right).tolist() == alone.tolist()
    assert np.abs(_dense(matrix).T @ alone - right).max() < 1e-9


@pytest.mark.parametrize("somewhere", ["alone", "ordinary"])
def test_a_singular_basis_has_no_solver(somewhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if somewhere == "ordinary":
        monkeypatch.setattr(basis, "_superlu", lambda: None)
    twice = columns_of(np.array([0, 0]), np.array([0, 1]), np.array([1, 1]), 2)
    assert transposed_solver(twice) is None


def _solved(matrix: Columns, right: Real) -> Real:
    solve = transposed_solver(matrix)
    assert solve is not None
    return solve(right)


def _matrix(size: int) -> Columns:
    draw = np.random.default_rng(7)
    dense = draw.integers(-4, 5, (size, size)) * (draw.random((size, size)) < 0.1)
    dense += 9 * np.eye(size, dtype=int)
    rows, columns = np.nonzero(dense)
    order = draw.permutation(len(rows))
    return columns_of(rows[order], columns[order], dense[rows, columns][order], size)


def _dense(matrix: Columns) -> Real:
    size = len(matrix.starts) - 1
    dense = np.zeros((size, size))
    dense[matrix.rows, np.repeat(np.arange(size), np.diff(matrix.starts))] = matrix.values
    return dense


def test_a_model_is_gone_when_nobody_has_it_and_its_copy_stands_alone() -> None:
    model = LeanModel()
    chosen = model.new_bool_var("chosen")
    copy = model.clone()
    copy.add(copy.get_int_var_from_proto_index(chosen.index) == 0)
    assert len(model.proto.constraints) == 0
    seen = weakref.ref(model)
    del model, chosen
    assert seen() is None
    copy.maximize(copy.get_int_var_from_proto_index(0))
    solver = cp_model.CpSolver()
    assert solver.solve(copy) == cp_model.OPTIMAL
    assert solver.objective_value == 0


def _run(code: str) -> None:
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, timeout=120)
