"""The comparison workbook: scenarios side by side, and what each of them changes."""

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.styles import TAB_COLOUR
from planner.workbook.looks.tables import TableNames, set_up_page, set_widths, write_table
from planner.workbook.openxml import graft
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.quick_save import package_of_book
from scenarios.study.compare import Comparison
from scenarios.study.sentences import change_lines
from scenarios.study.sheets.declared import COMPARISON, MISSIONS, WHAT_CHANGED
from scenarios.study.sheets.funds import FUND_USE, fund_use_lines
from scenarios.study.sheets.missions import write_missions
from scenarios.study.sheets.overview import write_overview


def comparison_book(comparison: Comparison) -> bytes:
    """The workbook of a comparison; the same comparison gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names = TableNames()
    currency = comparison.base.year.settings.currency
    write_overview(_sheet(book, COMPARISON), comparison, names)
    write_missions(_sheet(book, MISSIONS), comparison, names)
    for declared, rows in (
        (WHAT_CHANGED, change_lines(comparison)),
        (FUND_USE, fund_use_lines(comparison)),
    ):
        sheet = _sheet(book, declared.name)
        set_widths(sheet, declared.columns)
        write_table(sheet, declared, rows, names, currency=currency)
        set_up_page(sheet, freeze="B2", repeat="1:1")
    return _file(book, comparison)


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.create_sheet(name)
    sheet.sheet_properties.tabColor = TAB_COLOUR
    assert isinstance(sheet, Worksheet)
    return sheet


def _file(book: Workbook, comparison: Comparison) -> bytes:
    book.properties.creator = "mission-planner"
    started = comparison.manifest.started
    book.properties.created = started.replace(tzinfo=None)
    package = package_of_book(book)
    graft.stamp_time(package, started)
    sign(package)
    return package.to_bytes()
