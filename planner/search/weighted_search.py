"""Optimises a model that is small enough for CP-SAT by weighted sums of its levels."""

from dataclasses import dataclass

from models.answers.plan import Plan
from planner.formulation.build import Model
from planner.formulation.scalarisation import exact_group, exactly_weighted
from planner.search.level_loop import Levels, finish_in_order
from planner.solver.cp_sat import Engine, Status


@dataclass
class WeightedSearch:
    """Searches a model by a weighted sum of its levels: as few as integers can weigh exactly.

    Parameters
    ----------
    effort : float
        CP-SAT's deterministic time for one search.

    Attributes
    ----------
    plan : Plan or None
        At first a plan of the model, to start from; then the best one found.
    proven : bool
        Whether no plan of the model is better.
    possible : bool
        False where it is proven that the model has no plan.
    """

    model: Model
    engine: Engine
    effort: float
    plan: Plan | None = None
    proven: bool = True
    possible: bool = True

    def run(self) -> None:
        """Search until nothing better is possible, or a search finds nothing within the effort."""
        finish_in_order(self.model.levels, self._advance)

    def _advance(self, left: Levels) -> int:
        group = exact_group(left, self.engine.params.weights)
        worth = exactly_weighted(group)
        if self.plan is not None:
            self.model.variables.hint(self.plan)
        answer = self.engine.maximize(self.model.cp, worth, effort=self.effort)
        if answer.values is None or answer.value is None:
            self.proven, self.possible = False, answer.status is not Status.INFEASIBLE
            return 0
        self.plan = self.model.variables.plan(answer.holds)
        self.proven = self.proven and answer.status is Status.OPTIMAL
        self.model.cp.add(worth >= answer.value)
        return len(group)
