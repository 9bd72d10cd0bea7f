"""Level after level: the relaxation bounds it, a small model reaches the bound, or a search does.

For each level the linear relaxation proves what no plan can pass. Its solutions name the few
experts who matter: in the model of those alone (the core), CP-SAT looks for a plan that reaches
the bound. Where none does, the exact search looks among all who could make the level better: the
reduced costs of the relaxation prove of the others that they cannot.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol

from models.demand import Demand
from models.instance import Year
from models.plan import Plan
from models.report import LevelResult, Proof, StopReason
from planner.bounds import Bounds
from planner.checker import check, level_values
from planner.dates import Calendars
from planner.engine import Answer, Engine, Status, Stopwatch
from planner.first_plan import first_plan
from planner.model import LevelMeasure, Model, build
from planner.part import Part, agreed, by_mission
from planner.relaxation import Relaxation
from planner.timetable import Timetable

# In the solver's deterministic time, about a second each.
_CORE_EFFORT = 2.0
# So many times the core are searched as a whole.
_FEW = 3


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
        self._plan: Plan | None = None
        self._values: dict[str, int] = {}
        self._agreed = agreed(year, demands)
        self._results: list[LevelResult] = []
        self._since = time.monotonic()
        self._stop = StopReason.OPTIMAL
        self._share = engine.stopwatch

    def solve(self) -> Outcome | None:
        """The lexicographic optimum, or the best plan so far; None where none was found."""
        self._start()
        if self._plan is not None and self._engine.stopwatch.over:
            return Outcome(self._plan, tuple(map(self._skipped, self._values)))
        self._build()
        while left := self._levels[len(self._results) :]:
            if self._plan is not None and self._engine.stopwatch.over:
                self._stop = StopReason.SKIPPED
                self._finish(left[0], left[0].best)
            else:
                self._advance(left[0])
            if self._plan is None:
                return None
        assert self._plan is not None
        return Outcome(self._plan, tuple(r.at(self._values[r.level]) for r in self._results))

    def _start(self) -> None:
        """Start from the plan that is made by hand, unless it has to have what somebody asks."""
        plan = None if self._demands else first_plan(self._year, self._calendars)
        if plan is None:
            return
        if check(self._year, plan, self._calendars):
            raise ContradictionError("the first plan breaks rules")
        self._plan, self._values = plan, self._counted(plan)

    def _build(self) -> None:
        """Make the model of the whole year, and its relaxation."""
        self._whole = build(self._year, self._calendars, timed=False, demands=self._demands)
        self._levels = self._whole.levels
        timetable = Timetable(self._whole.variables)
        relaxation = Relaxation(self._whole.cp, self._engine.stopwatch, timetable.broken)
        self._bounds = Bounds(self._whole, relaxation)
        self._bounds.core.join(self._agreed)

    def _skipped(self, level: str) -> LevelResult:
        """A level of which nothing is known but its value in the first plan."""
        result = LevelResult(
            level=level,
            value=self._values[level],
            bound=None,
            proof=Proof.UNPROVEN,
            stop=StopReason.SKIPPED,
        )
        self._progress.level_finished(result)
        return result

    def _counted(self, plan: Plan) -> dict[str, int]:
        """The values of the levels, as the checker counts them."""
        return {v.level: v.value for v in level_values(self._year, plan, self._calendars)}

    def _advance(self, level: LevelMeasure) -> None:
        """Finish a level, unless the run ends before there is a plan."""
        self._progress.level_started(level.name)
        if self._plan is not None:
            self._progress.level_improved(level.name, self._values[level.name], None)
        self._stop = StopReason.OPTIMAL
        # No level takes the time of those that follow; each has its bound and one search at least.
        levels_left = len(self._levels) - len(self._results)
        self._share = self._engine.stopwatch.part(1 / levels_left)
        bound = self._bounds.bound(level, self._values.get(level.name), self._level_watch)
        self._searched: Part | None = None
        stages = (
            self._search_support,
            self._tighten,
            self._search_support,
            self._search_core,
            self._search_all,
        )
        for number, stage in enumerate(stages):
            if number and self._level_watch.over:
                break
            if self._open(level, bound):
                bound = stage(level, bound)
        if self._plan is not None:
            self._finish(level, bound)

    def _search_support(self, level: LevelMeasure, bound: int) -> int:
        """Search those whom the relaxation uses, unless that was done."""
        support = self._bounds.support()
        if support != self._searched:
            self._improve(support, level, bound, _CORE_EFFORT, self._engine)
            self._searched = support
        return bound

    def _tighten(self, level: LevelMeasure, bound: int) -> int:
        return self._bounds.tighten(level, self._values.get(level.name), self._level_watch)

    def _search_core(self, level: LevelMeasure, bound: int) -> int:
        """Search ever more of those who cost the relaxation little, as long as it is quick."""
        while self._open(level, bound) and not self._few(level) and not self._level_watch.over:
            if not self._bounds.widen():
                break
            answer = self._improve(self._bounds.core, level, bound, _CORE_EFFORT)
            if answer.status is Status.UNKNOWN:
                break
        return bound

    def _search_all(self, level: LevelMeasure, bound: int) -> int:
        """Search everybody who could better the level, until there is an answer."""
        answer = self._improve(self._could_improve(level), level, bound, None)
        self._stop = answer.stop
        if answer.status is Status.INFEASIBLE:
            return self._nothing_better(level)
        return _tighter(level, bound, answer)

    @property
    def _level_watch(self) -> Stopwatch:
        """When a level has to end; without a plan there is nothing to save time for."""
        return self._engine.stopwatch if self._plan is None else self._share

    def _few(self, level: LevelMeasure) -> bool:
        """Whether those who could better the level are not many more than the core."""
        core = len(self._bounds.core.pairs)
        return len(self._could_improve(level).pairs) <= _FEW * core

    def _open(self, level: LevelMeasure, bound: int) -> bool:
        """Whether the level may have a better value than the last plan, and there is time."""
        value = self._values.get(level.name)
        self._confirm(level, value, bound)
        return value != bound and not self._engine.stopwatch.over

    def _confirm(self, level: LevelMeasure, value: int | None, bound: int) -> None:
        """Raise where the checker counts more for a plan than the model holds possible."""
        if value is not None and level.gain(value) > level.gain(bound):
            raise ContradictionError(f"{level.name}: {value} is better than its bound {bound}")

    def _nothing_better(self, level: LevelMeasure) -> int:
        """The search among all who could better the level has found that nobody does."""
        if self._plan is not None:
            return self._values[level.name]
        return self._give_up()

    def _give_up(self) -> NoReturn:
        if self._demands:
            raise ImpossibleError
        raise ContradictionError("no plan at all obeys the rules")

    def _could_improve(self, level: LevelMeasure) -> Part:
        """All but what no better plan has; the core always."""
        return self._bounds.part(level, None if self._plan is None else self._one_better(level))

    def _one_better(self, level: LevelMeasure) -> int:
        return level.gain(level.gain(self._values[level.name]) + 1)

    def _improve(
        self,
        part: Part,
        level: LevelMeasure,
        bound: int,
        effort: float | None,
        engine: Engine | None = None,
    ) -> Answer:
        """Search a part of the year for a better value of a level within its bound."""
        model = self._model(part)
        model.cap(level.name, bound)
        if self._plan is not None:
            model.pin(level.name, self._one_better(level))
        answer = (engine or self._engine.within(self._level_watch)).maximize(
            model.cp,
            model.level(level.name).objective,
            lambda value, reach: self._report(level, value, reach),
            effort,
        )
        self._take(model, answer)
        return answer

    def _model(self, part: Part) -> Model:
        """The model of a part and of what is there, the finished levels pinned."""
        known = Part.of(self._plan or Plan())
        experts = by_mission(part.pairs, known.pairs, self._agreed.pairs)
        payers = by_mission(part.payers, known.payers, self._agreed.payers)
        model = build(
            self._year,
            self._calendars,
            only=experts,
            payers=payers,
            demands=self._demands,
            pool=self._whole.variables.pool,
        )
        for result in self._results:
            model.pin(result.level, self._values[result.level])
        return model

    def _take(self, model: Model, answer: Answer) -> None:
        """Keep the plan of an answer, unless there is none or the last one is better."""
        if answer.values is None:
            return
        plan = model.variables.plan(answer.holds)
        self._bounds.core.join(Part.of(plan))
        values = self._counted(plan)
        if self._plan is None or self._gains(values) >= self._gains(self._values):
            self._plan, self._values = plan, values

    def _gains(self, values: Mapping[str, int]) -> tuple[int, ...]:
        """The values of all levels, as something of which more is better, in level order."""
        return tuple(level.gain(values[level.name]) for level in self._levels)

    def _finish(self, level: LevelMeasure, bound: int) -> None:
        value, now = self._values[level.name], time.monotonic()
        self._confirm(level, value, bound)
        stop = self._stop
        if value != bound and stop is StopReason.OPTIMAL:
            stop = self._level_watch.over or StopReason.EFFORT
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
        if not self._engine.stopwatch.over:  # nothing more will be asked of the relaxation
            self._bounds.settle(level, value)
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
