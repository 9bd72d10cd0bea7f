"""The level values of the best plan are those of a search through all plans, checker only."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count, islice, pairwise
from random import Random
from typing import Any

import pytest

from models.answers.report import LevelResult, Proof, StopReason
from models.events import Event, LevelImproved
from models.facts.instance import Year
from planner.bounding.level_bounds import Bound, Bounds, Opinion
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.domain.levels import LEVELS, level_of
from planner.formulation.build import LevelMeasure, build
from planner.formulation.eligibility import Pool
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Answer, Engine, Status
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome
from tests.breadth import usually
from tests.brute import Brute, gains, level_vector
from tests.builders import agreed, mission, settings, year
from tests.rich import reordered, rich_year
from tests.shrink import described
from tests.solving import SECONDS, engine, solve
from tests.tiny import tiny_year

pytestmark = pytest.mark.no_cover

SIZES = range(20, 500)
BLOCKS = 3
YEARS_A_BLOCK = 70
# Years in which the level stability decides: few of the others are like that.
STABLE = (9, 1036, 50)


def brutes(block: int) -> Iterator[Brute]:
    """Years with a choice, with all their plans."""
    plans = (brute(seed) for seed in count(block, BLOCKS))
    yield from islice((found for found in plans if found.size in SIZES), YEARS_A_BLOCK)
    yield brute(STABLE[block])


@cache
def brute(seed: int) -> Brute:
    """A year with a choice; half of them have fewer levels, in another order."""
    draw = Random(seed)
    found = tiny_year(seed) if draw.random() < 0.2 else rich_year(seed)
    found = reordered(found, draw) if draw.random() < 0.5 else found
    return Brute(found, Calendars(found))


class Unlucky(Engine):
    """An engine that finds nothing in a search that is told to take little effort."""

    def maximize(
        self, cp: Any, objective: Any, on_progress: Any = None, effort: Any = None
    ) -> Answer:
        return super().maximize(cp, objective, on_progress) if effort is None else NOTHING


NOTHING = Answer(status=Status.UNKNOWN, value=None, bound=None, values=None, stop=StopReason.EFFORT)


@pytest.mark.parametrize("kind", [Engine, Unlucky])
@pytest.mark.parametrize("block", range(usually(1, BLOCKS)))
def test_the_best_plan_is_as_good_as_the_best_of_all_plans(block: int, kind: type[Engine]) -> None:
    decided: Counter[str] = Counter()
    for plans in brutes(block):
        if plans.best is not None:
            by = kind(Deadline(SECONDS))
            _compare(plans, solve(plans.year, plans.calendars, by))
            decided.update(_deciding(plans))
    # Each level has had to choose among plans that all levels before it left equal.
    assert {level.id for level in LEVELS} <= decided.keys()


def test_where_what_is_agreed_cannot_be_kept_there_is_no_plan() -> None:
    impossible = [plans for plans in brutes(0) if plans.best is None]
    assert len(impossible) >= 3
    for plans in impossible[:8]:
        with pytest.raises(Contradiction):
            solve(plans.year, plans.calendars, engine())


def _compare(plans: Brute, outcome: Outcome) -> None:
    assert _values(outcome) == plans.best, described(plans.year)
    assert all(level.proven and level.bound == level.value for level in outcome.levels)
    assert check(plans.year, outcome.plan, plans.calendars) == ()
    assert level_vector(plans.year, outcome.plan, plans.calendars) == plans.best


def _values(outcome: Outcome) -> tuple[int, ...]:
    return tuple(level.value for level in outcome.levels)


def _deciding(plans: Brute) -> Iterator[str]:
    """The levels in which plans differ that are equally good in all levels before."""
    assert plans.best is not None
    for index, level in enumerate(plans.levels):
        if len({values[index] for values in _peers(plans, plans.best, index)}) > 1:
            yield level_of(level).id


def _peers(plans: Brute, values: Sequence[int], index: int) -> list[tuple[int, ...]]:
    """The level values of those valid plans that have the given ones before a level."""
    return [other for other in plans.values if other[:index] == tuple(values[:index])]


class Weak(Engine):
    """An engine that often gives up early: with the worst plan and a loose bound, or nothing."""

    def __init__(self, seed: int) -> None:
        super().__init__(Deadline(SECONDS))
        self._luck = Random(seed)
        self._has_found = False

    def maximize(self, cp: Any, objective: Any, *args: Any, **options: Any) -> Answer:
        best = super().maximize(cp, objective, *args, **options)
        if self._has_found and self._luck.random() < 0.5:
            return replace(best, status=Status.UNKNOWN, value=None, bound=None, values=None)
        if best.bound is None:
            return best
        self._has_found = True
        worst = super().maximize(cp, -1 * objective)
        assert worst.value is not None
        bound = best.bound + self._luck.choice((0, 0, 1, 7))
        return replace(
            worst, status=Status.FEASIBLE, value=-worst.value, bound=bound, stop=StopReason.EFFORT
        )


class Hasty(Engine):
    """An engine that is interrupted after a number of searches."""

    def __init__(self, seed: int) -> None:
        super().__init__(Deadline(SECONDS))
        self._searches = 1 + seed % 2

    def maximize(self, *args: Any, **options: Any) -> Answer:
        answer = super().maximize(*args, **options)
        self._searches -= 1
        if self._searches == 0:
            self.deadline.end()
        return answer


@pytest.fixture
def left_to_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave more to the engine: no plan to start from or completed by hand, no tight bounds."""
    monkeypatch.setattr("planner.search.solve_year.first_plan", lambda *_: None)
    monkeypatch.setattr("planner.search.lexicographic.completed", lambda _, plan, *__: plan)
    bound = Bounds.bound

    def loose(bounds: Bounds, level: LevelMeasure, *asked: Any) -> Bound:
        bound(bounds, level, *asked)
        return Bound(level.best, Proof.CERTIFIED)

    monkeypatch.setattr(Bounds, "bound", loose)
    monkeypatch.setattr(Bounds, "integer", lambda *args: Opinion(args[3]))


