"""How the result sheets look: fonts, colours, number formats, widths. No look depends on the data.

Colours come in pairs of a light fill and a dark text, which print in grey and can be told apart
without seeing red and green; where a colour says something, a word or a letter says it too.
"""

from array import array
from collections.abc import Callable, Hashable
from copy import copy
from typing import NamedTuple
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from planner.workbook.schema.columns import Column, Kind

FONT = "Calibri"
NAVY = "1F3864"
WHITE = "FFFFFF"
GREY = "595959"
LINE = "D9D9D9"
BAND = "DCE6F1"
PALE = "F2F2F2"
TAB_COLOUR = NAVY
# The pale yellow of a form.
TO_FILL_IN = "FFF9DB"

DATE_FORMAT = "d mmm yyyy"
WHOLE_FORMAT = "#,##0"
PERCENT_FORMAT = "0%"
SHORT, MEDIUM, LONG = 10.0, 24.0, 60.0


class Paint(NamedTuple):
    """A fill and the text colour that is readable on it, as RRGGBB."""

    fill: str
    text: str


STATUS_PAINT = {
    AssignmentStatus.PROPOSED: Paint("D9E2F3", "1F3864"),
    AssignmentStatus.CONTACTED: Paint("FFF2CC", "7F6000"),
    AssignmentStatus.AVAILABLE: Paint("FFE599", "614A00"),
    AssignmentStatus.INVITED: Paint("FBE0CC", "843C0B"),
    AssignmentStatus.CONFIRMED: Paint("C6E0B4", "274E13"),
    AssignmentStatus.COMPLETED: Paint("548235", "FFFFFF"),
    AssignmentStatus.DECLINED: Paint("E7E6E6", "4D4D4D"),
    AssignmentStatus.WITHDRAWN: Paint("D0CECE", "404040"),
}
EXTERNAL_PAINT = Paint("F8CBAD", "833C0C")
OUT_OF_REGION_PAINT = Paint("FFE699", "7F6000")
PRE_ACCREDITED_PAINT = Paint("D9D2E9", "3F2A6B")
WARNING_PAINT = Paint("F8CBAD", "833C0C")

_HAIR = Side(style="hair", color="BFBFBF")

# The calendar's bars are small, so their colours are stronger.
BAR_PAINT = {
    AssignmentStatus.PROPOSED: Paint("9DB7E4", "1F3864"),
    AssignmentStatus.CONTACTED: Paint("FFD966", "614A00"),
    AssignmentStatus.AVAILABLE: Paint("F1C232", "4A3800"),
    AssignmentStatus.INVITED: Paint("F4B183", "6B2F08"),
    AssignmentStatus.CONFIRMED: Paint("A9D18E", "1E3D0F"),
    AssignmentStatus.COMPLETED: Paint("548235", "FFFFFF"),
}

# The width in characters of the columns of each kind, unless `WIDTHS` knows the column better.
_KIND_WIDTH = {
    Kind.ID: 12.0,
    Kind.IDS: 40.0,
    Kind.DATE: 13.0,
    Kind.WHOLE: SHORT,
    Kind.AMOUNT: 15.0,
    Kind.PERCENT: SHORT,
    Kind.YES_NO: SHORT,
    Kind.CHOICE: 14.0,
    Kind.COUNTRY: 17.0,
    Kind.REGION: SHORT,
    Kind.CODE: 12.0,
    Kind.LIST: 26.0,
}
WIDTHS = {
    "mission_id": 8.0,
    "expert_id": 8.0,
    "external_id": 10.0,
    "title": 23.5,
    "host": 12.0,
    "region": 7.0,
    "position": 7.5,
    "expertise": 10.5,
    "expert": 14.0,
    "administration": 13.0,
    "qualification": 13.0,
    "in_region": 6.0,
    "start": 11.6,
    "end": 11.6,
    "weeks": 6.2,
    "evaluated_by": 9.0,
    "fund_id": 10.0,
    "cost": 11.4,
    "status": 10.5,
    "priority": 8.5,
    "name": 34.0,
    "weeks_left": 42.0,
    "why": 70.0,
    "what_would_help": 56.0,
    "sentence": 52.0,
    "applied": 88.0,
    "quote": 66.0,
    "document": 24.0,
    "heading": 22.0,
    "unit": 14.0,
    "level": 26.0,
    "stop": 28.0,
    "when": 10.5,
    "do_by": 11.5,
    "step": 16.0,
    "whom": 25.0,
    "what": 68.0,
    "after": 19.0,
    "owner": 12.0,
    "done": 6.0,
    "done_on": 11.5,
    "reason": 44.0,
    "mission_ids": 18.0,
    "expert_ids": 18.0,
    "clearance": 11.0,
    "standing": 14.0,
    "rule": 20.0,
    "why_not": 50.0,
    "planned": 18.0,
    "must": 18.0,
    "never": 60.0,
    "number": 9.5,
    "first": 57.0,
    "second": 57.0,
    "third": 57.0,
}


_PAINTED: WeakKeyDictionary[Workbook, dict[Hashable, StyleArray]] = WeakKeyDictionary()


