"""The engine and its deadline."""

import pytest

from models.report import StopReason
from planner.solver.deadline import Deadline


def test_what_goes_wrong_in_a_solver_is_said_where_it_was_asked() -> None:
    def fails() -> int:
        raise IndexError("a fault of the solver")

    with pytest.raises(IndexError, match="a fault of the solver"):
        Deadline().run(fails, lambda: None)


def test_a_part_of_the_time_ends_before_all_of_it_and_with_it_when_interrupted() -> None:
    whole = Deadline(1_000.0)
    part = whole.part(0.25)
    assert 240 < part.seconds_left <= 250
    assert whole.seconds_left > 990
    whole.end()
    assert part.over is StopReason.INTERRUPTED
    assert Deadline().part(0.1).seconds_left == float("inf")
