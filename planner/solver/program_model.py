"""An integer program as a model of CP-SAT."""

import numpy as np
from ortools.sat.python.cp_model import Domain, LinearExpr

from planner.solver.lean_model import LeanModel
from planner.solver.program import Floats, Program

# More than any sum of a program comes to.
_UNLIMITED = 2**62


def model_of(program: Program) -> LeanModel:
    """The same variables in their order, rows and objective, in whole numbers."""
    cp = LeanModel()
    limits = zip(_whole(program.low), _whole(program.high), strict=True)
    variables = [cp.new_int_var(low, high, "") for low, high in limits]
    columns, coefficients = program.columns.tolist(), _whole(program.coefficients)
    starts, lows, highs = program.starts.tolist(), _whole(program.row_low), _whole(program.row_high)
    for row, (low, high) in enumerate(zip(lows, highs, strict=True)):
        terms = slice(starts[row], starts[row + 1])
        used = [variables[column] for column in columns[terms]]
        total = LinearExpr.weighted_sum(used, coefficients[terms])
        cp.add_linear_expression_in_domain(total, Domain(low, high))
    cp.maximize(LinearExpr.weighted_sum(variables, _whole(program.objective)))
    return cp


def _whole(numbers: Floats) -> list[int]:
    finite = np.clip(np.rint(numbers), -_UNLIMITED, _UNLIMITED)
    return [int(number) for number in finite.tolist()]
