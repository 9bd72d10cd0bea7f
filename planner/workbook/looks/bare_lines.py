"""Rows of values without cells of openpyxl: each column in one look, each row high enough."""

from collections.abc import Callable, Sequence
from copy import copy

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.cell_text import (
    FORMULA_SIGNS,
    LONGEST_TEXT,
    CellValue,
    cell_at,
    clean,
    shown_by,
    way_to_show,
)
from planner.workbook.looks.styles import Look, Stamp
from planner.workbook.looks.text_lines import letters_on_a_line, lines_of
from planner.workbook.openxml.bare_rows import BareRow, bare_rows, kind_of
from planner.workbook.schema.columns import Column

# In points.
LINE_HEIGHT, HIGHEST_ROW = 13.4, 409.0


def values_of(columns: Sequence[Column]) -> Callable[[object], list[CellValue]]:
    """What turns a row into the values of its cells, as people read them."""
    ways = [(column.field, way_to_show(column.kind)) for column in columns]
    return lambda row: [shown_by(way, getattr(row, field)) for field, way in ways]


class BareLines:
    """Puts rows into a sheet, column by column in one look, as high as their texts need.

    The rows have no cells: who wants to change some of them afterwards asks for `made_cells`.

    Parameters
    ----------
    sheet : Worksheet
        Where to write; its columns have their widths already.
    looks : sequence of Look
        The looks of the first columns.
    """

    def __init__(self, sheet: Worksheet, looks: Sequence[Look]) -> None:
        self._rows = bare_rows(sheet)
        stamps = [Stamp(sheet, look) for look in looks]
        self._styles = [stamp.style() for stamp in stamps]
        self._quoted = [stamp.style(quoted=True) for stamp in stamps]
        self._known: list[dict[str, tuple[str, bool, int]]] = [{} for _ in looks]
        # A text of so many letters takes one line; in columns that do not wrap any text does.
        self._room = rooms(sheet, len(looks))
        self._letters = [
            letters_on_a_line(width) if look.wrap else LONGEST_TEXT
            for width, look in zip(self._room, looks, strict=True)
        ]

    def put(self, number: int, values: Sequence[CellValue]) -> None:
        """Put a row at its place; text is never taken for a formula or an error."""
        shown, styles, most = [*values], self._styles, 1
        for index, value in enumerate(values):
            if not isinstance(value, str):
                continue
            shown[index], quoted, lines = self._known[index].get(value) or self._look(index, value)
            most = max(most, lines)
            if quoted:
                styles = [*styles]
                styles[index] = self._quoted[index]
        self._rows[number] = BareRow(shown, styles, min(HIGHEST_ROW, LINE_HEIGHT * most))

    def _look(self, index: int, value: str) -> tuple[str, bool, int]:
        """A text as the column shows it, whether it could be taken for a formula, its lines."""
        text = clean(value)
        seen = text, value.startswith(FORMULA_SIGNS), self._lines(index, text)
        self._known[index][value] = seen  # names, codes and titles come again
        return seen

    def _lines(self, index: int, text: str) -> int:
        most = self._letters[index]
        if most == LONGEST_TEXT or (len(text) <= most and "\n" not in text):
            return 1
        return lines_of(text, self._room[index])


def made_cells(sheet: Worksheet, number: int) -> None:
    """Make cells of a row where it was put without them, to be changed one by one."""
    row = bare_rows(sheet).pop(number, None)
    if row is None:
        return
    for column, (value, style) in enumerate(zip(row.values, row.styles, strict=True), start=1):
        cell = cell_at(sheet, number, column)
        cell._value = value  # type: ignore[attr-defined]
        cell.data_type = kind_of(value)
        cell._style = copy(style)  # type: ignore[attr-defined]
    sheet.row_dimensions[number].height = row.height


def rooms(sheet: Worksheet, columns: int) -> tuple[float, ...]:
    """The widths of the first columns; to look them up takes long."""
    letters = (get_column_letter(index + 1) for index in range(columns))
    return tuple(sheet.column_dimensions[letter].width for letter in letters)
