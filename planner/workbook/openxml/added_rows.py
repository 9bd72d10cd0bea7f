"""Write rows of text below all others of a sheet; every other cell stays as it was."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from openpyxl.utils import get_column_letter

from planner.workbook.openxml.package import Package

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?sheetData>)", re.DOTALL)
_ROW = re.compile(
    rb"""<(?:\w+:)?row\b[^<>]*?\br=["'](\d+)["'][^<>]*?(?:/>|>.*?</(?:\w+:)?row>)""", re.DOTALL
)
# What a sheet says of its own extent; it may leave that out.
_EXTENT = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*/>")
_REF = re.compile(rb'\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_TOTALS = re.compile(rb'\btotalsRow(?:Count|Shown)="1"')

Row = Mapping[int, tuple[str, int]]


def with_rows(content: bytes, first: int, rows: Sequence[Row]) -> bytes:
    """The markup of a sheet with more rows, from a row on below which no cell has a value.

    Parameters
    ----------
    rows : sequence of mapping
        The text of each cell by the number of its column, with the number of its style.
    """
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


def _row(prefix: bytes, number: int, cells: Row) -> bytes:
    body = b"".join(_cell(prefix, number, column, *cells[column]) for column in sorted(cells))
    return b'<%srow r="%d">%s</%srow>' % (prefix, number, body, prefix)


def _cell(prefix: bytes, row: int, column: int, text: str, style: int) -> bytes:
    address = f"{get_column_letter(column)}{row}".encode("ascii")
    said = escape(text, quote=False).encode("utf-8")
    inner = b'<%sis><%st xml:space="preserve">%s</%st></%sis>'
    inner %= (prefix, prefix, said, prefix, prefix)
    return b'<%sc r="%s" s="%d" t="inlineStr">%s</%sc>' % (prefix, address, style, inner, prefix)
