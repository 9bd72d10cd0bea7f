"""The only file that knows HiGHS: integer programs with bounds, and what it answers to them.

One thread, a fixed seed and a limit of nodes instead of clocks: the same program has the same
answer on every machine, whatever else it does. HiGHS computes with floating-point numbers, so what
it says counts as proven only where two differently configured runs say the same. On a machine with
several cores those run side by side; which answers count does not depend on it.
"""

import os
import threading
from collections.abc import Sequence

import highspy
import numpy as np

from planner.solver.deadline import Deadline
from planner.solver.params import Setup
from planner.solver.program import Finding, MipAnswer, ModelError, Program


def solve(program: Program, setup: Setup, deadline: Deadline) -> MipAnswer:
    """Solve a program until it is decided, or the setup or the deadline says that it is enough."""
    return opinions(program, (setup,), deadline)[0]


def opinions(
    program: Program, setups: Sequence[Setup], deadline: Deadline, *, at_once: bool = False
) -> tuple[MipAnswer, ...]:
    """The answers of differently configured runs in their order, up to one that is not infeasible.

    Where they may run at once and there are cores, they do; what is not needed is ended and
    dropped, so the answers are the same.
    """
    runs = [_Run(program, setup, deadline) for setup in setups]
    ahead = len(runs) if at_once and (os.cpu_count() or 1) > 1 else 1
    answers: list[MipAnswer] = []
    try:
        while len(answers) < len(runs):
            for run in runs[: len(answers) + ahead]:
                run.start()
            answers.append(runs[len(answers)].answer(deadline))
            if answers[-1].finding is not Finding.INFEASIBLE:
                break
    finally:
        for run in runs:
            run.drop()
    return tuple(answers)


class _Run:
    """One run of HiGHS in a thread of its own; HiGHS leaves the interpreter to others meanwhile."""

    def __init__(self, program: Program, setup: Setup, deadline: Deadline) -> None:
        self._solver = _Quiet()  # type: ignore[no-untyped-call]
        if self._solver.passModel(_lp(program)) == highspy.HighsStatus.kError:
            raise ModelError("HiGHS refuses a program")
        for name, value in _options(setup, deadline).items():
            self._solver.setOptionValue(name, value)
        self._solver.HandleUserInterrupt = True
        self._thread = threading.Thread(target=self._solver.run)

    def start(self) -> None:
        """Let it run, unless it does already."""
        if self._thread.ident is None:
            self._thread.start()

    def answer(self, deadline: Deadline) -> MipAnswer:
        """Wait for what it says."""
        deadline.run(self._thread.join, self._solver.cancelSolve)
        return _answer(self._solver)

    def drop(self) -> None:
        """End it; a solver that is torn down at work would end the whole process."""
        if self._thread.ident is not None:
            self._solver.cancelSolve()  # type: ignore[no-untyped-call]
            self._thread.join()


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
        # It looks for any solution before the first relaxation, which takes more than half of the
        # time of a question whose answer is mostly that there is none.
        "mip_heuristic_run_feasibility_jump": False,
        # Values are integers: a gap below 1 is none.
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.99,
        "time_limit": min(deadline.seconds_left, 1e9),
    }


def _lp(program: Program) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.low), len(program.row_low)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = program.objective
    lp.col_lower_, lp.col_upper_ = program.low, program.high
    lp.row_lower_, lp.row_upper_ = program.row_low, program.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = program.starts
    lp.a_matrix_.index_ = program.columns
    lp.a_matrix_.value_ = program.coefficients
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(program.low)
    return lp


def _answer(solver: highspy.Highs) -> MipAnswer:
    status, info, solution = solver.getModelStatus(), solver.getInfo(), solver.getSolution()
    kinds = highspy.HighsModelStatus
    finding = Finding.OPEN
    if status == kinds.kOptimal:
        finding = Finding.OPTIMAL
    elif status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        finding = Finding.INFEASIBLE
    # Ended in its presolve it counts -1 nodes, and gives 0 as a bound, which it does not know.
    bound = float(info.mip_dual_bound) if info.mip_node_count >= 0 else np.inf
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return MipAnswer(
        finding,
        bound if np.isfinite(bound) else None,
        np.array(solution.col_value) if feasible and solution.value_valid else None,
        int(info.mip_node_count),
    )
