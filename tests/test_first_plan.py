"""The first plan obeys every rule, and no run ends with a worse one."""

from functools import cache
from typing import Any

import pytest

from models.answers.plan import Plan
from models.answers.report import StopReason
from models.facts.administration import Administration
from models.facts.instance import Year
from planner.checker import check, level_values
from planner.domain.agreements import delivery_classes
from planner.domain.calendars import Calendars
from planner.domain.errors import NoPlan
from planner.formulation.eligibility import Pool
from planner.heuristics.construction import first_plan
from planner.sample.build import sample_year
from planner.search import solve_year
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome
from planner.solver.params import SearchParams
from tests.brute import gains
from tests.rich import rich_year
from tests.solving import solve
from tests.tiny import tiny_year

SEEDS = range(400, 460)


@cache
def drafted() -> tuple[tuple[Year, Calendars, Plan | None], ...]:
    years = [tiny_year(seed) for seed in SEEDS] + [rich_year(seed) for seed in SEEDS]
    years += [_short_of_experts(sample_year(80, 60, 4)), sample_year(40, 100, 3)]
    found = []
    for year in years:
        calendars = Calendars(year)
        found.append((year, calendars, first_plan(Pool(year, calendars))))
    return tuple(found)


def _short_of_experts(year: Year) -> Year:
    """The year in which no administration lets two experts go at once, and nobody is agreed."""
    countries = sorted({expert.administration for expert in year.experts})
    limits = (Administration(country=country, max_experts_away=1) for country in countries)
    return year.replace(administrations=tuple(limits), assignments=())


def plans() -> list[tuple[Year, Calendars, Plan]]:
    return [(year, calendars, plan) for year, calendars, plan in drafted() if plan is not None]


@pytest.mark.no_cover
def test_the_first_plan_obeys_the_rules() -> None:
    for year, calendars, plan in plans():
        assert check(year, plan, calendars) == ()
    assert len(plans()) >= 60
    assert sum(bool(plan.placements) for _, _, plan in plans()) >= 40


def test_who_ends_the_run_before_there_is_a_plan_waits_for_no_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is agreed has no place then, since nothing was tried."""
    over = Deadline()
    over.end()
    year = tiny_year(400)
    monkeypatch.setattr(solve_year, "first_plan", lambda *_: None)
    monkeypatch.setattr(solve_year, "Lexicographic", lambda *_, **__: 1 / 0)
    with pytest.raises(NoPlan):
        solve_year.best_plan(Pool(year, Calendars(year)), Engine(over))


def test_who_ends_the_run_of_a_long_year_does_not_wait_for_it_to_be_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor for a model of the pieces, or of the whole; the checker has the last word."""
    year = sample_year(20, 50, 4)
    checked: list[Plan] = []
    confirm = solve_year.confirm

    def seen(*of: Any) -> None:
        checked.append(of[2].plan)
        confirm(*of)

    monkeypatch.setattr(solve_year, "confirm", seen)
    monkeypatch.setattr(solve_year, "settle", lambda *_: 1 / 0)
    monkeypatch.setattr(solve_year, "is_long", lambda *_: True)
    pool = Pool(year, Calendars(year))

    def ended(above: int) -> Outcome:
        deadline = Deadline()
        by = Engine(deadline, params=SearchParams(settled_after_end=above))
        return solve_year.best_plan(pool, by, lambda _: deadline.end())

    outcome = ended(19)
    assert checked == [outcome.plan] == [first_plan(pool)]
    assert {level.stop for level in outcome.levels if not level.proven} == {StopReason.SKIPPED}
    with pytest.raises(ZeroDivisionError):
        ended(20)


def test_a_run_without_time_keeps_the_first_plan() -> None:
    for year, calendars, plan in plans()[::5]:
        outcome = solve(year, calendars, Engine(Deadline(0.0)))
        counted = {v.level: v.value for v in level_values(year, plan, calendars)}
        assert {level.level: level.value for level in outcome.levels} == counted
        classes = {name: len(ids) for name, ids in delivery_classes(year, calendars).items()}
        for level in outcome.levels:
            assert level.bound == classes.get(level.level)
            assert level.proven == (level.value == level.bound)
            assert (level.stop is StopReason.SKIPPED) != level.proven


@pytest.mark.parametrize("index", range(0, len(SEEDS), 4))
def test_no_run_ends_with_less_than_the_first_plan(index: int) -> None:
    for year, calendars, plan in (plans()[index], plans()[-1 - index]):
        outcome = solve(year, calendars, Engine(Deadline(10.0)))
        names = tuple(level.level for level in outcome.levels)
        first = {v.level: v.value for v in level_values(year, plan, calendars)}
        reached = tuple(level.value for level in outcome.levels)
        assert gains(names, reached) >= gains(names, tuple(first[name] for name in names))


def test_the_sample_is_nearly_planned_by_the_first_plan() -> None:
    year, calendars, plan = drafted()[-1]
    assert plan is not None
    assert len(plan.teams()) >= 0.9 * len(solve(year, calendars).plan.teams())
