"""Level after level: solve, record value and bound, pin, hint, next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from models.plan import Plan
from models.report import LevelResult, Proof, StopReason
from planner import stages
from planner.checker import level_values
from planner.engine import Answer, Engine, Status
from planner.model import LevelMeasure, Model
from planner.stages import Stage


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
    """Solves the levels of a model in order; a level is never worsened for a later one."""

    def __init__(self, model: Model, engine: Engine, progress: Progress) -> None:
        self._model = model
        self._engine = engine
        self._progress = progress
        self._hint: Sequence[int] | None = None
        self._plan: Plan | None = None
        self._values: dict[str, int] = {}
        self._results: list[LevelResult] = []

    def solve(self, hint: Sequence[int] | None = None) -> Outcome | None:
        """The lexicographic optimum, or the best plan so far; None where none was found."""
        self._hint = hint
        while left := self._model.levels[len(self._results) :]:
            if self._plan is None:
                self._search(stages.next_stage(left))
            elif self._values[left[0].name] == left[0].best:
                self._finish(left[0], left[0].best, StopReason.OPTIMAL, 0.0)
            elif self._engine.stopwatch.over:
                self._finish(left[0], left[0].best, StopReason.SKIPPED, 0.0)
            else:
                self._search(stages.next_stage(left))
            if self._plan is None:
                return None
        assert self._plan is not None
        return Outcome(self._plan, tuple(self._revised(result) for result in self._results))

    def _search(self, stage: Stage) -> None:
        """Solve one stage and finish its levels."""
        self._progress.level_started(stage.levels[0].name)
        answer = self._engine.maximize(
            self._model.cp,
            stage.objective(),
            self._hint,
            lambda value, bound: self._report(stage, value, bound),
        )
        self._take(answer)
        if self._plan is None:
            return
        bounds = stage.bounds(answer.bound, self._values)
        for level, bound in zip(stage.levels, bounds, strict=True):
            self._finish(level, bound, answer.stop, answer.seconds / len(bounds))

    def _take(self, answer: Answer) -> None:
        if answer.status is Status.INFEASIBLE:
            raise ContradictionError("the model has no plan, although one is known to exist")
        if answer.values is not None:
            self._hint = answer.values
            self._plan = self._model.variables.plan(answer.holds)
            pool = self._model.variables.pool
            recomputed = level_values(pool.year, self._plan, pool.calendars)
            self._values = {level.level: level.value for level in recomputed}

    def _finish(self, level: LevelMeasure, bound: int, stop: StopReason, seconds: float) -> None:
        value = self._values[level.name]
        if level.gain(value) > level.gain(bound):
            raise ContradictionError(f"{level.name}: {value} is better than its bound {bound}")
        result = _result(level.name, value, bound, stop, seconds)
        self._results.append(result)
        self._progress.level_finished(result)
        self._model.pin(level, value)

    def _report(self, stage: Stage, value: int | None, bound: int | None) -> None:
        first = stage.levels[0]
        self._progress.level_improved(first.name, stage.first(value), stage.first(bound))

    def _revised(self, result: LevelResult) -> LevelResult:
        """The result with the final plan's value: a later search may better an unproven level."""
        value = self._values[result.level]
        return _result(result.level, value, result.bound, result.stop, result.seconds)


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
