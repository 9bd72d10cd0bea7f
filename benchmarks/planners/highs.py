"""The time-indexed program solved level after level with HiGHS.

It knows nothing of the planner's own use of HiGHS, and runs in a process of its own.
"""

from dataclasses import dataclass, replace
from math import ceil, floor, inf

import highspy
import numpy as np

from benchmarks.planners.answer import Answer, Claim, Deadline, Keep
from benchmarks.planners.desk import Desk
from benchmarks.planners.goals import Goal, goals
from benchmarks.planners.time_indexed import TimeIndexed
from models.facts.instance import Year
from planner.domain.calendars import Calendars

# A bound such as 11.9999999 is 12: every level is a whole number.
_ROUNDING = 1e-4
_OPTIMAL = highspy.HighsModelStatus.kOptimal
_IMPOSSIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def plan_by_highs(year: Year, calendars: Calendars, deadline: Deadline, keep: Keep) -> Answer:
    """The best plan that HiGHS finds, level after level, within the deadline."""
    program = TimeIndexed(Desk(year, calendars), deadline)
    levels = goals(program)
    solver = _solver(program)
    size = f"{program.milp.columns:,} columns, {program.milp.rows:,} rows"
    answer = Answer(None, note=size)
    values: list[float] | None = None
    for goal in levels:
        if deadline.left <= 0:
            return answer
        found = _solve(solver, goal, values, deadline)
        if found.infeasible and values is None:
            return Answer(None, infeasible=True, note=size)
        if found.values is None:
            return answer
        values = found.values
        claims = (*answer.claims, Claim(goal.level, found.bound))
        answer = Answer(program.plan(values), claims, note=_joined(answer.note, found.note))
        keep(answer)
        _pin(solver, goal, values)
    return answer


@dataclass(frozen=True)
class _Found:
    values: list[float] | None
    bound: int | None
    status: highspy.HighsModelStatus
    note: str = ""
    value: int | None = None

    @property
    def infeasible(self) -> bool:
        return self.status in _IMPOSSIBLE

    @property
    def in_doubt(self) -> bool:
        return self.infeasible or (self.status == _OPTIMAL and self.bound != self.value)


class _Quiet(highspy.Highs):
    """HiGHS without its banner: it is printed while the object is made, before one can say no."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _solver(program: TimeIndexed) -> highspy.Highs:
    milp, lp = program.milp, highspy.HighsLp()
    lp.num_col_, lp.num_row_ = milp.columns, milp.rows
    lp.col_cost_ = np.zeros(milp.columns)
    lp.col_lower_, lp.col_upper_ = np.array(milp.column_lower), np.array(milp.column_upper)
    lp.row_lower_, lp.row_upper_ = np.array(milp.row_lower), np.array(milp.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(milp.row_start)
    lp.a_matrix_.index_ = np.array(milp.column_index)
    lp.a_matrix_.value_ = np.array(milp.coefficient)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[integer] for integer in milp.is_integer]
    solver = _Quiet()  # type: ignore[no-untyped-call]
    solver.passModel(lp)
    # Optimal means optimal: values are whole numbers, so a gap below 1 is none.
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99)
    return solver


def _solve(
    solver: highspy.Highs, goal: Goal, values: list[float] | None, deadline: Deadline
) -> _Found:
    """One level, from the solution before.

    HiGHS 1.14 to 1.16 call some programs infeasible that are not, or a first solution optimal that
    their own bound contradicts. What is in doubt is asked again without a first solution and with
    presolve off, and it stays off.
    """
    _aim(solver, goal)
    found = _run(solver, goal, values, deadline)
    if not found.in_doubt:
        return found
    solver.setOptionValue("presolve", "off")
    again = _run(solver, goal, None, deadline)
    if again.infeasible:
        return again
    return replace(again, note=f"presolve is wrong about {goal.level}, and off from there on")


def _aim(solver: highspy.Highs, goal: Goal) -> None:
    costs = np.zeros(solver.getNumCol())
    costs[list(goal.terms)] = list(goal.terms.values())
    solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
    sense = highspy.ObjSense
    solver.changeObjectiveSense(sense.kMaximize if goal.is_maximised else sense.kMinimize)
    solver.changeObjectiveOffset(goal.constant)


def _run(
    solver: highspy.Highs, goal: Goal, values: list[float] | None, deadline: Deadline
) -> _Found:
    solver.setOptionValue("time_limit", deadline.left)
    solver.clearSolver()
    if values is not None:
        start = highspy.HighsSolution()
        start.col_value = values
        solver.setSolution(start)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    solution = solver.getSolution()
    if status in _IMPOSSIBLE or not solution.value_valid:
        return _Found(None, None, status)
    found = [float(value) for value in solution.col_value]
    value = round(goal.constant + _reached(goal, found))
    # Ended in its presolve it counts -1 nodes, and gives 0 as a bound, which it does not know.
    bound = _bound(goal, info.mip_dual_bound) if info.mip_node_count >= 0 else None
    return _Found(found, bound, status, value=value)


def _bound(goal: Goal, dual: float) -> int | None:
    if abs(dual) == inf:
        return None
    return floor(dual + _ROUNDING) if goal.is_maximised else ceil(dual - _ROUNDING)


def _reached(goal: Goal, values: list[float]) -> float:
    """What a solution has of a goal, without its constant."""
    return sum(weight * values[column] for column, weight in goal.terms.items())


def _pin(solver: highspy.Highs, goal: Goal, values: list[float]) -> None:
    """Keep the value of a level for all that follow."""
    reached = round(_reached(goal, values))
    lower, upper = (reached, inf) if goal.is_maximised else (-inf, reached)
    columns = np.array(list(goal.terms), dtype=np.int32)
    weights = np.array(list(goal.terms.values()), dtype=np.float64)
    solver.addRow(lower, upper, len(columns), columns, weights)


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
