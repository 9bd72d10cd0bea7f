"""The rows of a sheet from its markup: openpyxl's parser, without what makes no value.

openpyxl makes objects of conditional formats, drop-down lists and the like on the way, and of every
text that stands in its own cell. Whether they make sense is seen when the file is opened.
"""

from collections.abc import Generator, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet._reader import DATA_TAG, INLINE_STRING, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_TEXT = f"{{{SHEET_MAIN_NS}}}t"


class RowParser(WorkSheetParser):
    """Reads rows, and nothing else of a sheet."""

    col_counter: int
    row_counter: int
    source: Any

    def parse(self) -> Generator[Any, None, None]:
        """The number and the cells of each row."""
        beyond = False
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                row = self.parse_row(element)
                element.clear()
                yield row
            beyond |= element.tag == DATA_TAG
            if beyond:
                element.clear()

    def parse_cell(self, element: Any) -> Any:
        """A cell; a plain text that stands in it without another object."""
        text = _plain_text(element) if element.get("t") == "inlineStr" else None
        place = element.get("r")
        if text is None or not place:
            return super().parse_cell(element)
        row, self.col_counter = coordinate_to_tuple(place)
        return {
            **{"row": row, "column": self.col_counter, "value": text},
            **{"data_type": "s", "style_id": int(element.get("s", 0))},
        }


def rows_with_numbers(sheet: Any, values_only: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of a sheet that is open for reading, each with its number, in ascending order."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = RowParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        last = 0
        for number, cells in parser.parse():
            if number > last:
                last = number
                yield number, sheet._get_row(cells, 1, None, values_only)


def _plain_text(cell: Element) -> str | None:
    """The text in a cell that has nothing but a text without any marks; None for all others."""
    if len(cell) != 1 or cell[0].tag != INLINE_STRING or len(cell[0]) != 1:
        return None
    text = cell[0][0]
    return text.text or "" if text.tag == _TEXT and not len(text) else None
