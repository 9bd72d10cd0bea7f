"""The workbook that comes out: every sheet of the input as it was, and the result sheets."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.result import RunResult
from planner.domain.spelling import fold
from planner.mobilisation.actions import action_lines
from planner.reasons.substitution.dossier import Dossier
from planner.report.lines import expert_lines, fund_lines, not_delivered_lines
from planner.report.plan_view import PlanView
from planner.workbook.looks.charts import fund_chart, load_chart
from planner.workbook.looks.styles import TAB_COLOUR
from planner.workbook.looks.tables import Area, TableNames, set_up_page, set_widths, write_table
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.container import open_for_editing, open_values, original_bytes
from planner.workbook.openxml.kept_book import KeptBook
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.saving import refuse_target, save_whole
from planner.workbook.schema.declared import (
    ACTIONS,
    ASSIGNMENTS,
    CALENDAR,
    COMPLIANCE,
    EXPERT_LOAD,
    FLEXIBILITY,
    FUND_USE,
    LAST_RESORT,
    NOT_DELIVERED,
    ON_REQUEST,
    PROBLEMS,
    RESULT_SHEETS,
    STANDBYS,
    SUMMARY,
    Sheet,
)
from planner.workbook.writing.actions import finish_actions
from planner.workbook.writing.assignments import write_assignments
from planner.workbook.writing.calendar import write_calendar
from planner.workbook.writing.carried import CarriedSheet
from planner.workbook.writing.compliance import write_compliance
from planner.workbook.writing.flexibility import write_flexibility
from planner.workbook.writing.standbys import write_standbys
from planner.workbook.writing.summary import write_summary


def workbook_bytes(content: bytes, name: str, result: RunResult) -> bytes:
    """A copy of the input workbook with the result sheets.

    Every sheet of the input stays as it is, whatever is on it; result sheets of an earlier run
    are replaced. Two calls with the same arguments give the same bytes.

    Parameters
    ----------
    content : bytes
        The input workbook as it was read.
    name : str
        What messages call it.
    result : RunResult
        A plan that passed the checker.
    """
    # What `check` found wrong in an earlier state of the workbook is no longer true either.
    kept = KeptBook(content, (*RESULT_SHEETS, *ON_REQUEST, PROBLEMS))
    carried = _carried_sheet(kept.package, name)
    book = ResultBook(PlanView(result), carried, kept.taken_names())
    kept.count_alike(book.book)
    return kept.with_sheets(book.package(), result.manifest.started)


def write(source: Path, target: Path, result: RunResult) -> None:
    """Write a copy of an input workbook with the result sheets, whole or not at all.

    Raises
    ------
    WorkbookError
        Where the source cannot be read.
    CannotWrite
        Where the target cannot be written (open in Excel, for example), or is the source.
    """
    refuse_target(source, target, "output workbook")
    save_whole(target, workbook_bytes(original_bytes(source), source.name, result))


class ResultBook:
    """The result sheets as a workbook of their own.

    Parameters
    ----------
    view : PlanView
        The plan.
    carried : CarriedSheet
        The input's Assignments sheet.
    taken : iterable of str
        Names that tables may not have.
    """

    def __init__(self, view: PlanView, carried: CarriedSheet, taken: Iterable[str] = ()) -> None:
        self._view, self._carried = view, carried
        self._names = TableNames(taken)
        self._currency = view.year.settings.currency
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        asked = (FLEXIBILITY,) if view.result.flexibility else ()
        self._sheets = {sheet.name: self._sheet(sheet) for sheet in (*RESULT_SHEETS, *asked)}

    def package(self) -> Package:
        """Fill all sheets and give the file that they make."""
        self._fill()
        buffer = BytesIO()
        self.book.save(buffer)
        return Package.read(buffer)

    def _fill(self) -> None:
        view, names = self._view, self._names
        summary = self._sheets[SUMMARY.name]
        summary.sheet_view.tabSelected = True
        row = write_summary(summary, view, names)
        write_assignments(self._sheets[ASSIGNMENTS.name], view, self._carried, names)
        self._table(NOT_DELIVERED, not_delivered_lines(view))
        dossier = Dossier(view.context)
        actions = self._table(ACTIONS, action_lines(view, dossier))
        finish_actions(self._sheets[ACTIONS.name], actions)
        self._table(LAST_RESORT, dossier.lines)
        write_standbys(self._sheets[STANDBYS.name], view, names)
        load = self._table(EXPERT_LOAD, expert_lines(view))
        funds = self._table(FUND_USE, fund_lines(view))
        write_calendar(self._sheets[CALENDAR.name], view)
        write_compliance(self._sheets[COMPLIANCE.name], view, names)
        if view.result.flexibility:
            write_flexibility(self._sheets[FLEXIBILITY.name], view, names)
        self._charts(summary, row, funds, load)

    def _table(self, declared: Sheet, rows: tuple[object, ...]) -> Area:
        sheet = self._sheets[declared.name]
        set_widths(sheet, declared.columns)
        area = write_table(sheet, declared, rows, self._names, currency=self._currency)
        set_up_page(sheet, freeze="B2", repeat="1:1")
        return area

    def _charts(self, summary: Worksheet, row: int, funds: Area, load: Area) -> None:
        anchors = iter((f"A{row}", f"E{row}"))
        if self._view.year.funds:
            sheet = self._sheets[FUND_USE.name]
            summary.add_chart(fund_chart(sheet, funds, self._currency), next(anchors))
        if self._view.posts:
            sheet, busy = self._sheets[EXPERT_LOAD.name], len(self._view.posts_by_expert)
            summary.add_chart(load_chart(sheet, load, busy), next(anchors))

    def _sheet(self, declared: Sheet) -> Worksheet:
        sheet = self.book.create_sheet(declared.name)
        sheet.sheet_properties.tabColor = TAB_COLOUR
        assert isinstance(sheet, Worksheet)
        return sheet


def _carried_sheet(package: Package, source_name: str) -> CarriedSheet:
    names = [name for name, _ in BookPart(package).sheets()]
    wanted = [name for name in names if fold(name) == fold(ASSIGNMENTS.name)]
    if not wanted:
        return CarriedSheet()
    alone = Package(dict(package.parts))
    graft.remove_sheets(alone, [name for name in names if name != wanted[0]])
    content = alone.to_bytes()
    sheet = open_for_editing(content, source_name).worksheets[0]
    formulas = any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    values = open_values(content, source_name).worksheets[0] if formulas else None
    return CarriedSheet(sheet, values)
