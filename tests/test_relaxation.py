"""What the relaxation proves holds for every plan that the checker accepts."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import count
from random import Random

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from models.answers.plan import Plan
from models.facts.instance import Year
from models.requests.demand import Demand
from planner.bounding.level_bounds import Bounds
from planner.bounding.linear_system import LinearRows, terms_of
from planner.bounding.lp import Glop
from planner.bounding.relaxation import Relaxation
from planner.domain.calendars import Calendars
from planner.formulation.build import LevelMeasure, Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import Part
from planner.sample.build import sample_year
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from tests.brute import Brute
from tests.rich import rich_year
from tests.shrink import described
from tests.solving import SECONDS, solve

SIZES = range(20, 400)
YEARS = 30


_FITTING = (
    plans
    for plans in (Brute(year, Calendars(year)) for year in map(rich_year, count(300)))
    if plans.size in SIZES and len(plans.valid_plans) > 3
)


@cache
def _brute(number: int) -> Brute:
    return next(_FITTING)


def brutes() -> Iterator[Brute]:
    """Years with several valid plans, each made when the first test comes to it."""
    yield from map(_brute, range(YEARS))


def pairs_of(model: Model, plan: Plan) -> set[int]:
    """The indexes of the literals that the rows of a plan make true."""
    fills = model.variables.fills
    return {fills[r.mission_id][r.expertise][r.expert_id].index for r in plan.placements}


def seeing_all(model: Model) -> Relaxation:
    """The relaxation of a model, all of its variables seen from the start."""
    relaxation = Relaxation(model.cp, Deadline(SECONDS))
    relaxation.see(np.arange(len(model.cp.proto.variables)))
    return relaxation


def gains_of(plans: Brute, level: LevelMeasure) -> list[tuple[int, Plan]]:
    """How good each valid plan is in a level, with the plan."""
    index = plans.levels.index(level.name)
    values = zip(plans.values, plans.valid_plans, strict=True)
    return [(level.gain(value[index]), plan) for value, plan in values]


@pytest.mark.no_cover
def test_no_plan_passes_the_bound_and_none_has_what_it_rules_out() -> None:
    said: Counter[str] = Counter()
    for plans in brutes():
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        relaxation = seeing_all(whole)
        for level in whole.levels:
            relaxed = relaxation.maximize(relaxation.aim(level.objective))
            assert relaxed is not None
            certificate = relaxed.certificate
            gains = gains_of(plans, level)
            best = max(gain for gain, _ in gains)
            assert best <= certificate.bound, f"{level.name}\n{described(plans.year)}"
            said["tight"] += best == certificate.bound
            for gain, plan in gains:
                never = certificate.never(gain)
                assert not any(never[i] for i in pairs_of(whole, plan)), f"{level.name} {plan}"
                said["never"] += bool(never.any())
    assert min(said.values()) >= 30


def test_a_level_once_required_bounds_the_next() -> None:
    for plans in brutes():
        assert plans.best is not None
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        relaxation = seeing_all(whole)
        for level, value in zip(whole.levels, plans.best, strict=True):
            relaxed = relaxation.maximize(relaxation.aim(level.objective))
            assert relaxed is not None
            assert level.gain(value) <= relaxed.certificate.bound, described(plans.year)
            relaxation.require(relaxation.aim(level.objective), level.gain(value))


def test_what_is_demanded_is_in_the_relaxation_and_no_plan_with_it_passes_its_bound() -> None:
    said: Counter[str] = Counter()
    for plans in brutes():
        for mission in plans.year.missions:
            demand = Demand(mission_id=mission.id)
            whole = build(Pool(plans.year, plans.calendars), timed=False, demands=(demand,))
            relaxation = seeing_all(whole)
            for level in whole.levels:
                gains = [g for g, plan in gains_of(plans, level) if mission.id in plan.teams()]
                relaxed = relaxation.maximize(relaxation.aim(level.objective))
                if not gains or relaxed is None or relaxed.values is None:
                    said["not to be had"] += 1
                    continue
                delivered = relaxed.values[whole.variables.delivered[mission.id].index]
                assert delivered == pytest.approx(1), f"{level.name}\n{described(plans.year)}"
                assert max(gains) <= relaxed.certificate.bound, described(plans.year)
                said["to be had"] += 1
    assert said["to be had"] >= 100, said


def test_any_multipliers_prove_something_true() -> None:
    for number, plans in enumerate(brutes()):
        draw = Random(number)
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        rows = LinearRows(whole.cp)
        for level in whole.levels:
            multipliers = np.array([draw.choice((0.0, 0.5, -0.5, 1.0, -3.7)) for _ in rows.row_low])
            terms, offset = terms_of(level.objective)
            certificate = rows.certify(rows.dense(terms), offset, multipliers)
            for gain, plan in gains_of(plans, level):
                assert gain <= certificate.bound
                never = certificate.never(gain)
                assert not any(never[i] for i in pairs_of(whole, plan))


def test_what_is_not_seen_at_first_is_found_by_its_price() -> None:
    for plans in brutes():
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        hidden = Relaxation(whole.cp, Deadline(SECONDS))
        pairs = {v.index for m in whole.variables.goes.values() for v in m.values()}
        hidden.see(np.array([i for i in range(len(whole.cp.proto.variables)) if i not in pairs]))
        for level in whole.levels:
            seen = seeing_all(whole)
            known, found = (
                seen.maximize(seen.aim(level.objective)),
                hidden.maximize(hidden.aim(level.objective)),
            )
            assert known is not None
            if found is not None:  # what is agreed needs experts who are not seen
                assert found.certificate.bound == known.certificate.bound


def test_what_cannot_be_had_is_proven() -> None:
    """More than the best value of the first level, required of the relaxation where it is tight."""
    said = Counter[bool]()
    for plans in brutes():
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        relaxation, level = seeing_all(whole), whole.levels[0]
        relaxed = relaxation.maximize(relaxation.aim(level.objective))
        assert relaxed is not None
        relaxation.require(relaxation.aim(level.objective), relaxed.certificate.bound + 1)
        beyond = relaxation.maximize(relaxation.aim(whole.levels[-1].objective))
        assert beyond is not None
        said[beyond.values is None and beyond.certificate.total < 0] += 1
    assert said[True] == YEARS


def test_the_bounds_of_levels_settled_in_order_hold() -> None:
    for plans in brutes():
        assert plans.best is not None
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        bounds = Bounds(whole, Relaxation(whole.cp, Deadline(SECONDS)))
        best = [p for p, v in zip(plans.valid_plans, plans.values, strict=True) if v == plans.best]
        for level, value in zip(whole.levels, plans.best, strict=True):
            bound = bounds.bound(level, None, Deadline())
            assert level.gain(value) <= level.gain(bound.value), described(plans.year)
            opinion = bounds.integer(level, value, bound, Deadline())
            assert level.gain(value) <= level.gain(opinion.bound.value), described(plans.year)
            part = bounds.part(level, value)
            assert all(Part.of(plan).pairs <= part.pairs for plan in best)
            bounds.settle(level, value)


@pytest.mark.parametrize("last", [2, 14, 20, 32])
def test_a_relaxation_that_ends_unsolved_breaks_nothing(
    last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GLOP gives up a little before the deadline is over, at any of its searches."""
    year, known = best()  # before GLOP gets tired
    whole = build(Pool(year, Calendars(year)), timed=False)
    searches, search = count(1), Glop._solve

    def tired(glop: Glop, dual: bool) -> int:
        given_up = int(pywraplp.Solver.NOT_SOLVED)
        return given_up if next(searches) > last else search(glop, dual)

    monkeypatch.setattr(Glop, "_solve", tired)
    bounds = Bounds.of(whole, Deadline(SECONDS))
    for level in whole.levels:
        bound = bounds.bound(level, None, Deadline(SECONDS))
        assert level.gain(bound.value) >= level.gain(known[level.name])
        bounds.settle(level, known[level.name])


@cache
def best() -> tuple[Year, dict[str, int]]:
    """A year, and the values of the levels in its best plan."""
    year = sample_year(100, 250, 4)
    outcome = solve(year, by=Engine(Deadline()))
    return year, {level.level: level.value for level in outcome.levels}
