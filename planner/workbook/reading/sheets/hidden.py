"""Warnings of what nobody sees but the planner reads: hidden rows, columns and sheets."""

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter

from models.answers.report import Problem, Severity
from planner.workbook.reading.sheets.sources import Source

_RUNS_SHOWN = 10


def hidden_sheet(title: str) -> Problem:
    """The warning that a hidden sheet counts."""
    return Problem(
        code="sheet-hidden",
        severity=Severity.WARNING,
        sheet=title,
        message=f"The hidden sheet {title} counts like all others.",
        remedy="Unhide it to see what it holds; delete it if it should not count.",
    )


def hidden_warnings(source: Source) -> Iterator[Problem]:
    """Warnings of hidden rows and columns that hold data."""
    rows = [row for row in source.rows if row in source.marks.hidden_rows]
    if rows:
        yield _hidden_warning(
            source,
            "rows-hidden",
            f"A{rows[0]}",
            f"{_count(len(rows), 'hidden row')} of the sheet ({_ranges(rows)}) "
            f"{'counts' if len(rows) == 1 else 'count'} like all others.",
            "Unhide them (or clear the filter) to see them; delete those that should not count.",
        )
    read = [c for c in source.sheet.columns if c.field in source.columns and not c.written_only]
    for column in read:
        place = source.columns[column.field] + 1
        if place in source.marks.hidden_columns:
            cell = f"{get_column_letter(place)}{source.header_row}"
            message = f"The hidden column {column.header} counts like all others."
            yield _hidden_warning(source, "column-hidden", cell, message, "Unhide it to see it.")


def _hidden_warning(source: Source, code: str, cell: str, message: str, remedy: str) -> Problem:
    return Problem(
        code=code,
        severity=Severity.WARNING,
        sheet=source.title,
        cell=cell,
        message=message,
        remedy=remedy,
    )


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def _ranges(numbers: Sequence[int]) -> str:
    """Row numbers for people: 5, 7-9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown_runs = [f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs[:_RUNS_SHOWN]]
    return ", ".join(shown_runs) + (", ..." if len(runs) > _RUNS_SHOWN else "")
