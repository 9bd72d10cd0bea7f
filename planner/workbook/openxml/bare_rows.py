"""Rows of a sheet that openpyxl needs no objects for: values, a style for each, and a height.

To make an object of every cell, and to look at each again when it is written, takes five times as
long as to write the row. `quick_save` writes these rows among those that have cells.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from weakref import WeakKeyDictionary

from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet


class BareRow(NamedTuple):
    """The cells of a row from the first column on, and how high it is, in points.

    A text is a text, whatever it begins with; what the style says it is to look like, it does.
    """

    values: Sequence[object]
    styles: Sequence[StyleArray]
    height: float


_ROWS: WeakKeyDictionary[Worksheet, dict[int, BareRow]] = WeakKeyDictionary()


def bare_rows(sheet: Worksheet) -> dict[int, BareRow]:
    """The rows of a sheet that have no cells, by number; to add one, to take one out."""
    return _ROWS.setdefault(sheet, {})


def kind_of(value: object) -> str:
    """What openpyxl calls the kind of a value; a text is never a formula."""
    if isinstance(value, str):
        return "s"
    if isinstance(value, bool):
        return "b"
    return "d" if isinstance(value, date) else "n"
