"""The looks of the workbook that comes out: tables, print setup, drop-downs, colours, charts."""

from collections.abc import Iterator

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from planner.workbook.looks.tables import A4, SCALE, WIDEST_PAGE
from planner.workbook.schema.declared import ASSIGNMENTS, RESULT_SHEETS


def test_tables_are_sound(book: Workbook) -> None:
    names: list[str] = []
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        for table in sheet.tables.values():
            names.append(table.displayName.lower())
            block = sheet[table.ref]
            header = [cell.value for cell in block[0]]
            assert header == [column.name for column in table.tableColumns]
            assert len({str(name).lower() for name in header}) == len(header)
            assert len(block) >= 2, "a table has at least one row of data"
            cells = {cell.coordinate for row in block for cell in row}
            merged = {c for area in sheet.merged_cells for c in _coordinates(sheet, str(area))}
            assert not cells & merged
    assert len(names) == len(set(names)) == 11


def _coordinates(sheet: Worksheet, area: str) -> Iterator[str]:
    return (cell.coordinate for row in sheet[area] for cell in row)


def test_sheets_are_set_up_for_screen_and_print(book: Workbook) -> None:
    for declared in RESULT_SHEETS:
        sheet = book[declared.name]
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == A4
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage, "so that nothing gets smaller"
        assert sheet.page_setup.scale == SCALE
        assert _printed_width(sheet) <= WIDEST_PAGE
        assert min(cell.font.size for row in sheet for cell in row) * SCALE / 100 >= 8
        assert sheet.HeaderFooter.oddHeader.left.text == "&A"
        assert "Mission plan 1 Jan 2027" in sheet.HeaderFooter.oddHeader.right.text
    assert book["Assignments"].print_title_rows == "$1:$1"


def _printed_width(sheet: Worksheet) -> float:
    area = sheet.print_area.rpartition("!")[2] if sheet.print_area else sheet.dimensions
    last = range_boundaries(area)[2]
    letters = (get_column_letter(column) for column in range(1, last + 1))
    return float(sum(sheet.column_dimensions[letter].width for letter in letters))


def test_status_has_a_drop_down_and_colours(book: Workbook) -> None:
    sheet = book["Assignments"]
    offered = {v.formula1: v for v in sheet.data_validations.dataValidation}
    validation = offered[f'"{",".join(AssignmentStatus)}"']
    assert {'"yes,no"', '"Passed,Not yet,Failed"'} <= offered.keys()
    letter = "R"
    assert sheet[f"{letter}1"].value == "Status"
    assert f"{letter}2" in validation.sqref
    formulas = {rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules}
    assert {f'${letter}2="{status}"' for status in AssignmentStatus} <= formulas
    assert {'$J2="External"', '$J2="Pre-accredited"', '$K2="no"'} <= formulas


def test_amounts_carry_the_currency(book: Workbook) -> None:
    cell = book["Assignments"].cell(2, ASSIGNMENTS.headers.index("Cost") + 1)
    assert cell.number_format == '#,##0 "EUR";-#,##0 "EUR"'


def test_charts_point_at_the_figures(book: Workbook) -> None:
    charts = book["Summary"]._charts  # type: ignore[attr-defined]
    months = next(cell.row for cell in book["Summary"]["A"] if cell.value == "Month")
    references = [series.val.numRef.f for chart in charts for series in chart.series]
    assert references == [
        f"'Summary'!$B${months + 1}:$B${months + 12}",
        "'Fund use'!$H$2:$H$5",
        "'Fund use'!$I$2:$I$5",
    ]
