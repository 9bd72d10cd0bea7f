"""Most of a sample can be delivered, and not all of it: what the planner itself finds."""

import pytest

from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.search.solve_year import best_plan
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from tests.sample.years import year_of


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_between_80_and_97_of_100_missions_are_delivered(seed: int) -> None:
    share = _delivered(year_of(60, 150, seed)) / 60
    assert 0.80 <= share <= 0.97


@pytest.mark.no_cover
@pytest.mark.parametrize("size", [(1, 1, 1), (5, 10, 1), (5, 10, 2), (40, 20, 3)])
def test_small_and_lopsided_samples_have_a_plan_too(size: tuple[int, int, int]) -> None:
    assert _delivered(year_of(*size)) >= 0


def _delivered(year: Year) -> int:
    settings = year.settings.model_copy(update={"objectives": ("delivery",)})
    only = year.model_copy(update={"settings": settings})
    plan = best_plan(Pool(only, Calendars(only)), Engine(Deadline(60))).plan
    return len(plan.teams())
