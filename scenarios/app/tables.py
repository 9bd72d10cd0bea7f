"""A comparison of scenarios as typed tables for pandas."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planner.app.dataframes.frames import frame
from planner.report.lines import assignment_lines
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.results import ASSIGNMENTS
from scenarios.study.compare import Comparison
from scenarios.study.sentences import change_lines
from scenarios.study.sheets.declared import COMPARISON, WHAT_CHANGED, written
from scenarios.study.sheets.funds import FUND_USE, fund_use_lines
from scenarios.study.sheets.overview import overview_rows, overview_sheet

if TYPE_CHECKING:
    import pandas as pd

_LEVELS = (
    written("Scenario", "scenario"),
    written("Level", "level"),
    written("Value", "value", Kind.WHOLE),
    written("Bound", "bound", Kind.WHOLE),
    written("Proven", "proven", Kind.YES_NO),
)


class ComparedLevel(NamedTuple):
    """A level of one scenario's plan."""

    scenario: str
    level: str
    value: int
    bound: int | None
    proven: bool


def tables(comparison: Comparison) -> "dict[str, pd.DataFrame]":
    """The tables of a comparison, with the headers and types of the sheets.

    Comparison has one row a scenario; Levels, Assignments, What changed and Fund use name the
    scenario in their first column.
    """
    return {
        COMPARISON: frame(overview_sheet(comparison), overview_rows(comparison)),
        "Levels": frame(_LEVELS, _level_lines(comparison)),
        ASSIGNMENTS.name: _assignments(comparison),
        WHAT_CHANGED.name: frame(WHAT_CHANGED, change_lines(comparison)),
        FUND_USE.name: frame(FUND_USE, fund_use_lines(comparison)),
    }


def _level_lines(comparison: Comparison) -> Iterator[ComparedLevel]:
    for case in comparison.all_cases:
        for level in case.levels.values():
            yield ComparedLevel(case.name, level.level, level.value, level.bound, level.proven)


def _assignments(comparison: Comparison) -> "pd.DataFrame":
    planned = [(case.name, case.view) for case in comparison.all_cases if case.view is not None]
    lines = [(name, line) for name, view in planned for line in assignment_lines(view)]
    found = frame(ASSIGNMENTS, [line for _, line in lines])
    found.insert(0, "Scenario", frame(_LEVELS[:1], [name for name, _ in lines], _itself).iloc[:, 0])
    return found


def _itself(row: object, field: str) -> object:
    return row
