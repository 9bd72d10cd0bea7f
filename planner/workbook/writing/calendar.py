"""The sheet Calendar: missions by week as coloured cells, grouped by region."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from planner.domain.members.reference import REGION_NAMES
from planner.domain.wording import counted, short_day
from planner.report.plan_view import PlanView, TeamView
from planner.workbook.looks.cell_text import cell_at, put, shown
from planner.workbook.looks.styles import (
    BAND,
    BAR_PAINT,
    FONT,
    LINE,
    NAVY,
    Look,
    Stamp,
    copy_style,
    paint_cell,
    paint_header,
    paint_title,
    painted_once,
    solid,
    width_of,
)
from planner.workbook.looks.tables import HEADER_HEIGHT, set_up_page
from planner.workbook.schema.results import CALENDAR

WEEK = timedelta(days=7)
LEGEND_ROW, MONTH_ROW, WEEK_ROW = 2, 3, 4
FIRST_WEEK_COLUMN = len(CALENDAR.columns) + 1
WEEK_WIDTH = 2.5

# Rows are one line high here, so titles and hosts get more room than elsewhere.
WIDTHS = {"title": 36.0, "host": 15.0}
LEGEND_STEP = 6

# The least advanced first: a mission is as far as the least advanced of its experts.
PROGRESS = {
    AssignmentStatus.PROPOSED: "P",
    AssignmentStatus.CONTACTED: "C",
    AssignmentStatus.AVAILABLE: "A",
    AssignmentStatus.INVITED: "I",
    AssignmentStatus.CONFIRMED: "✓",
    AssignmentStatus.COMPLETED: "■",
}
_ORDER = list(PROGRESS)


class Weeks(NamedTuple):
    """The weeks of the plan year, Monday to Sunday; column numbers count from the first."""

    first: date
    number: int

    @classmethod
    def of(cls, start: date, end: date) -> "Weeks":
        """The weeks that meet the days from `start` to `end`."""
        first = start - timedelta(days=start.weekday())
        return cls(first, (end - first).days // 7 + 1)

    def monday(self, index: int) -> date:
        """The first day of a week."""
        return self.first + index * WEEK

    def column(self, day: date) -> int:
        """The column of the week that a day falls in."""
        return FIRST_WEEK_COLUMN + (day - self.first).days // 7

    def months(self) -> Iterator[tuple[date, int, int]]:
        """Each month with the columns of its first and last week, a week belongs to its Monday."""
        mondays = [self.monday(index) for index in range(self.number)]
        for _, group in groupby(mondays, key=lambda day: (day.year, day.month)):
            days = list(group)
            yield days[0], self.column(days[0]), self.column(days[-1])


class Brushes:
    """The looks of the sheet's cells, each made once on a cell and copied from there.

    `edges` are the columns in which a month begins.
    """

    def __init__(self, sheet: Worksheet, weeks: Weeks) -> None:
        self.text = Stamp(sheet, Look(horizontal="left"))
        self.bars = {status: Cell(sheet, row=1, column=1) for status in PROGRESS}
        for status, cell in self.bars.items():
            paint_cell(cell, BAR_PAINT[status], bold=True)
        self.edge = Cell(sheet, row=1, column=1)
        self.edge.border = Border(left=Side(style="thin", color=LINE))
        self.edges = [first for _, first, _ in weeks.months()]


def write_calendar(sheet: Worksheet, view: PlanView) -> None:
    """Fill the sheet."""
    settings = view.year.settings
    weeks = Weeks.of(settings.plan_start, settings.plan_end)
    brushes = Brushes(sheet, weeks)
    _head(
        sheet, weeks, f"Calendar {short_day(settings.plan_start)} to {short_day(settings.plan_end)}"
    )
    _legend(sheet, brushes)
    row = WEEK_ROW + 1
    for region, teams in _by_region(view):
        _region(sheet, row, region, len(teams), weeks)
        for index, team in enumerate(teams, start=1):
            _mission(sheet, row + index, team, weeks, brushes)
        row += len(teams) + 1
    if not view.teams:
        put(cell_at(sheet, row, 1), "No mission is delivered.", brushes.text)
    corner = f"{get_column_letter(FIRST_WEEK_COLUMN)}{WEEK_ROW + 1}"
    set_up_page(sheet, freeze=corner, repeat=f"{MONTH_ROW}:{WEEK_ROW}")
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=False)


def progress(team: TeamView) -> AssignmentStatus:
    """How far a mission has come: as far as the least advanced of its experts."""
    return min((post.status for post in team.posts), key=_ORDER.index)


def _by_region(view: PlanView) -> Iterator[tuple[str, list[TeamView]]]:
    teams = sorted(view.teams, key=lambda team: REGION_NAMES.get(team.mission.region, ""))
    for region, group in groupby(teams, key=lambda team: team.mission.region):
        yield region, list(group)


def _head(sheet: Worksheet, weeks: Weeks, title: str) -> None:
    paint_title(cell_at(sheet, 1, 1))
    sheet.cell(1, 1).value = title
    for index, column in enumerate(CALENDAR.columns, start=1):
        cell = cell_at(sheet, WEEK_ROW, index)
        cell.value = column.header
        paint_header(cell)
        width = WIDTHS.get(column.field, width_of(column))
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.row_dimensions[WEEK_ROW].height = HEADER_HEIGHT
    for first_day, first, last in weeks.months():
        _month(sheet, first_day, first, last)
    for index in range(weeks.number):
        _week(sheet, FIRST_WEEK_COLUMN + index, weeks.monday(index))


def _month(sheet: Worksheet, first_day: date, first: int, last: int) -> None:
    cell = cell_at(sheet, MONTH_ROW, first)
    # The last days of the month before the plan have too little room for a name.
    cell.value = f"{first_day:%b %Y}" if last > first + 1 else None
    cell.font = Font(name=FONT, size=11, bold=True, color=NAVY)
    cell.border = Border(left=Side(style="thin", color=NAVY))
    sheet.merge_cells(start_row=MONTH_ROW, start_column=first, end_row=MONTH_ROW, end_column=last)


def _week(sheet: Worksheet, column: int, monday: date) -> None:
    cell = cell_at(sheet, WEEK_ROW, column)
    cell.value = monday.day
    painted_once(cell, "week", _paint_week)
    sheet.column_dimensions[get_column_letter(column)].width = WEEK_WIDTH


def _paint_week(cell: Cell) -> None:
    paint_header(cell)
    cell.font = Font(name=FONT, size=11, color="FFFFFF")
    cell.alignment = Alignment(horizontal="center", vertical="center")


def _legend(sheet: Worksheet, brushes: Brushes) -> None:
    column = FIRST_WEEK_COLUMN
    for status, sign in PROGRESS.items():
        _bar(cell_at(sheet, LEGEND_ROW, column), status, sign, brushes)
        words = cell_at(sheet, LEGEND_ROW, column + 1)
        words.value = status.value
        words.font = Font(name=FONT, size=11)
        column += LEGEND_STEP


def _region(sheet: Worksheet, row: int, region: str, missions: int, weeks: Weeks) -> None:
    name = REGION_NAMES.get(region, region)
    text = f"{name} ({region}): {counted(missions, 'mission')}"
    for column in range(1, FIRST_WEEK_COLUMN + weeks.number):
        painted_once(cell_at(sheet, row, column), "band", _paint_band)
    cell = cell_at(sheet, row, 1)
    cell.value = text
    cell.font = Font(name=FONT, size=11, bold=True, color=NAVY)


def _paint_band(cell: Cell) -> None:
    cell.fill = solid(BAND)


def _mission(sheet: Worksheet, row: int, team: TeamView, weeks: Weeks, brushes: Brushes) -> None:
    for index, column in enumerate(CALENDAR.columns, start=1):
        value = getattr(team.mission, "id" if column.field == "mission_id" else column.field)
        put(cell_at(sheet, row, index), shown(column.kind, value), brushes.text)
    for first in brushes.edges:
        copy_style(brushes.edge, cell_at(sheet, row, first))
    status, first = progress(team), weeks.column(team.run.start)
    for number in range(first, weeks.column(team.run.end) + 1):
        sign = PROGRESS[status] if number == first else ""
        _bar(cell_at(sheet, row, number), status, sign, brushes)
    sheet.row_dimensions[row].outlineLevel = 1


def _bar(cell: Cell, status: AssignmentStatus, sign: str, brushes: Brushes) -> None:
    copy_style(brushes.bars[status], cell)
    cell.value = sign or None
