"""Optimises a model that is small enough for CP-SAT by weighted sums of its levels."""

from typing import NamedTuple

from models.answers.plan import Plan
from planner.formulation.build import Model
from planner.formulation.scalarisation import exact_groups, exactly_weighted
from planner.solver.cp_sat import Engine, Status


class Climb(NamedTuple):
    """The best plan that was found, and what is known of it.

    Attributes
    ----------
    plan : Plan or None
        The plan to start from, or None, where nothing was found.
    proven : bool
        Whether no plan of the model is better.
    possible : bool
        False where it is proven that the model has no plan.
    """

    plan: Plan | None
    proven: bool
    possible: bool = True


def solve_weighted(model: Model, engine: Engine, effort: float, start: Plan | None = None) -> Climb:
    """Search a model by a weighted sum of its levels: as few sums as integers can weigh exactly.

    Parameters
    ----------
    effort : float
        CP-SAT's deterministic time for one search.
    start : Plan, optional
        A plan of the model, to start from.
    """
    plan, proven = start, True
    for group in exact_groups(model.levels, engine.params.weights):
        worth = exactly_weighted(group)
        if plan is not None:
            model.variables.hint(plan)
        answer = engine.maximize(model.cp, worth, effort=effort)
        if answer.values is None or answer.value is None:
            return Climb(plan, proven=False, possible=answer.status is not Status.INFEASIBLE)
        plan = model.variables.plan(answer.holds)
        proven = proven and answer.status is Status.OPTIMAL
        model.cp.add(worth >= answer.value)
    return Climb(plan, proven)
