"""The model accepts exactly the plans that the checker accepts, rule by rule and all together.

Tiny random years are enumerated twice: all plans there are, each judged by the checker, and all
solutions of the model. The two sets have to be equal, so a plan that the model wrongly forbids
shows as well as one that it wrongly allows.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from random import Random

import pytest

from models.answers.plan import Placement, Plan
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.domain.rules import RULE_IDS
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from tests.breadth import usually
from tests.brute import STRUCTURAL, Brute, Key
from tests.builders import placement
from tests.shrink import described, smallest
from tests.solving import accepted, accepts
from tests.tiny import tiny_year

pytestmark = pytest.mark.no_cover

YEARS = 90
FEW, FEWER = usually(60, YEARS), usually(40, YEARS)
# What each rule alone has to say at least; few years have much to say of some.
ENOUGH = Counter(accepts=30, rejects=10)
SIZES = range(20, 400)
SEARCHED = tuple(rule for rule in RULE_IDS if rule not in STRUCTURAL)


@cache
def brute(seed: int) -> Brute:
    """The year of a seed with all its plans, enumerated once for all tests."""
    year = limited(tiny_year(seed), Random(f"most missions of {seed}"))
    return Brute(year, Calendars(year))


def limited(year: Year, draw: Random) -> Year:
    """The year in which a third of the experts go to one mission at most."""
    experts = (
        e.model_copy(update={"most_missions": 1}) if draw.random() < 1 / 3 else e
        for e in year.experts
    )
    return year.replace(experts=tuple(experts))


def seeds(years: int = YEARS) -> Iterator[int]:
    """Seeds whose years have enough plans to tell something, and few enough to list."""
    fitting = (seed for seed in count() if brute(seed).size in SIZES)
    return islice(fitting, years)


def differing(year: Year, rules: Collection[str]) -> tuple[set[Key], set[Key]]:
    """Plans that only the checker accepts, and plans that only the model accepts."""
    calendars = Calendars(year)
    return _differing(Brute(year, calendars), rules)


def _differing(plans: Brute, rules: Collection[str]) -> tuple[set[Key], set[Key]]:
    by_checker = plans.accepted(rules)
    by_model = accepted(plans.year, plans.calendars, without=set(RULE_IDS) - set(rules))
    return by_checker - by_model, by_model - by_checker


def agree(seed: int, wanted: Collection[str]) -> None:
    """Fail with the smallest year that shows the difference.

    The model counts the missions of an administration's experts, the checker its experts: the
    same number where nobody is on two missions at a time.
    """
    rules = wanted
    if "administration-capacity" in wanted and "one-at-a-time" not in wanted:
        rules = (*wanted, "one-at-a-time")
    if any(_differing(brute(seed), rules)):
        year = smallest(brute(seed).year, lambda smaller: any(differing(smaller, rules)))
        by_checker, by_model = differing(year, rules)
        pytest.fail(
            f"Model and checker disagree on {', '.join(rules)} (seed {seed}):\n{described(year)}\n"
            f"accepted by the checker alone: {_one_of(by_checker)}\n"
            f"accepted by the model alone: {_one_of(by_model)}"
        )


def _one_of(plans: set[Key]) -> object:
    return min((sorted(map(str, plan)) for plan in plans), key=len, default="nothing")


def verdicts(plans: Brute, rules: Collection[str]) -> Iterator[str]:
    """What these rules have to say in a year: whether they let plans pass and stop others."""
    passing = plans.accepted(rules)
    if any(passing):
        yield "accepts"
    if plans.accepted(()) > passing or ("funded" in rules and _stops_for_money(plans)):
        yield "rejects"


def _stops_for_money(plans: Brute) -> bool:
    broken = plans.broken.values()
    return any("funded" in found and not found & set(STRUCTURAL) for found in broken)


@pytest.mark.parametrize("rule", SEARCHED)
def test_alone_each_rule_means_the_same_to_model_and_checker(rule: str) -> None:
    seen: Counter[str] = Counter()
    for number, seed in enumerate(seeds(FEW)):
        if number >= FEWER and seen >= ENOUGH:
            break
        agree(seed, (rule,))
        seen.update(verdicts(brute(seed), (rule,)))
    # A rule that never stopped anything, or let nothing pass, would not have been tested.
    assert seen >= ENOUGH


def test_shares_of_money_mean_the_same_to_model_and_checker() -> None:
    """A year in which shares of money that were rounded up would keep a plan away."""
    agree(127, ("funded",))


def test_the_structural_rules_mean_the_same_to_model_and_checker() -> None:
    stopped = 0
    for seed in seeds():
        agree(seed, ())
        stopped += any("whole-team" in found for found in brute(seed).broken_unfunded.values())
    assert stopped >= 10


def test_all_rules_together_mean_the_same_to_model_and_checker() -> None:
    seen: Counter[str] = Counter()
    enough = Counter(accepts=30, rejects=30)
    for number, seed in enumerate(seeds(usually(120, 2 * YEARS))):
        if number >= usually(80, 2 * YEARS) and seen >= enough:
            break
        agree(seed, RULE_IDS)
        seen.update(verdicts(brute(seed), RULE_IDS))
    assert seen >= enough


def test_some_rules_left_out_the_others_mean_the_same_to_model_and_checker() -> None:
    for seed in seeds(FEWER):
        draw = Random(seed)
        left_out = draw.sample(SEARCHED, draw.randint(1, 5))
        agree(seed, tuple(rule for rule in RULE_IDS if rule not in left_out))


def test_asked_for_one_plan_the_model_answers_as_the_checker_does() -> None:
    """The rows of a plan are fixed one by one here, as `verify` and the explanations do."""
    answers: Counter[bool] = Counter()
    for seed in seeds():
        year, calendars = brute(seed).year, brute(seed).calendars
        for plan in _some_plans(brute(seed), Random(seed)):
            valid = check(year, plan, calendars) == ()
            assert accepts(year, calendars, plan) == valid, f"seed {seed}: {plan}"
            answers[valid] += 1
    assert min(answers[True], answers[False]) >= 50


def _some_plans(plans: Brute, draw: Random) -> list[Plan]:
    """Two valid plans and two of any kind; where there are funds, one pays each mission.

    A row without a fund leaves it to the model which one pays.
    """
    paid = [plan for plan in plans.every_plan() if all(r.fund_id for r in plan.placements)]
    anything = paid if plans.year.funds else list(plans.every_plan())
    valid = draw.sample(plans.valid_plans, min(2, len(plans.valid_plans)))
    return valid + draw.sample(anything, min(2, len(anything)))


def test_both_refuse_the_same_days_to_start_on() -> None:
    days: Counter[bool] = Counter()
    for seed in seeds():
        plans = brute(seed)
        unruled = build(Pool(plans.year, plans.calendars), without=RULE_IDS)
        for mission in plans.year.missions:
            allowed = plans.starts(mission)
            for day in _around(mission):
                row = _first_row(plans.year, mission, day)
                possible = unruled.variables.fix(row)
                assert possible == (day in allowed), f"seed {seed}: {mission} on {day}"
                days[possible] += 1
    assert min(days[True], days[False]) >= 100


def _around(mission: Mission) -> Iterator[date]:
    """Every day of a mission's window, and a week before and after it."""
    first = mission.earliest_start - timedelta(days=7)
    length = (mission.latest_end - first).days
    yield from (first + timedelta(days=n) for n in range(length + 8))


def _first_row(year: Year, mission: Mission, day: date) -> Placement:
    code = mission.positions[0]
    return placement(mission.id, year.experts[0].id, day, expertise=code)
