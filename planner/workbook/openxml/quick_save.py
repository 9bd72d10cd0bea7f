"""A workbook of openpyxl as a package, its cells written as text and nothing packed on the way.

openpyxl makes an object of every cell that it writes, and packs all parts into an archive that
would be unpacked at once. What is written here is the same to the byte, in a third of the time.
Formulas, marked-up texts and what else is rare is left to openpyxl.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, cast
from zipfile import ZipFile

from openpyxl.cell._writer import write_cell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.compat import safe_string
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import RowDimension, SheetDimension
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import xmlfile

from planner.workbook.openxml.bare_rows import BareRow, bare_rows, kind_of
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.restyle import UNMOVED, StyleMap, restyle_sheet

_NO_ROWS = re.compile(rb"<sheetData\s*(?:/>|></sheetData>)")
# What no markup may hold; openpyxl has the words for it.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
# How openpyxl's kinds of values are called in markup: texts, numbers, dates, yes or no.
_KINDS = {"s": "inlineStr", "n": "n", "d": "n", "b": "b"}
# Texts up to this length come again and again: names, codes, titles.
_OFTEN = 80
_MOST_COLUMNS = 16_384
_LETTERS = tuple(map(get_column_letter, range(1, _MOST_COLUMNS + 1)))


def package_of_book(book: Workbook, styles: StyleMap = UNMOVED) -> Package:
    """The parts that openpyxl would save; the workbook is of no use to it afterwards.

    Parameters
    ----------
    styles : StyleMap
        How far the sheets number their styles on: `graft` puts them behind those of a workbook.
    """
    parts = _Archive()
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    _BookWriter(book, cast(ZipFile, parts), styles).write_data()
    return Package(parts.content)


class _Archive:
    """What openpyxl takes for an archive: it keeps every part as it comes."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def writestr(self, name: str, content: str | bytes) -> None:
        self.content[name] = content.encode() if isinstance(content, str) else content

    def namelist(self) -> list[str]:
        return [*self.content]


class _BookWriter(ExcelWriter):
    """openpyxl's writer, with another writer of sheets."""

    _archive: Any

    def __init__(self, book: Workbook, archive: ZipFile, styles: StyleMap) -> None:
        super().__init__(book, archive)
        self._styles = styles

    def write_worksheet(self, sheet: Any) -> None:
        """Write a sheet, and remember that the workbook has it."""
        drawing = sheet._drawing = SpreadsheetDrawing()
        drawing.charts, drawing.images = sheet._charts, sheet._images
        writer = _SheetWriter(sheet, self._styles)
        writer.write()
        sheet._rels = writer._rels
        self._archive.writestr(sheet.path[1:], writer.markup())
        self.manifest.append(sheet)


