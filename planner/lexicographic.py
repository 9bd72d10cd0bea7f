"""Level after level: the relaxation bounds it, a small model reaches the bound, or a search does.

For each level the linear relaxation proves what no plan can pass. Its solutions name the few
experts who matter: in the model of those alone (the core), CP-SAT looks for a plan that reaches
the bound. Where none does, the exact search looks among all who could make the level better: the
reduced costs of the relaxation prove of the others that they cannot.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.demand import Demand
from models.instance import Year
from models.plan import Plan
from models.report import LevelResult, Proof, StopReason
from planner.bounds import Bounds, Pair
from planner.checker import level_values
from planner.dates import Calendars
from planner.engine import Answer, Engine, Status
from planner.model import LevelMeasure, Model, build
from planner.relaxation import Relaxation

# In the solver's deterministic time, about a second each.
_CORE_EFFORT = 20.0
_BOUND_EFFORT = 60.0


class ContradictionError(Exception):
    """Model and checker disagree: a fault of this program; nothing may be written."""


class ImpossibleError(Exception):
    """No plan obeys the rules and has what was asked of it."""


class Progress(Protocol):
    """Who wants to know how far a run has come; values are those of the named level."""

    def level_started(self, level: str) -> None:
        """Say that the search for a level starts."""

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Say that a better value or bound is known."""

    def level_finished(self, result: LevelResult) -> None:
        """Say how a level ended."""


@dataclass(frozen=True)
class Outcome:
    """The best plan found and the answer to every level."""

    plan: Plan
    levels: tuple[LevelResult, ...]


