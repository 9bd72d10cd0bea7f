"""Find the sheets and the columns of a workbook by their names, and say what is not found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter

from models.answers.report import Problem, Severity
from planner.domain.spelling import closest, did_you_mean, fold
from planner.domain.wording import counted, listed
from planner.workbook.openxml.sheet_marks import SheetMarks
from planner.workbook.reading.meaning.other_units import beside, other_unit, wanted
from planner.workbook.reading.sheets.headers import (
    HEADER_WITHIN,
    Header,
    find_header,
    unknown_headers,
)
from planner.workbook.reading.sheets.hidden import hidden_warnings
from planner.workbook.reading.sheets.sources import Row, Source
from planner.workbook.reading.sheets.totals import struck_rows, without_totals
from planner.workbook.reading.values.cell_values import shown
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import ALL_SHEETS, BESIDE

NEARLY_A_NAME = 80


def sheet_names(
    titles: Sequence[str], renamed: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The workbook's name of every declared sheet that it has, and the problems with names.

    Parameters
    ----------
    renamed : mapping of str to str
        Declared names by other (folded) names, as the settings keep them.
    """
    names: dict[str, str] = {}
    problems: list[Problem] = []
    known = {fold(sheet.name): sheet.name for sheet in (*ALL_SHEETS, *BESIDE)} | dict(renamed)
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


def source_of(
    sheet: Sheet,
    title: str,
    rows: Mapping[int, Row],
    marks: SheetMarks,
    *,
    renamed: Mapping[str, str] | None = None,
    base: int = 0,
) -> tuple[Source | None, tuple[Problem, ...]]:
    """A sheet with its header found, and the problems with its columns.

    None where the sheet holds nothing that could be read; whether that is a problem depends on
    the sheet.

    Parameters
    ----------
    renamed : mapping of str to str
        Fields by other words for them, as the settings keep them.
    base : int
        What is added to the numbers of the rows.
    """
    header = find_header(sheet, rows, renamed)
    if header is None:
        return None, _no_header(sheet, title, rows)
    data = {number + base: row for number, row in _data_rows(rows, header).items()}
    source = Source(
        sheet,
        title,
        header.row,
        header.columns,
        data,
        marks,
        header.beside,
        header.first_name,
        base,
        heads={field: str(rows[header.row][place]) for field, place in header.columns.items()},
    )
    if not data:
        needed = {column.field for column in sheet.columns if column.required}
        if needed and needed.isdisjoint(header.columns):  # a row of data holds one of the words
            return None, _no_header(sheet, title, rows)
        return source, _no_rows(sheet, title, header.row)
    head = rows[header.row]
    sound, left_out = without_totals(source)
    return sound, (
        *_columns_missing(source, header, head),
        *_columns_twice(source, head, header.twice),
        *_columns_doubtful(source, header, head),
        *_columns_taken(source, header, head),
        *_columns_unknown(source, header, head),
        *_columns_nameless(source, head),
        *_columns_in_other_units(source, head),
        *hidden_warnings(source),
        *left_out,
        *struck_rows(sound),
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


def _columns_nameless(source: Source, head: Row) -> Iterator[Problem]:
    """Columns among the others that hold something, and have no header."""
    for place in range(max(source.columns.values())):
        filled = [number for number, row in source.rows.items() if _holds(row, place)]
        if filled and not _holds(head, place):
            letter = get_column_letter(place + 1)
            yield Problem(
                code="column-nameless",
                severity=Severity.WARNING,
                sheet=source.title,
                cell=f"{letter}{source.header_row}",
                message=f"Column {letter} holds something in {counted(len(filled), 'row')} and has "
                "no header: the planner reads nothing of it.",
                remedy="Write its header, or leave it if it is a remark.",
            )


def _columns_in_other_units(source: Source, head: Row) -> Iterator[Problem]:
    """Columns whose header says that their numbers are something else."""
    for column in source.sheet.columns:
        place = source.columns.get(column.field)
        text = str(head[place]) if place is not None else ""
        unit = other_unit(column, beside(column.header, text))
        if place is not None and unit:
            yield Problem(
                code="column-in-another-unit",
                sheet=source.title,
                cell=f"{get_column_letter(place + 1)}{source.header_row}",
                found=text,
                message=f'The header "{shown(text)}" says {unit}; {column.header} takes '
                f"{wanted(column)}.",
                remedy=f"Write the numbers as {wanted(column)}, and {column.header} as header.",
            )


def _columns_missing(source: Source, header: Header, head: Row) -> Iterator[Problem]:
    others = tuple(text for text, _ in unknown_headers(header, head))
    for column in source.sheet.columns:
        if not column.required or column.field in source.columns:
            continue
        near = closest(column.header, others)
        question = f'Is it the column "{near}"? Then rename it. ' if near else ""
        if column.field in header.doubtful:
            question = ""  # that problem says which columns it may be
        yield Problem(
            code="column-missing",
            sheet=source.title,
            cell=f"A{source.header_row}",
            found=near or "",
            message=f"The sheet has no column {column.header}.",
            remedy=f"{question}Add the column to the header in row {source.header_row}.",
        )


def _columns_doubtful(source: Source, header: Header, head: Row) -> Iterator[Problem]:
    for field, places in header.doubtful.items():
        column = source.sheet.column(field)
        texts = [f'"{shown(head[place])}"' for place in places]
        yield Problem(
            code="column-ambiguous",
            severity=Severity.ERROR if column.required else Severity.WARNING,
            sheet=source.title,
            cell=f"{get_column_letter(places[0] + 1)}{source.header_row}",
            found=shown(head[places[0]]),
            message=f"The columns {listed(texts)} may each be the column {column.header}.",
            remedy=f"Name the one that it is {column.header}.",
        )


def _columns_taken(source: Source, header: Header, head: Row) -> Iterator[Problem]:
    """Columns with another word above them; told once for the whole column."""
    for field, place in header.taken.items():
        column = source.sheet.column(field)
        text = shown(head[place])
        yield Problem(
            code="header-read-as",
            severity=Severity.READ_AS,
            sheet=source.title,
            cell=f"{get_column_letter(place + 1)}{source.header_row}",
            found=text,
            message=f'The column "{text}" is read as {column.header}.',
            remedy=f'To keep the word without this line, write "Column {text}" and '
            f'"{source.sheet.name}: {column.header}" on the sheet Settings.',
            becomes=None if _in_table(source, place) else column.header,
        )


def _in_table(source: Source, place: int) -> bool:
    """Whether a header belongs to a table, which keeps its columns' names a second time."""
    return any(area.holds(source.header_row, place + 1) for area in source.marks.tables)


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


def _columns_unknown(source: Source, header: Header, head: Row) -> Iterator[Problem]:
    absent = [
        column.header
        for column in source.sheet.columns
        if column.field not in source.columns and not column.required and not column.written_only
    ]
    known = {*header.beside.values(), *(p for places in header.doubtful.values() for p in places)}
    for text, place in unknown_headers(header, head):
        near = closest(text, absent, NEARLY_A_NAME) if place not in known else None
        if near:
            yield Problem(
                code="column-unknown",
                severity=Severity.WARNING,
                sheet=source.title,
                cell=f"{get_column_letter(place + 1)}{source.header_row}",
                found=text,
                message=f'The planner knows no column "{text}" here and carries it over unread.',
                remedy=f"{did_you_mean(near)} Then rename the column.",
            )
