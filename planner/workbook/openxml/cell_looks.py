"""What cells look like where that says more than their values: formats of numbers, struck-out text.

A percentage is a small number to a program, and the last day of a month shown as "Dec-27" its
first; only the styles of the workbook know. Styles that say nothing of the kind are left out, so
that few cells are looked at.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from planner.workbook.openxml import markup
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.markup import Element
from planner.workbook.openxml.package import Package

# Formats that every workbook has without saying so.
_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
_TELLING = re.compile(r"%|[€£¥₣₹$]|[A-Z]{3}|y|\"[^\"]*[km]", re.IGNORECASE)
_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*?\br=["']([A-Z]+\d+)["'])(?=[^>]*?\bs=["'](\d+)["'])[^>]*>"""
)


class Looks(NamedTuple):
    """The styles of a workbook that say something.

    Attributes
    ----------
    formats : mapping of int to str
        The format codes of percentages, currencies and dates, by the number of the style.
    struck : frozenset of int
        The numbers of the styles with struck-out text.
    """

    formats: Mapping[int, str] = {}
    struck: frozenset[int] = frozenset()


class CellLooks(NamedTuple):
    """The cells of a sheet with such a style, by address."""

    formats: Mapping[str, str] = {}
    struck: frozenset[str] = frozenset()


def looks_of(package: Package) -> Looks:
    """The styles of a workbook that say something."""
    part = BookPart(package).related("styles")
    if part is None or part not in package.parts:
        return Looks()
    root = markup.parse(package.parts[part])
    codes = _BUILT_IN | _own_codes(root)
    fonts = _struck_fonts(root)
    formats: dict[int, str] = {}
    struck = set()
    for number, xf in enumerate(_children(root, "cellXfs", "xf")):
        code = codes.get(_number(xf, "numFmtId"), "")
        if _TELLING.search(code):
            formats[number] = code
        if _number(xf, "fontId") in fonts:
            struck.add(number)
    return Looks(formats, frozenset(struck))


def cells_with(content: bytes, looks: Looks) -> CellLooks:
    """The cells of the markup of a sheet that have one of the styles."""
    if not looks.formats and not looks.struck:
        return CellLooks()
    formats: dict[str, str] = {}
    struck = set()
    for match in _CELL.finditer(content):
        style = int(match[2])
        if style in looks.formats:
            formats[match[1].decode("ascii")] = looks.formats[style]
        if style in looks.struck:
            struck.add(match[1].decode("ascii"))
    return CellLooks(formats, frozenset(struck))


def _own_codes(root: Element) -> dict[int, str]:
    return {
        _number(row, "numFmtId"): row.getAttribute("formatCode")
        for row in _children(root, "numFmts", "numFmt")
    }


def _struck_fonts(root: Element) -> frozenset[int]:
    fonts = enumerate(_children(root, "fonts", "font"))
    return frozenset(number for number, font in fonts if _is_struck(font))


def _is_struck(font: Element) -> bool:
    strike = markup.child(font, "strike")
    return strike is not None and strike.getAttribute("val") not in ("0", "false")


def _children(root: Element, group: str, name: str) -> list[Element]:
    parent = markup.child(root, group)
    return [] if parent is None else markup.children(parent, name)


def _number(element: Element, name: str) -> int:
    text = element.getAttribute(name)
    return int(text) if text.isdecimal() else 0
