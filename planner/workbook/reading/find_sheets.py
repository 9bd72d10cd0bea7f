"""Find the sheets and the columns of a workbook by their names, and say what is not found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from models.report import Problem, Severity
from planner.domain.spelling import closest, did_you_mean, fold
from planner.workbook.openxml.sheet_marks import SheetMarks
from planner.workbook.reading.cell_values import shown
from planner.workbook.reading.hidden import hidden_warnings
from planner.workbook.reading.sources import Row, Source
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import ALL_SHEETS, PROBLEMS

# A header stands within the first so many rows that hold anything.
HEADER_WITHIN = 20
NEARLY_A_NAME = 80


class Header(NamedTuple):
    """The header row: its number, the place of each field, and headers given twice."""

    row: int
    columns: dict[str, int]
    twice: tuple[int, ...]


def sheet_names(titles: Sequence[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The workbook's name of every declared sheet that it has, and the problems with names."""
    names: dict[str, str] = {}
    problems: list[Problem] = []
    known = {fold(sheet.name): sheet.name for sheet in (*ALL_SHEETS, PROBLEMS)}
    for title in titles:
        name = known.get(fold(title))
        if name in names:
            problems.append(_sheet_twice(name, names[name], title))
        elif name is not None:
            names[name] = title
    others = [title for title in titles if fold(title) not in known]
    return names, (*problems, *_missing_sheets(names, others), *_unknown_sheets(names, others))


def _sheet_twice(name: str, first: str, second: str) -> Problem:
    return Problem(
        code="sheet-twice",
        sheet=second,
        found=second,
        message=f'Two sheets are named {name}: "{first}" and "{second}".',
        remedy="Rename or delete one of them.",
    )


def _missing_sheets(names: Mapping[str, str], others: Sequence[str]) -> Iterator[Problem]:
    for sheet in ALL_SHEETS:
        if sheet.required and sheet.name not in names:
            near = closest(sheet.name, others)
            question = f'Is it the sheet "{near}"? Then rename it. ' if near else ""
            yield Problem(
                code="sheet-missing",
                message=f"The workbook has no sheet {sheet.name}.",
                remedy=f"{question}It needs the columns {_needed(sheet)}.",
            )


def _unknown_sheets(names: Mapping[str, str], others: Sequence[str]) -> Iterator[Problem]:
    absent = [s.name for s in ALL_SHEETS if s.name not in names and not s.required]
    for title in others:
        near = closest(title, absent, NEARLY_A_NAME)
        if near:
            yield Problem(
                code="sheet-unknown",
                severity=Severity.WARNING,
                sheet=title,
                found=title,
                message=f'The planner knows no sheet "{title}" and carries it over unread.',
                remedy=f"{did_you_mean(near)} Then rename the sheet.",
            )


def _needed(sheet: Sheet) -> str:
    return ", ".join(column.header for column in sheet.columns if column.required)


def find_header(sheet: Sheet, rows: Mapping[int, Row]) -> Header | None:
    """The row that holds most of a sheet's headers; None where no row holds any."""
    found = [_header(sheet, number, row) for number, row in islice(rows.items(), HEADER_WITHIN)]
    best = max(found, key=lambda header: len(header.columns), default=None)
    return best if best is not None and best.columns else None


def _header(sheet: Sheet, number: int, row: Row) -> Header:
    fields = {fold(column.header): column.field for column in sheet.columns}
    texts = {place: value for place, value in enumerate(row) if isinstance(value, str)}
    columns: dict[str, int] = {}
    twice = []
    for place, text in texts.items():
        name = fields.get(fold(text))
        if name in columns:
            twice.append(place)
        elif name is not None:
            columns[name] = place
    for place, text in texts.items():  # "Fixed cost (EUR)" is the column Fixed cost
        name = fields.get(fold(text.partition("(")[0]))
        if name is not None and place not in columns.values():
            columns.setdefault(name, place)
    return Header(number, columns, tuple(twice))


