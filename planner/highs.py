"""The only file that knows HiGHS: integer programs with bounds, and what it answers to them.

One thread, a fixed seed and limits of nodes and iterations instead of clocks: the same program has
the same answer on every machine, whatever else it does. HiGHS computes with floating-point
numbers, so what it says is believed where two differently configured runs say the same.
"""

from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy as np

from planner.engine import Stopwatch
from planner.linear_rows import Real, Whole
from planner.row_pile import UNLIMITED


class Found(Enum):
    """What HiGHS says of a program."""

    OPTIMAL = auto()
    INFEASIBLE = auto()
    OPEN = auto()


@dataclass(frozen=True)
class Program:
    """Maximise objective * columns, with row_low <= rows * columns <= row_high; all integer.

    The rows are one below the other: row k has the terms from starts[k] up to starts[k + 1].
    """

    objective: Real
    low: Whole
    high: Whole
    row_low: Whole
    row_high: Whole
    starts: Whole
    columns: Whole
    coefficients: Whole


@dataclass(frozen=True)
class Setup:
    """How HiGHS goes about a program; two of these are two opinions."""

    seed: int = 1
    presolve: bool = True
    nodes: int = 1_000
    restarts: bool = True
    heuristics: float = 0.05


@dataclass(frozen=True)
class Verdict:
    """The answer: `bound` is None where HiGHS knows none, `values` where it has no solution."""

    found: Found
    bound: float | None
    values: Real | None
    nodes: int


def solve(program: Program, setup: Setup, stopwatch: Stopwatch) -> Verdict:
    """Solve a program, or stop where the setup or the stopwatch says so."""
    solver = _loaded(program)
    options: dict[str, bool | int | float | str] = {
        "threads": 1,
        "parallel": "off",
        "random_seed": setup.seed,
        "presolve": "on" if setup.presolve else "off",
        "mip_max_nodes": setup.nodes,
        "mip_allow_restart": setup.restarts,
        "mip_heuristic_effort": setup.heuristics,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.99,
        "time_limit": min(stopwatch.seconds_left, 1e9),
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.HandleUserInterrupt = True
    stopwatch.run(solver.run, solver.cancelSolve)
    return _verdict(solver)


def _loaded(program: Program) -> highspy.Highs:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.low), len(program.row_low)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = program.objective
    lp.col_lower_ = program.low.astype(np.float64)
    lp.col_upper_ = program.high.astype(np.float64)
    lp.row_lower_ = _limits(program.row_low)
    lp.row_upper_ = _limits(program.row_high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = program.starts.astype(np.int32)
    lp.a_matrix_.index_ = program.columns.astype(np.int32)
    lp.a_matrix_.value_ = program.coefficients.astype(np.float64)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(program.low)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.passModel(lp)
    return solver


def _limits(limits: Whole) -> Real:
    real = limits.astype(np.float64)
    real[limits >= UNLIMITED] = highspy.kHighsInf
    real[limits <= -UNLIMITED] = -highspy.kHighsInf
    return real


def _verdict(solver: highspy.Highs) -> Verdict:
    status, info = solver.getModelStatus(), solver.getInfo()
    kinds = highspy.HighsModelStatus
    found = Found.OPEN
    if status == kinds.kOptimal:
        found = Found.OPTIMAL
    elif status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        found = Found.INFEASIBLE
    solution = solver.getSolution()
    has = solution.value_valid and info.primal_solution_status == 2
    bound = info.mip_dual_bound
    return Verdict(
        found,
        None if abs(bound) >= highspy.kHighsInf else float(bound),
        np.array(solution.col_value) if has else None,
        int(info.mip_node_count),
    )
