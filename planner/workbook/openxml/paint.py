"""Colour single cells in the markup of a sheet; every other byte of the sheet stays as it was."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from planner.workbook.openxml import markup
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.markup import Element
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.restyle import STYLE_ORDER

# Nearly Excel's own colours of bad and neutral cells, and nobody else's, so that they can be
# told from the user's colours and taken off again.
COLOURS = {
    "error": "FFFFC7CF",
    "warning": "FFFFEB9D",
    "read as": "FFDDEBF8",
    "corrected": "FFC6EFCF",
}
CORRECTED = "corrected"
_DATE_FORMAT = "14"

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?sheetData>)", re.DOTALL)
_ROW = re.compile(rb"<((?:\w+:)?)row\b([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(rb"<((?:\w+:)?)c\b([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_PLACE = re.compile(rb"""\br=["']([A-Z]+\d+)["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")


def has_colours(styles: bytes) -> bool:
    """Whether styles have one of our colours; most workbooks have none."""
    return any(colour.encode() in styles.upper() for colour in COLOURS.values())


class Styles:
    """The styles of a workbook, which grow by coloured copies of those that bad cells have."""

    def __init__(self, package: Package) -> None:
        part = BookPart(package).related("styles")
        assert part is not None, "the sheet of problems brings styles along"
        self._package, self._part = package, part
        self._root = markup.parse(package.parts[part])
        self._made: dict[tuple[int, str], int] = {}

    def coloured(self, style: int, severity: str) -> int:
        """The number of the style that is another one in the colour of a severity."""
        key = (style, severity)
        if key not in self._made:
            self._made[key] = self._copy(style, self._fill(severity, style))
        return self._made[key]

    def dated(self, style: int) -> int:
        """The number of the style that is another one and shows dates."""
        key = (style, "date")
        if key not in self._made:
            fill = self._formats()[style].getAttribute("fillId") or "0"
            self._made[key] = self._copy(style, int(fill))
            made = self._formats()[self._made[key]]
            made.setAttribute("numFmtId", _DATE_FORMAT)
            made.setAttribute("applyNumberFormat", "1")
        return self._made[key]

    def quoted(self) -> int:
        """The number of the usual style for text that Excel takes for nothing else."""
        key = (0, "quoted")
        if key not in self._made:
            fill = self._formats()[0].getAttribute("fillId") or "0"
            self._made[key] = self._copy(0, int(fill))
            made = self._formats()[self._made[key]]
            made.setAttribute("quotePrefix", "1")
        return self._made[key]

    def clear(self) -> None:
        """Take the colours of an earlier annotation off all styles; the user's come back."""
        for xf in self._formats():
            number = int(xf.getAttribute("fillId") or "0")
            front, back = self._colours(number)
            if front is not None and front.getAttribute("rgb").upper() in COLOURS.values():
                xf.setAttribute("fillId", str(self._users_fill(back)))

    def save(self) -> None:
        """Put the styles back into the package."""
        self._package.parts[self._part] = markup.serialise(self._root)

    def _copy(self, style: int, fill: int) -> int:
        group = markup.ensure(self._root, "cellXfs", STYLE_ORDER)
        formats = self._formats()
        made = formats[style].cloneNode(deep=True)
        assert isinstance(made, Element)
        made.setAttribute("fillId", str(fill))
        made.setAttribute("applyFill", "1")
        group.appendChild(made)
        group.setAttribute("count", str(len(formats) + 1))
        return len(formats)

    def _formats(self) -> list[Element]:
        group = markup.ensure(self._root, "cellXfs", STYLE_ORDER)
        return markup.children(group, "xf")

    def _fill(self, severity: str, style: int) -> int:
        """Our colour; a colour of the user is kept behind it, where nobody sees it."""
        users, _ = self._colours(int(self._formats()[style].getAttribute("fillId") or "0"))
        return self._solid({"rgb": COLOURS[severity]}, _attributes(users))

    def _users_fill(self, back: Element | None) -> int:
        """The user's fill behind ours; none where the cell had no colour."""
        known = _attributes(back)
        return self._solid(known, {}) if known and "indexed" not in known else 0

    def _colours(self, number: int) -> tuple[Element | None, Element | None]:
        """The colours in front and behind of a solid fill."""
        fill = self._fills()[number] if number < len(self._fills()) else None
        pattern = markup.child(fill, "patternFill") if fill is not None else None
        if pattern is None or pattern.getAttribute("patternType") != "solid":
            return None, None
        return markup.child(pattern, "fgColor"), markup.child(pattern, "bgColor")

    def _fills(self) -> list[Element]:
        return markup.children(markup.ensure(self._root, "fills", STYLE_ORDER), "fill")

    def _solid(self, front: dict[str, str], back: dict[str, str]) -> int:
        """The number of a solid fill, which is made where there is none."""
        for number in range(len(self._fills())):
            if tuple(map(_attributes, self._colours(number))) == (front, back):
                return number
        group = markup.ensure(self._root, "fills", STYLE_ORDER)
        pattern = markup.append(
            markup.append(group, "fill"), "patternFill", {"patternType": "solid"}
        )
        markup.append(pattern, "fgColor", front)
        if back:
            markup.append(pattern, "bgColor", back)
        group.setAttribute("count", str(len(self._fills())))
        return len(self._fills()) - 1


def _attributes(colour: Element | None) -> dict[str, str]:
    return {} if colour is None else {str(k): str(v) for k, v in colour.attributes.items()}


class _Piece(NamedTuple):
    """A row or a cell of the markup: its place (0 where it does not say), and its bytes."""

    place: int
    content: bytes


def paint(content: bytes, cells: Mapping[str, str], styles: Styles) -> bytes:
    """The markup of a sheet with some of its cells (by address) in the colour of a severity."""
    match = _DATA.search(content)
    if match is None:
        return content
    wanted: dict[int, dict[int, str]] = {}
    for address, severity in cells.items():
        row, column = coordinate_to_tuple(address)
        wanted.setdefault(row, {})[column] = severity
    rows = [
        _Piece(number, _paint_row(piece, number, wanted.pop(number, {}), styles))
        for piece in _ROW.finditer(match[2] or b"")
        for number in [_number(piece[2])]
    ]
    prefix = match[1]
    rows += [_Piece(n, _new_row(prefix, n, columns, styles)) for n, columns in wanted.items()]
    data = b"".join(piece.content for piece in _sorted(rows))
    new = b"<%ssheetData>%s</%ssheetData>" % (prefix, data, prefix)
    return content[: match.start()] + new + content[match.end() :]


def _number(attributes: bytes) -> int:
    match = _NUMBER.search(attributes)
    return int(match[1]) if match else 0


def _sorted(pieces: list[_Piece]) -> list[_Piece]:
    # Pieces that do not say their place keep it: only then is nothing added among them.
    return pieces if any(not p.place for p in pieces) else sorted(pieces, key=lambda p: p.place)


def _paint_row(row: re.Match[bytes], number: int, columns: dict[int, str], styles: Styles) -> bytes:
    if not columns:
        return row[0]
    prefix, left = row[1], dict(columns)
    cells = list(_painted_cells(row[3] or b"", left, styles))
    for column, severity in left.items():
        cells.append(_Piece(column, _new_cell(prefix, number, column, severity, styles)))
    body = b"".join(piece.content for piece in _sorted(cells))
    return b"<%srow%s>%s</%srow>" % (prefix, row[2].rstrip(), body, prefix)


def _painted_cells(body: bytes, wanted: dict[int, str], styles: Styles) -> Iterator[_Piece]:
    for cell in _CELL.finditer(body):
        place = _PLACE.search(cell[2])
        column = coordinate_to_tuple(place[1].decode("ascii"))[1] if place else 0
        severity = wanted.pop(column, None)
        yield _Piece(column, cell[0] if severity is None else _recoloured(cell, severity, styles))


def _recoloured(cell: re.Match[bytes], severity: str, styles: Styles) -> bytes:
    old = _STYLE.search(cell[2])
    number = styles.coloured(int(old[1]) if old else 0, severity)
    attributes = _STYLE.sub(b"", cell[2]).rstrip() + b' s="%d"' % number
    start = b"<%sc%s" % (cell[1], attributes)
    if cell[3] is None:
        return start + b"/>"
    return start + b">%s</%sc>" % (cell[3], cell[1])


def _new_row(prefix: bytes, row: int, columns: dict[int, str], styles: Styles) -> bytes:
    cells = b"".join(
        _new_cell(prefix, row, column, severity, styles)
        for column, severity in sorted(columns.items())
    )
    return b'<%srow r="%d">%s</%srow>' % (prefix, row, cells, prefix)


def _new_cell(prefix: bytes, row: int, column: int, severity: str, styles: Styles) -> bytes:
    address = f"{get_column_letter(column)}{row}".encode("ascii")
    return b'<%sc r="%s" s="%d"/>' % (prefix, address, styles.coloured(0, severity))
