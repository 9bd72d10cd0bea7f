"""The sheet Missions of the comparison: every mission under every scenario, differences coloured.

Where a colour says something, words say it too: the sheet can be read without seeing colours.
"""

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from models.facts.mission import Mission
from planner.domain.wording import short_day
from planner.report.plan_view import TeamView
from planner.workbook.looks.cell_text import cell_at, put, shown
from planner.workbook.looks.styles import (
    EXTERNAL_PAINT,
    FONT,
    OUT_OF_REGION_PAINT,
    PRE_ACCREDITED_PAINT,
    STATUS_PAINT,
    Look,
    Paint,
    Stamp,
    look_of,
    paint_title,
    solid,
)
from planner.workbook.looks.tables import (
    Area,
    TableNames,
    add_table,
    fit_height,
    set_widths,
    write_header,
)
from planner.workbook.schema.columns import Column, Kind
from scenarios.study.compare import Case, Comparison, Difference
from scenarios.study.compare import ComparedKind as Change
from scenarios.study.sheets.declared import MISSIONS, written
from scenarios.study.sheets.printing import set_up_wide_page

_TOP = 4
_CASE_WIDTH = 34.0
_LONGEST_HEADER = 100
# The columns of the legend: those that are wide enough for words.
_LEGEND, _LEGEND_WIDTH = (2, 3, 5, 6, 7, 8, 9), 16.0
_SAME, _NEITHER = "as in the base plan", "not delivered"
_ELSEWHERE = "not in the year"
_COLUMNS = (
    written("Mission ID", "id", Kind.ID),
    written("Title", "title"),
    written("Host", "host", Kind.COUNTRY),
    written("Priority", "priority", Kind.WHOLE, "In the base."),
)
# The first that fits paints the cell.
_PAINTS = {
    Change.LOST: EXTERNAL_PAINT,
    Change.GAINED: STATUS_PAINT[AssignmentStatus.CONFIRMED],
    Change.MOVED: OUT_OF_REGION_PAINT,
    Change.OTHERS: STATUS_PAINT[AssignmentStatus.PROPOSED],
    Change.FUND: PRE_ACCREDITED_PAINT,
    Change.DROPPED: STATUS_PAINT[AssignmentStatus.DECLINED],
    Change.ADDED: STATUS_PAINT[AssignmentStatus.DECLINED],
}
_GREY = "7B7B7B"


def write_missions(sheet: Worksheet, comparison: Comparison, names: TableNames) -> None:
    """Fill the sheet."""
    columns = (*_COLUMNS, *_case_columns(comparison))
    paint_title(sheet.cell(1, 1, "Missions under each scenario"))
    sheet.row_dimensions[1].height = 26.0
    set_widths(sheet, columns)
    for index in range(len(_COLUMNS) + 1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = _CASE_WIDTH
    _legend(sheet)
    write_header(sheet, columns, _TOP)
    for index in range(1, len(columns) + 1):
        cell_at(sheet, _TOP, index).data_type = "s"  # a scenario's name is no formula
    writer = _MissionWriter(sheet, comparison, columns)
    for row, mission in enumerate(comparison.missions, start=_TOP + 1):
        writer.mission(row, mission)
    bottom = _TOP + max(1, len(comparison.missions))
    area = Area(_TOP, 1, len(columns), bottom)
    add_table(sheet, area, names.take(MISSIONS))
    corner = f"{get_column_letter(len(_COLUMNS) + 1)}{_TOP + 1}"
    set_up_wide_page(sheet, area, freeze=corner, keys=2)


class _MissionWriter:
    def __init__(
        self, sheet: Worksheet, comparison: Comparison, columns: tuple[Column, ...]
    ) -> None:
        self._sheet, self._comparison, self._columns = sheet, comparison, columns
        self._facts = [Stamp(sheet, look_of(column, "")) for column in _COLUMNS]
        self._text = Stamp(sheet, Look(horizontal="left", wrap=True))

    def mission(self, row: int, mission: Mission) -> None:
        """One mission, under the base and under every scenario."""
        for index, (column, stamp) in enumerate(zip(_COLUMNS, self._facts, strict=True), start=1):
            value = shown(column.kind, getattr(mission, column.field))
            put(cell_at(self._sheet, row, index), value, stamp)
        for index, case in enumerate(self._comparison.all_cases, start=len(_COLUMNS) + 1):
            self._case(cell_at(self._sheet, row, index), case, mission)
        fit_height(self._sheet, row, len(self._columns))

    def _case(self, cell: Cell, case: Case, mission: Mission) -> None:
        difference = self._comparison.difference(case, mission)
        compared = case is not self._comparison.base
        put(cell, _text(case, difference, compared), self._text)
        if compared and case.view is not None:
            _colour(cell, difference)


def _text(case: Case, difference: Difference, compared: bool) -> str:
    if case.view is None:
        return case.missing
    after = difference.after
    if not difference.kinds and difference.mission.id not in case.year.mission_by_id:
        return _ELSEWHERE
    if not compared:
        return _NEITHER if after is None else _arrangement(after)
    if not difference.kinds:
        return _NEITHER if after is None else _SAME
    words = ", ".join(kind.value for kind in difference.kinds)
    return words if after is None else f"{words}: {_arrangement(after)}"


def _arrangement(team: TeamView) -> str:
    experts = ", ".join(post.expert.id for post in team.posts)
    parts = [short_day(team.run.start), experts, team.fund_id or ""]
    return " · ".join(part for part in parts if part)


def _colour(cell: Cell, difference: Difference) -> None:
    paint = next((p for kind, p in _PAINTS.items() if kind in difference.kinds), None)
    cell.font = Font(name=FONT, size=11, color=_GREY if paint is None else paint.text)
    if paint is not None:
        cell.fill = solid(paint.fill)


def _legend(sheet: Worksheet) -> None:
    """The colours with their words, above the table."""
    for index, (kind, paint) in zip(_LEGEND, _PAINTS.items(), strict=True):
        letter = get_column_letter(index)
        width = sheet.column_dimensions[letter].width
        sheet.column_dimensions[letter].width = max(_LEGEND_WIDTH, width)
        _legend_cell(cell_at(sheet, 2, index), kind.value, paint)


def _legend_cell(cell: Cell, words: str, paint: Paint) -> None:
    cell.value = words
    cell.font = Font(name=FONT, size=10, color=paint.text)
    cell.fill = solid(paint.fill)


def _case_columns(comparison: Comparison) -> tuple[Column, ...]:
    """A column for each case, with headers that no other column has."""
    taken = {column.header.casefold() for column in _COLUMNS}
    columns = []
    for index, case in enumerate(comparison.all_cases):
        plain = " ".join(case.name.split())[:_LONGEST_HEADER]
        header, number = plain, 2
        while header.casefold() in taken:
            header, number = f"{plain} ({number})", number + 1
        taken.add(header.casefold())
        columns.append(written(header, f"case_{index}"))
    return tuple(columns)