class _SheetWriter(WorksheetWriter):
    """openpyxl's writer of a sheet, which leaves room for the rows and puts them in at the end."""

    ws: Any
    xf: Any
    out: Any
    _rels: Any

    def __init__(self, sheet: Any, styles: StyleMap) -> None:
        super().__init__(sheet, BytesIO())
        self._moved = styles
        self._plain = bare_rows(sheet)
        self._rows: list[bytes] = []
        self._styles: dict[bytes, str] = {}
        self._row_looks: dict[tuple[object, ...], str] = {}
        self._iso_dates, self._epoch = sheet.parent.iso_dates, sheet.parent.epoch
        self._known: dict[object, str] = {}
        self._looks: dict[int, list[str]] = {}
        self._heights: dict[float, str] = {}

    def write_dimensions(self) -> None:
        """Say how far the sheet reaches, the rows without cells among the others."""
        places = [*self.ws._cells, *self._corners()]
        if not places:
            super().write_dimensions()
            return
        (top, bottom), (left, right) = (
            (min(side), max(side)) for side in zip(*places, strict=True)
        )
        reach = f"{_LETTERS[left - 1]}{top}:{_LETTERS[right - 1]}{bottom}"
        self.xf.send(SheetDimension(reach).to_tree())

    def _corners(self) -> Iterator[tuple[int, int]]:
        for number, row in self._plain.items():
            yield from ((number, 1), (number, len(row.values)))

    def write_rows(self) -> None:
        """Leave room for the rows, and write them beside it."""
        with self.xf.send(True).element("sheetData"):
            pass
        self.xf.send(None)
        made = dict(self.rows())
        for number in sorted({*made, *self._plain}):
            row = self._plain.get(number)
            parts = self._cells(number, made[number]) if row is None else self._bare(number, row)
            self._rows.append("".join(parts).encode("ascii", "xmlcharrefreplace") + b"</row>")

    def _cells(self, number: int, cells: list[Any]) -> Iterator[str]:
        yield f'<row r="{number}"{self._row(self.ws.row_dimensions.get(number))}>'
        for cell in self._written(cells):
            yield self._cell(cell, f"{_LETTERS[cell.column - 1]}{number}")

    def _bare(self, number: int, row: BareRow) -> Iterator[str]:
        yield f'<row r="{number}"{self._height(row.height)}>'
        looks, known = self._looks_of(row.styles), self._known
        for letter, value, look in zip(_LETTERS, row.values, looks, strict=False):
            inner = known.get((value.__class__, value)) or self._bare_value(value)
            yield f'<c r="{letter}{number}"{look}{inner}</c>'

    def _looks_of(self, styles: Sequence[StyleArray]) -> list[str]:
        """How the styles of a row are said; most rows have those of the row above."""
        if id(styles) not in self._looks:
            self._looks[id(styles)] = [self._style_of(style) for style in styles]
        return self._looks[id(styles)]

    def _height(self, points: float) -> str:
        if points not in self._heights:
            row = RowDimension(self.ws, index=1, ht=points)
            self._heights[points] = _attributes(row)
        return self._heights[points]

    def _bare_value(self, value: Any) -> str:
        """What a cell without an object says after its style; what comes often is kept."""
        kind = kind_of(value)
        inner = f' t="{_KINDS[kind]}">{self._inner(value, kind)}'
        if kind != "s" or len(value) <= _OFTEN:
            self._known[type(value), value] = inner
        return inner

    def markup(self) -> bytes:
        """The whole sheet."""
        around = restyle_sheet(self.out.getvalue(), self._moved)
        head, tail = _NO_ROWS.split(around, maxsplit=1)
        return b"".join((head, b"<sheetData>", *self._rows, b"</sheetData>", tail))

    def _row(self, row: Any) -> str:
        """How a row looks, as it is said; most rows are like others."""
        if row is None:
            return ""
        if row.has_style:
            return self._restyled(f"<row {_attributes(row)}>")[5:-1]
        key = (row.ht, row.hidden, row.outlineLevel, row.collapsed, row.thickBot, row.thickTop)
        if key not in self._row_looks:
            self._row_looks[key] = _attributes(row)
        return self._row_looks[key]

    def _written(self, cells: list[Any]) -> Iterator[Any]:
        """The cells that have anything, their comments noted."""
        for cell in cells:
            if cell._comment is not None:
                self.ws._comments.append(CommentRecord.from_cell(cell))
            if cell._value is not None or cell.has_style or cell._comment:
                yield cell

    def _cell(self, cell: Any, place: str) -> str:
        inner = None if cell.hyperlink else self._inner(cell._value, cell.data_type)
        if inner is None:
            return self._as_openpyxl(cell)
        return f'<c r="{place}"{self._style(cell)} t="{_KINDS[cell.data_type]}">{inner}</c>'

    def _inner(self, value: Any, kind: str) -> str | None:
        """What stands within a cell; None where that is for openpyxl to say."""
        if value is None or value == "":
            return "" if kind in _KINDS else None
        if kind == "s":
            return f"<is>{_text(value)}</is>" if _is_plain(value) else None
        if kind == "d":
            if self._iso_dates or getattr(value, "tzinfo", None) is not None:
                return None
            value = to_excel(value, self._epoch)  # type: ignore[no-untyped-call]
        return f"<v>{safe_string(value)}</v>" if kind in _KINDS else None

    def _style(self, cell: Any) -> str:
        """Which of the styles a cell has, as it is said; most cells share a few."""
        return "" if cell._style is None else self._style_of(cell._style)

    def _style_of(self, style: StyleArray) -> str:
        key = style.tobytes()
        if key not in self._styles:
            number = self.ws.parent._cell_styles.add(style) if any(style) else None
            moved = None if number is None else number + self._moved.cells
            self._styles[key] = "" if moved is None else f' s="{moved}"'
        return self._styles[key]

    def _as_openpyxl(self, cell: Any) -> str:
        buffer = BytesIO()
        with xmlfile(buffer) as stream:
            write_cell(stream, self.ws, cell, cell.has_style)
        return self._restyled(buffer.getvalue().decode())

    def _restyled(self, element: str) -> str:
        """What openpyxl wrote, its styles numbered on."""
        return restyle_sheet(element.encode(), self._moved).decode()


def _attributes(row: Any) -> str:
    return "".join(f' {name}="{value}"' for name, value in dict(row).items())


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and (value.isprintable() or not _UNWRITABLE.search(value))


def _text(value: str) -> str:
    space = "" if value == value.strip() else ' xml:space="preserve"'
    return f"<t{space}>{_escaped(value)}</t>"


def _escaped(value: str) -> str:
    """Text as markup; to look each letter up in a table takes six times as long."""
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")