def source_of(
    sheet: Sheet, title: str, rows: Mapping[int, Row], marks: SheetMarks
) -> tuple[Source | None, tuple[Problem, ...]]:
    """A sheet with its header found, and the problems with its columns.

    None where the sheet holds nothing that could be read; whether that is a problem depends on
    the sheet.
    """
    header = find_header(sheet, rows)
    if header is None:
        return None, _no_header(sheet, title, rows)
    data = _data_rows(rows, header)
    source = Source(sheet, title, header.row, header.columns, data, marks)
    if not data:
        return source, _no_rows(sheet, title, header.row)
    head = rows[header.row]
    return source, (
        *_columns_missing(source, head),
        *_columns_twice(source, head, header.twice),
        *_columns_unknown(source, head),
        *hidden_warnings(source),
    )


def _data_rows(rows: Mapping[int, Row], header: Header) -> dict[int, Row]:
    places = sorted(header.columns.values())
    return {
        number: row
        for number, row in rows.items()
        if number > header.row and any(_holds(row, place) for place in places)
    }


def _holds(row: Row, place: int) -> bool:
    value = row[place] if place < len(row) else None
    return value is not None and (not isinstance(value, str) or not _blank(value))


def _blank(text: str) -> bool:
    return not text.strip(" \t\r\n\xa0\u200b\ufeff")


def _no_header(sheet: Sheet, title: str, rows: Mapping[int, Row]) -> tuple[Problem, ...]:
    if not rows:
        return _no_rows(sheet, title)
    return (
        Problem(
            code="header-missing",
            sheet=title,
            cell="A1",
            message=f"None of the first {HEADER_WITHIN} rows of the sheet holds its column names.",
            remedy=f"Put the column names in one row above the data: {_needed(sheet)}.",
        ),
    )


def _no_rows(sheet: Sheet, title: str, header_row: int = 1) -> tuple[Problem, ...]:
    if not sheet.required:
        return ()
    return (
        Problem(
            code="sheet-empty",
            sheet=title,
            cell=f"A{header_row}",
            message=f"The sheet {title} has no rows.",
            remedy=f"Fill in its columns, at least {_needed(sheet)}.",
        ),
    )


def _unknown_headers(source: Source, head: Row) -> dict[str, int]:
    known = set(source.columns.values())
    return {
        shown(value): place
        for place, value in enumerate(head)
        if isinstance(value, str) and not _blank(value) and place not in known
    }


def _columns_missing(source: Source, head: Row) -> Iterator[Problem]:
    others = tuple(_unknown_headers(source, head))
    for column in source.sheet.columns:
        if not column.required or column.field in source.columns:
            continue
        near = closest(column.header, others)
        question = f'Is it the column "{near}"? Then rename it. ' if near else ""
        yield Problem(
            code="column-missing",
            sheet=source.title,
            cell=f"A{source.header_row}",
            found=near or "",
            message=f"The sheet has no column {column.header}.",
            remedy=f"{question}Add the column to the header in row {source.header_row}.",
        )


def _columns_twice(source: Source, head: Row, twice: Iterable[int]) -> Iterator[Problem]:
    for place in twice:
        yield Problem(
            code="column-twice",
            sheet=source.title,
            cell=f"{get_column_letter(place + 1)}{source.header_row}",
            found=shown(head[place]),
            message=f"The column {shown(head[place])} is there twice.",
            remedy="Rename or delete one of the two.",
        )


def _columns_unknown(source: Source, head: Row) -> Iterator[Problem]:
    absent = [
        column.header
        for column in source.sheet.columns
        if column.field not in source.columns and not column.required and not column.written_only
    ]
    for header, place in _unknown_headers(source, head).items():
        near = closest(header, absent, NEARLY_A_NAME)
        if near:
            yield Problem(
                code="column-unknown",
                severity=Severity.WARNING,
                sheet=source.title,
                cell=f"{get_column_letter(place + 1)}{source.header_row}",
                found=header,
                message=f'The planner knows no column "{header}" here and carries it over unread.',
                remedy=f"{did_you_mean(near)} Then rename the column.",
            )
