"""Where HiGHS decides, the best plan is the best of all plans; one opinion of it is no proof.

The bounds of the relaxation, which leave it next to nothing to decide, are kept loose here, CP-SAT
is not asked about a program, and finds nothing with little effort: plans that can be bettered are
what HiGHS is asked about.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import highspy
import pytest

from models.answers.report import Proof
from planner.bounding.level_bounds import Bound, Bounds
from planner.checker import check
from planner.domain.errors import Contradiction
from planner.formulation.build import LevelMeasure
from planner.solver import highs
from planner.solver.deadline import Deadline
from planner.solver.params import DEFAULT
from planner.solver.program import Finding, MipAnswer
from tests.breadth import usually
from tests.brute import level_vector
from tests.provers import BY_HIGHS, vector
from tests.shrink import described
from tests.solving import SECONDS, solve
from tests.test_integer_program import knapsack
from tests.test_optimum import Unlucky, brutes

pytestmark = pytest.mark.no_cover

YEARS = usually(40, 100)
FIRST, SECOND = (setup.seed for setup in DEFAULT.opinions)

Lie = Callable[[MipAnswer], MipAnswer]


def none(answer: MipAnswer) -> MipAnswer:
    """That there is no better plan, whatever there is."""
    return MipAnswer(Finding.INFEASIBLE, None, None)


def low(answer: MipAnswer) -> MipAnswer:
    """A bound too low by one."""
    return answer if answer.bound is None else replace(answer, bound=answer.bound - 1)


@pytest.fixture
def left_to_highs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave to the programs what the relaxation would prove."""
    bound = Bounds.bound

    def loose(bounds: Bounds, level: LevelMeasure, known: int | None, deadline: Deadline) -> Bound:
        bound(bounds, level, known, deadline)
        return Bound(level.best, Proof.CERTIFIED)

    monkeypatch.setattr(Bounds, "bound", loose)


@pytest.mark.usefixtures("left_to_highs")
@pytest.mark.parametrize(
    ("liar", "lie"), [(None, none), (FIRST, none), (SECOND, none), (FIRST, low), (SECOND, low)]
)
def test_the_best_plan_is_found_and_what_one_opinion_gets_wrong_is_no_proof(
    liar: int | None, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = highs._answer

    def lying(solver: highspy.Highs) -> MipAnswer:
        _, seed = solver.getOptionValue("random_seed")
        return lie(told(solver)) if seed == liar else told(solver)

    monkeypatch.setattr(highs, "_answer", lying)
    proofs: Counter[Proof] = Counter()
    for plans in islice(brutes(0), YEARS):
        if plans.best is not None:
            try:
                outcome = solve(plans.year, by=Unlucky(Deadline(SECONDS), params=BY_HIGHS))
            except Contradiction:
                assert lie is low  # a plan is better than a bound: that is said, and nothing else
                continue
            assert vector(outcome) == plans.best, described(plans.year)
            assert check(plans.year, outcome.plan, plans.calendars) == ()
            assert level_vector(plans.year, outcome.plan, plans.calendars) == plans.best
            proofs.update(level.proof for level in outcome.levels)
    assert proofs[Proof.HIGHS] >= 10


def test_what_highs_has_no_time_for_is_open() -> None:
    answer = highs.solve(knapsack(8, 0), DEFAULT.opinions[1], Deadline(0.0))
    assert answer.finding is Finding.OPEN
