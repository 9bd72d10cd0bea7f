"""What the relaxation proves holds for every plan that the checker accepts."""

from collections import Counter
from functools import cache
from itertools import count, islice
from random import Random

from models.plan import Plan
from planner.dates import Calendars
from planner.engine import Stopwatch
from planner.linear_rows import LinearRows, terms_of
from planner.model import LevelMeasure, Model, build
from planner.relaxation import Relaxation
from tests.brute import Brute
from tests.rich import rich_year
from tests.shrink import described
from tests.solving import SECONDS

SIZES = range(20, 400)
YEARS = 30


@cache
def brutes() -> tuple[Brute, ...]:
    """Years with several valid plans."""
    years = (rich_year(seed) for seed in count(300))
    plans = (Brute(year, Calendars(year)) for year in years)
    return tuple(islice((p for p in plans if p.size in SIZES and len(p.valid_plans) > 3), YEARS))


def pairs_of(model: Model, plan: Plan) -> set[int]:
    """The indexes of the literals that the rows of a plan make true."""
    fills = model.variables.fills
    return {fills[r.mission_id][r.expertise][r.expert_id].index for r in plan.placements}


def gains_of(plans: Brute, level: LevelMeasure) -> list[tuple[int, Plan]]:
    """How good each valid plan is in a level, with the plan."""
    index = plans.levels.index(level.name)
    values = zip(plans.values, plans.valid_plans, strict=True)
    return [(level.gain(value[index]), plan) for value, plan in values]


def test_no_plan_passes_the_bound_and_none_has_what_it_rules_out() -> None:
    said: Counter[str] = Counter()
    for plans in brutes():
        whole = build(plans.year, plans.calendars, timed=False)
        relaxation = Relaxation(whole.cp, Stopwatch(SECONDS))
        for level in whole.levels:
            relaxed = relaxation.maximize(level.objective)
            assert relaxed is not None
            certificate = relaxed.certificate
            gains = gains_of(plans, level)
            best = max(gain for gain, _ in gains)
            assert best <= certificate.bound, f"{level.name}\n{described(plans.year)}"
            said["tight"] += best == certificate.bound
            for gain, plan in gains:
                never = certificate.never(gain)
                assert not never & pairs_of(whole, plan), f"{level.name} {plan}"
                said["never"] += bool(never)
    assert min(said.values()) >= 30


def test_a_level_once_required_bounds_the_next() -> None:
    for plans in brutes():
        assert plans.best is not None
        whole = build(plans.year, plans.calendars, timed=False)
        relaxation = Relaxation(whole.cp, Stopwatch(SECONDS))
        for level, value in zip(whole.levels, plans.best, strict=True):
            relaxed = relaxation.maximize(level.objective)
            assert relaxed is not None
            assert level.gain(value) <= relaxed.certificate.bound, described(plans.year)
            relaxation.require(level.objective, level.gain(value))


def test_any_multipliers_prove_something_true() -> None:
    for number, plans in enumerate(brutes()):
        draw = Random(number)
        whole = build(plans.year, plans.calendars, timed=False)
        rows = LinearRows(whole.cp)
        for level in whole.levels:
            multipliers = [draw.choice((0.0, 0.5, -0.5, 1.0, -3.7)) for _ in rows.rows]
            certificate = rows.certify(*terms_of(whole.cp, level.objective), multipliers)
            for gain, plan in gains_of(plans, level):
                assert gain <= certificate.bound
                assert not certificate.never(gain) & pairs_of(whole, plan)
