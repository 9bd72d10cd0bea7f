"""Lexicographic optimisation: each level is bounded, searched and settled before the next one.

The linear relaxation gives a certified bound for the level. Its solutions use few experts, the
core: CP-SAT first searches the restriction to the core for a plan that reaches the bound and is
good in the later levels, too. If no such plan exists, the exact search takes all candidates who
could improve the level; for all others the reduced costs of the relaxation prove that they cannot.
"""

import time
from contextlib import suppress

from models.answers.plan import Plan
from models.answers.report import LevelResult, Proof, StopReason
from models.events import LevelFinished, LevelImproved, LevelStarted, Listener, PlanFound
from planner.bounding.level_bounds import Bound, Bounds
from planner.domain.errors import Contradiction, Impossible, Undecided
from planner.formulation.build import LevelMeasure, Model
from planner.formulation.restriction import Part
from planner.formulation.scalarisation import effort_for, weighted
from planner.heuristics.candidate_list import is_long
from planner.heuristics.construction import completed
from planner.search.claims import better, confirm_within, finished, skipped, tighter
from planner.search.incumbent import Incumbent
from planner.search.known import NOTHING, Known
from planner.search.level_loop import Levels, finish_in_order
from planner.search.pinned_models import PinnedModels
from planner.search.pulse import Pulse
from planner.solver.cp_sat import Answer, Engine, Status
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome


