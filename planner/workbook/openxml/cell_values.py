"""Write values into single cells of the markup of a sheet; every other byte stays as it was."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape

from planner.workbook.openxml.paint import Styles

# Day 0 of the two ways of counting; the first counts a 29 February 1900 that never was.
_FROM_1900, _FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)

Value = str | int | date

_CELL = re.compile(
    rb"""<((?:\w+:)?)c\b([^<>]*?\br=["']([A-Z]+\d+)["'][^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)""",
    re.DOTALL,
)
_TYPE = re.compile(rb"""\s*\bt=["'][^"']*["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")


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
