"""A copy of a workbook with the records as the administrations' answers say they are."""

from collections.abc import Sequence
from datetime import date

from openpyxl.utils import get_column_letter

from models.workbook import SheetPlaces, Workbook
from planner.workbook.looks.plain_book import SheetPart
from planner.workbook.openxml.cell_values import Value
from planner.workbook.openxml.opening import container
from planner.workbook.reading.pool_file import POOL_BASE
from planner.workbook.reading.sheets.grid import rows_of
from planner.workbook.schema.after_plan import REFRESH
from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.writing.corrected import with_cells

_TITLE = "What the answers of the administrations changed"


class Cells:
    """The cells of a workbook that get other values; a column that is missing is made.

    Parameters
    ----------
    book : Workbook
        The workbook that gets a changed copy.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._values: dict[str, dict[str, Value]] = {}
        self._made: dict[tuple[str, str], str] = {}

    def put(self, sheet: Sheet, column: Column, row: int, value: object) -> tuple[str, bool]:
        """Note a value; returns the name of the cell, and whether it stands in this workbook.

        What stands in the pool is another workbook's, and only named.
        """
        places = self._book.sheets[sheet.name].of(row)
        known = places.columns.get(column.field)
        if row >= POOL_BASE:
            return f"{places.title} {known or 'row '}{row - places.base}", False
        letter = known or self._new_column(places, column)
        address = f"{letter}{row - places.base}"
        plain: Value = value if isinstance(value, (int, date)) else str(value)
        self._values.setdefault(places.title, {})[address] = plain
        return f"{places.title} {address}", True

    def follow(self, title: str, address: str, value: str) -> None:
        """Note what a cell that repeats a changed record has to say."""
        self._values.setdefault(title, {})[address] = value

    def to_bytes(self, rows: Sequence[object], notes: tuple[str, ...]) -> bytes:
        """The changed copy, with a sheet in front that lists the changes."""
        return with_cells(self._book.content, self._values, SheetPart(REFRESH, rows, _TITLE, notes))

    def _new_column(self, places: SheetPlaces, column: Column) -> str:
        """The letter of a column behind all others of its sheet, with its header."""
        key = (places.title, column.field)
        if key not in self._made:
            before = sum(title == places.title for title, _ in self._made)
            self._made[key] = get_column_letter(self._width(places.title) + before + 1)
            header = f"{self._made[key]}{places.header_row}"
            self._values.setdefault(places.title, {})[header] = column.header
        return self._made[key]

    def _width(self, title: str) -> int:
        content = container.usual_dialect(self._book.content)
        rows = rows_of(container.open_values(content, self._book.name), title)
        return max((len(row) for row in rows.values()), default=0)
