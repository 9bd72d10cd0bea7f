"""What the user added to the Assignments sheet, to be carried over into the new one.

That is: columns that the planner does not know, cells coloured by hand, and comments. The planner
itself lays colours over the sheet with conditional
formats only, so a fill found in a cell is the user's.
"""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from itertools import islice
from typing import NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from planner.domain.spelling import fold
from planner.workbook.looks.cell_text import clean, plain
from planner.workbook.reading.sheets.headers import Header, find_header
from planner.workbook.reading.values.cell_values import CellError, id_of
from planner.workbook.reading.values.cell_values import clean as clean_value
from planner.workbook.schema.results import ASSIGNMENTS

# The reader looks for the header within the first rows that hold anything; empty ones may precede.
_HEADER_ROWS = 100

_IDLE = frozenset(fold(status) for status in AssignmentStatus if not status.demanding)
# Formulas that read another file or start a program: another workbook, a path, DDE, the web.
_ELSEWHERE = re.compile(
    r"\[\d+\]|\[[^\[\]]*\.xl|\\\\|//|\w\|['\w]|\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE)\(",
    re.IGNORECASE,
)

_FIELDS = frozenset(column.field for column in ASSIGNMENTS.columns)


class CarriedRow(NamedTuple):
    """A row of the input's Assignments sheet: cells of known columns by field, others by header."""

    number: int
    mission_id: str
    expert_id: str
    status: str
    known: dict[str, Cell]
    extra: dict[str, Cell]


class CarriedSheet:
    """The input's Assignments sheet.

    Parameters
    ----------
    sheet : Worksheet or None
        The sheet with formulas, styles and comments; None where the input has none.
    values : Worksheet or None
        The same sheet with the values of its formulas, where it has formulas.
    """

    def __init__(self, sheet: Worksheet | None = None, values: Worksheet | None = None) -> None:
        self._sheet, self._values = sheet, values
        header = _header(sheet) if sheet else None
        self._top = header.row if header else 0
        self._columns = dict(_columns(sheet, header)) if sheet and header else {}
        self.rows = tuple(self._rows())
        self.by_number = {row.number: row for row in self.rows}
        self._by_pair: dict[tuple[str, str], CarriedRow] = {}
        for row in sorted(self.rows, key=lambda row: fold(row.status) in _IDLE):
            self._by_pair.setdefault((row.mission_id, row.expert_id), row)

    @property
    def extra_headers(self) -> tuple[str, ...]:
        """The headers of the user's own columns, in their order."""
        return tuple(header for header in self._columns.values() if header not in _FIELDS)

    def row_of(self, mission_id: str, expert_id: str) -> CarriedRow | None:
        """The row of a mission and an expert; one that is Declined or Withdrawn goes last."""
        return self._by_pair.get((mission_id, expert_id))

    def value(self, cell: Cell) -> object:
        """The value of a cell, worked out where it is a formula."""
        if cell.data_type != "f" or self._values is None:
            return cell.value
        return self._values.cell(cell.row, cell.column).value

    def width(self, header: str) -> float | None:
        """The width of one of the user's columns, None where it was never set."""
        if self._sheet is None:
            return None
        dimensions = self._sheet.column_dimensions
        letter = get_column_letter(self._number(header))
        return dimensions[letter].width if letter in dimensions else None

    def validations(self, header: str) -> Iterator[DataValidation]:
        """The data validations of one of the user's columns, without their ranges."""
        number = self._number(header)
        for validation in self._sheet.data_validations.dataValidation if self._sheet else ():
            if any(r.min_col <= number <= r.max_col for r in validation.sqref.ranges):
                made = copy(validation)
                made.sqref = type(validation.sqref)()
                yield made

    def _number(self, header: str) -> int:
        return next(number for number, name in self._columns.items() if name == header)

    def _rows(self) -> Iterator[CarriedRow]:
        if self._sheet is None or not self._columns:
            return
        # The last row of a sheet may be the millionth; only rows with a cell are looked at.
        for number in sorted({row for row, _ in cells_of(self._sheet) if row > self._top}):
            row = self._row(self._sheet, number)
            if row.mission_id or row.expert_id:
                yield row

    def _row(self, sheet: Worksheet, number: int) -> CarriedRow:
        cells = {name: sheet.cell(number, column) for column, name in self._columns.items()}
        real = {name: cell for name, cell in cells.items() if isinstance(cell, Cell)}
        known = {name: cell for name, cell in real.items() if name in _FIELDS}
        return CarriedRow(
            number=number,
            mission_id=self._id(known.get("mission_id")),
            expert_id=self._id(known.get("expert_id")),
            status=str(self.value(known["status"]) or "") if "status" in known else "",
            known=known,
            extra={name: cell for name, cell in real.items() if name not in known},
        )

    def _id(self, cell: Cell | None) -> str:
        value = self.value(cell) if cell is not None else None
        try:
            cleaned = clean_value(str(value) if isinstance(value, CellRichText) else value)
            return "" if cleaned is None else id_of(cleaned)
        except CellError:
            return ""


