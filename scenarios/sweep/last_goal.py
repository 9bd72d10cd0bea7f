"""A goal of the sweep's own: of all plans, or all that deliver as much, the one best for it.

Each step is only there for what the one before left open: the linear relaxation says how much of
the goal no plan passes; in the part of the year that its solution uses, a plan is sought that
reaches it; then in all of the year but what the relaxation proves that no better plan has, without
times first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from models.plan import Plan
from models.report import Proof
from planner.bounding.level_bounds import Bounds
from planner.domain.errors import Contradiction
from planner.formulation.build import LevelMeasure, Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.objectives import Measure
from planner.formulation.restriction import Part, by_mission
from planner.solver.cp_sat import Answer, Status
from planner.solver.deadline import Deadline
from scenarios.sweep.study import Deliveries, Study


@dataclass(frozen=True)
class Best:
    """The plan that has most of a goal, as far as it is known.

    Attributes
    ----------
    value : int
        How much it has.
    bound : int
        No plan that delivers as much has more.
    """

    plan: Plan
    value: int
    bound: int

    @property
    def open(self) -> bool:
        """Whether a better plan is not ruled out."""
        return self.value < self.bound

    def below(self, bound: int) -> "Best":
        """The same, with another bound that is proven.

        Raises
        ------
        Contradiction
            The plan passes it.
        """
        if self.value > bound:
            raise Contradiction(f"a plan has {self.value}, and no plan has over {bound}")
        return replace(self, bound=min(bound, self.bound))


@dataclass(frozen=True)
class LastGoal:
    """A search for the plan that delivers as much as another one and has most of a goal.

    Attributes
    ----------
    delivery : Delivery
        A plan that is possible, at which value of the figure, and what it delivers.
    measure : callable
        What to have most of, in a model of the year or of a part of it.
    as_much : bool
        Whether all that it delivers has to be delivered.
    """

    study: Study
    delivery: Deliveries
    measure: Callable[[Model], Measure]
    deadline: Deadline
    as_much: bool = True

    def best(self, known: int) -> Best:
        """The best plan; so much of the goal has the known one."""
        pool = Pool(self.study.deliveries_at(self.delivery.value), self.study.calendars)
        model = build(pool.year, pool=pool, timed=False)
        goal = self._goal(model)
        bounds = Bounds.of(model, self.deadline, self.study.params)
        for level, count in self._counts(model):
            bounds.settle(level, count)
        bound = bounds.bound(goal, known, self.deadline)
        best = Best(self.delivery.plan, known, goal.best).below(bound.value)
        if best.open:
            best = self._better(best, pool, bounds.support(), self.study.params.goal_effort)
        if best.open:
            opinion = bounds.integer(goal, best.value, bound, self.deadline)
            if opinion.bound.proof is not Proof.UNPROVEN:
                best = best.below(opinion.bound.value)
        if best.open:
            best = self._without_times(best, pool, bounds.part(goal, best.value + 1))
        if best.open:
            best = self._better(best, pool, bounds.part(goal, best.value + 1), None)
        return best

    def _without_times(self, best: Best, pool: Pool, part: Part) -> Best:
        """A better bound without the times; what it finds often needs other starts only."""
        model, goal = self._model(best, pool, part, timed=False)
        answer = self._search(model, goal, self.study.params.goal_bound_effort)
        best = best.below(_bound_of(answer, best))
        if best.open and answer.values is not None:
            found = Part.of(model.variables.plan(answer.holds))
            best = self._better(best, pool, found, self.study.params.goal_effort)
        return best

    def _better(self, best: Best, pool: Pool, part: Part, effort: float | None) -> Best:
        """Look for a better plan in a part of the year; without a limit it is all that matters."""
        model, goal = self._model(best, pool, part)
        answer = self._search(model, goal, effort)
        bound = best.bound if effort else _bound_of(answer, best)
        if answer.values is not None and answer.value is not None:
            best = replace(best, plan=model.variables.plan(answer.holds), value=answer.value)
        return best.below(bound)

    def _search(self, model: Model, goal: LevelMeasure, effort: float | None) -> Answer:
        engine = self.study.engine(self.deadline)
        return engine.maximize(model.cp, goal.objective, effort=effort)

    def _model(
        self, best: Best, pool: Pool, part: Part, timed: bool = True
    ) -> tuple[Model, LevelMeasure]:
        """The model of a part and of the plan that is known, which delivers as much as it does."""
        known = Part.of(best.plan)
        model = build(
            pool.year,
            only=by_mission(part.pairs, known.pairs),
            payers=by_mission(part.payers, known.payers),
            pool=pool,
            timed=timed,
        )
        for level, count in self._counts(model):
            model.pin(level.name, count)
        goal = self._goal(model)
        # The known plan stays possible: OR-Tools 9.15 can fail on a model that has no solution.
        model.cp.add(goal.objective >= best.value)
        model.cp.add(goal.objective <= best.bound)
        model.variables.hint(best.plan)
        return model, goal

    def _counts(self, model: Model) -> list[tuple[LevelMeasure, int]]:
        if not self.as_much:
            return []
        assert self.delivery.counts is not None
        return list(zip(model.levels, self.delivery.counts, strict=True))

    def _goal(self, model: Model) -> LevelMeasure:
        """The goal as a level: more of it is better, as it is of what is delivered."""
        return LevelMeasure("last goal", model.levels[0].level, self.measure(model))


def _bound_of(answer: Answer, best: Best) -> int:
    """What no plan passes, after a search among all that could better the best one."""
    if answer.status is Status.INFEASIBLE:
        raise Contradiction("a plan that was there is gone")
    return best.bound if answer.bound is None else min(best.bound, answer.bound)
