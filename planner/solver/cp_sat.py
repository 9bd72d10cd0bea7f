"""The only file that knows CpSolver: parameters, statuses, and the rounding of its floats."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from enum import Enum, auto
from math import floor

import numpy as np
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import CpSolverStatus, SatParameters

from models.answers.report import StopReason
from planner.domain.errors import Undecided
from planner.solver.deadline import Deadline
from planner.solver.params import DEFAULT, SearchParams
from planner.solver.program import Finding, MipAnswer, ModelError, Program
from planner.solver.program_model import model_of

# A solver bound such as 12.0000001 is 12: values are whole numbers far below 1e9.
_ROUNDING = 1e-4

Expression = cp_model.LinearExpr | cp_model.IntVar | int
OnProgress = Callable[[int | None, int | None], None]


class Status(Enum):
    """What a search found, apart from why it ended."""

    OPTIMAL = auto()
    FEASIBLE = auto()
    INFEASIBLE = auto()
    UNKNOWN = auto()


_STATUSES = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


@dataclass(frozen=True)
class Answer:
    """The outcome of one search; `value` and `values` are None where nothing was found.

    `values` are those of all variables, in the order of the model.
    """

    status: Status
    value: int | None
    bound: int | None
    values: tuple[int, ...] | None
    stop: StopReason

    def holds(self, literal: cp_model.IntVar) -> bool:
        """Whether a literal is true in the solution."""
        assert self.values is not None
        return bool(self.values[literal.index])


class Engine:
    """Solves one objective after another with the same parameters.

    Parameters
    ----------
    deadline : Deadline
        When to end whatever happens; the plan then depends on the speed of the machine.
    seed : int
        The solver's random seed.
    effort : float
        Deterministic time (the solver's own measure of work, about a second each) after which a
        search gives up; it makes a hard search end at the same point on every machine.
    """

    def __init__(
        self,
        deadline: Deadline,
        seed: int = 1,
        effort: float = 600.0,
        params: SearchParams = DEFAULT,
    ) -> None:
        self.deadline = deadline
        self.params = params
        self._seed = seed
        self._effort = effort
        self._is_learning = False
        self._is_plain = False

    def within(self, deadline: Deadline) -> "Engine":
        """The same engine with another deadline."""
        engine = copy(self)
        engine.deadline = deadline
        return engine

    def with_effort(self, effort: float) -> "Engine":
        """The same engine, which gives up after another effort."""
        engine = copy(self)
        engine._effort = effort
        return engine

    def learning(self) -> "Engine":
        """The same engine, in which conflicts decide and the relaxation gives the bound.

        For knapsacks: to decide which mission is paid by which fund.
        """
        engine = copy(self)
        engine._is_learning = True
        return engine

    def as_it_stands(self) -> "Engine":
        """The same engine, which does not presolve a model, and lets conflicts decide.

        For models that are searched in less time than it takes to simplify them.
        """
        engine = copy(self)
        engine._is_plain = True
        return engine

    def maximize(
        self,
        cp: cp_model.CpModel,
        objective: Expression,
        on_progress: OnProgress | None = None,
        effort: float | None = None,
    ) -> Answer:
        """Search for the greatest value of the objective, with less effort where told so."""
        cp.maximize(objective)
        return self._search(cp, on_progress, effort)

    def decide(self, cp: cp_model.CpModel, objective: Expression) -> Answer:
        """The greatest value of the objective, or that the model has no solution.

        Raises
        ------
        Undecided
            The run ended before either was known.
        """
        answer = self.maximize(cp, objective)
        if answer.stop is not StopReason.OPTIMAL:
            raise Undecided
        return answer

    def is_feasible(self, cp: cp_model.CpModel) -> bool:
        """Whether the model has a solution at all; "no" is proven twice, in different ways.

        Raises
        ------
        Undecided
            The run ended before it was known.
        """
        cp.clear_objective()  # type: ignore[no-untyped-call]
        status = self._search(cp, None).status
        if status is Status.INFEASIBLE:
            second = self._solver()
            second.parameters.cp_model_presolve = False
            second.parameters.linearization_level = 0
            status = _STATUSES[self._run(second, cp)]
        if status is Status.UNKNOWN:
            raise Undecided
        return status is not Status.INFEASIBLE

    def solve_program(self, program: Program, effort: float) -> MipAnswer:
        """What is proven of an integer program, within an effort.

        The relaxation is followed, but what decides is learnt from conflicts: where little is left
        open, that takes a fraction of the time that a tree takes.
        """
        solver = self._plain_solver()
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = effort
        cp = model_of(program)
        answer = self._answer(solver, _STATUSES[self._run(solver, cp)], objective=True)
        if answer.status is Status.INFEASIBLE:
            return MipAnswer(Finding.INFEASIBLE, None, None)
        finding = Finding.OPTIMAL if answer.status is Status.OPTIMAL else Finding.OPEN
        values = None if answer.values is None else np.array(answer.values, dtype=np.float64)
        return MipAnswer(finding, answer.bound, values)

    def _search(
        self, cp: cp_model.CpModel, on_progress: OnProgress | None, effort: float | None = None
    ) -> Answer:
        solver = self._solver_to_ask()
        solver.parameters.max_deterministic_time = effort or self._effort
        callback = _watch(solver, cp, on_progress)
        status = self._run(solver, cp, callback)
        if status == cp_model.MODEL_INVALID:
            raise ModelError(cp.validate())
        return self._answer(solver, _STATUSES[status], cp.has_objective())

    def _run(
        self,
        solver: cp_model.CpSolver,
        cp: cp_model.CpModel,
        callback: "_Watch | None" = None,
    ) -> CpSolverStatus:
        """What the solver says of the model, unless somebody ends the work before."""
        return self.deadline.run(lambda: solver.solve(cp, callback), solver.stop_search)

    def _solver_to_ask(self) -> cp_model.CpSolver:
        if not (self._is_learning or self._is_plain):
            return self._solver()
        solver = self._plain_solver()
        solver.parameters.cp_model_presolve = not self._is_plain
        solver.parameters.linearization_level = 0 if self._is_plain else 2
        return solver

    def _solver(self) -> cp_model.CpSolver:
        """For models of which the relaxation says most: it is almost integral."""
        solver = self._plain_solver()
        p = solver.parameters
        # Solve it well at the root, presolve it briefly.
        p.linearization_level = 2
        p.root_lp_iterations = 200_000
        p.add_lp_constraints_lazily = False
        p.search_branching = SatParameters.LP_SEARCH
        p.max_cut_rounds_at_level_zero = 1
        p.max_presolve_iterations = 1
        return solver

    def _plain_solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.num_workers = 1
        p.random_seed = self._seed
        p.max_deterministic_time = self._effort
        p.max_time_in_seconds = min(self.deadline.seconds_left, 1e9)
        p.catch_sigint_signal = False
        # Faults of OR-Tools 9.15: the first of these presolve steps makes wrong proofs (its issue
        # 5293), the second can end in an IndexError where there is no solution; and without probing
        # (`cp_model_probing_level` 0) a no-overlap can be called infeasible.
        p.presolve_inclusion_work_limit = 0
        p.symmetry_level = 0
        return solver

    def _answer(self, solver: cp_model.CpSolver, status: Status, objective: bool) -> Answer:
        found = status in (Status.OPTIMAL, Status.FEASIBLE)
        stop = StopReason.OPTIMAL
        if status in (Status.FEASIBLE, Status.UNKNOWN):
            stop = self.deadline.over or StopReason.EFFORT
        # Without a solution the solver may say 0 where it knows no bound at all.
        known = objective and found
        return Answer(
            status=status,
            value=round(solver.objective_value) if found and objective else None,
            bound=floor(solver.best_objective_bound + _ROUNDING) if known else None,
            values=tuple(solver.response_proto.solution) if found else None,
            stop=stop,
        )


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_progress: OnProgress) -> None:
        super().__init__()
        self.on_progress = on_progress
        self.best: int | None = None
        self.bound: int | None = None

    def on_solution_callback(self) -> None:
        self.best = round(self.objective_value)
        self.on_progress(self.best, self.bound)

    def new_bound(self, bound: float) -> None:
        self.bound = floor(bound + _ROUNDING)
        self.on_progress(self.best, self.bound)


def _watch(
    solver: cp_model.CpSolver, cp: cp_model.CpModel, on_progress: OnProgress | None
) -> _Watch | None:
    if on_progress is None or not cp.has_objective():
        return None
    watch = _Watch(on_progress)
    solver.best_bound_callback = watch.new_bound
    return watch
