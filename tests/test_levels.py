"""The value of each level in the model is the figure that the checker counts in the plan."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.domain.agreements import level_names
from planner.domain.calendars import Calendars
from planner.domain.levels import LEVELS, level_of
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from tests.breadth import usually
from tests.brute import Brute, level_vector
from tests.rich import reordered, rich_year
from tests.shrink import described
from tests.solving import engine, hold

pytestmark = pytest.mark.no_cover

SIZES = range(20, 500)
BLOCKS = usually(1, 2)
YEARS_A_BLOCK = usually(30, 44)
PLANS_A_YEAR = usually(2, 4)


def valid_plans(block: int) -> Iterator[tuple[Year, Calendars, Plan]]:
    """A few valid plans of some years with a choice; some years have other levels."""
    years = 0
    for seed in range(block, 10_000, BLOCKS):
        draw = Random(seed)
        year = reordered(rich_year(seed), draw) if draw.random() < 0.3 else rich_year(seed)
        plans = Brute(year, Calendars(year))
        if plans.size not in SIZES or len(plans.valid_plans) < PLANS_A_YEAR:
            continue
        for plan in draw.sample(plans.valid_plans, PLANS_A_YEAR):
            yield year, plans.calendars, plan
        years += 1
        if years == YEARS_A_BLOCK:
            return


@pytest.mark.parametrize("block", range(BLOCKS))
def test_model_and_checker_count_the_same(block: int) -> None:
    counted: dict[str, Counter[int]] = {level.id: Counter() for level in LEVELS}
    for year, calendars, plan in valid_plans(block):
        model = build(Pool(year, calendars))
        assert hold(model, plan), f"the model has no choice such as {plan}"
        assert tuple(level.name for level in model.levels) == level_names(year, calendars)
        values = level_vector(year, plan, calendars)
        for level, value in zip(model.levels, values, strict=True):
            best = engine().maximize(model.cp, level.gain(level.measure.expression)).value
            assert best == level.gain(value), f"{level.name} of {plan}\n{described(year)}"
            assert level.measure.low <= value <= level.measure.high
            assert level.gain(value) <= level.gain(level.best)
            counted[level_of(level.name).id][value] += 1
    # Every level has had to count different things.
    assert all(len(values) >= 2 for values in counted.values()), counted
