"""An integer program as a model of CP-SAT."""

import numpy as np
from ortools.sat.python.cp_model import INT_MAX, INT_MIN, Domain, LinearExpr

from planner.solver.lean_model import LeanModel
from planner.solver.program import Floats, Program


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
    """The numbers as whole ones, infinite ones as those that CP-SAT takes for them."""
    limits = {np.inf: INT_MAX, -np.inf: INT_MIN}
    return [limits[n] if n in limits else round(n) for n in numbers.tolist()]
