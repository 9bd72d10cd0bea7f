"""The sheets of a workbook as they were found: where the header is, which column holds what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from models.report import Problem, Severity
from planner.workbook.openxml.sheet_marks import SheetMarks
from planner.workbook.reading.cell_values import Fault, shown
from planner.workbook.schema.columns import Column, Sheet

Row = tuple[object, ...]


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
        The rows below the header that hold something, by row number.
    """

    sheet: Sheet
    title: str
    header_row: int
    columns: Mapping[str, int]
    rows: Mapping[int, Row]
    marks: SheetMarks = field(default_factory=SheetMarks)

    def cell(self, field: str, row: int) -> str:
        """The address of a cell, such as C14; where the column is missing, that of the row."""
        return f"{get_column_letter(self.columns.get(field, 0) + 1)}{row}"

    def raw(self, field: str, row: int) -> object:
        """What a cell holds, None where there is no such cell."""
        place, values = self.columns.get(field), self.rows.get(row, ())
        return None if place is None or place >= len(values) else values[place]

    def problem(
        self, row: int, field: str, fault: Fault, severity: Severity = Severity.ERROR
    ) -> Problem:
        """A problem of one cell."""
        raw = self.raw(field, row)
        return Problem(
            code=fault.code,
            severity=severity,
            sheet=self.title,
            cell=self.cell(field, row),
            found="" if raw is None else shown(raw),
            message=fault.message,
            remedy=fault.remedy,
        )


@dataclass(slots=True)
class Record:
    """One row with its values; `bad` are the fields that hold none because of a problem."""

    source: Source
    row: int
    values: dict[str, Any]
    bad: set[str]

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
