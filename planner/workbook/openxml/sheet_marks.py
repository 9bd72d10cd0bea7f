"""What a sheet's markup says beside its values: hidden rows, merged cells, unsaved formulas.

openpyxl's quick way of reading a workbook gives values only, and its thorough way takes longer and
keeps every cell in memory; these few marks are all that the reader misses.
"""

import html
import re
from typing import NamedTuple

from openpyxl.utils import range_boundaries

from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.cell_looks import CellLooks, Looks, cells_with
from planner.workbook.openxml.package import Package

LAST_COLUMN = 16_384

_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br=["'](\d+)["'][^<>]*>""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^<>]*>")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^<>]*?\bref=["']([A-Z0-9:$]+)["']""")
_TABLE_REF = re.compile(rb"""<(?:\w+:)?table\b[^<>]*?\bref=["']([A-Z0-9:$]+)["']""")
_TOTALS = re.compile(rb"""<(?:\w+:)?table\b[^<>]*?\btotalsRowCount=["'](\d+)["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*[^<>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>[^<]")
_TEXT_TYPE = re.compile(rb"""\bt=["'](?:str|inlineStr)["']""")


class MarkedArea(NamedTuple):
    """A block of merged cells, both ends included, counted from 1."""

    left: int
    top: int
    right: int
    bottom: int
    name: str

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell belongs to the block."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class SheetMarks(NamedTuple):
    """Marks of one sheet.

    Attributes
    ----------
    hidden_rows, hidden_columns : frozenset of int
        Numbers, counted from 1.
    merged : tuple of MarkedArea
        Blocks of merged cells.
    unsaved : dict of str to str
        Formulas that were saved without a value, by cell.
    looks : CellLooks
        Formats of numbers and struck-out text.
    totals : frozenset of int
        The totals rows of the sheet's tables.
    tables : tuple of MarkedArea
        The sheet's tables.
    formulas : frozenset of str
        The cells whose values formulas make.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[MarkedArea, ...] = ()
    unsaved: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple's default, never changed
    looks: CellLooks = CellLooks()
    totals: frozenset[int] = frozenset()
    tables: tuple[MarkedArea, ...] = ()
    formulas: frozenset[str] = frozenset()


def sheet_parts(package: Package) -> dict[str, str]:
    """The part of every sheet by the sheet's name."""
    return {name: part for name, part in BookPart(package).sheets() if part in package.parts}


def marks_of(package: Package, part: str, looks: Looks) -> SheetMarks:
    """The marks in the markup of one sheet and of its tables."""
    content = package.parts[part]
    head, _, rest = content.partition(b"sheetData")
    formulas = _formulas(rest)
    tables = [
        package.parts[relation.target]
        for relation in package.relations(part)
        if relation.kind == "table" and relation.target in package.parts
    ]
    return SheetMarks(
        _hidden_rows(rest),
        frozenset(_hidden_columns(head)),
        tuple(_area(m[1].decode("ascii")) for m in _MERGED.finditer(rest)),
        {cell: text for cell, (text, saved) in formulas.items() if not saved},
        cells_with(rest, looks),
        frozenset(row for table in tables for row in _totals_rows(table)),
        tuple(area for table in tables for area in _table_area(table)),
        frozenset(formulas),
    )


def _table_area(table: bytes) -> tuple[MarkedArea, ...]:
    match = _TABLE_REF.search(table)
    return (_area(match[1].decode("ascii")),) if match else ()


def _totals_rows(table: bytes) -> range:
    areas, count = _table_area(table), _TOTALS.search(table)
    if not areas or count is None:
        return range(0)
    return range(areas[0].bottom - int(count[1]) + 1, areas[0].bottom + 1)


def _hidden_rows(content: bytes) -> frozenset[int]:
    if b"hidden" not in content:
        return frozenset()
    return frozenset(int(m[1]) for m in _ROW.finditer(content) if _HIDDEN.search(m[0]))


def _hidden_columns(head: bytes) -> set[int]:
    found: set[int] = set()
    for match in _COLUMN.finditer(head):
        ends = [re.search(rb"""\b%s=["'](\d+)["']""" % name, match[0]) for name in (b"min", b"max")]
        if _HIDDEN.search(match[0]) and ends[0] and ends[1]:
            found.update(range(int(ends[0][1]), min(int(ends[1][1]), LAST_COLUMN) + 1))
    return found


def _area(ref: str) -> MarkedArea:
    left, top, right, bottom = range_boundaries(ref)
    return MarkedArea(left or 1, top or 1, right or 1, bottom or 1, ref)


def _formulas(content: bytes) -> dict[str, tuple[str, bool]]:
    """The formulas by cell, each with whether it was saved with a value."""
    if not re.search(rb"<(?:\w+:)?f[\s>/]", content):
        return {}
    found = {}
    for cell in _CELL.finditer(content):
        formula = _FORMULA.search(cell[2])
        place = re.search(rb"""\br=["']([A-Z]+\d+)["']""", cell[1]) if formula else None
        if formula and place:
            saved = bool(_VALUE.search(cell[2]) or _TEXT_TYPE.search(cell[1]))
            found[place[1].decode("ascii")] = _formula_text(formula[1] or b""), saved
    return found


def _formula_text(formula: bytes) -> str:
    return "=" + html.unescape(formula.decode("utf-8", errors="replace"))
