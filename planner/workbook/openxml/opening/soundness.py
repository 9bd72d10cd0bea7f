"""Whether a workbook is whole: every sheet that it lists, every style that a cell asks for.

Two looks: one at the markup as it streams by (`planner.workbook.openxml.opening.archive`), and one
with openpyxl at the workbook without its cells, after a sheet was put in front of it, as every
output is made. What cannot be done or opened then is told when the workbook is read, and not after
an hour of planning.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from io import BytesIO

import openpyxl
from openpyxl.utils import range_boundaries

from planner.domain.errors import hear_interruption
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.opening.archive import (
    ArchiveLimits,
    UnsoundError,
    Watcher,
    look_through,
    shown_name,
)
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.package import Package

# A workbook of 4,000 missions and 10,000 experts unpacks to 20 MB of 920,000 elements.
BOUNDS = ArchiveLimits(entries=10_000, unpacked=150_000_000, elements=3_000_000, tree=500_000)

# Cells that merged ranges and links may cover: openpyxl makes an object of each of them.
MOST_COVERED = 1_500_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LAST_LETTERS = "XFD"
_EMPTY_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
    b"</worksheet>"
)
_NO_TIME = datetime(2000, 1, 1)
_MOST_ROWS_KEPT = 20_000

_STYLE_GROUPS = frozenset({"cellStyleXfs", "cellXfs", "cellStyles", "dxfs"})
_SHEETS = ("worksheet+xml", "chartsheet+xml", "dialogsheet+xml", "macrosheet+xml")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^<>]*?(?:/>|>.*</(?:\w+:)?sheetData>)", re.DOTALL)
_CELL = re.compile(rb"<((?:\w+:)?)c\b([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>)")
_TYPE = re.compile(rb"""\st=["'][^"']*["']""")
_RECORDS = re.compile(rb"(<(?:\w+:)?pivotCacheRecords\b[^<>]*>).*(</)", re.DOTALL)


class _SheetHeard:
    """What a sheet's markup asks for: its greatest style, and where; how many cells it covers."""

    def __init__(self, name: str) -> None:
        self._name = shown_name(name)
        self.style, self.cell = 0, ""
        self.covered = 0
        # Cells share a few styles: each is looked at once.
        self._seen: set[str] = set()

    def hear(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element."""
        if name == "c":
            self._take_cell(attributes)
        elif name == "row":
            self._take_row(attributes)
        elif name == "col":
            self._take_style(attributes.get("style"), "a column")
        elif name in ("mergeCell", "hyperlink"):
            self._cover(attributes.get("ref", ""))

    def _take_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "a cell")
        if place[1:3].isalpha():  # one or two letters are a column
            self._refuse_beyond(place)
        style = attributes.get("s")
        if style not in self._seen:
            self._take_style(style, place)

    def _refuse_beyond(self, place: str) -> None:
        letters = place.rstrip("0123456789")
        if letters != place and (len(letters), letters.upper()) > (3, _LAST_LETTERS):
            raise self._broken(f"the cell {shown_name(place)} is beyond the last column")

    def _take_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "1")
        if not number.isdecimal() or len(number) > 7 or not 1 <= int(number) <= _LAST_ROW:
            raise self._broken(f'there is no row "{shown_name(number)}"')
        self._take_style(attributes.get("s"), f"row {number}")

    def _take_style(self, style: str | None, place: str) -> None:
        if style is None or style in self._seen:
            return
        self._seen.add(style)
        if not style.isdecimal() or len(style) > 9:
            raise self._broken(f'{shown_name(place)} has the style "{shown_name(style)}"')
        if int(style) > self.style:
            self.style, self.cell = int(style), place

    def _cover(self, ref: str) -> None:
        try:
            left, top, right, bottom = range_boundaries(ref)
        except (ValueError, TypeError):
            raise self._broken(f'there is no range "{shown_name(ref)}"') from None
        width = (right or _LAST_COLUMN) - (left or 1) + 1
        height = (bottom or _LAST_ROW) - (top or 1) + 1
        if width < 1 or height < 1:
            raise self._broken(f'there is no range "{shown_name(ref)}"')
        self.covered += width * height
        if self.covered > MOST_COVERED:
            text = f"merges or links more than {MOST_COVERED:,} cells in {self._name}"
            raise UnsoundError(text, too_large=True)

    def _broken(self, what: str) -> UnsoundError:
        return UnsoundError(f"is broken in its part {self._name}: {what}")


class _StylesHeard:
    """How many cell formats a part of styles has."""

    def __init__(self) -> None:
        self._group = ""
        self.formats = 0

    def hear(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element."""
        if name in _STYLE_GROUPS:
            self._group = name
        elif name == "xf" and self._group == "cellXfs":
            self.formats += 1


class _PartsHeard:
    """What is heard of the parts of a workbook."""

    def __init__(self) -> None:
        self.sheets: dict[str, _SheetHeard] = {}
        self.styles: dict[str, _StylesHeard] = {}

    def watch(self, name: str, content_type: str) -> Watcher | None:
        """Who wants to hear of a part's elements."""
        if content_type.endswith("worksheet+xml"):
            return self.sheets.setdefault(name, _SheetHeard(name)).hear
        if content_type.endswith("styles+xml"):
            return self.styles.setdefault(name, _StylesHeard()).hear
        return None


def refuse_unsound(content: bytes, usual: Callable[[bytes], bytes]) -> None:
    """Raise where a workbook is damaged, or too large.

    Parameters
    ----------
    content : bytes
        The file.
    usual : callable
        Translates it into the usual dialect of Open XML.

    Raises
    ------
    UnsoundError
        With what is wrong with it.
    """
    heard = _PartsHeard()
    look_through(content, BOUNDS, heard.watch)
    package = Package.read(BytesIO(usual(content)))
    book = _book_of(package)
    _refuse_sheets(package, book)
    _refuse_styles(book, heard)
    _refuse_names(book)
    _refuse_unopened(package)


def _book_of(package: Package) -> BookPart:
    try:
        return BookPart(package)
    except Exception as error:
        raise UnsoundError("has no list of sheets that can be read") from error


def _refuse_sheets(package: Package, book: BookPart) -> None:
    """Raise where a sheet is listed that is not there, or is something else."""
    seen: dict[str, str] = {}
    for title, part in book.listed():
        name = f'"{shown_name(title)}"'
        if part is None or part not in package.parts:
            raise UnsoundError(f"lists the sheet {name}, which is not in the file")
        if part in seen:
            raise UnsoundError(f"lists the sheets {seen[part]} and {name}, which are one part")
        if not (package.content_type(part) or "").lower().endswith(_SHEETS):
            raise UnsoundError(f"lists the sheet {name}, whose part {shown_name(part)} is no sheet")
        seen[part] = name


def _refuse_styles(book: BookPart, heard: _PartsHeard) -> None:
    """Raise where a cell asks for a style that the workbook does not have."""
    styles = heard.styles.get(book.related("styles") or "")
    if styles is None:
        return  # without any styles every cell is plain
    for title, part in book.sheets():
        sheet = heard.sheets.get(part)
        if sheet is not None and sheet.style >= max(1, styles.formats):
            raise UnsoundError(
                f'has the style number {sheet.style} in the sheet "{shown_name(title)}" '
                f"({shown_name(sheet.cell)}), but only {styles.formats} styles"
            )


def _refuse_names(book: BookPart) -> None:
    """Raise where a name is defined for a sheet that is not there."""
    count = len(book.sheets())
    for number in book.numbers_of_names():
        if not number.isdecimal() or int(number) >= count:
            text = f'defines a name for sheet number "{shown_name(number)}", and has {count} sheets'
            raise UnsoundError(text)


def _refuse_unopened(package: Package) -> None:
    """Raise where openpyxl cannot open the workbook; the cells themselves are left out."""
    bare = Package({name: _bare(name, part) for name, part in package.parts.items()})
    error = _fault(bare)
    if error is None:
        return
    title = _culprit(bare)
    where = "its styles, names or links" if title is None else f'the sheet "{shown_name(title)}"'
    raise UnsoundError(f"is broken in {where} ({_words(error)})") from error


def _culprit(package: Package) -> str | None:
    """A sheet without which a workbook could be opened, halving the sheets that come into it."""
    sheets = BookPart(package).sheets()
    if _fault(_emptied(package, [part for _, part in sheets])) is not None:
        return None
    while len(sheets) > 1:
        half = sheets[: len(sheets) // 2]
        kept = {part for _, part in half}
        rest = [part for _, part in BookPart(package).sheets() if part not in kept]
        sheets = half if _fault(_emptied(package, rest)) else sheets[len(half) :]
    return sheets[0][0] if sheets else None


def _emptied(package: Package, parts: Iterable[str]) -> Package:
    """A workbook in which some sheets are empty, and have nothing that belongs to them."""
    copy = Package(dict(package.parts))
    for part in parts:
        if (package.content_type(part) or "").endswith("worksheet+xml"):
            copy.parts[part] = _EMPTY_SHEET
            copy.set_relations(part, ())
    return copy


def _fault(package: Package) -> Exception | None:
    """What goes wrong where a sheet is put in front of a workbook, and the outcome opened."""
    copy = Package(dict(package.parts))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            graft.add_sheets(copy, Package.read(BytesIO(_blank_book())))
            graft.make_plain_workbook(copy)
            graft.stamp_time(copy, _NO_TIME)
            sign(copy)
            openpyxl.load_workbook(BytesIO(copy.to_bytes()), rich_text=True).close()
        except MemoryError:
            raise
        except Exception as error:
            hear_interruption(error)
            return error
    return None


@cache
def _blank_book() -> bytes:
    buffer = BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["x"])
    book.save(buffer)
    return buffer.getvalue()


def _words(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 120 else f"{text[:117]}..."


def _bare(name: str, part: bytes) -> bytes:
    """A part without what makes it large: the values of cells, and the records of pivot tables."""
    if "/pivotCache/" in name:
        return _RECORDS.sub(rb"\1\2", part)
    return _DATA.sub(_bare_data, part) if b"sheetData" in part else part


def _bare_data(match: re.Match[bytes]) -> bytes:
    data, prefix = match[0], match[1]
    if (b"<f" not in data and b":f" not in data) or data.count(b"row") > 2 * _MOST_ROWS_KEPT:
        return b"<%ssheetData/>" % prefix
    return _CELL.sub(_bare_cell, data)


def _bare_cell(cell: re.Match[bytes]) -> bytes:
    formula = _FORMULA.search(cell[3] or b"")
    if formula is None:
        return b""
    return b"<%sc%s>%s</%sc>" % (cell[1], _TYPE.sub(b"", cell[2]), formula[0], cell[1])
