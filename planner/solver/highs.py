"""The only file that knows HiGHS: integer programs with bounds, and what it answers to them.

One thread, a fixed seed and a limit of nodes instead of clocks: the same program has the same
answer on every machine, whatever else it does. HiGHS computes with floating-point numbers, so what
it says counts as proven only where two differently configured runs say the same.
"""

from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy as np
from numpy.typing import NDArray

from planner.solver.deadline import Deadline
from planner.solver.params import Setup

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


class Finding(Enum):
    """What HiGHS says of a program."""

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
    """The answer: `bound` is None where HiGHS knows none, `values` where it has no solution."""

    finding: Finding
    bound: float | None
    values: Floats | None
    nodes: int


def solve(program: Program, setup: Setup, deadline: Deadline) -> MipAnswer:
    """Solve a program until it is decided, or the setup or the deadline says that it is enough."""
    solver = _Quiet()  # type: ignore[no-untyped-call]
    solver.passModel(_lp(program, setup.objective))
    for name, value in _options(setup, deadline).items():
        solver.setOptionValue(name, value)
    solver.HandleUserInterrupt = True
    deadline.run(solver.run, solver.cancelSolve)
    return _answer(solver, setup.objective)


class _Quiet(highspy.Highs):
    """HiGHS without its banner, which it prints as soon as callbacks are there."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _options(setup: Setup, deadline: Deadline) -> dict[str, bool | int | float | str]:
    return {
        "threads": 1,
        "parallel": "off",
        "random_seed": setup.seed,
        "presolve": "on" if setup.presolve else "off",
        "mip_max_nodes": setup.nodes,
        # Values are integers: a gap below 1 is none.
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.99,
        "time_limit": min(deadline.seconds_left, 1e9),
    }


def _lp(program: Program, objective: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.low), len(program.row_low)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = program.objective if objective else np.zeros_like(program.objective)
    lp.col_lower_, lp.col_upper_ = program.low, program.high
    lp.row_lower_, lp.row_upper_ = program.row_low, program.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = program.starts
    lp.a_matrix_.index_ = program.columns
    lp.a_matrix_.value_ = program.coefficients
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(program.low)
    return lp


def _answer(solver: highspy.Highs, objective: bool) -> MipAnswer:
    status, info, solution = solver.getModelStatus(), solver.getInfo(), solver.getSolution()
    kinds = highspy.HighsModelStatus
    finding = Finding.OPEN
    if status == kinds.kOptimal:
        finding = Finding.OPTIMAL
    elif status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        finding = Finding.INFEASIBLE
    bound = float(info.mip_dual_bound)
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return MipAnswer(
        finding,
        bound if objective and np.isfinite(bound) else None,
        np.array(solution.col_value) if feasible and solution.value_valid else None,
        int(info.mip_node_count),
    )
