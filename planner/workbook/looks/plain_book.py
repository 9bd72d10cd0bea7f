"""Sheets of tables: in a workbook that stands alone, or in a copy of the user's workbook."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.cell_text import clean
from planner.workbook.looks.styles import FONT, TAB_COLOUR, paint_title
from planner.workbook.looks.tables import TableNames, set_up_page, set_widths, write_table
from planner.workbook.openxml import graft
from planner.workbook.openxml.kept_book import KeptBook
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.quick_save import package_of_book
from planner.workbook.schema.columns import Sheet

# The same tables give the same bytes, so the file does not say when it was made.
_NO_TIME = datetime(2000, 1, 1)
_ROOM_BESIDE_A_WORD = 4


class SheetPart(NamedTuple):
    """One sheet: its columns, its rows, and a title with notes that stand above the table."""

    sheet: Sheet
    rows: Sequence[object]
    title: str = ""
    notes: tuple[str, ...] = ()


def book_of(parts: Sequence[SheetPart], currency: str = "") -> bytes:
    """A workbook of these sheets."""
    book = empty_book()
    _fill(book, parts, TableNames(), currency)
    return finished(book)


def finished(book: Workbook) -> bytes:
    """A workbook that stands alone as a file with its seal: the same bytes for the same sheets."""
    book.properties.creator = "mission-planner"
    book.properties.created = _NO_TIME
    package = package_of_book(book)
    graft.stamp_time(package, _NO_TIME)
    sign(package)
    return package.to_bytes()


def book_beside(
    content: bytes,
    replaced: Iterable[Sheet],
    parts: Sequence[SheetPart],
    when: datetime,
    currency: str = "",
) -> bytes:
    """A copy of the user's workbook with these sheets in front of all others.

    Parameters
    ----------
    content : bytes
        The workbook as it was read.
    replaced : iterable of Sheet
        The sheets that are taken out where an earlier run left them.
    """
    kept = KeptBook(content, replaced)
    book = empty_book()
    kept.count_alike(book)
    _fill(book, parts, TableNames(kept.taken_names()), currency)
    return kept.with_sheets(book, when)


def package_of(parts: Sequence[SheetPart], taken: Iterable[str]) -> Package:
    """The sheets as a package, for a workbook in which names of tables and cells are taken."""
    book = empty_book()
    _fill(book, parts, TableNames(taken), "")
    return package_of_book(book)


def empty_book() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _fill(book: Workbook, parts: Sequence[SheetPart], names: TableNames, currency: str) -> None:
    for part in parts:
        sheet = book.create_sheet(part.sheet.name)
        assert isinstance(sheet, Worksheet)
        sheet.sheet_properties.tabColor = TAB_COLOUR
        _write(sheet, part, names, currency)


def _write(sheet: Worksheet, part: SheetPart, names: TableNames, currency: str) -> None:
    _set_widths(sheet, part.sheet)
    row = 1
    if part.title:
        paint_title(sheet.cell(row, 1, clean(part.title)))
        row += 1
    for note in part.notes:
        cell = sheet.cell(row, 1, clean(note))
        cell.font, cell.alignment = Font(name=FONT, size=11), Alignment(vertical="top")
        row += 1
    top = row + 1 if row > 1 else 1
    write_table(sheet, part.sheet, part.rows, names, currency=currency, top=top)
    set_up_page(sheet, freeze=f"B{top + 1}", repeat=f"{top}:{top}")


def _set_widths(sheet: Worksheet, declared: Sheet) -> None:
    """As wide as the kinds ask for, and never narrower than a word of the header."""
    set_widths(sheet, declared.columns)
    for index, column in enumerate(declared.columns, start=1):
        longest = max(len(word) for word in column.header.split())
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = max(dimension.width, longest + _ROOM_BESIDE_A_WORD)