class Lexicographic:
    """Solves the levels of a year in order; a level is never worsened for a later one.

    Parameters
    ----------
    models : PinnedModels
        Those of the year. With a goal, that is the only level to search: in all others a plan has
        to be as good as the one to start from.
    start : Plan, optional
        A plan that obeys the rules, to start from.
    known : Known
        Bounds that hold without a search.
    """

    def __init__(
        self,
        models: PinnedModels,
        engine: Engine,
        on_event: Listener,
        *,
        start: Plan | None = None,
        known: Known = NOTHING,
    ) -> None:
        self._models, self._pool = models, models.pool
        self._tell = Pulse(on_event)
        self._engine = engine.within(engine.deadline.telling(self._tell.beat))
        self._params = engine.params
        self._best = Incumbent(self._pool.year, self._pool.calendars, models.goal)
        self._known = known
        if start is not None:
            self._best.offer(start)
        self._results: list[LevelResult] = []
        self._since = time.monotonic()
        self._stop = StopReason.OPTIMAL
        self._share = self._engine.deadline
        # What the last search for a plan that is good in all levels has left.
        self._ahead: Plan | None = None

    def solve(self) -> Outcome | None:
        """The lexicographic optimum, or the best plan so far; None where none was found."""
        try:
            self._build()
        except Undecided:
            done = tuple(map(self._skipped, self._values))
            return None if self._plan is None else Outcome(self._plan, done)
        left = finish_in_order(self._whole.levels[len(self._results) :], self._advance)
        if self._plan is None:
            return None
        for level in left:
            self._stop = StopReason.SKIPPED
            self._finish(level, Bound(level.best, Proof.CERTIFIED))
        return Outcome(self._plan, tuple(r.at(self._values[r.level]) for r in self._results))

    @property
    def _plan(self) -> Plan | None:
        return self._best.plan

    @property
    def _values(self) -> dict[str, int]:
        return self._best.values

    def _build(self) -> None:
        """Make the model of the whole year, and its relaxation, unless there is no time for it."""
        self._whole = self._models.whole(self._watch)
        if self._watch.over:
            raise Undecided
        self._bounds = Bounds.of(self._whole, self._engine.deadline, self._params, self._watch)
        self._bounds.core.join(self._models.agreed)
        if self._models.goal is not None:
            for level in self._whole.levels[:-1]:
                self._settle(level, self._unsearched(level.name))

    def _skipped(self, level: str) -> LevelResult:
        result = self._unsearched(level)
        self._tell(LevelFinished(result=result))
        return result

    def _unsearched(self, level: str) -> LevelResult:
        return skipped(self._pool.year, self._pool.calendars, level, self._values[level])

    def _advance(self, left: Levels) -> int:
        """Finish the first level that is left, unless the run is over or ends without a plan."""
        if self._plan is not None and self._engine.deadline.over:
            return 0
        self._left, level = left, left[0]
        self._tell(LevelStarted(level=level.name))
        if self._plan is not None:
            self._improved(level, self._values[level.name], None)
        self._stop = StopReason.OPTIMAL
        # No level takes the time of those that follow; each has its bound and one search at least.
        share = 1 / (1 + self._params.later_share * (len(left) - 1))
        self._share = self._engine.deadline.part(share)
        bound = self._staged(level)
        if self._plan is None:
            return 0
        self._finish(level, bound)
        return 1

    def _staged(self, level: LevelMeasure) -> Bound:
        """Search a level in stages, until its bound is met or the time is over."""
        bound = Bound(level.best, Proof.CERTIFIED)
        self._searched: Part | None = None
        stages = (
            self._search_ahead,
            self._search_support,
            self._integer,
            self._search_core,
            self._search_all,
        )
        with suppress(Undecided):  # the run ended while a model was made: what is known stays
            value = self._values.get(level.name)
            bound = self._known.bounded(level, self._finished, value, self._relaxed)
            for number, stage in enumerate(stages):
                if number > 1 and self._level_watch.over:
                    break
                if self._open(level, bound):
                    bound = stage(level, bound)
        return bound

    @property
    def _finished(self) -> dict[str, int]:
        """The levels that no later one may worsen, with the values of the plan there is."""
        return {result.level: self._values[result.level] for result in self._results}

    def _relaxed(self, level: LevelMeasure) -> Bound:
        return self._bounds.bound(level, self._values.get(level.name), self._level_watch)

    def _search_ahead(self, level: LevelMeasure, bound: Bound) -> Bound:
        """Search for a plan that is good in all levels left, unless the last one comes from it."""
        known = self._plan is not None and self._plan is self._ahead
        if known or len(self._left) == 1 or is_long(self._pool, self._params.candidates):
            return bound
        model = self._model(self._bounds.ahead(self._left), level, bound)
        if self._plan is not None:
            model.pin(level.name, self._values[level.name])
        effort = effort_for(model, self._params.weights)
        self._search(model, level, bound, self._engine, effort)
        self._ahead = self._plan
        return bound

    def _search_support(self, level: LevelMeasure, bound: Bound) -> Bound:
        """Search those whom the relaxation uses, unless that was done."""
        support = self._bounds.support()
        if support != self._searched:
            self._improve(support, level, bound, self._engine)
            self._searched = support
        return bound

    def _integer(self, level: LevelMeasure, bound: Bound) -> Bound:
        """Ask HiGHS for a proof, or for somebody better, among whom CP-SAT looks for the times."""
        for _ in range(self._params.rounds):
            value = self._values.get(level.name)
            if value is None or not self._open(level, bound) or self._level_watch.over:
                break
            opinion = self._bounds.integer(level, value, bound, self._level_watch)
            bound = opinion.bound
            if opinion.part is None:
                break
            opinion.part.join(self._bounds.support())
            self._improve(opinion.part, level, bound, self._engine)
        return bound

    def _search_core(self, level: LevelMeasure, bound: Bound) -> Bound:
        """Search ever more of those who cost the relaxation little, as long as it is quick."""
        while self._open(level, bound) and not self._few(level) and not self._level_watch.over:
            if not self._bounds.widen():
                break
            brief = self._engine.within(self._level_watch)
            answer = self._improve(self._bounds.core, level, bound, brief)
            if answer.status is Status.UNKNOWN:
                break
        return bound

    def _search_all(self, level: LevelMeasure, bound: Bound) -> Bound:
        """Search everybody who could better the level, until there is an answer."""
        model = self._model(self._could_improve(level), level, bound)
        self._ask_better(model, level)
        answer = self._engine.within(self._level_watch).maximize(
            model.cp,
            model.level(level.name).objective,
            lambda gain, reach: self._report(level, bound.value, gain, reach),
        )
        self._take(model, answer)
        self._stop = answer.stop
        if answer.status is Status.INFEASIBLE:
            return Bound(self._nothing_better(level), Proof.CP_SAT)
        return bound if answer.bound is None else better(level, bound, answer.bound)

    @property
    def _watch(self) -> Deadline:
        """When to give up what is being made: without a plan when somebody ends the run."""
        deadline = self._engine.deadline
        return deadline if self._plan is not None else deadline.untimed()

    @property
    def _level_watch(self) -> Deadline:
        """When a level has to end; without a plan there is nothing to save time for."""
        return self._engine.deadline if self._plan is None else self._share

    def _few(self, level: LevelMeasure) -> bool:
        """Whether those who could better the level are not many more than the core."""
        core = len(self._bounds.core.pairs)
        return len(self._could_improve(level).pairs) <= self._params.few * core

    def _open(self, level: LevelMeasure, bound: Bound) -> bool:
        """Whether the level may have a better value than the last plan, and there is time."""
        value = self._values.get(level.name)
        confirm_within(level, value, bound.value)
        return not bound.is_met_by(value) and self._engine.deadline.over is None

    def _nothing_better(self, level: LevelMeasure) -> int:
        """The search among all who could better the level has found that nobody does."""
        if self._plan is not None:
            return self._values[level.name]
        raise (
            Impossible if self._models.demands else Contradiction("no plan at all obeys the rules")
        )

    def _could_improve(self, level: LevelMeasure) -> Part:
        """All but what no better plan has; the core always."""
        return self._bounds.part(level, None if self._plan is None else self._one_better(level))

    def _one_better(self, level: LevelMeasure) -> int:
        return level.gain(level.gain(self._values[level.name]) + 1)

    def _improve(self, part: Part, level: LevelMeasure, bound: Bound, engine: Engine) -> Answer:
        """Search a part of the year briefly for a better value of a level within its bound."""
        model = self._model(part, level, bound)
        self._ask_better(model, level)
        return self._search(model, level, bound, engine, self._params.core_effort)

    def _ask_better(self, model: Model, level: LevelMeasure) -> None:
        if self._plan is not None:
            model.pin(level.name, self._one_better(level))

    def _search(
        self, model: Model, level: LevelMeasure, bound: Bound, engine: Engine, effort: float
    ) -> Answer:
        """Search for a plan that is good in all levels left."""
        left = [model.level(other.name) for other in self._left]
        answer = engine.maximize(model.cp, weighted(left, self._params.weights), effort=effort)
        self._take(model, answer)
        self._improved(level, self._values.get(level.name), bound.value)
        return answer

    def _model(self, part: Part, level: LevelMeasure, bound: Bound) -> Model:
        """The model of a part and of what is there, the finished levels pinned."""
        model = self._models.part(part, self._plan or Plan(), self._finished, self._watch)
        if bound.proof is not Proof.UNPROVEN:
            model.cap(level.name, bound.value)
        return model

    def _take(self, model: Model, answer: Answer) -> None:
        """Keep the plan of an answer, and the missions besides for which it leaves a place."""
        if answer.values is None:
            return
        before, plan = self._plan, model.variables.plan(answer.holds)
        self._bounds.core.join(Part.of(plan))
        self._best.offer(plan)
        able, params = model.variables.goes, self._params.construction
        self._best.offer(completed(self._pool, plan, able, self._engine.deadline, params))
        if self._plan is not None and self._plan is not before:
            self._tell(PlanFound(plan=self._plan))

    def _finish(self, level: LevelMeasure, bound: Bound) -> None:
        value, now = self._values[level.name], time.monotonic()
        confirm_within(level, value, bound.value)
        stop = self._stop
        if value != bound.value and stop is StopReason.OPTIMAL:
            stop = self._level_watch.over or StopReason.EFFORT
        result = finished(level, value, bound, stop, now - self._since)
        self._since = now
        self._settle(level, result)
        self._tell(LevelFinished(result=result))

    def _settle(self, level: LevelMeasure, result: LevelResult) -> None:
        """Let no level that follows worsen this one."""
        self._results.append(result)
        self._best.finish_level()
        if not self._engine.deadline.over:  # else nothing more is asked of the relaxation
            self._bounds.settle(level, result.value)

    def _report(self, level: LevelMeasure, bound: int, gain: int | None, reach: int | None) -> None:
        value = self._values.get(level.name) if gain is None else level.gain(gain)
        self._improved(level, value, tighter(level, bound, reach))

    def _improved(self, level: LevelMeasure, value: int | None, bound: int | None) -> None:
        self._tell(LevelImproved(level=level.name, value=value, bound=bound))
