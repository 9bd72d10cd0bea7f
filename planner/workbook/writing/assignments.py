"""The sheet Assignments: the plan, and below it what earlier planning left behind."""

from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus, Outcome
from models.facts.expert import QualificationStatus
from planner.report.lines import AssignmentLine, assignment_lines, lines_after_plan
from planner.report.plan_view import PlanView
from planner.workbook.looks.bare_lines import BareLines, made_cells, rooms, values_of
from planner.workbook.looks.cell_text import cell_at, plain, put
from planner.workbook.looks.styles import (
    EXTERNAL_PAINT,
    OUT_OF_REGION_PAINT,
    PRE_ACCREDITED_PAINT,
    STATUS_PAINT,
    Look,
    Paint,
    Stamp,
    conditional,
    grey_text,
    look_of,
)
from planner.workbook.looks.tables import (
    Area,
    TableNames,
    add_table,
    fit_cells,
    printed,
    set_up_page,
    set_widths,
    write_header,
)
from planner.workbook.schema.columns import Column
from planner.workbook.schema.results import ASSIGNMENTS
from planner.workbook.writing.carried import CarriedRow, CarriedSheet, carry_cell, carry_highlight

# Rows below the table that get the drop-down too, for rows that are added by hand.
SPARE_ROWS = 500


class _RowWriter:
    def __init__(self, sheet: Worksheet, carried: CarriedSheet, currency: str) -> None:
        self._sheet, self._carried = sheet, carried
        looks = [look_of(column, currency) for column in ASSIGNMENTS.columns]
        self._stamps = [Stamp(sheet, look) for look in looks]
        self._values = values_of(ASSIGNMENTS.columns)
        self._first = BareLines(sheet, looks)
        # The row above has the whole title.
        looks[_index("title")] = Look(horizontal="left")
        self._others = BareLines(sheet, looks)
        self._extra = {name: i for i, name in enumerate(carried.extra_headers, start=1)}
        self._columns = len(ASSIGNMENTS.columns) + len(self._extra)
        self._room = rooms(sheet, self._columns)
        self.row = 1

    def plan_line(self, line: AssignmentLine) -> None:
        """A row of the plan, with what the user added to the same mission and expert."""
        self.row += 1
        lines = self._others if (line.position or 1) > 1 else self._first
        lines.put(self.row, self._values(line))
        before = self._carried.row_of(line.mission_id, line.expert_id)
        if before is not None:
            self._add(self._made(), before)
            self._fit()

    def agreed_line(self, line: AssignmentLine) -> None:
        """A row that is no part of the plan: as the input has it, blanks filled from the facts."""
        self.row += 1
        self._first.put(self.row, self._values(line))
        before = self._carried.by_number.get(line.input_row or 0)
        if before is None:
            return
        cells = self._made()
        skip = {"position"} if line.position is None else set()
        if line.status is AssignmentStatus.WITHDRAWN:
            skip |= {"status", "was", "keep"}
        self._repeat(cells, before, skip)
        self._add(cells, before)
        self._fit()

    def _fit(self) -> None:
        columns = range(1, self._columns + 1)
        cells = (cell_at(self._sheet, self.row, column) for column in columns)
        fit_cells(self._sheet, self.row, cells, self._room)

    def _made(self) -> dict[str, Cell]:
        """The cells of the row, which take what the user added."""
        made_cells(self._sheet, self.row)
        columns = enumerate(ASSIGNMENTS.columns, start=1)
        return {column.field: cell_at(self._sheet, self.row, i) for i, column in columns}

    def _repeat(self, cells: dict[str, Cell], row: CarriedRow, skip: set[str]) -> None:
        for column, stamp in zip(ASSIGNMENTS.columns, self._stamps, strict=True):
            source = row.known.get(column.field)
            value = self._carried.value(source) if source is not None else None
            if value not in (None, "") and column.field not in skip:
                put(cells[column.field], plain(value), stamp)

    def _add(self, cells: dict[str, Cell], row: CarriedRow) -> None:
        for field, source in row.known.items():
            carry_highlight(source, cells[field])
        for header, source in row.extra.items():
            column = len(ASSIGNMENTS.columns) + self._extra[header]
            target = cell_at(self._sheet, self.row, column)
            carry_cell(source, target, self._carried.value(source))


