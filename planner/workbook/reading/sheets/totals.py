"""Rows that are no data: totals, and headers that are repeated further down."""

import re
from collections.abc import Iterator

from models.answers.report import Problem, Severity
from planner.domain.spelling import fold
from planner.workbook.reading.sheets.header_words import key
from planner.workbook.reading.sheets.sources import Row, Source
from planner.workbook.reading.values.cell_values import Fault, shown
from planner.workbook.reading.values.names import region
from planner.workbook.schema.columns import Kind, Sheet

# Total, sum and sub-total in the languages of the WCO's work, and in a few of its neighbours.
_TOTALS = (
    *("total", "totals", "grand total", "overall total", "sum", "sums", "overall", "all in all"),
    *("sub-total", "sub total", "subtotals", "running total", "carried forward", "total général"),
    *("sous-total", "somme", "total partiel", "totaux", "subtotal", "suma", "total general"),
    *("sumatoria", "totales", "totais", "total geral", "soma", "somatório", "parcial"),
    *("المجموع", "مجموع", "الإجمالي", "إجمالي", "الاجمالي", "المجموع الفرعي", "المجموع الكلي"),
    *("итого", "всего", "сумма", "общий итог", "промежуточный итог", "общая сумма", "подытог"),
    *("summe", "gesamt", "gesamtsumme", "zwischensumme", "totale", "somma", "subtotale"),
    *("remaining", "remainder", "balance", "solde", "reste", "restant", "saldo", "restante"),
    *("totaal", "subtotaal", "合计", "总计", "小计", "合計", "小計", "toplam", "jumlah", "Σ"),
)
_SUBTOTALS = ("subtotal", "sub total", "sous total", "zwischensumme", "subtotale", "подытог")


_NOTE = re.compile(
    r"\s*(?:(?:notes?|n\.?b\.?|nota(?: bene)?|sources?|remarks?|remarques?|observations?|"
    r"legend|fuente|légende|comments?|last updated?|as of|ملاحظة|примечание)\b\s*[:.–—-]"
    r"|[*†‡]+\s*\S)",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    """The words of a text, folded: "Sub-total:" is "sub total"."""
    return " ".join(filter(None, (fold(word) for word in re.split(r"[\W_]+", text))))


_WORDS = frozenset(_plain(word) for word in _TOTALS)
_BESIDE = frozenset(
    fold(word)
    for word in (
        *("eur", "usd", "chf", "gbp", "xof", "€", "$", "in", "of", "all", "for", "de", "the", "ht"),
        *("funds", "fund", "missions", "mission", "experts", "expert", "amount", "weeks", "days"),
        *("donors", "fonds", "year", "general", "général", "geral", "plan", "ttc", "available"),
    )
)


def is_total(value: object) -> bool:
    """Whether a whole cell reads Total or the like: "TOTAL:", "Total 2027", "Sub-total ESA"."""
    if not isinstance(value, str) or len(value) > 60:
        return False
    text = _plain(value)
    if text in _WORDS or text.startswith(_SUBTOTALS):
        return True
    words = text.split()
    rest = [word for word in words if word not in _WORDS]
    if not words or len(rest) == len(words):
        return False
    return all(word in _BESIDE or word.isdigit() or region(word) is not None for word in rest)


def is_note(value: object) -> bool:
    """Whether a cell is a note about the rows, by the word or the sign that it begins with."""
    return isinstance(value, str) and bool(_NOTE.match(value))


def without_totals(source: Source) -> tuple[Source, tuple[Problem, ...]]:
    """A sheet without its totals rows and repeated headers, and a problem that tells of each."""
    problems: list[Problem] = []
    left_out = set()
    for row, values in source.rows.items():
        fault = _no_data(source, row, values)
        if fault is not None:
            left_out.add(row)
            field = _first_field(source.sheet)
            problems.append(source.problem(row, field, fault, Severity.WARNING))
    rows = {row: values for row, values in source.rows.items() if row not in left_out}
    return source.with_rows(rows), tuple(problems)


def _no_data(source: Source, row: int, values: Row) -> Fault | None:
    number = row - source.base
    if number in source.marks.totals:
        return _left_out(number, "is the totals row of a table")
    identity = source.raw(_first_field(source.sheet), row)
    cells = [value for value in values if isinstance(value, str) and value.strip()]
    if is_total(identity):
        return _left_out(number, f'reads "{shown(identity)}"')
    if is_note(identity) and len([value for value in values if value is not None]) == 1:
        return _left_out(number, f'reads "{shown(identity)}"')
    if identity is None and any(is_total(value) for value in cells):
        return _left_out(number, f'has no ID and reads "{shown(next(filter(is_total, cells)))}"')
    return _repeated_header(source, row, number)


def _repeated_header(source: Source, row: int, number: int) -> Fault | None:
    first = source.sheet.column(_first_field(source.sheet))
    value = source.raw(first.field, row)
    if not isinstance(value, str) or fold(value) != fold(first.header):
        return None
    declared = {column.field: column.header for column in source.sheet.columns}
    alike = [
        field
        for field in source.columns
        if key(shown(source.raw(field, row) or "")) == key(declared[field])
    ]
    if len(alike) < 2 or len(alike) < len(source.columns) / 2:
        return None
    return _left_out(number, "repeats the header")


def _left_out(number: int, why: str) -> Fault:
    return Fault(
        "row-left-out",
        f"Row {number} {why} and is no data: it is left out.",
        "Nothing to do if that is so; else give the row an ID of its own.",
    )


def _first_field(sheet: Sheet) -> str:
    return next(column.field for column in sheet.columns if column.required)


_STRUCK_CELL = Fault(
    "cell-struck-out",
    "The cell is struck out, and counts like all others.",
    "Clear the cell if it is not to count; else take off the strikethrough.",
)


def struck_rows(source: Source) -> Iterator[Problem]:
    """Warnings of rows and cells whose text is struck out: they count like all others."""
    struck = source.marks.looks.struck
    if not struck:
        return
    for row, values in source.rows.items():
        held = [f for f, place in source.columns.items() if _holds(values, place)]
        cells = [source.cell(field, row) for field in held]
        if cells and sum(cell in struck for cell in cells) * 2 >= len(cells):
            fault = Fault(
                "row-struck-out",
                f"Row {row - source.base} is struck out, and counts like all others.",
                "Delete the row if it is not to count; else take off the strikethrough.",
            )
            yield source.problem(row, _first_field(source.sheet), fault, Severity.WARNING)
            continue
        for field in held:
            words = source.sheet.column(field).kind in (Kind.TEXT, Kind.ANY)
            if not words and source.cell(field, row) in struck:
                yield source.problem(row, field, _STRUCK_CELL, Severity.WARNING)


def _holds(values: Row, place: int) -> bool:
    return place < len(values) and values[place] is not None
