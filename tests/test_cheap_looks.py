"""What is looked at cheaply before more is done says no more than the whole would say."""

import subprocess
import sys
from pathlib import Path

from models.answers.plan import Plan
from planner.domain.calendars import Calendars
from planner.formulation.constraints import CONSTRAINTS
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat
from planner.heuristics.construction import first_plan
from planner.workbook.openxml.package import CONTENT_TYPES, Package
from tests.tiny import tiny_year

LOOKING = [constraint for constraint in CONSTRAINTS if constraint.says("may_close")]


def test_an_expert_who_is_passed_over_has_room_at_every_start() -> None:
    seen = {constraint.id: [0, 0] for constraint in LOOKING}
    for seed in range(120):
        year = tiny_year(seed)
        calendars = Calendars(year)
        pool = Pool(year, calendars)
        load = Load(year, calendars, first_plan(pool) or Plan(), pool)
        for mission in year.missions:
            runs = calendars.allowed_starts(mission)
            seats = [Seat(mission, mission.positions[0], run) for run in runs]
            for expert in year.experts if seats else ():
                for constraint in LOOKING:
                    closed = any(constraint.room(load, seat, expert) < 0 for seat in seats)
                    looked = constraint.may_close(load, mission, expert)
                    assert looked or not closed, (seed, constraint.id, mission.id, expert.id)
                    seen[constraint.id][looked] += 1
    assert {*seen} == {"one-at-a-time", "release-cap"}
    assert all(min(counts) > 20 for counts in seen.values()), seen


def test_the_solver_loads_without_pandas_and_pandas_is_whole_afterwards() -> None:
    code = (
        "import sys\n"
        "from planner.solver import without_pandas\n"
        "without_pandas.install()\n"
        "from ortools.sat.python import cp_model\n"
        "assert 'pandas' not in sys.modules\n"
        "import pandas\n"
        "assert len(pandas.DataFrame({'a': [1, 2]})) == 2\n"
        "model = cp_model.CpModel()\n"
        "chosen = model.new_bool_var('chosen')\n"
        "model.maximize(chosen)\n"
        "solver = cp_model.CpSolver()\n"
        "assert solver.solve(model) == cp_model.OPTIMAL and solver.value(chosen) == 1\n"
    )
    _run(code)


def test_who_imports_the_planner_has_all_of_or_tools() -> None:
    code = (
        "import planner, planner.app.plan, pandas\n"
        "from ortools.sat.python import cp_model\n"
        "model = cp_model.CpModel()\n"
        "assert len(model.new_bool_var_series('x', pandas.Index([1, 2]))) == 2\n"
    )
    _run(code)


def _run(code: str) -> None:
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, timeout=120)


def test_content_types_follow_whoever_writes_them() -> None:
    head = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    first = head + b'<Default Extension="xml" ContentType="plain"/></Types>'
    package = Package({CONTENT_TYPES: first, "a.xml": b"<a/>"})
    package.set_content_types({"a.xml": "one"})
    package.set_content_types({"B.xml": "two"})
    assert [package.content_type(p) for p in ("a.xml", "b.xml", "c.xml")] == ["one", "two", "plain"]
    package.remove(["a.xml"])
    assert package.content_type("a.xml") == "plain"
    package.parts[CONTENT_TYPES] = first
    package.set_content_types({"c.xml": "three"})
    assert [package.content_type(p) for p in ("b.xml", "c.xml")] == ["plain", "three"]
