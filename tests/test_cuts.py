"""Cuts: whatever they are made of, no plan breaks one; and they do make bounds better."""

from collections import Counter
from collections.abc import Iterable
from random import Random

import numpy as np
import pytest
from ortools.sat.python import cp_model

from models.answers.plan import Plan
from planner.bounding.linear_system import LinearRows, Row, Vertex
from planner.bounding.proto_rows import UNLIMITED
from planner.bounding.relaxation import Relaxation
from planner.bounding.rounding_cuts import TightRows, cuts
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from tests.brute import Brute
from tests.solving import SECONDS
from tests.test_relaxation import brutes, seeing_all

ROUNDS = 3


def obeyed(plans: Brute, rows: Iterable[Row], plan: Plan) -> bool:
    """Whether the model has the plan with these rows as well."""
    asked = build(Pool(plans.year, plans.calendars), timed=False)
    for row in rows:
        columns = [asked.cp.get_int_var_from_proto_index(index) for index, _ in row.terms]
        total = sum(c * k for c, (_, k) in zip(columns, row.terms, strict=True))
        asked.cp.add(total <= row.high)
    for placement in plan.placements:
        assert asked.variables.fix(placement)
    for mission_id, delivered in asked.variables.delivered.items():
        if mission_id not in plan.teams():
            asked.cp.add(delivered == 0)
    return Engine(Deadline(SECONDS)).is_feasible(asked.cp)


def found_by(relaxation: Relaxation, model: Model) -> list[Row]:
    """The cuts of a few rounds for each level."""
    found: list[Row] = []
    for level in model.levels:
        aim = relaxation.aim(level.objective)
        for _ in range(ROUNDS):
            relaxed = relaxation.maximize(aim)
            assert relaxed is not None
            rows = relaxation.rows
            before = len(rows.row_low)
            if not relaxation.cut(relaxed):
                break
            found += [with_limits(rows, index) for index in range(before, len(rows.row_low))]
    return found


def with_limits(rows: LinearRows, index: int) -> Row:
    columns, coefficients = rows.row(index)
    terms = list(zip(columns.tolist(), coefficients.tolist(), strict=True))
    return Row(terms, int(rows.row_low[index]), int(rows.row_high[index]))


@pytest.mark.no_cover
def test_no_plan_breaks_a_cut() -> None:
    said: Counter[str] = Counter()
    for plans in brutes():
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        found = found_by(seeing_all(whole), whole)
        said["cuts"] += len(found)
        for plan in plans.valid_plans[:12] if found else ():
            assert obeyed(plans, found, plan), f"{found} {plan}"
            said["plans"] += 1
    assert said["cuts"] > 10
    assert said["plans"] > 20


def test_whatever_the_multipliers_a_rounded_sum_of_rows_holds() -> None:
    said: Counter[str] = Counter()
    for number, plans in enumerate(brutes()):
        draw = Random(number)
        whole = build(Pool(plans.year, plans.calendars), timed=False)
        rows = LinearRows(whole.cp)
        found = []
        for _ in range(20):
            values = np.array(
                [draw.uniform(low, high) for low, high in zip(rows.low, rows.high, strict=True)]
            )
            limited = np.flatnonzero((rows.row_low > -UNLIMITED) | (rows.row_high < UNLIMITED))
            vertex = Vertex(np.arange(0), limited, values)
            multipliers = np.array(
                [draw.choice((0.0, 0.0, 0.5, -0.5, 0.3, -0.71)) for _ in limited]
            )
            cut = TightRows(rows, vertex).cut(multipliers)
            found += [cut.row] if cut is not None else []
        said["rows"] += len(found)
        for plan in plans.valid_plans[:6] if found else ():
            assert obeyed(plans, found, plan), f"{found} {plan}"
    assert said["rows"] > 50


def test_a_whole_solution_has_no_cuts() -> None:
    plans = next(brutes())
    rows = LinearRows(build(Pool(plans.year, plans.calendars), timed=False).cp)
    vertex = Vertex(np.arange(3), np.arange(3), np.zeros(len(rows.low)))
    assert cuts(rows, vertex) == []


def test_a_row_has_each_variable_once() -> None:
    """A mission with one start is delivered where it starts: HiGHS refuses a row with both."""
    cp = cp_model.CpModel()
    variables = [cp.new_bool_var(name) for name in "abc"]
    cp.add_at_least_one(variables)
    rows = LinearRows(cp)
    rows.add([Row([(0, 1), (1, 2), (1, -2), (2, 2), (2, 1)], -UNLIMITED, 2)])
    assert with_limits(rows, 1) == Row([(0, 1), (2, 3)], -UNLIMITED, 2)