@pytest.mark.usefixtures("left_to_engine")
@pytest.mark.parametrize("kind", [Weak, Hasty])
def test_what_is_said_of_a_run_that_ended_early_is_true(kind: type[Weak | Hasty]) -> None:
    proofs: Counter[bool] = Counter()
    for seed, plans in [*enumerate(brutes(0)), *_hard_to_settle()]:
        if plans.best is None:
            continue
        outcome = solve(plans.year, plans.calendars, kind(seed))
        assert check(plans.year, outcome.plan, plans.calendars) == ()
        assert level_vector(plans.year, outcome.plan, plans.calendars) == _values(outcome)
        for index, level in enumerate(outcome.levels):
            _believe(plans, outcome, index, level)
            proofs[level.proven] += 1
    assert min(proofs[True], proofs[False]) >= 10


@pytest.mark.usefixtures("left_to_engine")
def test_nothing_is_asked_of_the_relaxation_once_a_run_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late: list[bool] = []
    settle = Bounds.settle
    for seed, plans in enumerate(brutes(0)):
        by = Hasty(seed)

        def watched(*asked: Any, watch: Deadline = by.deadline) -> None:
            late.append(watch.over is not None)
            settle(*asked)

        monkeypatch.setattr(Bounds, "settle", watched)
        if plans.best is not None:
            solve(plans.year, plans.calendars, by)
    assert len(late) >= 10
    assert not any(late)


