"""Add notes (the comments of a cell) to a sheet, and take those of an earlier time off again.

A note is an entry in the sheet's comments part and a shape, which Excel wants in a drawing of an
old kind (VML). Notes of the user stay; ours goes below where a cell has both.
"""

import re
from collections.abc import Mapping
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from planner.workbook.openxml import markup
from planner.workbook.openxml.markup import Element
from planner.workbook.openxml.package import OFFICE_RELATIONS, Package, Relation

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AUTHOR = "mission-planner check"

# Every note of ours starts with these words, by which it is found again.
MARK = "Mission planner: "

_LEGACY_ORDER = (
    *("sheetData", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture"),
    *("oleObjects", "controls", "AlternateContent", "webPublishItems", "tableParts", "extLst"),
)
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^<>]*?(?:/>|>.*?</(?:\w+:)?sheetData>)", re.DOTALL)
_SHAPE = re.compile(r"<((?:\w+:)?)shape\b(?!type).*?</\1shape>", re.DOTALL)
_SHAPE_PLACE = re.compile(r"<((?:\w+:)?)(Row|Column)>(\d+)</\1\2>")
_SHAPE_ID = re.compile(r"_x0000_s(\d+)")
_SHAPE_TYPE = "_x0000_t202"
_FIRST_SHAPE = 1025
# Other programs give these namespaces other prefixes, so every piece of ours names them again.
_VML_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NEW_VML = (
    f"<xml {_VML_NAMESPACES}>"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_TYPE_VML = (
    f'<v:shapetype {_VML_NAMESPACES} id="{_SHAPE_TYPE}" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE_VML = (
    f'<v:shape {_VML_NAMESPACES} type="#{_SHAPE_TYPE}" '
    'id="_x0000_s{number}" style="position:absolute;margin-left:60pt;'
    'margin-top:1.5pt;width:240pt;height:110pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


def add_notes(package: Package, sheet_part: str, notes: Mapping[str, str]) -> None:
    """Add a note to cells (by address) of a sheet."""
    part = _related(package, sheet_part, "comments") or _new_comments(package, sheet_part)
    root = markup.parse(package.parts[part])
    taken = {comment.getAttribute("ref") for comment in _comments(root)}
    author = _author(root)
    for address, text in notes.items():
        _add_comment(root, address, author, text)
    package.parts[part] = markup.serialise(root)
    _add_shapes(package, sheet_part, [address for address in notes if address not in taken])


def remove_notes(package: Package, sheet_part: str) -> None:
    """Take all notes that `add_notes` added off a sheet."""
    part = _related(package, sheet_part, "comments")
    if part is None or MARK.encode() not in package.parts[part]:
        return
    root = markup.parse(package.parts[part])
    gone = [comment.getAttribute("ref") for comment in _comments(root) if _strip(comment)]
    for comment in _comments(root):
        if comment.getAttribute("ref") in gone and comment.parentNode is not None:
            comment.parentNode.removeChild(comment)
    package.parts[part] = markup.serialise(root)
    _remove_shapes(package, sheet_part, gone)


def _related(package: Package, sheet_part: str, kind: str) -> str | None:
    parts = (r.target for r in package.relations(sheet_part) if r.kind == kind)
    return next((part for part in parts if part in package.parts), None)


def _relate(package: Package, sheet_part: str, kind: str, target: str) -> str:
    relations = package.relations(sheet_part)
    taken, number = {relation.id for relation in relations}, 1
    while f"rId{number}" in taken:
        number += 1
    made = Relation(f"rId{number}", f"{OFFICE_RELATIONS}/{kind}", target)
    package.set_relations(sheet_part, (*relations, made))
    return made.id


def _new_comments(package: Package, sheet_part: str) -> str:
    part = package.free_name("xl/comments{}.xml")
    root = markup.new("comments", MAIN_NS)
    markup.append(root, "authors")
    markup.append(root, "commentList")
    package.parts[part] = markup.serialise(root)
    package.set_content_types({part: COMMENTS_TYPE})
    _relate(package, sheet_part, "comments", part)
    return part


def _comments(root: Element) -> list[Element]:
    group = markup.child(root, "commentList")
    return markup.children(group, "comment") if group else []


def _author(root: Element) -> str:
    group = markup.ensure(root, "authors", ("authors", "commentList", "extLst"))
    authors = markup.children(group, "author")
    for number, author in enumerate(authors):
        if _text(author) == AUTHOR:
            return str(number)
    made = markup.append(group, "author")
    made.appendChild(markup.document(root).createTextNode(AUTHOR))
    return str(len(authors))


def _add_comment(root: Element, address: str, author: str, text: str) -> None:
    comment = next((c for c in _comments(root) if c.getAttribute("ref") == address), None)
    own = comment is None
    if comment is None:
        group = markup.ensure(root, "commentList", ("authors", "commentList", "extLst"))
        comment = markup.append(group, "comment", {"ref": address, "authorId": author})
    body = markup.ensure(comment, "text", ("text", "commentPr"))
    _wrap_plain_text(body)
    _add_run(body, f"{MARK}{text}" if own else f"\n{MARK}{text}")


def _wrap_plain_text(body: Element) -> None:
    # A text is either one plain piece or a row of runs; with ours behind it, it is runs.
    for plain in markup.children(body, "t"):
        run = markup.append(body, "r")
        body.removeChild(plain)
        run.appendChild(plain)


def _add_run(body: Element, text: str) -> None:
    piece = markup.append(markup.append(body, "r"), "t", {"xml:space": "preserve"})
    piece.appendChild(markup.document(body).createTextNode(text))


def _strip(comment: Element) -> bool:
    """Take our part out of a comment; True where nothing is left of it."""
    pieces = comment.getElementsByTagNameNS(MAIN_NS, "t")
    for piece in pieces:
        # Some programs make one piece of the user's text and ours.
        text, mark, _ = _text(piece).partition(MARK)
        if mark:
            _set_text(piece, text.rstrip("\n"))
    return not "".join(_text(piece) for piece in pieces).strip()


def _set_text(element: Element, text: str) -> None:
    for node in list(element.childNodes):
        element.removeChild(node)
    element.appendChild(markup.document(element).createTextNode(text))


def _add_shapes(package: Package, sheet_part: str, addresses: list[str]) -> None:
    if not addresses:
        return
    part = _legacy_part(package, sheet_part) or _new_vml(package, sheet_part)
    content = package.parts[part].decode("utf-8")
    number = max([_FIRST_SHAPE, *map(int, _SHAPE_ID.findall(content))]) + 1
    shapes = "" if f'id="{_SHAPE_TYPE}"' in content else _TYPE_VML
    for offset, address in enumerate(addresses):
        row, column = coordinate_to_tuple(address)
        shapes += _SHAPE_VML.format(number=number + offset, row=row - 1, column=column - 1)
    head, end, tail = content.rpartition("</xml>")
    package.parts[part] = f"{head}{shapes}{end}{tail}".encode()


def _remove_shapes(package: Package, sheet_part: str, addresses: list[str]) -> None:
    part = _legacy_part(package, sheet_part)
    if part is None:
        return
    places = [(row - 1, column - 1) for row, column in map(coordinate_to_tuple, addresses)]
    content = package.parts[part].decode("utf-8")

    def kept(shape: re.Match[str]) -> str:
        place = {name: int(number) for _, name, number in _SHAPE_PLACE.findall(shape[0])}
        mine = (place.get("Row"), place.get("Column")) in places
        return "" if mine and 'ObjectType="Note"' in shape[0] else shape[0]

    package.parts[part] = _SHAPE.sub(kept, content).encode()


def _legacy_part(package: Package, sheet_part: str) -> str | None:
    """The drawing that the sheet names as the one of its notes."""
    legacy = markup.child(_skeleton(package.parts[sheet_part])[0], "legacyDrawing")
    if legacy is None:
        return None
    wanted = legacy.getAttributeNS(OFFICE_RELATIONS, "id")
    return next((r.target for r in package.relations(sheet_part) if r.id == wanted), None)


def _new_vml(package: Package, sheet_part: str) -> str:
    part = package.free_name("xl/drawings/vmlDrawing{}.vml")
    package.parts[part] = _NEW_VML.encode()
    package.set_content_types({part: VML_TYPE})
    relation = _relate(package, sheet_part, "vmlDrawing", part)
    root, data = _skeleton(package.parts[sheet_part])
    legacy = markup.ensure(root, "legacyDrawing", _LEGACY_ORDER)
    legacy.setAttribute("xmlns:r", OFFICE_RELATIONS)
    legacy.setAttributeNS(OFFICE_RELATIONS, "r:id", relation)
    package.parts[sheet_part] = _with_data(root, data)
    return part


def _skeleton(content: bytes) -> tuple[Element, bytes]:
    """A sheet's markup without its rows (which may be millions of bytes), and the rows."""
    match = _DATA.search(content)
    if match is None:
        return markup.parse(content), b""
    empty = b"<%ssheetData/>" % match[1]
    return markup.parse(content[: match.start()] + empty + content[match.end() :]), match[0]


def _with_data(root: Element, data: bytes) -> bytes:
    content = markup.serialise(root)
    match = _DATA.search(content)
    if match is None:
        return content
    return content[: match.start()] + data + content[match.end() :]


def _text(element: Any) -> str:
    if hasattr(element, "data"):
        return str(element.data)
    return "".join(_text(node) for node in element.childNodes)
