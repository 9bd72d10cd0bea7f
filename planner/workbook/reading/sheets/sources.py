"""The sheets of a workbook as they were found: where the header is, which column holds what."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl.utils import get_column_letter

from models.answers.report import Problem, Severity
from planner.workbook.openxml.sheet_marks import SheetMarks
from planner.workbook.reading.values.cell_values import Fault, shown
from planner.workbook.schema.columns import Column, Sheet

Row = tuple[object, ...]

# More rows than a sheet has.
STEP = 1 << 21


@dataclass(frozen=True)
class Source:
    """One sheet of the workbook that the planner reads.

    Attributes
    ----------
    sheet : Sheet
        The declared sheet.
    title : str
        Its name as the workbook writes it.
    header_row : int
        The row of the headers, counted from 1.
    columns : mapping of str to int
        The place of every field's column, counted from 0; missing columns are absent.
    rows : mapping of int to Row
        The rows below the header that hold something, by row number; those of further sheets of
        the kind go on at multiples of `STEP`.
    marks : SheetMarks
        What the markup says beside the values.
    beside : mapping of str to int
        The places of facts that the sheet repeats beside the ID of an expert or a mission.
    first_name : int or None
        The place of first names, where names have two columns.
    base : int
        What is added to the numbers of the rows.
    more : tuple of Source
        The other sheets of the kind.
    heads : mapping of str to str
        The header of every field, as it stands there.
    """

    sheet: Sheet
    title: str
    header_row: int
    columns: Mapping[str, int]
    rows: Mapping[int, Row]
    marks: SheetMarks = field(default_factory=SheetMarks)
    beside: Mapping[str, int] = field(default_factory=dict)
    first_name: int | None = None
    base: int = 0
    more: "tuple[Source, ...]" = ()
    heads: Mapping[str, str] = field(default_factory=dict)

    def of(self, row: int) -> "Source":
        """The sheet that a row is on, this one or one of its kind."""
        return next((s for s in self.more if s.base <= row < s.base + STEP), self)

    def with_rows(self, rows: Mapping[int, Row]) -> "Source":
        """The sheet with other rows."""
        return replace(self, rows=rows)

    def cell(self, field: str, row: int) -> str:
        """The address of a cell, such as C14; where the column is missing, that of the row."""
        place = self.columns.get(field, self.beside.get(field, 0))
        return f"{get_column_letter(place + 1)}{row - self.base}"

    def format(self, field: str, row: int) -> str:
        """The format code of a cell, "" where it says nothing beside the value."""
        formats = self.marks.looks.formats
        return formats.get(self.cell(field, row), "") if formats else ""

    def raw(self, field: str, row: int) -> object:
        """What a cell holds, None where there is no such cell."""
        value = self.at(self.columns.get(field, self.beside.get(field)), row)
        if field == "name" and self.first_name is not None:
            parts = (self.at(self.first_name, row), value)
            return " ".join(str(part) for part in parts if part is not None) or None
        return value

    def at(self, place: int | None, row: int) -> object:
        """What the cell in a column holds, None where there is no such cell."""
        values = self.rows.get(row, ())
        return None if place is None or place >= len(values) else values[place]

    def problem(
        self, row: int, field: str, fault: Fault, severity: Severity = Severity.ERROR
    ) -> Problem:
        """A problem of one cell."""
        raw = self.at(self.columns.get(field, self.beside.get(field)), row)
        cell = self.cell(field, row)
        return Problem(
            code=fault.code,
            severity=severity,
            sheet=self.title,
            cell=cell,
            found="" if raw is None else shown(raw),
            message=fault.message,
            remedy=fault.remedy,
            becomes=None if cell in self.marks.formulas else fault.cell,
        )


@dataclass(slots=True)
class Record:
    """One row with its values; `bad` are the fields that hold none because of a problem."""

    source: Source
    row: int
    values: dict[str, Any]
    bad: set[str]

    @property
    def named(self) -> str:
        """The row in words: "row 5", with the sheet where it is not the first of its kind."""
        number = self.row - self.source.base
        return f"row {number} of {self.source.title}" if self.source.base else f"row {number}"

    def good(self, *fields: str) -> bool:
        """Whether none of these fields (or none at all) is bad."""
        return not (self.bad.intersection(fields) if fields else self.bad)

    def problem(self, field: str, fault: Fault, severity: Severity = Severity.ERROR) -> Problem:
        """A problem of one of the record's cells."""
        return self.source.problem(self.row, field, fault, severity)

    def warning(self, field: str, fault: Fault) -> Problem:
        """A warning about one of the record's cells."""
        return self.problem(field, fault, Severity.WARNING)


def readable_columns(sheet: Sheet) -> tuple[Column, ...]:
    """The columns that the planner reads, in the declared order."""
    return tuple(column for column in sheet.columns if not column.written_only)