def carry_cell(source: Cell, target: Cell, value: object) -> None:
    """Copy a cell of the user's own column: formula or value, look, comment.

    `value` is the source's value, worked out; it takes the place of a formula that cannot move.
    """
    formula = _moved_formula(source, target)
    plain_value = plain(value)
    if formula is not None:
        target.value = formula
    elif isinstance(plain_value, str):
        target.value = clean(plain_value)
        target.data_type = "s"
    else:
        target.value = plain_value
    carry_look(source, target)
    carry_comment(source, target)


def _moved_formula(source: Cell, target: Cell) -> str | None:
    """The formula as it reads in its new row, None where it would look outside the sheet."""
    if source.data_type != "f" or not isinstance(source.value, str):
        return None
    if _ELSEWHERE.search(source.value):
        return None
    try:
        translator = Translator(source.value, source.coordinate)
        return str(translator.translate_formula(target.coordinate))
    except TranslatorError:
        return None


def carry_look(source: Cell, target: Cell) -> None:
    """Copy the whole look of a cell, between workbooks."""
    if not source.has_style:
        return
    for part in ("font", "fill", "border", "alignment", "protection"):
        _copy_part(part, source, target)
    target.number_format, target.quotePrefix = source.number_format, source.quotePrefix


def carry_highlight(source: Cell, target: Cell) -> None:
    """Copy what the user put on a cell of a known column: a fill and a comment."""
    if source.has_style and source.fill.fill_type:
        _copy_part("fill", source, target)
    carry_comment(source, target)


def carry_comment(source: Cell, target: Cell) -> None:
    """Copy the comment of a cell, if it has one."""
    if source.comment is not None:
        note = source.comment
        target.comment = Comment(note.text, note.author, height=note.height, width=note.width)


def _copy_part(part: str, source: Cell, target: Cell) -> None:
    setattr(target, part, copy(getattr(source, part)))


def _header(sheet: Worksheet) -> Header | None:
    rows: dict[int, dict[int, object]] = {}
    for (number, column), cell in sorted(cells_of(sheet).items()):
        if cell.value is not None:
            rows.setdefault(number, {})[column] = cell.value
    first = islice(rows.items(), _HEADER_ROWS)
    return find_header(ASSIGNMENTS, {number: _in_a_row(row) for number, row in first})


def _in_a_row(cells: Mapping[int, object]) -> tuple[object, ...]:
    return tuple(cells.get(column) for column in range(1, max(cells) + 1))


def _columns(sheet: Worksheet, header: Header) -> Iterator[tuple[int, str]]:
    """Column numbers with the field of a known column or the header of another; each name once."""
    fields = {place + 1: field for field, place in header.columns.items()}
    taken = {column.header.casefold() for column in ASSIGNMENTS.columns} | _FIELDS
    for number in sorted({column for _, column in cells_of(sheet)}):
        text = " ".join(str(sheet.cell(header.row, number).value or "").split())
        if number in fields:
            yield number, fields[number]
        elif text or _has_values(sheet, number, header.row):
            name = _unique(text or f"Column {number}", taken)
            taken.add(name.casefold())
            yield number, name


def _has_values(sheet: Worksheet, column: int, header_row: int) -> bool:
    return any(
        cell.value is not None
        for (row, place), cell in cells_of(sheet).items()
        if place == column and row > header_row
    )


def cells_of(sheet: Worksheet) -> dict[tuple[int, int], Cell | MergedCell]:
    """The cells that a sheet has, by row and column; blank ones between them are not made up."""
    return dict(sheet._cells)


def _unique(name: str, taken: set[str]) -> str:
    made, number = name, 2
    while made.casefold() in taken:
        made, number = f"{name} {number}", number + 1
    return made
