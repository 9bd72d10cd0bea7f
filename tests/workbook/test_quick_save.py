"""A workbook saved quickly is the workbook that openpyxl saves, part by part."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.bare_lines import BareLines, made_cells
from planner.workbook.looks.cell_text import cell_at, put
from planner.workbook.looks.styles import Look, Stamp
from planner.workbook.looks.tables import fit_height
from planner.workbook.openxml.bare_rows import bare_rows
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.quick_save import package_of_book
from planner.workbook.openxml.restyle import UNMOVED, StyleMap, restyle_sheet

# It says when the workbook was saved.
_CLOCK = "docProps/core.xml"

VALUES = (
    *(
        "plain",
        "",
        " before",
        "after ",
        "two\nlines",
        "a\ttab",
        "&<>\"'",
        "é",
        "日本",
        "😀",
        "=1+1",
    ),
    *(0, -3, 1.5, 1e300, 1234567.891, float("nan"), True, False, None, "#N/A"),
    *(date(2027, 1, 31), datetime(2027, 1, 31, 12, 30), time(9, 15), timedelta(hours=30)),
    date(1900, 1, 15),
)


@pytest.mark.parametrize("iso_dates", [False, True])
def test_every_kind_of_cell_is_written_as_openpyxl_writes_it(iso_dates: bool) -> None:
    parts = _both(_book, iso_dates)
    assert {name for name, (_, expected) in parts.items() if b"sheetData" in expected}
    for name, (found, expected) in parts.items():
        assert found == expected or name == _CLOCK, name
    assert [*parts] == [*package_of_book(_book(iso_dates)).parts]


def test_a_sheet_without_cells_stays_one() -> None:
    for found, expected in (pair for n, pair in _both(_bare, False).items() if n != _CLOCK):
        assert found == expected


def test_a_time_zone_is_refused_as_openpyxl_refuses_it() -> None:
    book = Workbook()
    cell = _sheet(book)["A1"]
    cell.value = datetime(2027, 1, 1)
    cell._value = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(TypeError, match="timezones"):
        package_of_book(book)


def _both(make: object, iso_dates: bool) -> dict[str, tuple[bytes, bytes]]:
    assert callable(make)
    buffer = BytesIO()
    make(iso_dates).save(buffer)
    expected = Package.read(buffer).parts
    found = package_of_book(make(iso_dates)).parts
    assert [*found] == [*expected]
    return {name: (found[name], part) for name, part in expected.items()}


def _bare(iso_dates: bool) -> Workbook:
    book = Workbook()
    book.iso_dates = iso_dates
    return book


def _book(iso_dates: bool) -> Workbook:
    book = _bare(iso_dates)
    sheet = _sheet(book)
    for row, value in enumerate(VALUES, start=1):
        sheet.cell(row, 1).value = value
        styled = sheet.cell(row, 30)
        styled.value, styled.font = value, Font(bold=row % 2 == 0)
    sheet["B1"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["B2"] = ArrayFormula("B2:B3", "=A1:A2")
    sheet["B4"] = CellRichText("a ", TextBlock(InlineFont(b=True), "bold"))
    sheet["B5"], sheet["B5"].hyperlink = "there", "https://example.org/?a=1&b=2"
    sheet["B6"], sheet["B6"].comment = "noted", Comment("why", "who")
    sheet["B7"].comment = Comment("nothing here", "who")
    sheet.row_dimensions[3].height = 30
    sheet.row_dimensions[99].hidden = True
    sheet.merge_cells("C1:D2")
    _table_and_chart(book)
    return book


def _table_and_chart(book: Workbook) -> None:
    sheet = book.create_sheet("More")
    assert isinstance(sheet, Worksheet)
    for row in (("name", "value"), ("one", 1), ("two", 2)):
        sheet.append(row)
    sheet.add_table(Table(displayName="T", ref="A1:B3"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D1")


def _sheet(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_row_without_cells_is_written_like_one_with_cells() -> None:
    """Whatever the texts begin with, however long they are, and whichever styles came before."""
    for moved in (UNMOVED, StyleMap(7, 3)):
        made, bare = (
            _lines(book, cells) for book, cells in ((Workbook(), True), (Workbook(), False))
        )
        found, expected = package_of_book(bare, moved).parts, package_of_book(made).parts
        sheet = "xl/worksheets/sheet1.xml"
        assert found[sheet] == restyle_sheet(expected[sheet], moved)
        assert found["xl/styles.xml"].count(b"<xf ") == expected["xl/styles.xml"].count(b"<xf ")


LINES = (
    ("=1+1", 12, date(2027, 1, 31), None, True),
    ("two\nlines", -3, datetime(2027, 1, 31, 12, 30), "-", 0.25),
    ("\x07", 10**17, None, "<&>\r", False),
    ("many words " * 30, 1, date(2027, 1, 31), "x" * 40_000, 1.0),
)
LOOKS = (
    Look(horizontal="left", wrap=True),
    Look("#,##0", "right", indent=1),
    Look("d mmm yyyy", "left"),
    Look(horizontal="left", wrap=True),
    Look("0%", "right"),
)


def _lines(book: Workbook, cells: bool) -> Workbook:
    sheet = _sheet(book)
    sheet["C1"], sheet["C9"] = "above", "below"
    sheet["C1"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet.column_dimensions["A"].width = sheet.column_dimensions["D"].width = 30.0
    sheet.row_dimensions[9].font = Font(bold=True)
    stamps, plain = [Stamp(sheet, look) for look in LOOKS], BareLines(sheet, LOOKS)
    for number, line in enumerate(LINES, start=3):
        plain.put(number, line)
        if cells:
            bare_rows(sheet).pop(number)
            for index, (value, stamp) in enumerate(zip(line, stamps, strict=True), start=1):
                put(cell_at(sheet, number, index), value, stamp)
            fit_height(sheet, number, len(line))
    return book


def test_cells_that_are_made_of_a_row_say_the_same() -> None:
    rows, cells = (_lines(book, False) for book in (Workbook(), Workbook()))
    for number in range(3, 3 + len(LINES)):
        made_cells(_sheet(cells), number)
    made_cells(_sheet(cells), 9)
    assert _sheet(cells)["A3"].value == "=1+1"
    sheet = "xl/worksheets/sheet1.xml"
    assert package_of_book(cells).parts[sheet] == package_of_book(rows).parts[sheet]
