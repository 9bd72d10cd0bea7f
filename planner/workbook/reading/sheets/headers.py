"""Find the header row of a sheet and the column of every field, by the words that stand there."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from planner.domain.spelling import fold, only_close
from planner.workbook.reading.sheets.header_words import (
    BESIDE_EXPERT,
    BESIDE_MISSION,
    FIRST_NAMES,
    fields_of,
    key,
)
from planner.workbook.reading.sheets.sources import Row
from planner.workbook.reading.values.cell_values import shown
from planner.workbook.schema.columns import Sheet

# A header stands within the first so many rows that hold anything.
HEADER_WITHIN = 20
# As like as this, a header is taken for a slip of the fingers.
_SURE = 88
_BRACKET = re.compile(r"[(\[].*")

Renamed = Mapping[str, str]
Choose = Callable[[tuple[str, ...]], str | None]


class Header(NamedTuple):
    """The header row.

    Attributes
    ----------
    row : int
        Its number.
    columns : dict of str to int
        The place of each field.
    twice : tuple of int
        The places of headers that stand there a second time.
    taken : dict of str to int
        Those of the columns whose header is another word for the field.
    doubtful : dict of str to tuple of int
        The places of headers that may all stand for one field.
    beside : dict of str to int
        The places of facts that the sheet repeats beside an ID.
    first_name : int or None
        The place of first names, where the name has two columns.
    """

    row: int
    columns: dict[str, int]
    twice: tuple[int, ...] = ()
    taken: dict[str, int] = {}  # noqa: RUF012 - a NamedTuple's default, never changed
    doubtful: dict[str, tuple[int, ...]] = {}  # noqa: RUF012
    beside: dict[str, int] = {}  # noqa: RUF012
    first_name: int | None = None


def find_header(
    sheet: Sheet, rows: Mapping[int, Row], renamed: Renamed | None = None
) -> Header | None:
    """The row that holds most of a sheet's headers; None where no row holds any.

    Parameters
    ----------
    renamed : mapping of str to str
        Fields by other words for them (as `key` writes them), as the settings keep them.
    """
    ranked = [(_rank(sheet, row, renamed or {}), number) for number, row in _head(rows)]
    best = max(ranked, key=lambda rank: rank[0], default=((0, 0), 0))
    if best[0] == (0, 0):
        return None
    header = _header(sheet, best[1], rows[best[1]], renamed or {})
    return header if header.columns else None


def _head(rows: Mapping[int, Row]) -> Iterator[tuple[int, Row]]:
    return islice(rows.items(), HEADER_WITHIN)


def _rank(sheet: Sheet, row: Row, renamed: Renamed) -> tuple[int, int]:
    """How many cells of a row are headers of the sheet, and how many other words for them."""
    own = {fold(column.header) for column in sheet.columns} | renamed.keys()
    others = fields_of(sheet.name, weak=True)
    keys = {key(_BRACKET.sub("", value)) for value in row if isinstance(value, str)} - {""}
    return len(keys & own), len(keys & others.keys())


def _header(sheet: Sheet, number: int, row: Row, renamed: Renamed) -> Header:
    texts = {p: v for p, v in enumerate(row) if isinstance(v, str) and key(v)}
    fields = {fold(column.header): column.field for column in sheet.columns}
    columns: dict[str, int] = {}
    twice = []
    for place, text in texts.items():
        name = renamed.get(key(text)) or fields.get(fold(text))
        if name in columns:
            twice.append(place)
        elif name is not None:
            columns[name] = place
    for place, text in texts.items():  # "Fixed cost (EUR)" is the column Fixed cost
        name = fields.get(fold(_BRACKET.sub("", text)))
        if name is not None and place not in columns.values():
            columns.setdefault(name, place)
    taken, doubtful = _other_words(sheet, _left(texts, columns, twice), columns)
    columns |= taken
    rest = _left(texts, columns, twice)
    return Header(
        number,
        columns,
        tuple(twice),
        taken,
        doubtful,
        _beside(sheet, rest, columns),
        _first_name(sheet, rest, columns),
    )


def _left(
    texts: Mapping[int, str], columns: Mapping[str, int], twice: Iterable[int]
) -> dict[int, str]:
    used = {*columns.values(), *twice}
    return {place: text for place, text in texts.items() if place not in used}


def _other_words(
    sheet: Sheet, texts: Mapping[int, str], columns: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """The fields that other words stand for, and those for which several do.

    A word that may stand for two absent fields is taken for the one that the sheet must have.
    """
    required = {column.field for column in sheet.columns if column.required}
    absent = {c.field for c in sheet.columns if c.field not in columns and not c.written_only}
    taken: dict[str, int] = {}
    choices: tuple[tuple[bool, Choose], ...] = (
        (False, _only),
        (True, _only),
        (True, lambda fields: _only(tuple(f for f in fields if f in required))),
    )
    for weak, choose in choices:
        while sure := _sure(_claims(sheet, texts, absent, taken, weak), choose):
            taken |= sure
    left = _wanted(_claims(sheet, texts, absent, taken, weak=True), _only)
    return taken, {field: tuple(places) for field, places in left.items()}


def _only(fields: tuple[str, ...]) -> str | None:
    return fields[0] if len(fields) == 1 else None


def _wanted(claims: Mapping[int, tuple[str, ...]], choose: Choose) -> dict[str, list[int]]:
    wanted: dict[str, list[int]] = {}
    for place, fields in claims.items():
        if (field := choose(fields)) is not None:
            wanted.setdefault(field, []).append(place)
    return wanted


def _sure(claims: Mapping[int, tuple[str, ...]], choose: Choose) -> dict[str, int]:
    wanted = _wanted(claims, choose)
    return {field: places[0] for field, places in wanted.items() if len(places) == 1}


def _claims(
    sheet: Sheet,
    texts: Mapping[int, str],
    absent: set[str],
    taken: Mapping[str, int],
    weak: bool,
) -> dict[int, tuple[str, ...]]:
    """The absent fields that each header which is not yet taken may stand for."""
    found = {
        place: tuple(f for f in _fields(sheet, text, weak) if f in absent and f not in taken)
        for place, text in texts.items()
        if place not in taken.values()
    }
    return {place: fields for place, fields in found.items() if fields}


def _fields(sheet: Sheet, text: str, weak: bool) -> tuple[str, ...]:
    table = fields_of(sheet.name, weak)
    plain = key(_BRACKET.sub("", text)) or key(text)
    exact = table.get(key(text)) or table.get(plain)
    if exact:
        return exact
    headers = {column.header: column.field for column in sheet.columns if not column.written_only}
    near = only_close(text, tuple(headers), _SURE)
    alike = near is not None and re.findall(r"\d+", near) == re.findall(r"\d+", text)
    return (headers[near],) if near and alike else ()


def _beside(sheet: Sheet, texts: Mapping[int, str], columns: Mapping[str, int]) -> dict[str, int]:
    """Columns that repeat a fact of the expert or the mission, in sheets without such a field."""
    declared = {column.field for column in sheet.columns}
    found: dict[str, int] = {}
    for owner, table in (("expert_id", BESIDE_EXPERT), ("mission_id", BESIDE_MISSION)):
        if owner not in columns:
            continue
        for field, words in table.items():
            keys = {key(word) for word in words}
            places = [place for place, text in texts.items() if key(text) in keys]
            if field not in declared and len(places) == 1 and places[0] not in found.values():
                found[field] = places[0]
    return found


def _first_name(sheet: Sheet, texts: Mapping[int, str], columns: Mapping[str, int]) -> int | None:
    """The column of first names beside one of surnames, on a sheet of people."""
    if "name" not in columns or sheet.name != "Experts":
        return None
    keys = {key(word) for word in FIRST_NAMES}
    places = [place for place, text in texts.items() if key(text) in keys]
    return places[0] if len(places) == 1 else None


def unknown_headers(header: Header, head: Row) -> Iterator[tuple[str, int]]:
    """The texts of the header row that stand for no column, with their places."""
    used = {*header.columns.values(), *header.twice, header.first_name}
    for place, value in enumerate(head):
        if isinstance(value, str) and key(value) and place not in used:
            yield shown(value), place
