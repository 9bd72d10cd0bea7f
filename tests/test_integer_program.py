"""What provers say of a level: no plan that the checker accepts is better than what they prove."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from models.answers.report import Proof
from planner.bounding.level_bounds import Bounds
from planner.formulation.build import LevelMeasure, build
from planner.formulation.eligibility import Pool
from planner.solver import highs
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.highs import opinions, solve
from planner.solver.params import DEFAULT, Setup
from planner.solver.program import Finding, MipAnswer, ModelError, Program
from tests.brute import Brute
from tests.shrink import described
from tests.solving import SECONDS
from tests.test_relaxation import brutes

FIRST, SECOND = DEFAULT.opinions


def knapsack(limit: float, least: float) -> Program:
    """Three things that weigh 3, 4 and 5 and are worth as much; at least so much is asked for."""
    sizes = np.array([3.0, 4.0, 5.0])
    return Program(
        objective=sizes,
        low=np.zeros(3),
        high=np.ones(3),
        row_low=np.array([-np.inf, least]),
        row_high=np.array([limit, np.inf]),
        starts=np.array([0, 3, 6], dtype=np.int32),
        columns=np.array([0, 1, 2, 0, 1, 2], dtype=np.int32),
        coefficients=np.concatenate([sizes, sizes]),
    )


@pytest.mark.parametrize("setup", [FIRST, SECOND])
def test_a_program_is_solved_to_the_last_unit(setup: Setup) -> None:
    answer = solve(knapsack(8, 0), setup, Deadline(SECONDS))
    assert answer.finding is Finding.OPTIMAL
    assert answer.bound == pytest.approx(8)
    assert answer.values is not None
    assert answer.values.round().tolist() == [1, 0, 1]


@pytest.mark.parametrize("setup", [FIRST, SECOND])
def test_more_than_there_is_is_infeasible(setup: Setup) -> None:
    answer = solve(knapsack(6, 6), setup, Deadline(SECONDS))
    assert answer == MipAnswer(Finding.INFEASIBLE, None, None, answer.nodes)


def test_cp_sat_solves_a_program_to_the_last_unit() -> None:
    answer = Engine(Deadline(SECONDS)).solve_program(knapsack(8, 0), 1.0)
    assert (answer.finding, answer.bound) == (Finding.OPTIMAL, 8)
    assert answer.values is not None
    assert answer.values.tolist() == [1, 0, 1]


def test_cp_sat_knows_what_is_infeasible_and_what_it_has_no_time_for() -> None:
    none = Engine(Deadline(SECONDS)).solve_program(knapsack(6, 6), 1.0)
    assert none == MipAnswer(Finding.INFEASIBLE, None, None)
    over = Deadline(0.0)
    assert Engine(over).solve_program(knapsack(8, 0), 1.0).finding is Finding.OPEN


def test_highs_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    solve(knapsack(8, 0), FIRST, Deadline(SECONDS))
    assert capfd.readouterr() == ("", "")


def test_a_deadline_that_is_over_ends_highs() -> None:
    over = Deadline()
    over.end()
    assert solve(knapsack(8, 0), FIRST, over).finding in Finding


def test_a_program_that_highs_refuses_is_a_fault() -> None:
    """A column twice in a row: it would say that the program is empty, and nobody would know."""
    twice = replace(knapsack(8, 0), columns=np.array([0, 1, 1, 0, 1, 2], dtype=np.int32))
    with pytest.raises(ModelError):
        solve(twice, FIRST, Deadline(SECONDS))


@pytest.mark.parametrize("setup", [FIRST, SECOND])
def test_highs_has_no_bound_before_it_begins(setup: Setup) -> None:
    """Ended in its presolve it gives 0 as its bound, which many plans pass: it is none."""
    run = highs._Run(knapsack(8, 0), setup, Deadline(SECONDS))
    assert highs._answer(run._solver).bound is None
    run.start()
    assert run.answer(Deadline(SECONDS)).bound == 8


def gains(plans: Brute, level: LevelMeasure, best: tuple[int, ...]) -> list[int]:
    """How good the plans are in a level that are as good as the best one in those before it."""
    index = plans.levels.index(level.name)
    kept = [values for values in plans.values if values[:index] == best[:index]]
    return sorted({level.gain(values[index]) for values in kept})


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("effort", "proof"), [(0.0, Proof.HIGHS), (DEFAULT.program_effort, Proof.CP_SAT)]
)
def test_what_a_program_proves_no_plan_passes(effort: float, proof: Proof) -> None:
    """Whatever plan is known, the better ones are not ruled out; beyond the best, all agree."""
    said: Counter[str] = Counter()
    for plans in brutes():
        assert plans.best is not None
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        bounds = Bounds.of(whole, Deadline(SECONDS), replace(DEFAULT, program_effort=effort))
        for level, value in zip(whole.levels, plans.best, strict=True):
            for gain in gains(plans, level, plans.best):
                known = level.gain(gain)
                bound = bounds.bound(level, known, Deadline(SECONDS))
                opinion = bounds.integer(level, known, bound, Deadline(SECONDS))
                best = level.gain(value)
                assert level.gain(opinion.bound.value) >= best, described(plans.year)
                proven = opinion.bound == type(bound)(known, proof)
                assert not (proven and gain < best), described(plans.year)
                assert proven or opinion.part is not None or gain >= best
                said["proven" if proven else "open"] += 1
            bounds.settle(level, value)
    assert min(said["proven"], said["open"]) >= 30


def test_side_by_side_the_answers_are_the_same() -> None:
    """Also where the first one has a solution: what is asked besides is dropped."""
    for program, number in ((knapsack(6, 6), 2), (knapsack(8, 5), 1)):
        found = opinions(program, DEFAULT.opinions, Deadline(SECONDS), at_once=True)
        one_by_one = opinions(program, DEFAULT.opinions, Deadline(SECONDS))
        assert [answer.finding for answer in found] == [answer.finding for answer in one_by_one]
        assert len(found) == len(one_by_one) == number
