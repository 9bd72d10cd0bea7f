"""Cells that are written as text of our own are the cells that openpyxl writes."""

from datetime import date, datetime
from io import BytesIO

from lxml import etree
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.openxml.package import Package
from planner.workbook.openxml.quick_save import package_of

VALUES = (
    *("plain", " blank before", "two\nlines", "a\r\nb", "tab\tbed", "=1+1", "<b> & 'c' \"d\""),
    *("مهمة", "𝔘nicode", "]]>", "_x0041_", "", None, 0, -7, 10**15, 2.5, 1e-9, True, False),
    *(date(2027, 1, 1), datetime(2027, 1, 1, 12, 30)),
)


def filled() -> Workbook:
    """Every kind of value, styled and not, with all that hangs on a cell."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row, value in enumerate(VALUES, start=2):
        for column in (1, 2):
            cell = sheet.cell(row, column, value)
            if column == 2:
                cell.font = Font(bold=True)
    _hang_on(sheet)
    second = book.create_sheet('Q&"A"')
    second["A1"] = "more"
    second["B1"].quotePrefix = True
    return book


def _hang_on(sheet: Worksheet) -> None:
    sheet["A1"] = "head"
    sheet["A1"].comment = Comment("a note", "nobody")
    sheet["B1"].comment = Comment("on an empty cell", "nobody")
    sheet["A2"].hyperlink = "https://example.org/?a=1&b=2"
    sheet["C2"] = "text"
    sheet["C2"].data_type = "s"
    sheet.merge_cells("D2:E3")
    sheet.row_dimensions[3].height = 47.25
    sheet.row_dimensions[99].height = 12


def by_openpyxl(book: Workbook) -> Package:
    buffer = BytesIO()
    book.save(buffer)
    return Package.read(BytesIO(buffer.getvalue()))


def canonical(content: bytes) -> bytes:
    return etree.tostring(etree.fromstring(content), method="c14n")


def test_every_part_says_what_openpyxl_would_say() -> None:
    ours, theirs = package_of(filled()).parts, by_openpyxl(filled()).parts
    assert ours.keys() == theirs.keys()
    different = {
        name
        for name in theirs.keys() - {"docProps/core.xml"}
        if canonical(ours[name]) != canonical(theirs[name])
    }
    assert different == set()


def test_a_sheet_without_cells() -> None:
    ours, theirs = package_of(Workbook()).parts, by_openpyxl(Workbook()).parts
    name = "xl/worksheets/sheet1.xml"
    assert canonical(ours[name]) == canonical(theirs[name])
