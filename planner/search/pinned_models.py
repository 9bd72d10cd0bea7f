"""Models of a year, or of a part of it, that keep what is settled already."""

from collections.abc import Mapping, Sequence

from models.answers.plan import Plan
from models.requests.demand import Demand
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import WHOLE, Part, Restriction, agreed, by_mission
from planner.search.goal import Goal
from planner.solver.deadline import Deadline


class PinnedModels:
    """Builds the models of one search.

    Parameters
    ----------
    demands : sequence of Demand
        What the plan has to have beyond the rules.
    goal : Goal, optional
        A level behind those of the year.

    Attributes
    ----------
    agreed : Part
        Whoever is agreed or demanded, who is in every model.
    """

    def __init__(
        self, pool: Pool, demands: Sequence[Demand] = (), goal: Goal | None = None
    ) -> None:
        self.pool, self.demands, self.goal = pool, demands, goal
        self.agreed = agreed(pool.year, demands)

    def whole(self, deadline: Deadline) -> Model:
        """The model of the whole year without times, for its relaxation."""
        return self._built(deadline, timed=False)

    def part(self, part: Part, plan: Plan, pinned: Mapping[str, int], deadline: Deadline) -> Model:
        """The model of a part and of a plan, in which no pinned level gets worse."""
        known = Part.of(plan)
        experts = by_mission(part.pairs, known.pairs, self.agreed.pairs)
        payers = by_mission(part.payers, known.payers, self.agreed.payers)
        model = self._built(deadline, Restriction(only=experts, payers=payers))
        for level, value in pinned.items():
            model.pin(level, value)
        return model

    def _built(
        self, deadline: Deadline, restriction: Restriction = WHOLE, timed: bool = True
    ) -> Model:
        model = build(self.pool, restriction, timed=timed, demands=self.demands, deadline=deadline)
        return model if self.goal is None else self.goal.added(model)