class Lexicographic:
    """Solves the levels of a year in order; a level is never worsened for a later one."""

    def __init__(
        self,
        year: Year,
        calendars: Calendars,
        engine: Engine,
        progress: Progress,
        demands: Sequence[Demand] = (),
    ) -> None:
        self._year = year
        self._calendars = calendars
        self._engine = engine
        self._progress = progress
        self._demands = demands
        self._whole = build(year, calendars, timed=False, demands=demands)
        self._levels = self._whole.levels
        self._bounds = Bounds(self._whole, Relaxation(self._whole.cp, engine.stopwatch))
        self._bounds.core.update((row.mission_id, row.expert_id) for row in year.assignments)
        asked = ((demand.mission_id, demand.expert_id) for demand in demands)
        self._bounds.core.update((mission, expert) for mission, expert in asked if expert)
        self._plan: Plan | None = None
        self._values: dict[str, int] = {}
        self._results: list[LevelResult] = []
        self._since = time.monotonic()

    def solve(self) -> Outcome | None:
        """The lexicographic optimum, or the best plan so far; None where none was found."""
        while left := self._levels[len(self._results) :]:
            if self._plan is not None and self._engine.stopwatch.over:
                self._finish(left[0], left[0].best, StopReason.SKIPPED)
            else:
                self._advance(left[0])
            if self._plan is None:
                return None
        assert self._plan is not None
        return Outcome(self._plan, tuple(r.at(self._values[r.level]) for r in self._results))

    def _advance(self, level: LevelMeasure) -> None:
        """Finish a level, unless the run ends before there is a plan."""
        self._progress.level_started(level.name)
        bound = self._bounds.bound(level)
        self._search_core(level, bound)
        if self._values.get(level.name) != bound:
            bound = self._bound_without_times(level, bound)
            self._search_core(level, bound)
        stop = StopReason.OPTIMAL
        if self._values.get(level.name) != bound:
            self._improve_timed(self._bounds.core, level, bound, _CORE_EFFORT)
        if self._values.get(level.name) != bound:
            answer = self._improve_timed(self._could_improve(level), level, bound, None)
            bound, stop = _tighter(level, bound, answer), answer.stop
            if answer.status is Status.INFEASIBLE and self._plan is None:
                self._give_up()
        if self._plan is not None:
            self._finish(level, bound, stop)

    def _give_up(self) -> None:
        if self._demands:
            raise ImpossibleError
        raise ContradictionError("no plan at all obeys the rules")

    def _search_core(self, level: LevelMeasure, bound: int) -> None:
        """Look for a better plan among the pairs of the core: without times, then with.

        What is found without times mostly needs other starts only, which a model of its teams and
        those of the last plan finds.
        """
        if self._values.get(level.name) == bound or self._engine.stopwatch.over:
            return
        model = self._model(self._bounds.core)
        model.cap(level.name, bound)
        untimed = self._engine.maximize(
            model.cp, model.level(level.name).objective, effort=_CORE_EFFORT
        )
        if untimed.values is not None:
            found = model.variables.plan(untimed.holds)
            rows = (*found.placements, *(self._plan or Plan()).placements)
            pairs = {(row.mission_id, row.expert_id) for row in rows}
            self._improve_timed(pairs, level, _tighter(level, bound, untimed), _CORE_EFFORT, found)

    def _improve_timed(
        self,
        pairs: Iterable[Pair],
        level: LevelMeasure,
        bound: int,
        effort: float | None,
        hint: Plan | None = None,
    ) -> Answer:
        """Search some pairs with all rules, from a hint where there is a better one than ours."""
        model = self._model(pairs)
        model.add_times()
        if hint is not None:
            model.variables.hint(hint)
        return self._improve(model, level, bound, effort)

    def _bound_without_times(self, level: LevelMeasure, bound: int) -> int:
        """The bound that CP-SAT proves in the whole model without its times.

        Where a plan is known, it looks for a better one only. Whoever is in what it finds joins
        the core.
        """
        model = self._whole.copy()
        model.cap(level.name, bound)
        if self._plan is not None:
            model.pin(level.name, self._one_better(level))
            for index in self._bounds.never_if(level, self._one_better(level)):
                model.cp.add(model.cp.get_int_var_from_proto_index(index) == 0)
        answer = self._engine.maximize(model.cp, level.objective, effort=_BOUND_EFFORT)
        if answer.status is Status.INFEASIBLE and self._plan is not None:
            return self._values[level.name]
        if answer.values is not None:
            better = model.variables.plan(answer.holds)
            self._bounds.core.update((p.mission_id, p.expert_id) for p in better.placements)
        return _tighter(level, bound, answer)

    def _could_improve(self, level: LevelMeasure) -> set[Pair]:
        """All pairs but those that no better plan has; the core always."""
        if self._plan is None:
            return self._bounds.pairs(frozenset())
        never = self._bounds.never_if(level, self._one_better(level))
        return self._bounds.pairs(never) | self._bounds.core

    def _one_better(self, level: LevelMeasure) -> int:
        return level.gain(level.gain(self._values[level.name]) + 1)

    def _improve(
        self, model: Model, level: LevelMeasure, bound: int, effort: float | None
    ) -> Answer:
        """Search a model for a better value of a level, no better than its bound."""
        model.cap(level.name, bound)
        answer = self._engine.maximize(
            model.cp,
            model.level(level.name).objective,
            lambda value, reach: self._report(level, value, reach),
            effort,
        )
        self._take(model, answer)
        return answer

    def _model(self, pairs: Iterable[Pair]) -> Model:
        """The untimed model of some pairs, the finished levels pinned, the plan as its hint."""
        only: dict[str, set[str]] = {}
        for mission_id, expert_id in pairs:
            only.setdefault(mission_id, set()).add(expert_id)
        model = build(self._year, self._calendars, only=only, timed=False, demands=self._demands)
        for result in self._results:
            model.pin(result.level, self._values[result.level])
        if self._plan is not None:
            model.variables.hint(self._plan)
        return model

    def _take(self, model: Model, answer: Answer) -> None:
        """Keep the plan of an answer, unless there is none or the last one is better."""
        if answer.values is None:
            return
        plan = model.variables.plan(answer.holds)
        self._bounds.core.update((p.mission_id, p.expert_id) for p in plan.placements)
        counted = level_values(self._year, plan, self._calendars)
        values = {level.level: level.value for level in counted}
        if self._plan is None or self._gains(values) >= self._gains(self._values):
            self._plan, self._values = plan, values

    def _gains(self, values: Mapping[str, int]) -> tuple[int, ...]:
        """The values of all levels, as something of which more is better, in level order."""
        return tuple(level.gain(values[level.name]) for level in self._levels)

    def _finish(self, level: LevelMeasure, bound: int, stop: StopReason) -> None:
        value, now = self._values[level.name], time.monotonic()
        if level.gain(value) > level.gain(bound):
            raise ContradictionError(f"{level.name}: {value} is better than its bound {bound}")
        result = LevelResult(
            level=level.name,
            value=value,
            bound=bound,
            proof=Proof.UNPROVEN,
            stop=stop,
            seconds=now - self._since,
        ).at(value)
        self._since = now
        self._results.append(result)
        self._bounds.settle(level, value)
        self._whole.pin(level.name, value)
        self._progress.level_finished(result)

    def _report(self, level: LevelMeasure, gain: int | None, reach: int | None) -> None:
        value = None if gain is None else level.gain(gain)
        bound = None if reach is None else level.gain(reach)
        self._progress.level_improved(level.name, value, bound)


def _tighter(level: LevelMeasure, bound: int, answer: Answer) -> int:
    """The better of two proven bounds."""
    if answer.bound is None:
        return bound
    return level.gain(min(level.gain(bound), answer.bound))
