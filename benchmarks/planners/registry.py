"""The planners that are compared: the columns of the table."""

from importlib import import_module
from typing import NamedTuple

from benchmarks.planners.answer import Planner

# The whole command `solve`: no function of this process, so it has no place to import from.
COMMAND = "solve"


class Column(NamedTuple):
    """A planner: its name on the command line, its heading, what it is, and where it lives.

    `sources` are the files and folders, from the project's root, whose change makes a result old.
    """

    name: str
    heading: str
    story: str
    module: str
    function: str
    sources: tuple[str, ...]


_OURS = ("cli.py", "models", "planner")
_SHARED = ("models", "planner/domain/calendars.py", "planner/domain/agreements.py")
_DESK = (*_SHARED, "benchmarks/planners/answer.py", "benchmarks/planners/desk.py")

COLUMNS = (
    Column(
        COMMAND,
        "mission-planner solve",
        "Ours: the whole command, from one workbook to the next, reasons included.",
        "",
        "",
        _OURS,
    ),
    Column(
        "search",
        "its search alone",
        "Ours without reading, reasons and writing: from the facts to the checked plan.",
        "benchmarks.planners.ours",
        "plan_by_search",
        ("models", "planner", "benchmarks/planners/ours.py"),
    ),
    Column(
        "rows",
        "our rows, HiGHS alone",
        "Our linear rows level after level with HiGHS alone; rows that know the times join where a "
        "solution breaks them, and it starts again.",
        "benchmarks.planners.strong_rows",
        "plan_by_rows",
        ("models", "planner", "benchmarks/planners/strong_rows.py"),
    ),
    Column(
        "spreadsheet",
        "the spreadsheet way",
        "What is agreed, then mission by mission by priority and date: the first allowed start at "
        "which all are free, the first candidate in the order of the policy, the first fund with "
        "money.",
        "benchmarks.planners.spreadsheet",
        "plan_by_hand",
        (*_DESK, "benchmarks/planners/spreadsheet.py"),
    ),
    Column(
        "weighted",
        "one weighted sum, CP-SAT",
        "A straightforward CP-SAT model of its own, one weighted sum, default parameters. The "
        "weights are lexicographic where 64 bits hold them, round figures of a practitioner "
        "elsewhere.",
        "benchmarks.planners.weighted",
        "plan_by_weights",
        (*_DESK, "benchmarks/planners/interval_model.py", "benchmarks/planners/weighted.py"),
    ),
    Column(
        "highs",
        "MILP by levels, HiGHS",
        "An independent time-indexed mixed-integer program, solved level after level, each from "
        "the solution before.",
        "benchmarks.planners.highs",
        "plan_by_highs",
        (
            *_DESK,
            "benchmarks/planners/milp.py",
            "benchmarks/planners/time_indexed.py",
            "benchmarks/planners/goals.py",
            "benchmarks/planners/highs.py",
        ),
    ),
    Column(
        "scip",
        "MILP by levels, SCIP",
        "The same time-indexed program with SCIP, as OR-Tools brings it along.",
        "benchmarks.planners.scip",
        "plan_by_scip",
        (
            *_DESK,
            "benchmarks/planners/milp.py",
            "benchmarks/planners/time_indexed.py",
            "benchmarks/planners/goals.py",
            "benchmarks/planners/scip.py",
        ),
    ),
)
COLUMN_BY_NAME = {column.name: column for column in COLUMNS}


def load(name: str) -> Planner:
    """The planner of a column; imports what it solves with, and no other planner."""
    column = COLUMN_BY_NAME[name]
    planner: Planner = getattr(import_module(column.module), column.function)
    return planner
