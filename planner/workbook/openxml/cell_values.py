"""Write single cells, or rows below all others, of a sheet; every other cell stays as it was."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from openpyxl.utils import get_column_letter

from planner.workbook.openxml.package import Package
from planner.workbook.openxml.paint import Styles

# Day 0 of the two ways of counting; the first counts a 29 February 1900 that never was.
_FROM_1900, _FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)

Value = str | int | date
# The text of each cell of a row by the number of its column, with the number of its style.
TextRow = Mapping[int, tuple[str, int]]

_CELL = re.compile(
    rb"""<((?:\w+:)?)c\b([^<>]*?\br=["']([A-Z]+\d+)["'][^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)""",
    re.DOTALL,
)
_TYPE = re.compile(rb"""\s*\bt=["'][^"']*["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?sheetData>)", re.DOTALL)
_ROW = re.compile(
    rb"""<(?:\w+:)?row\b[^<>]*?\br=["'](\d+)["'][^<>]*?(?:/>|>.*?</(?:\w+:)?row>)""", re.DOTALL
)
# What a sheet says of its own extent; it may leave that out.
_EXTENT = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*/>")
_REF = re.compile(rb'\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_TOTALS = re.compile(rb'\btotalsRow(?:Count|Shown)="1"')


def with_values(
    content: bytes, values: Mapping[str, Value], styles: Styles, from_1904: bool
) -> bytes:
    """The markup of a sheet with other values in some of its cells, by address.

    Cells that the markup does not have stay blank; `paint` makes those that it colours.
    """

    def changed(match: re.Match[bytes]) -> bytes:
        value = values.get(match[3].decode("ascii"))
        if value is None:
            return match[0]
        attributes = _TYPE.sub(b"", match[2]).rstrip(b" /")
        if isinstance(value, date):
            attributes = _STYLE.sub(lambda m: b's="%d"' % styles.dated(int(m[1])), attributes)
        return _cell(match[1], attributes, value, from_1904)

    return _CELL.sub(changed, content)


def _cell(prefix: bytes, attributes: bytes, value: Value, from_1904: bool) -> bytes:
    if value == "":
        return b"<%sc%s/>" % (prefix, attributes)
    if isinstance(value, str):
        text = escape(value, quote=False).encode("utf-8")
        inner = b"<%sis><%st>%s</%st></%sis>" % ((prefix,) * 2 + (text,) + (prefix,) * 2)
        return b'<%sc%s t="inlineStr">%s</%sc>' % (prefix, attributes, inner, prefix)
    number = _serial(value, from_1904) if isinstance(value, date) else value
    return b"<%sc%s><%sv>%d</%sv></%sc>" % (prefix, attributes, prefix, number, prefix, prefix)


def _serial(day: date, from_1904: bool) -> int:
    return (day - (_FROM_1904 if from_1904 else _FROM_1900)).days


def with_rows(content: bytes, first: int, rows: Sequence[TextRow]) -> bytes:
    """The markup of a sheet with more rows, from a row on below which no cell has a value."""
    match = _DATA.search(content)
    assert match is not None
    new = range(first, first + len(rows))
    prefix, body = match[1], match[2] or b""
    kept = _ROW.sub(lambda row: b"" if int(row[1]) in new else row[0], body)
    at = next((m.start() for m in _ROW.finditer(kept) if int(m[1]) >= first), len(kept))
    made = b"".join(_row(prefix, n, row) for n, row in zip(new, rows, strict=True))
    data = b"<%ssheetData>%s</%ssheetData>" % (prefix, kept[:at] + made + kept[at:], prefix)
    head, rest = content[: match.start()], content[match.end() :]
    return _EXTENT.sub(b"", head) + data + rest


def stretch_tables(package: Package, part: str, first: int, last: int) -> None:
    """Have the table that the rows stand right below take them in, unless it has totals."""
    for relation in package.relations(part):
        content = package.parts.get(relation.target, b"")
        found = _REF.search(content) if relation.kind == "table" else None
        if found and int(found[4]) >= first - 1 and not _TOTALS.search(content):
            end = max(last, int(found[4]))
            ref = rb'ref="\g<1>\g<2>:\g<3>%d"' % end
            package.parts[relation.target] = _REF.sub(ref, content)


def _row(prefix: bytes, number: int, cells: TextRow) -> bytes:
    body = b"".join(_text_cell(prefix, number, column, *cells[column]) for column in sorted(cells))
    return b'<%srow r="%d">%s</%srow>' % (prefix, number, body, prefix)


def _text_cell(prefix: bytes, row: int, column: int, text: str, style: int) -> bytes:
    address = f"{get_column_letter(column)}{row}".encode("ascii")
    said = escape(text, quote=False).encode("utf-8")
    inner = b'<%sis><%st xml:space="preserve">%s</%st></%sis>'
    inner %= (prefix, prefix, said, prefix, prefix)
    return b'<%sc r="%s" s="%d" t="inlineStr">%s</%sc>' % (prefix, address, style, inner, prefix)
