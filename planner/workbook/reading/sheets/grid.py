"""The rows of a sheet as values, and nothing of what openpyxl gets wrong on the way."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook

from planner.workbook.openxml.opening.archive import UnsoundError, shown_name
from planner.workbook.openxml.sheet_marks import SheetMarks
from planner.workbook.reading.sheets.row_parser import rows_with_numbers
from planner.workbook.reading.sheets.sources import Row
from planner.workbook.reading.values.cell_values import UnsavedFormula

LAST_ROW = 1_048_576
# Values of one sheet that are kept, blanks before the last value of a row included: a row whose
# only value stands in the last column counts 16,384.
MOST_VALUES = 8_000_000


def rows_of(workbook: Workbook, title: str, formats: bool = False) -> Mapping[int, Row]:
    """The rows of a sheet that hold anything, by row number.

    Parameters
    ----------
    formats : bool
        Whether a number that the sheet shows as a percentage is read as that text, "-20%".
    """
    with _reading(title):
        return dict(_numbered(workbook, title, formats))


def head_of(workbook: Workbook, title: str, number: int) -> Mapping[int, Row]:
    """The first rows of a sheet that hold anything."""
    with _reading(title):
        return dict(islice(_numbered(workbook, title, formats=False), number))


def refuse_unreadable(workbook: Workbook, title: str) -> None:
    """Raise where the cells of a sheet, which the planner only carries over, make no sense."""
    with _reading(title):
        for _ in _numbered(workbook, title, formats=False):
            pass


@contextmanager
def _reading(title: str) -> Iterator[None]:
    """Around the cells of a sheet: whatever goes wrong, the answer names the sheet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dates that no calendar has become Excel errors
            yield
    except (UnsoundError, MemoryError):
        raise
    except Exception as error:
        what = shown_name(str(error) or type(error).__name__)
        raise UnsoundError(f'is broken in the sheet "{shown_name(title)}" ({what})') from error


def with_unsaved_formulas(rows: Mapping[int, Row], marks: SheetMarks) -> Mapping[int, Row]:
    """The rows with every formula that has no value in its place, where a blank would be."""
    if not marks.unsaved:
        return rows
    changed = {number: list(row) for number, row in rows.items()}
    _refuse_wide(sum(coordinate_to_tuple(cell)[1] for cell in marks.unsaved))
    for cell, formula in marks.unsaved.items():
        number, column = coordinate_to_tuple(cell)
        values = changed.setdefault(number, [])
        values.extend([None] * (column - len(values)))
        values[column - 1] = UnsavedFormula(formula)
    return {number: tuple(changed[number]) for number in sorted(changed)}


def _numbered(workbook: Workbook, title: str, formats: bool) -> Iterator[tuple[int, Row]]:
    sheet: Any = workbook[title]
    if not hasattr(sheet, "iter_rows"):
        return  # a sheet that is a chart
    kept = 0
    for number, row in rows_with_numbers(sheet, values_only=not formats):
        if number > LAST_ROW:
            raise ValueError(f"row {LAST_ROW + 1}")
        values = tuple(_shown_value(cell) for cell in row) if formats else row
        if values.count(None) < len(values):
            kept += len(values)
            _refuse_wide(kept)
            yield number, values


def _refuse_wide(values: int) -> None:
    if values > MOST_VALUES:
        text = "has cells far to the right of the others in very many rows"
        raise UnsoundError(text, too_large=True)


def _shown_value(cell: Any) -> object:
    value = cell.value
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    return value
