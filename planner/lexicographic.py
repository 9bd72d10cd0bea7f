"""Level after level: the relaxation bounds it, a small model reaches the bound, or a search does.

For each level the linear relaxation proves what no plan can pass. Its solutions name the few
experts who matter: in the model of those alone (the core), CP-SAT looks for a plan that reaches
the bound. Where none does, the exact search looks among all who could make the level better: the
reduced costs of the relaxation prove of the others that they cannot.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from models.instance import Year
from models.plan import Plan
from models.report import LevelResult, Proof, StopReason
from planner.bounds import Bounds, Pair
from planner.checker import level_values
from planner.dates import Calendars
from planner.engine import Answer, Engine
from planner.model import LevelMeasure, Model, build
from planner.relaxation import Relaxation

# In the solver's deterministic time, about a second each.
_CORE_EFFORT = 20.0
_BOUND_EFFORT = 60.0


class ContradictionError(Exception):
    """Model and checker disagree: a fault of this program; nothing may be written."""


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
        self, year: Year, calendars: Calendars, engine: Engine, progress: Progress
    ) -> None:
        self._year = year
        self._calendars = calendars
        self._engine = engine
        self._progress = progress
        self._whole = build(year, calendars, timed=False)
        self._levels = self._whole.levels
        self._bounds = Bounds(self._whole, Relaxation(self._whole.cp, engine.stopwatch))
        self._bounds.core.update((row.mission_id, row.expert_id) for row in year.assignments)
        self._plan: Plan | None = None
        self._values: dict[str, int] = {}
        self._results: list[LevelResult] = []
        self._since = time.monotonic()

    def solve(self) -> Outcome | None:
        """The lexicographic optimum, or the best plan so far; None where none was found."""
        while left := self._levels[len(self._results) :]:
            if self._engine.stopwatch.over:
                if self._plan is None:
                    return None
                self._finish(left[0], left[0].best, StopReason.SKIPPED)
            else:
                self._advance(left[0])
        assert self._plan is not None
        return Outcome(self._plan, tuple(self._revised(result) for result in self._results))

    def _advance(self, level: LevelMeasure) -> None:
        """Finish a level, unless the run ends before there is a plan."""
        self._progress.level_started(level.name)
        bound = self._bounds.bound(level)
        if self._values.get(level.name) != bound:
            self._improve(self._model(self._bounds.core), level, bound, _CORE_EFFORT)
        if self._values.get(level.name) != bound:
            self._end(level, bound)
        else:
            self._finish(level, bound, StopReason.OPTIMAL)

    def _end(self, level: LevelMeasure, bound: int) -> None:
        """Search among all who could make the level better, and finish it as that ends."""
        stop = self._engine.stopwatch.over
        if stop is None:
            value = self._values.get(level.name, level.worst)
            better = level.gain(level.gain(value) + (self._plan is not None))
            never = self._bounds.never_if(level, better)
            bound = self._bound_without_intervals(level, bound, never)
            if value != bound or self._plan is None:
                model = self._model(self._bounds.pairs(never) | self._bounds.core)
                answer = self._improve(model, level, bound, None)
                bound = _tighter(level, bound, answer)
                stop = answer.stop
        if self._plan is not None:
            self._finish(level, bound, stop)

    def _bound_without_intervals(
        self, level: LevelMeasure, bound: int, never: frozenset[int]
    ) -> int:
        """The bound that CP-SAT proves in the whole model without its intervals."""
        if self._plan is not None:
            self._whole.variables.hint(self._plan)
        model = Model(self._whole.cp.clone(), self._whole.variables, self._whole.levels)
        model.cap(level.name, bound)
        for index in never:
            model.cp.add(model.cp.get_int_var_from_proto_index(index) == 0)
        answer = self._engine.maximize(model.cp, level.objective, effort=_BOUND_EFFORT)
        return _tighter(level, bound, answer)

    def _improve(
        self, model: Model, level: LevelMeasure, bound: int, effort: float | None
    ) -> Answer:
        """Search a model for a better value of a level, no better than its bound."""
        if self._plan is not None:
            model.variables.hint(self._plan)
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
        """The model of some pairs of a mission and an expert, the finished levels pinned."""
        only: dict[str, set[str]] = {}
        for mission_id, expert_id in pairs:
            only.setdefault(mission_id, set()).add(expert_id)
        model = build(self._year, self._calendars, only=only)
        for result in self._results:
            model.pin(result.level, self._values[result.level])
        if self._plan is not None:
            model.variables.hint(self._plan)
        return model

    def _take(self, model: Model, answer: Answer) -> None:
        """Keep the plan of an answer, where there is one, and count its levels again."""
        if answer.values is None:
            return
        self._plan = model.variables.plan(answer.holds)
        self._bounds.core.update((p.mission_id, p.expert_id) for p in self._plan.placements)
        counted = level_values(self._year, self._plan, self._calendars)
        self._values = {level.level: level.value for level in counted}

    def _finish(self, level: LevelMeasure, bound: int, stop: StopReason) -> None:
        value, now = self._values[level.name], time.monotonic()
        if level.gain(value) > level.gain(bound):
            raise ContradictionError(f"{level.name}: {value} is better than its bound {bound}")
        result = _result(level.name, value, bound, stop, now - self._since)
        self._since = now
        self._results.append(result)
        self._bounds.settle(level, value)
        self._whole.pin(level.name, value)
        self._progress.level_finished(result)

    def _report(self, level: LevelMeasure, gain: int | None, reach: int | None) -> None:
        value = None if gain is None else level.gain(gain)
        bound = None if reach is None else level.gain(reach)
        self._progress.level_improved(level.name, value, bound)

    def _revised(self, result: LevelResult) -> LevelResult:
        """The result with the final plan's value: a later search may better an unproven level."""
        value = self._values[result.level]
        return _result(result.level, value, result.bound, result.stop, result.seconds)


def _tighter(level: LevelMeasure, bound: int, answer: Answer) -> int:
    """The better of two proven bounds."""
    if answer.bound is None:
        return bound
    return level.gain(min(level.gain(bound), answer.bound))


def _result(
    level: str, value: int, bound: int | None, stop: StopReason, seconds: float
) -> LevelResult:
    proven = value == bound
    return LevelResult(
        level=level,
        value=value,
        bound=bound,
        proof=Proof.PROVEN if proven else Proof.UNPROVEN,
        stop=StopReason.OPTIMAL if proven else stop,
        seconds=seconds,
    )
