"""Sheets that have another name than any the planner reads, and the columns of one that it does."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from models.answers.report import Problem, Severity
from planner.domain.spelling import fold
from planner.workbook.reading.sheets.headers import find_header
from planner.workbook.reading.sheets.sources import Row
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import ASSIGNMENTS, INPUT_SHEETS, SCENARIOS, SETTINGS

# Each is one sheet: settings are given once, and results are written anew.
_ALONE = (SETTINGS, ASSIGNMENTS, SCENARIOS)
# So many headers in the planner's own words tell what a sheet is, whatever its name.
_TELLING = 2


class Likeness(NamedTuple):
    """The declared sheet that a sheet has the columns of, and how many of them."""

    sheet: Sheet
    columns: int


def kind_of(title: str, rows: Mapping[int, Row]) -> Sheet | None:
    """The declared sheet whose columns a sheet has, with rows below them; None of any other."""
    found = [likeness for sheet in INPUT_SHEETS for likeness in _likeness(sheet, title, rows)]
    return max(found, key=lambda likeness: likeness.columns).sheet if found else None


def _likeness(sheet: Sheet, title: str, rows: Mapping[int, Row]) -> Iterator[Likeness]:
    header = find_header(sheet, rows)
    if header is None or not any(number > header.row for number in rows):
        return
    own_words = len(header.columns) - len(header.taken)
    needed = {column.field for column in sheet.columns if column.value_needed}
    named = fold(sheet.name) in fold(title)
    if needed <= header.columns.keys() and (own_words >= _TELLING or named):
        yield Likeness(sheet, len(header.columns))


def is_one_of_several(sheet: Sheet, title: str) -> bool:
    """Whether a sheet is read together with the one of its kind, where the settings say so."""
    return sheet not in _ALONE and fold(sheet.name) in fold(title)


def unread_sheet(sheet: Sheet, title: str, names: Mapping[str, str]) -> Problem:
    """The warning that a sheet with the columns of another one is not read."""
    there = sheet.name in names
    ways = [f'write "Sheet {title}" and "{sheet.name}" on the sheet Settings']
    if there and sheet not in _ALONE:
        ways = [
            f'put its rows on the sheet "{names[sheet.name]}"',
            "or set Several sheets to yes on the sheet Settings"
            + ("" if fold(sheet.name) in fold(title) else f' and name it "{sheet.name} {title}"'),
        ]
    elif not there:
        ways = [f"rename it {sheet.name}", f"or {ways[0]}"]
    return Problem(
        code="sheet-unread",
        severity=Severity.ERROR if sheet.required and not there else Severity.WARNING,
        sheet=title,
        cell="A1",
        found=title,
        message=f'The sheet "{title}" has the columns of the sheet {sheet.name}, and is not read.',
        remedy=f"If it is to count: {' '.join(ways)}.",
    )
