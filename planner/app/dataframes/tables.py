"""A year, or the answer of a run, as typed tables for pandas, CSV and Parquet."""

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from models.answers.result import RunResult
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.dataframes.frames import frame, from_mappings
from planner.app.load import year_of
from planner.app.outputs.seals import with_list
from planner.report.lines import assignment_lines, expert_lines, fund_lines, not_delivered_lines
from planner.report.plan_view import PlanView
from planner.workbook.reading.sheets.input_rows import rows_by_sheet
from planner.workbook.schema import results
from planner.workbook.schema.declared import INPUT_SHEETS, SCENARIOS, SETTINGS
from planner.workbook.schema.settings_and_scenarios import SETTING_ROWS
from planner.workbook.writing.flexibility import flexibility_lines
from planner.workbook.writing.standbys import standby_lines
from planner.workbook.writing.summary import level_lines

if TYPE_CHECKING:
    import pandas as pd

_SETTINGS_AS_ROW = tuple(row.column for row in SETTING_ROWS)


def tables(source: RunResult | Workbook | Year) -> "dict[str, pd.DataFrame]":
    """The tables of an answer, or of the facts of a year, by the names of the sheets.

    The columns have the headers of the sheets: dates are datetime64, whole numbers and amounts
    Int64, yes or no boolean, choices and codes categories. Countries and languages are named in
    English, as in the workbook.

    Parameters
    ----------
    source : RunResult, Workbook or Year
        An answer gives Levels, Assignments, Not delivered, Stand-bys, Expert load, Fund use and,
        where it was asked for, Flexibility; facts give Settings (one row) and the input sheets.

    Raises
    ------
    BadInput
        The workbook has errors.
    """
    if isinstance(source, RunResult):
        return _of_result(PlanView(source))
    return _of_year(year_of(source))


def _of_result(view: PlanView) -> "dict[str, pd.DataFrame]":
    found = {
        "Levels": frame(results.SUMMARY, level_lines(view)),
        results.ASSIGNMENTS.name: frame(results.ASSIGNMENTS, assignment_lines(view)),
        results.NOT_DELIVERED.name: frame(results.NOT_DELIVERED, not_delivered_lines(view)),
        results.STANDBYS.name: frame(results.STANDBYS, standby_lines(view)),
        results.EXPERT_LOAD.name: frame(results.EXPERT_LOAD, expert_lines(view)),
        results.FUND_USE.name: frame(results.FUND_USE, fund_lines(view)),
    }
    if view.result.flexibility:
        found[results.FLEXIBILITY.name] = frame(results.FLEXIBILITY, flexibility_lines(view))
    return found


def _of_year(year: Year) -> "dict[str, pd.DataFrame]":
    rows = rows_by_sheet(year)
    sheets = [sheet for sheet in INPUT_SHEETS if sheet not in (SETTINGS, SCENARIOS)]
    return {
        SETTINGS.name: frame(_SETTINGS_AS_ROW, (year.settings,)),
        **{s.name: frame(s, rows.get(s.name, ()), from_mappings) for s in sheets},
    }


def files_of(found: "Mapping[str, pd.DataFrame]") -> dict[str, bytes]:
    """The tables as CSV (UTF-8, ISO dates) and Parquet, by file name, with a list of the files."""
    files: dict[str, bytes] = {}
    for name, table in found.items():
        plain = name.lower().replace(" ", "-")
        files[f"{plain}.csv"] = table.to_csv(index=False, lineterminator="\n").encode()
        buffer = BytesIO()
        table.to_parquet(buffer, engine="pyarrow", index=False)
        files[f"{plain}.parquet"] = buffer.getvalue()
    return with_list(files)