class Look(NamedTuple):
    """The look of the cells of one column below its header."""

    number_format: str = "General"
    horizontal: str | None = None
    wrap: bool = False
    indent: int = 0


def width_of(column: Column) -> float:
    """The width of a column, in characters."""
    return WIDTHS.get(column.field, _KIND_WIDTH.get(column.kind, MEDIUM))


def look_of(column: Column, currency: str) -> Look:
    """The look that a column's kind asks for."""
    if column.kind is Kind.DATE:
        return Look(DATE_FORMAT, "left")
    if column.kind is Kind.AMOUNT:
        return Look(money_format(currency), "right", indent=1)
    if column.kind is Kind.WHOLE:
        return Look(WHOLE_FORMAT, "right", indent=1)
    if column.kind is Kind.PERCENT:
        return Look(PERCENT_FORMAT, "right", indent=1)
    if column.kind in (Kind.YES_NO, Kind.REGION, Kind.CHOICE):
        return Look(horizontal="left")
    return Look(horizontal="left", wrap=True)


def money_format(currency: str) -> str:
    """The number format of whole amounts with their currency."""
    unit = currency.replace('"', "")
    return f'#,##0 "{unit}";-#,##0 "{unit}"'


def painted_once(cell: Cell, key: Hashable, paint: Callable[[Cell], None]) -> None:
    """Paint a cell; where the workbook has a cell of this look, its style is taken over.

    openpyxl compares every font, fill and border with all that it knows, each time one is given.
    """
    book = cell.parent.parent
    assert book is not None
    known = _PAINTED.setdefault(book, {})
    if cell.has_style:
        paint(cell)
    elif key in known:
        cell._style = copy(known[key])  # type: ignore[attr-defined]
    else:
        paint(cell)
        known[key] = copy(cell._style)  # type: ignore[attr-defined]


def paint_body(cell: Cell, look: Look) -> None:
    """Give a cell the look of its column."""
    painted_once(cell, look, lambda fresh: _paint_body(fresh, look))


def _paint_body(cell: Cell, look: Look) -> None:
    cell.font = Font(name=FONT, size=11)
    cell.number_format = look.number_format
    cell.alignment = Alignment(
        horizontal=look.horizontal, vertical="top", wrap_text=look.wrap, indent=look.indent
    )
    cell.border = Border(bottom=_HAIR)


def paint_header(cell: Cell) -> None:
    """White on navy, so that headers stand out where table styles are not drawn."""
    painted_once(cell, "header", _paint_header)


def _paint_header(cell: Cell) -> None:
    cell.font = Font(name=FONT, size=11, bold=True, color=WHITE)
    cell.fill = solid(NAVY)
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)


def paint_title(cell: Cell, size: int = 16) -> None:
    """The title of a sheet or of a part of it."""
    cell.font = Font(name=FONT, size=size, bold=True, color=NAVY)
    cell.alignment = Alignment(vertical="center")


def paint_note(cell: Cell, *, wrap: bool = False) -> None:
    """Small grey words below a title."""
    cell.font = Font(name=FONT, size=11, italic=True, color=GREY)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)


def paint_cell(cell: Cell, paint: Paint, *, bold: bool = False) -> None:
    """A coloured cell of the calendar or of a legend."""
    cell.font = Font(name=FONT, size=11, bold=bold, color=paint.text)
    cell.fill = solid(paint.fill)
    cell.alignment = Alignment(horizontal="center", vertical="center")


def solid(colour: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def conditional(paint: Paint, *, strike: bool = False) -> DifferentialStyle:
    """The look that a conditional format lays over a cell."""
    fill = PatternFill(bgColor=paint.fill, fill_type="solid")
    return DifferentialStyle(font=Font(color=paint.text, strike=strike or None), fill=fill)


def grey_text() -> DifferentialStyle:
    """The look of rows that are no part of the plan."""
    return DifferentialStyle(font=Font(color="595959", italic=True))


class Stamp:
    """A look made once and laid on many cells: a hundred times faster than painting each.

    Parameters
    ----------
    sheet : Worksheet
        Any sheet of the workbook that the cells are in.
    look : Look
        What the cells look like.
    """

    def __init__(self, sheet: Worksheet, look: Look) -> None:
        self._plain = Cell(sheet, row=1, column=1)
        self._quoted = Cell(sheet, row=1, column=1)
        for probe in (self._plain, self._quoted):
            paint_body(probe, look)
        self._quoted.quotePrefix = True

    def style(self, *, quoted: bool = False) -> StyleArray:
        """The style of all cells of this look; nobody changes it."""
        style = (self._quoted if quoted else self._plain)._style  # type: ignore[attr-defined]
        assert isinstance(style, StyleArray)
        return style

    def on(self, cell: Cell, *, quoted: bool = False) -> None:
        """Lay the look on a cell; `quoted` marks text that must never become a formula."""
        copy_style(self._quoted if quoted else self._plain, cell)


def copy_style(source: Cell, target: Cell) -> None:
    """Give a cell the style of another cell of the same workbook."""
    # In one step; openpyxl's own way to copy has three, for each of a hundred thousand cells.
    target._style = array.__new__(StyleArray, "i", source._style)  # type: ignore[attr-defined]