class Climbing(Engine):
    """An engine that finds the worst plan there is at every search, and says what it was told."""

    def __init__(self) -> None:
        super().__init__(Deadline(SECONDS))
        self.told: list[tuple[str, int, int | None]] = []

    def __call__(self, event: Event) -> None:
        if not isinstance(event, LevelImproved):
            return
        if event.value is None:
            assert not any(told == event.level for told, *_ in self.told)
        else:
            self.told.append((event.level, event.value, event.bound))

    def maximize(self, cp: Any, objective: Any, *args: Any, **options: Any) -> Answer:
        answer = super().maximize(cp, objective, *args, **options)
        if answer.value is None or answer.bound is None:
            return answer
        worst = super().maximize(cp, -1 * objective)
        assert worst.value is not None
        return replace(
            worst,
            status=Status.FEASIBLE,
            value=-worst.value,
            bound=answer.bound + 7,
            stop=StopReason.EFFORT,
        )


@pytest.mark.usefixtures("left_to_engine")
def test_a_level_keeps_the_best_value_that_was_found() -> None:
    told = 0
    for plans in brutes(usually(0, 1)):
        if plans.best is None:
            continue
        by = Climbing()
        outcome = best_plan(Pool(plans.year, plans.calendars), by, by)
        reached = {level.level: gains((level.level,), (level.value,)) for level in outcome.levels}
        for level, value, _ in by.told:
            assert reached[level] >= gains((level,), (value,)), f"{level}\n{described(plans.year)}"
        for one, other in pairwise(by.told):
            if one[0] == other[0]:
                _no_step_back(one, other)
        told += len({told[:2] for told in by.told}) - len(outcome.levels)
    assert told >= 20


def _no_step_back(one: tuple[str, int, int | None], other: tuple[str, int, int | None]) -> None:
    """What is told of a level later is no worse a value and no looser a bound."""
    (level, value, bound), (_, later, tighter) = one, other
    assert gains((level,), (value,)) <= gains((level,), (later,)), (one, other)
    if bound is not None:
        assert tighter is not None
        assert gains((level,), (bound,)) >= gains((level,), (tighter,)), (one, other)


def _hard_to_settle() -> Iterator[tuple[int, Brute]]:
    """Years in which other positions of the same team make an unproven level better."""
    for seed in (5364, 6386):
        draw, found = Random(seed), rich_year(seed)
        found = reordered(found, draw) if draw.random() < 0.5 else found
        yield seed, Brute(found, Calendars(found))


def _believe(plans: Brute, outcome: Outcome, index: int, level: LevelResult) -> None:
    """No plan that is as good in the levels before passes the bound."""
    peers = _peers(plans, _values(outcome), index)
    best = max(gains(plans.levels, values)[index] for values in peers)
    bound = level.bound
    if bound is not None:
        (promised,) = gains((level.level,), (bound,))
        assert best <= promised, f"{level}: {best}\n{described(plans.year)}"
    assert level.proven == (bound == level.value)
    assert (level.stop is StopReason.OPTIMAL) == level.proven


def a_mission_ruled_out() -> Year:
    """E1 is Confirmed for M2 from 5 to 12 March, so that M1 from 8 March has nobody."""
    early, late = date(2027, 3, 5), date(2027, 3, 31)
    return year(
        settings=settings(plan_start=early),
        missions=(
            mission(earliest_start=date(2027, 3, 8), latest_end=date(2027, 3, 12)),
            mission("M2", earliest_start=early, latest_end=late, working_days=6),
        ),
        assignments=(agreed("M2", "E1", start=early),),
    )


def test_a_mission_that_an_agreed_one_rules_out_is_left_out() -> None:
    outcome = solve(a_mission_ruled_out())
    assert {row.mission_id for row in outcome.plan.placements} == {"M2"}


def test_the_engine_does_not_call_a_year_infeasible_that_has_a_plan() -> None:
    """OR-Tools 9.15 does, where `cp_model_probing_level` is 0 and `linearization_level` is not.

    It takes a no-overlap of an optional interval and one that is always there and overlaps it,
    in this order.
    """
    year = a_mission_ruled_out()
    model = build(Pool(year, Calendars(year)))
    pinned, other = (level.gain(level.measure.expression) for level in model.levels[:2])
    answer = engine().maximize(model.cp, pinned + other)
    assert (answer.status, answer.value) == (Status.OPTIMAL, 1)
