"""A run that is ended at any of its looks at the clock ends at once, with a plan that obeys."""

import threading

import numpy as np
import pytest
from ortools.sat.python import cp_model

from planner.app.running.shares import Shares
from planner.bounding.level_bounds import Bounds
from planner.bounding.rounding_cuts import cuts
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.domain.errors import NoPlan, Undecided
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from planner.sample.build import sample_year
from planner.search import solve_year
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline, watched
from planner.solver.lean_model import LeanModel

# A run of this year looks at the clock about 870 times.
YEAR = sample_year(12, 30, 4)
LOOKS, STEP = 870, 29
# To end, it asks a few times more, and ten times a second while it waits for a solver to stop.
AFTER = 300


class _EndsAt(threading.Event):
    """Somebody ends the run right before a look; how often it was looked at all."""

    def __init__(self, look: int) -> None:
        super().__init__()
        self._look, self.looks = look, 0

    def is_set(self) -> bool:
        self.looks += 1
        return self.looks > self._look


def ended_at(look: int) -> tuple[Deadline, _EndsAt]:
    deadline = Deadline()
    deadline._ended = event = _EndsAt(look)
    return deadline, event


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("look", range(0, LOOKS, STEP))
def test_whenever_a_run_is_ended_it_gives_up_what_it_makes(
    monkeypatch: pytest.MonkeyPatch, look: int, first: bool
) -> None:
    if not first:
        monkeypatch.setattr(solve_year, "first_plan", lambda *_: None)
    pool = Pool(YEAR, Calendars(YEAR))
    deadline, event = ended_at(look)
    try:
        outcome = solve_year.best_plan(pool, Engine(deadline))
    except NoPlan:
        assert not first
        return
    assert check(YEAR, outcome.plan, pool.calendars) == ()
    assert event.looks < look + AFTER
    if look == 0:
        assert not any(level.seconds for level in outcome.levels)


def test_without_an_end_all_levels_are_proven() -> None:
    pool = Pool(YEAR, Calendars(YEAR))
    assert all(level.proven for level in solve_year.best_plan(pool, Engine(Deadline())).levels)


def test_many_things_are_gone_through_until_the_end_and_no_further() -> None:
    assert [*watched(range(2_500), Deadline())] == [*range(2_500)]
    deadline, seen = Deadline(), []
    items = watched(range(10_000), deadline)
    for number in items:
        seen.append(number)
        if number == 1_999:
            break
    deadline.end()
    with pytest.raises(Undecided):
        next(items)
    assert seen == [*range(2_000)]


def test_no_cut_is_made_after_the_end() -> None:
    whole = build(Pool(YEAR, Calendars(YEAR)), timed=False)
    relaxation = Bounds.of(whole, Deadline())._relaxation
    objective = sum(len(level.name) * level.objective for level in whole.levels)
    relaxed = relaxation.maximize(relaxation.aim(objective))
    assert relaxed is not None
    assert relaxed.values is not None
    values = np.where(relaxed.values > 0, 0.5, 0.0)
    vertex = relaxation._glop.vertex(relaxed.values)._replace(values=values)
    cuts(relaxation.rows, vertex)
    over = Deadline()
    over.end()
    with pytest.raises(Undecided):
        cuts(relaxation.rows, vertex, watch=over)


def test_an_objective_is_the_one_that_ortools_would_set() -> None:
    ours, theirs = LeanModel(), cp_model.CpModel()
    solutions = []
    for model in (ours, theirs):
        x = [model.new_bool_var(f"x{index}") for index in range(4)]
        model.add(sum(x) <= 2)
        model.maximize(3 * x[0] - 2 * x[1] + 5 * x[2].negated() + x[0] + 7)
        objective = model.proto.objective
        solver = cp_model.CpSolver()
        assert solver.solve(model) == cp_model.OPTIMAL
        solutions.append(
            (
                [*objective.vars],
                [*objective.coeffs],
                objective.offset,
                objective.scaling_factor,
                solver.objective_value,
            )
        )
    assert solutions[0] == solutions[1]
    ours.maximize(5)
    solver = cp_model.CpSolver()
    assert solver.solve(ours) == cp_model.OPTIMAL
    assert solver.objective_value == 5


def test_a_run_without_any_time_has_none_to_share() -> None:
    shares = Shares(Deadline(0.0), 10)
    assert shares.for_search.over
    assert shares.for_reasons.over
