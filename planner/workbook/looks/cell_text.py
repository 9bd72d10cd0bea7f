"""What goes into a cell: plain values, countries by name, and text that stays text."""

from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.country_names import country_name
from planner.workbook.looks.styles import Stamp
from planner.workbook.schema.columns import Kind

CellValue = str | int | float | bool | date | None

# Excel's limit for the text of one cell, and the signs that start a formula in some program.
LONGEST_TEXT = 32_767
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

# Whole numbers of more digits lose their last ones in Excel.
_MOST_DIGITS = 15


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell in a row and a column, both counted from 1; never one hidden by a merged range."""
    # To ask openpyxl for a cell takes five times as long, be it there or be it made.
    cell = sheet._cells.get((row, column))
    if cell is None:
        sheet._cells[row, column] = cell = Cell(sheet, row, column)
    assert isinstance(cell, Cell)
    return cell


def put(cell: Cell, value: CellValue, stamp: Stamp) -> None:
    """Write a value and lay a look on the cell; text is never taken for a formula or an error."""
    if not isinstance(value, str):
        cell.value = value
        stamp.on(cell)
        return
    # What is clean is not to be guessed at and cleaned again.
    cell._value = clean(value)  # type: ignore[attr-defined]
    cell.data_type = "s"
    stamp.on(cell, quoted=value.startswith(FORMULA_SIGNS))


def clean(text: str) -> str:
    """Text as a cell can hold it: no control characters, no more than Excel's limit."""
    plain = text if text.isprintable() else ILLEGAL_CHARACTERS_RE.sub("", text)
    return plain if len(plain) <= LONGEST_TEXT else plain[: LONGEST_TEXT - 1] + "…"


def shown(kind: Kind, value: object) -> CellValue:
    """A value of a row as people read it in a column of this kind."""
    return shown_by(way_to_show(kind), value)


Way = Callable[[Any], CellValue]


def way_to_show(kind: Kind) -> Way:
    """How values of a kind are read; asked for once a column, not for each of its cells."""
    return _SHOWN.get(kind, _usual)


def shown_by(way: Way, value: object) -> CellValue:
    """A value of a row as people read it, in the way of its column."""
    if isinstance(value, str):  # most are; to compare others with a text takes longest
        return way(value) if value else None
    if value is None:
        return None
    if isinstance(value, tuple):
        return "; ".join(value) or None
    return way(value)


def _usual(value: object) -> CellValue:
    return value if isinstance(value, (int, date)) else str(value)


_SHOWN: dict[Kind, Way] = {
    Kind.PERCENT: lambda percent: percent / 100,
    Kind.YES_NO: lambda yes: "yes" if yes else "no",
    Kind.COUNTRY: lambda code: country_name(str(code)),
    Kind.ID: lambda text: id_value(str(text)),
}


def plain(value: object) -> CellValue:
    """A value that openpyxl read from a cell, without the fonts inside the text."""
    if value is None or isinstance(value, (int, float, date)):
        return value
    return str(value)


def id_value(text: str) -> str | int:
    """An ID as it is typed: 12 is a number in Excel, 007 and M-12 are text."""
    whole = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if whole and text == str(int(text)) else text
