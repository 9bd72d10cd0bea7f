"""What is loaded or made by halves does what the whole does."""

import weakref

import pytest
from ortools.sat.python import cp_model

from planner.domain.errors import Undecided
from planner.solver.deadline import Deadline
from planner.solver.lean_model import LeanModel, WatchedModel


def test_a_model_is_gone_when_nobody_has_it_and_its_copy_stands_alone() -> None:
    model = LeanModel()
    chosen = model.new_bool_var("chosen")
    copy = model.clone()
    copy.add(copy.get_int_var_from_proto_index(chosen.index) == 0)
    assert len(model.proto.constraints) == 0
    seen = weakref.ref(model)
    del model, chosen
    assert seen() is None
    copy.maximize(copy.get_int_var_from_proto_index(0))
    solver = cp_model.CpSolver()
    assert solver.solve(copy) == cp_model.OPTIMAL
    assert solver.objective_value == 0


def test_a_model_is_given_up_when_its_deadline_is_over() -> None:
    deadline = Deadline()
    model = WatchedModel(deadline)
    chosen = model.new_bool_var("chosen")
    model.add(chosen == 1)
    deadline.end()
    with pytest.raises(Undecided):
        model.new_bool_var("another")
    with pytest.raises(Undecided):
        model.add(chosen == 0)
    assert len(model.proto.variables) == len(model.proto.constraints) == 1
