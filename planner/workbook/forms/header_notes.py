"""Header cells of the input sheets: what must be filled in, and a note on what goes in."""

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.looks.cell_text import cell_at
from planner.workbook.looks.styles import BAND, FONT, GREY, NAVY, PALE, paint_header, solid
from planner.workbook.looks.tables import COMMENT_AUTHOR
from planner.workbook.schema.columns import Column, Kind, Sheet

_EXAMPLES = {
    Kind.IDS: "F1; F2",
    Kind.DATE: "2027-03-15",
    Kind.AMOUNT: "25000",
    Kind.PERCENT: "20%",
    Kind.YES_NO: "yes",
    Kind.COUNTRY: "Senegal, or SN",
    Kind.COUNTRIES: "Senegal; Togo",
    Kind.REGION: "WCA",
    Kind.REGIONS: "WCA; ESA",
    Kind.PLACE: "Senegal, or WCA for the whole region",
    Kind.LANGUAGE: "French",
    Kind.LANGUAGES: "French; English",
    Kind.WEEKDAYS: "Friday; Saturday",
    Kind.CODE: "TOA/PCA",
    Kind.CODES: "TOA/PCA; ET/VAL",
}
_EXAMPLE_IDS = {
    "mission_id": "M001",
    "expert_id": "E001",
    "fund_id": "F1",
    "code": "INTEGRITY",
    "Missions": "M001",
    "Experts": "E001",
    "Funds": "F1",
}

# In points, for one line of a header and for each word below it.
_ONE_LINE, _MORE_LINES = 24.0, 14.0

# In pixels, and characters that fit into a line of that width.
_NOTE_WIDTH, _LINE_HEIGHT, _MARGIN, _CHARACTERS = 300, 17, 20, 46


def write_headers(sheet: Worksheet, declared: Sheet) -> None:
    """Write the header in row 1: dark where a value is needed, light where it may stay blank."""
    for index, column in enumerate(declared.columns, start=1):
        cell = cell_at(sheet, 1, index)
        cell.value = column.header
        paint_header(cell)
        _lighten(cell, column)
        cell.comment = _comment(note_of(declared, column))
    sheet.row_dimensions[1].height = _height(declared)


def note_of(declared: Sheet, column: Column) -> str:
    """What goes into a column, line by line: whether it is needed, help, words, an example."""
    if column.written_only:
        return "\n".join(filter(None, ("Written by the planner.", column.help)))
    lines = [_need(column), column.help]
    if column.choices and len(column.choices) > 1:
        lines.append(f"One of: {', '.join(column.choices)}.")
    example = example_of(declared, column)
    if example:
        lines.append(f"Example: {example}")
    return "\n".join(filter(None, lines))


def example_of(declared: Sheet, column: Column) -> str:
    """A value as one may type it, "" where the help says enough."""
    if column.kind is Kind.ID:
        return _EXAMPLE_IDS.get(column.field) or _EXAMPLE_IDS.get(declared.name, "")
    return _EXAMPLES.get(column.kind, "")


def _need(column: Column) -> str:
    if column.value_needed:
        return "Needed in every row."
    return "Needed in most rows." if column.required else "May stay blank."


def _lighten(cell: Cell, column: Column) -> None:
    if column.written_only:
        cell.fill = solid(PALE)
        cell.font = Font(name=FONT, size=11, italic=True, color=GREY)
    elif not column.required:
        cell.fill = solid(BAND)
        cell.font = Font(name=FONT, size=11, bold=True, color=NAVY)


def _height(declared: Sheet) -> float:
    """Room for the headers in narrow columns, which stand word below word."""
    lines = max(len(header.split()) for header in declared.headers)
    return _ONE_LINE + _MORE_LINES * (lines - 1)


def _comment(text: str) -> Comment:
    lines = sum(-(-len(line) // _CHARACTERS) for line in text.splitlines())
    height = _MARGIN + _LINE_HEIGHT * lines
    return Comment(text, COMMENT_AUTHOR, height=height, width=_NOTE_WIDTH)
