"""Save a workbook of openpyxl: the cells as text of our own, everything else as openpyxl does it.

Nearly all cells hold text, whole numbers or nothing, and there are up to 200,000 of them; to make an
element of each would take half the time in which an answer is written.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from lxml.etree import tostring
from openpyxl.cell._writer import etree_write_cell
from openpyxl.cell.cell import Cell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from planner.workbook.openxml.package import Package

_ROWS = b"<sheetData></sheetData>"
_NO_ATTRIBUTES = str.maketrans({'"': "&quot;"})


def package_of(book: Workbook) -> Package:
    """The file that `book.save` writes, in its parts."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        _BookWriter(book, archive).write_data()
    return Package.read(buffer)


class _BookWriter(ExcelWriter):
    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet; what it shares with the others is told to the book."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = BytesIO()
        writer = _SheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        head, rows, tail = out.getvalue().partition(_ROWS)
        content = b"".join((head, b"<sheetData>", writer.rows_written, b"</sheetData>", tail))
        assert rows, ws.title
        self._archive.writestr(ws.path[1:], content)
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    rows_written = b""

    def write_rows(self) -> None:
        """Leave the rows out, and keep them as text."""
        xf = self.xf.send(True)
        with xf.element("sheetData"):
            pass
        self.xf.send(None)
        self.rows_written = "".join(self._texts()).encode()

    def _texts(self) -> Iterator[str]:
        known: dict[bytes, int] = {}
        for number, cells in self.rows():
            dimension = {"r": str(number)} | dict(self.ws.row_dimensions.get(number, {}))
            yield f"<row{''.join(_attribute(*pair) for pair in dimension.items())}>"
            for cell in cells:
                yield self._cell(cell, known)
            yield "</row>"

    def _cell(self, cell: Cell, known: dict[bytes, int]) -> str:
        if cell._comment is not None:
            self.ws._comments.append(CommentRecord.from_cell(cell))
        value, styled = cell._value, cell.has_style
        if value is None and not styled and not cell._comment:
            return ""
        body = _body(cell.data_type, value)
        if body is None or cell.hyperlink is not None:
            return _by_openpyxl(self.ws, cell, styled)
        style = f' s="{_style(cell, known)}"' if styled else ""
        return f'<c r="{cell.coordinate}"{style}{body}</c>'


def _attribute(name: str, value: object) -> str:
    return f' {name}="{escape(str(value)).translate(_NO_ATTRIBUTES)}"'


def _body(kind: str, value: object) -> str | None:
    """What follows the style of a cell; None where it is neither text nor a whole number."""
    if kind == "s" and type(value) is str and value:
        space = ' xml:space="preserve"' if value != value.strip() else ""
        text = escape(value, {"\r": "&#13;"})
        return f' t="inlineStr"><is><t{space}>{text}</t></is>'
    if kind != "n" or not (value is None or type(value) is int):
        return None
    return ' t="n">' if value is None else f' t="n"><v>{value}</v>'


def _style(cell: Cell, known: dict[bytes, int]) -> int:
    """The number of a cell's style; to ask openpyxl takes ten times as long."""
    key = cell._style.tobytes()  # type: ignore[attr-defined]
    if key not in known:
        known[key] = cell.style_id
    return known[key]


def _by_openpyxl(sheet: Worksheet, cell: Cell, styled: bool) -> str:
    made: list[Any] = []
    etree_write_cell(_Sink(made), sheet, cell, styled)
    return "".join(tostring(element, encoding="unicode") for element in made)


class _Sink:
    """Takes the elements that openpyxl writes to a file."""

    def __init__(self, made: list[Any]) -> None:
        self.write = made.append