def write_assignments(
    sheet: Worksheet, view: PlanView, carried: CarriedSheet, names: TableNames
) -> Area:
    """Fill the sheet.

    Parameters
    ----------
    sheet : Worksheet
        An empty sheet.
    view : PlanView
        The plan.
    carried : CarriedSheet
        The input's Assignments sheet.
    names : TableNames
        Gives the table its name.
    """
    columns = (*ASSIGNMENTS.columns, *(Column(header=h, field=h) for h in carried.extra_headers))
    write_header(sheet, columns, top=1)
    set_widths(sheet, columns)
    writer = _RowWriter(sheet, carried, view.year.settings.currency)
    for line in assignment_lines(view):
        writer.plan_line(line)
    for line in lines_after_plan(view):
        writer.agreed_line(line)
    area = Area(1, 1, len(columns), max(2, writer.row))
    add_table(sheet, area, names.take(ASSIGNMENTS.name))
    _finish(sheet, area, columns, carried)
    return area


def _finish(sheet: Worksheet, area: Area, columns: Sequence[Column], carried: CarriedSheet) -> None:
    for index, header in enumerate(carried.extra_headers, start=len(ASSIGNMENTS.columns)):
        _finish_extra(sheet, area, index, header, carried)
    _add_drop_down(sheet, area, "status", tuple(AssignmentStatus))
    _add_drop_down(sheet, area, "keep", ("yes", "no"))
    _add_drop_down(sheet, area, "outcome", tuple(Outcome))
    _add_colours(sheet, area)
    paper = printed(ASSIGNMENTS, "status", area.bottom)
    set_up_page(sheet, freeze="B2", repeat="1:1", area=paper)


def _finish_extra(
    sheet: Worksheet, area: Area, index: int, header: str, carried: CarriedSheet
) -> None:
    width = carried.width(header)
    if width is not None:
        sheet.column_dimensions[get_column_letter(index + 1)].width = width
    for validation in carried.validations(header):
        validation.add(area.column(index, extra_rows=SPARE_ROWS))
        sheet.add_data_validation(validation)


def _add_drop_down(sheet: Worksheet, area: Area, field: str, words: Sequence[str]) -> None:
    validation = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    validation.showErrorMessage = validation.showInputMessage = True
    validation.errorTitle = ASSIGNMENTS.column(field).header
    validation.error = f"Choose one of: {', '.join(words)}."
    validation.add(area.column(_index(field), extra_rows=SPARE_ROWS))
    sheet.add_data_validation(validation)


def _add_colours(sheet: Worksheet, area: Area) -> None:
    for status, paint in STATUS_PAINT.items():
        _colour(sheet, area, "status", status, paint, strike=not status.demanding)
    _colour(sheet, area, "qualification", QualificationStatus.EXTERNAL, EXTERNAL_PAINT)
    _colour(sheet, area, "qualification", QualificationStatus.PRE_ACCREDITED, PRE_ACCREDITED_PAINT)
    _colour(sheet, area, "in_region", "no", OUT_OF_REGION_PAINT)
    _grey_out(sheet, area)


def _colour(
    sheet: Worksheet, area: Area, field: str, word: str, paint: Paint, *, strike: bool = False
) -> None:
    letter = get_column_letter(_index(field) + 1)
    look = conditional(paint, strike=strike)
    rule = Rule(type="expression", dxf=look, formula=[f'${letter}2="{word}"'])
    sheet.conditional_formatting.add(area.column(_index(field), extra_rows=SPARE_ROWS), rule)


def _grey_out(sheet: Worksheet, area: Area) -> None:
    # Rows that are no part of the plan: declined, withdrawn, or without a position.
    status, position = (get_column_letter(_index(f) + 1) for f in ("status", "position"))
    last = get_column_letter(len(ASSIGNMENTS.columns))
    idle = (s for s in AssignmentStatus if not s.demanding)
    words = ",".join(f'${status}2="{word}"' for word in idle)
    formula = f'AND($A2<>"",OR({words},${position}2=""))'
    rule = Rule(type="expression", dxf=grey_text(), formula=[formula])
    sheet.conditional_formatting.add(f"A2:{last}{area.bottom + SPARE_ROWS}", rule)


def _index(field: str) -> int:
    return [column.field for column in ASSIGNMENTS.columns].index(field)
