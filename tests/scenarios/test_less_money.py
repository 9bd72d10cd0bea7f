"""Less money never delivers more: what is proven of the base bounds such scenarios."""

from typing import Any

import pytest

from models.answers.report import LevelResult, Proof, StopReason
from models.events import Event, LevelStarted
from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.formulation.eligibility import Pool
from planner.sample.build import sample_year
from planner.search.known import Known
from planner.search.solve_year import best_plan
from scenarios.definition.changes import read_change
from scenarios.definition.scenario import AS_IT_IS, Scenario
from scenarios.fanout import TaskDesk
from scenarios.study.less_money import has_less
from scenarios.study.solving import ScenarioAnswer, ScenarioJob, answer_scenario
from tests.builders import fund
from tests.scenarios.years import COST, three_missions
from tests.solving import engine

SAMPLE = sample_year(6, 16, 3)


def quiet() -> TaskDesk:
    return TaskDesk(lambda words: None)


def cut(percent: int) -> Scenario:
    change = read_change("fund amount", "*", f"-{percent}%")
    return Scenario(name=f"{percent}", changes=(change,))


@pytest.fixture(scope="module")
def base() -> ScenarioAnswer:
    return answer_scenario(ScenarioJob(SAMPLE), AS_IT_IS, quiet())


@pytest.mark.parametrize(
    ("funds", "less"),
    [
        ((fund("F1", 2 * COST), fund("F2", 0)), True),
        ((fund("F1", 3 * COST), fund("F2", 0)), True),
        ((fund("F1", 3 * COST),), True),
        ((fund("F1", 3 * COST + 1), fund("F2", 0)), False),
        ((fund("F1", 2 * COST), fund("F3", 0)), False),
        ((fund("F1", 2 * COST, regions=("AP",)), fund("F2", 0)), False),
        ((), False),
    ],
)
def test_a_year_has_less_where_no_fund_has_more(funds: tuple[Any, ...], less: bool) -> None:
    year = three_missions()
    assert has_less(year, year.replace(funds=funds)) is less


def test_a_year_whose_other_facts_differ_is_no_year_with_less_money() -> None:
    year = three_missions()
    assert has_less(year, year)
    assert not has_less(year, year.replace(experts=year.experts[:2]))


@pytest.mark.parametrize("percent", [0, 10, 30, 50, 80])
def test_what_is_known_of_the_base_changes_no_value(base: ScenarioAnswer, percent: int) -> None:
    job = ScenarioJob(SAMPLE, base_plan=base.plan)
    cold = answer_scenario(job, cut(percent), quiet())
    warm = answer_scenario(
        ScenarioJob(SAMPLE, base_plan=base.plan, base_levels=base.levels), cut(percent), quiet()
    )
    assert cold.proven
    assert warm.proven
    assert values(warm.levels) == values(cold.levels)


def test_a_cut_that_the_plan_does_not_feel_needs_no_search(base: ScenarioAnswer) -> None:
    told: list[Event] = []
    known = Known(base.plan, base.levels)
    outcome = best_plan(pool(SAMPLE), engine(), told.append, known=known)
    assert values(outcome.levels) == values(base.levels)
    assert [level.proof for level in outcome.levels] == [level.proof for level in base.levels]
    assert not any(isinstance(event, LevelStarted) for event in told)


def test_a_level_is_bounded_only_where_those_before_have_the_same_values() -> None:
    known = Known(ceilings=(result("delivery-1", 5, 5), result("delivery-2", 7, 8)))
    assert known.bound({}, "delivery-1") is not None
    bound = known.bound({"delivery-1": 5}, "delivery-2")
    assert bound is not None
    assert (bound.value, bound.proof) == (8, Proof.HIGHS)
    assert known.bound({"delivery-1": 4}, "delivery-2") is None
    assert known.bound({}, "delivery-2") is None
    assert known.bound({"delivery-1": 5, "delivery-2": 7}, "cost") is None


def test_what_one_solver_alone_says_bounds_nothing() -> None:
    unproven = result("delivery-1", 5, 5).model_copy(update={"proof": Proof.UNPROVEN})
    assert Known(ceilings=(unproven,)).bound({}, "delivery-1") is None


def test_of_what_shall_be_little_nothing_is_the_least() -> None:
    known = Known(ceilings=(result("delivery-1", 5, 5),))
    found = known.settled({"delivery-1": 5, "stability": 0, "externals": 1, "cost": 0})
    assert [level.level for level in found] == ["delivery-1", "stability"]


def test_a_plan_that_passes_what_is_known_is_a_fault_of_the_run(base: ScenarioAnswer) -> None:
    wrong = base.levels[0].model_copy(update={"bound": 0, "value": 0})
    with pytest.raises(Contradiction):
        best_plan(pool(SAMPLE), engine(), known=Known(base.plan, (wrong,)))


def pool(year: Year) -> Pool:
    return Pool(year, Calendars(year))


def result(level: str, value: int, bound: int) -> LevelResult:
    return LevelResult(
        level=level, value=value, bound=bound, proof=Proof.HIGHS, stop=StopReason.EFFORT
    )


def values(levels: tuple[LevelResult, ...]) -> list[tuple[str, int]]:
    return [(level.level, level.value) for level in levels if level.level != "stability"]
