"""The engine and its deadline."""

import threading
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

import pytest
from ortools.sat.python.cp_model_helper import SatParameters

from models.answers.report import StopReason
from models.events import Event, LevelImproved
from planner.domain.calendars import Calendars
from planner.domain.errors import Undecided
from planner.formulation.eligibility import Pool
from planner.sample.build import sample_year
from planner.search.solve_year import best_plan
from planner.solver.deadline import Deadline
from planner.solver.lean_model import LeanModel
from tests.solving import engine

T = TypeVar("T")


def test_what_goes_wrong_in_a_solver_is_said_where_it_was_asked() -> None:
    def fails() -> int:
        raise IndexError("a fault of the solver")

    with pytest.raises(IndexError, match="a fault of the solver"):
        Deadline().run(fails, lambda: None)


def test_a_greatest_value_that_the_run_ends_before_is_none() -> None:
    model = LeanModel()
    chosen = model.new_int_var(0, 5, "chosen")
    assert engine().decide(model, chosen).value == 5
    over = Deadline()
    over.end()
    with pytest.raises(Undecided):
        engine().within(over.within(0.0)).decide(model, chosen)


class EndedAtTheSecond(Deadline):
    """A deadline that somebody ends while the second search of its engine is at work."""

    def __init__(self) -> None:
        super().__init__()
        self.runs = 0

    def run(self, work: Callable[[], T], stop: Callable[[], object]) -> T:
        self.runs += 1
        if self.runs == 2:
            self.end()
        return super().run(work, stop)


def test_the_second_proof_that_there_is_no_solution_hears_ctrl_c_as_well() -> None:
    """Sixteen go into fifteen holes: the relaxation sees at once that they do not, conflicts never.

    So the first proof is there at once, and the second one would take hours.
    """
    model = LeanModel()
    sits = [[model.new_bool_var("") for _ in range(15)] for _ in range(16)]
    for own in sits:
        model.add_exactly_one(own)
    for hole in zip(*sits, strict=True):
        model.add_at_most_one(hole)
    watched = EndedAtTheSecond()
    with pytest.raises(Undecided):
        engine().within(watched).with_effort(5.0).is_feasible(model)
    assert watched.runs == 2


def test_engines_that_search_otherwise_find_the_same_value_and_leave_the_usual_one() -> None:
    """Weights 7, 5 and 4 with room for 10: the last two are worth 9 together, the first one 8."""
    usual = engine()
    learning, plain = usual.learning(), usual.as_it_stands()
    model = LeanModel()
    taken = [model.new_bool_var("") for _ in range(3)]
    model.add(7 * taken[0] + 5 * taken[1] + 4 * taken[2] <= 10)
    worth = 8 * taken[0] + 5 * taken[1] + 4 * taken[2]
    for own in (usual, learning, plain):
        answer = own.decide(model, worth)
        assert (answer.value, [answer.holds(t) for t in taken]) == (9, [False, True, True])
    assert learning._solver_to_ask().parameters.search_branching == SatParameters.AUTOMATIC_SEARCH
    assert plain.learning()._solver_to_ask().parameters.cp_model_presolve is False
    assert usual._solver_to_ask().parameters.search_branching == SatParameters.LP_SEARCH


def test_a_part_of_the_time_ends_before_all_of_it_and_with_it_when_interrupted() -> None:
    whole = Deadline(1_000.0)
    part = whole.part(0.25)
    assert 240 < part.seconds_left <= 250
    assert whole.seconds_left > 990
    whole.end()
    assert part.over is StopReason.INTERRUPTED
    assert Deadline().part(0.1).seconds_left == float("inf")


def test_whoever_waits_is_told_that_the_work_goes_on() -> None:
    beats: list[int] = []
    enough = threading.Event()

    def beat() -> None:
        beats.append(threading.get_ident())
        enough.set()

    heard = Deadline(1_000.0).telling(beat).part(0.5)
    heard.run(lambda: enough.wait(60), enough.set)
    assert {*beats} == {threading.get_ident()}


def test_ending_a_deadline_ends_the_one_that_tells() -> None:
    whole = Deadline()
    heard = whole.telling(lambda: None)
    whole.end()
    assert heard.ended


def test_a_level_says_again_how_far_it_is_while_a_solver_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("planner.solver.deadline._POLL_SECONDS", 0.0)
    monkeypatch.setattr("planner.search.pulse._BEAT_SECONDS", 0.0)
    told: list[Event] = []
    year = sample_year(10, 12, 3)
    best_plan(Pool(year, Calendars(year)), engine(), told.append)
    improved = [event for event in told if isinstance(event, LevelImproved)]
    assert any(first == again for first, again in pairwise(improved))
