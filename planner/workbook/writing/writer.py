"""The workbook that comes out: every sheet of the input as it was, and the result sheets."""

from collections.abc import Iterable

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.answers.result import RunResult
from planner.domain.spelling import fold
from planner.domain.wording import short_day
from planner.mobilisation.actions import action_lines
from planner.reasons.substitution.dossier import Dossier
from planner.report.lines import expert_lines, fund_lines, not_delivered_lines
from planner.report.plan_view import PlanView
from planner.workbook.looks.styles import TAB_COLOUR
from planner.workbook.looks.tables import (
    Area,
    TableNames,
    printed,
    set_page_head,
    set_up_page,
    set_widths,
    write_table,
)
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.kept_book import KeptBook
from planner.workbook.openxml.opening.container import open_for_editing, open_values
from planner.workbook.openxml.package import Package
from planner.workbook.schema.declared import (
    ACTIONS,
    ASSIGNMENTS,
    BESIDE,
    CALENDAR,
    COMPLIANCE,
    EXPERT_LOAD,
    FLEXIBILITY,
    FUND_USE,
    LAST_RESORT,
    NOT_DELIVERED,
    ON_REQUEST,
    RESULT_SHEETS,
    STANDBYS,
    SUMMARY,
    Sheet,
)
from planner.workbook.writing.actions import Mark, due_soon, finish_actions, marks_of, with_marks
from planner.workbook.writing.annotate import clear_cells
from planner.workbook.writing.assignments import write_assignments
from planner.workbook.writing.calendar import write_calendar
from planner.workbook.writing.carried import CarriedSheet, cells_of
from planner.workbook.writing.compliance import write_compliance
from planner.workbook.writing.flexibility import write_flexibility
from planner.workbook.writing.standbys import write_standbys
from planner.workbook.writing.summary import Summary


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
    kept = KeptBook(content, (*RESULT_SHEETS, *ON_REQUEST, *BESIDE))
    clear_cells(kept.package)
    carried = _carried_sheet(kept.package, name)
    marks = marks_of(_values_of(kept.package, ACTIONS.name, name))
    book = ResultBook(PlanView(result), carried, kept.taken_names(), marks)
    kept.count_alike(book.book)
    return kept.with_sheets(book.filled(), result.manifest.started)


OWN_WIDTHS = {
    NOT_DELIVERED.name: {"title": 36.0, "why": 66.0, "what_would_help": 48.0},
    EXPERT_LOAD.name: {"expert": 28.0, "administration": 36.0, "weeks": 10.0},
    FUND_USE.name: {
        "fund_id": 14.0,
        "name": 34.0,
        "planned": 15.0,
        "missions": 20.0,
        "wanted": 24.0,
    },
}
"""Widths on sheets that have room for more than the crowded ones."""


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
    marks : tuple of Mark
        What the input's Actions sheet says is done.
    """

    def __init__(
        self,
        view: PlanView,
        carried: CarriedSheet,
        taken: Iterable[str] = (),
        marks: tuple[Mark, ...] = (),
    ) -> None:
        self._view, self._carried, self._marks = view, carried, marks
        self._names = TableNames(taken)
        self._currency = view.year.settings.currency
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        asked = (FLEXIBILITY,) if view.result.flexibility else ()
        self._sheets = {sheet.name: self._sheet(sheet) for sheet in (*RESULT_SHEETS, *asked)}

    def filled(self) -> Workbook:
        """Fill all sheets and give the workbook."""
        self._fill()
        return self.book

    def _fill(self) -> None:
        view, names = self._view, self._names
        summary = self._sheets[SUMMARY.name]
        summary.sheet_view.tabSelected = True
        write_assignments(self._sheets[ASSIGNMENTS.name], view, self._carried, names)
        self._table(NOT_DELIVERED, not_delivered_lines(view))
        dossier = Dossier(view.context)
        to_do = with_marks(action_lines(view, dossier), self._marks)
        actions = self._table(ACTIONS, to_do)
        finish_actions(self._sheets[ACTIONS.name], actions)
        self._table(LAST_RESORT, dossier.lines)
        write_standbys(self._sheets[STANDBYS.name], view, names)
        self._table(EXPERT_LOAD, expert_lines(view))
        funds = self._table(FUND_USE, fund_lines(view))
        write_calendar(self._sheets[CALENDAR.name], view)
        write_compliance(self._sheets[COMPLIANCE.name], view, names)
        if view.result.flexibility:
            write_flexibility(self._sheets[FLEXIBILITY.name], view, names)
        Summary(summary, view, to_do).write(names, (self._sheets[FUND_USE.name], funds))
        for sheet in self._sheets.values():
            set_page_head(sheet, plan_head(view.result))

    def _table(self, declared: Sheet, rows: tuple[object, ...]) -> Area:
        sheet = self._sheets[declared.name]
        set_widths(sheet, declared.columns, OWN_WIDTHS.get(declared.name, {}))
        area = write_table(sheet, declared, rows, self._names, currency=self._currency)
        last = self._last_on_paper(declared, rows, area)
        set_up_page(sheet, freeze="B2", repeat="1:1", area=last)
        return area

    def _last_on_paper(self, declared: Sheet, rows: tuple[object, ...], area: Area) -> str | None:
        """What is printed of sheets that say more than anybody takes along on paper."""
        if declared is ACTIONS:
            return printed(ACTIONS, "done_on", max(2, 1 + due_soon(rows)))
        if declared is EXPERT_LOAD:
            return printed(EXPERT_LOAD, "idle_days", max(2, 1 + len(self._view.posts_by_expert)))
        if declared is LAST_RESORT:
            return printed(LAST_RESORT, "why_not", area.bottom)
        return None

    def _sheet(self, declared: Sheet) -> Worksheet:
        sheet = self.book.create_sheet(declared.name)
        sheet.sheet_properties.tabColor = TAB_COLOUR
        assert isinstance(sheet, Worksheet)
        return sheet


def plan_head(result: RunResult) -> str:
    """Which plan a page belongs to: the period, the input and the day of the run."""
    settings, manifest = result.year.settings, result.manifest
    period = f"{short_day(settings.plan_start)} to {short_day(settings.plan_end)}"
    return f"Mission plan {period}, {manifest.input_name}, {short_day(manifest.started.date())}"


def _carried_sheet(package: Package, source_name: str) -> CarriedSheet:
    content = _alone(package, ASSIGNMENTS.name)
    if content is None:
        return CarriedSheet()
    sheet = open_for_editing(content, source_name).worksheets[0]
    formulas = any(cell.data_type == "f" for cell in cells_of(sheet).values())
    values = open_values(content, source_name).worksheets[0] if formulas else None
    return CarriedSheet(sheet, values)


def _values_of(package: Package, title: str, source_name: str) -> Worksheet | None:
    content = _alone(package, title)
    return open_values(content, source_name).worksheets[0] if content else None


def _alone(package: Package, title: str) -> bytes | None:
    """The workbook with one of its sheets; None where it has no sheet of that name."""
    names = [name for name, _ in BookPart(package).sheets()]
    wanted = [name for name in names if fold(name) == fold(title)]
    if not wanted:
        return None
    alone = Package(dict(package.parts))
    graft.remove_sheets(alone, [name for name in names if name != wanted[0]])
    return alone.to_bytes()
