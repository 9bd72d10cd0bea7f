"""The quick reading of rows gives what openpyxl gives, row by row."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from planner.workbook.openxml.package import Package
from planner.workbook.reading.sheets.grid import rows_of
from planner.workbook.reading.sheets.row_parser import rows_with_numbers

SHEET = "xl/worksheets/sheet1.xml"


def test_rows_are_those_of_openpyxl_with_their_numbers() -> None:
    content = _book().parts
    quick, slow = _both(content)
    assert quick == slow
    assert [number for number, _ in _quick(content)] == [1, 2, 3, 9]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<is><t>plain</t></is>", b"<is/>"),
        (b"<is><t>plain</t></is>", b"<is><t/></is>"),
        (b"<is><t>plain</t></is>", b"<is><r><t>a</t></r><r><t>b</t></r></is>"),
        (b"<is><t>plain</t></is>", b"<v>plain</v>"),
        (b'<c r="A1" ', b"<c "),
        (b'<c r="A1" ', b'<c s="1" r="C1" '),
        (b'<row r="2">', b"<row>"),
        (b'<row r="9">', b'<row r="2">'),
        (b'<row r="2">', b'<row r="12">'),
    ],
)
def test_whatever_stands_in_the_markup(old: bytes, new: bytes) -> None:
    parts = _book().parts
    assert parts[SHEET].count(old) == 1
    parts[SHEET] = parts[SHEET].replace(old, new)
    quick, slow = _both(parts)
    assert quick == slow


def _both(parts: dict[str, bytes]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    sheet = _sheet(parts)
    sheet.reset_dimensions()
    every = list(sheet.iter_rows(values_only=True))
    slow = [row for row in every if any(value is not None for value in row)]
    quick = [row for _, row in _quick(parts) if any(value is not None for value in row)]
    numbers = [n for n, row in enumerate(every, start=1) if any(v is not None for v in row)]
    assert [*rows_of(_open(parts), "Sheet")] == numbers
    return quick, slow


def _quick(parts: dict[str, bytes]) -> list[tuple[int, tuple[Any, ...]]]:
    return list(rows_with_numbers(_sheet(parts), values_only=True))


def _sheet(parts: dict[str, bytes]) -> Any:
    return _open(parts)["Sheet"]


def _open(parts: dict[str, bytes]) -> Workbook:
    return load_workbook(BytesIO(Package(dict(parts)).to_bytes()), read_only=True, data_only=True)


def _book() -> Package:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.append(["plain", 1, date(2027, 1, 2), True])
    sheet.append([" spaces ", None, "é & <", 2.5])
    sheet.append([CellRichText("a ", TextBlock(InlineFont(b=True), "bold")), "", "=1+1"])
    sheet["B9"] = 0.25
    sheet["B9"].number_format = "0%"
    sheet.add_data_validation(DataValidation("list", formula1='"a,b"', sqref="A1:A9"))
    sheet.conditional_formatting.add("A1:B9", CellIsRule("lessThan", ["3"]))
    sheet.merge_cells("E1:F2")
    buffer = BytesIO()
    book.save(buffer)
    return Package.read(buffer)
