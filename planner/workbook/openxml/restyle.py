"""Add the styles of the result sheets behind those of the user's workbook, and point at them."""

import re
from typing import NamedTuple

from planner.workbook.openxml import markup
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.markup import Element
from planner.workbook.openxml.package import Package

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

# The order of the children of <styleSheet> that the schema asks for.
STYLE_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
)

# Number formats below this id are built in and mean the same in every workbook.
FIRST_OWN_FORMAT = 164

_STYLE = re.compile(rb'(<(?:c|row|col)\s(?:[^<>]*?\s)?(?:s|style)=")(\d+)"')
_RULE = re.compile(rb"<cfRule [^<>]*>")
_DIFFERENTIAL = re.compile(rb'(\sdxfId=")(\d+)"')


class StyleMap(NamedTuple):
    """How far the numbers of our cell formats and differential formats moved up."""

    cells: int
    differential: int


UNMOVED = StyleMap(0, 0)


def styles_before(package: Package) -> StyleMap:
    """How far the numbers of our styles move up once they are merged with those of a package."""
    part = BookPart(package).related("styles")
    known = part is not None and part in package.parts
    root = markup.parse(package.parts[part]) if part and known else _plain_styles()
    groups = (markup.child(root, name) for name in ("cellXfs", "dxfs"))
    return StyleMap(*(len(_elements(group)) if group else 0 for group in groups))


def merge_styles(package: Package, results: Package, book: BookPart) -> StyleMap:
    """Append the styles of `results` to those of a package; nothing that was there changes."""
    ours = markup.parse(results.parts[_styles_part(results)])
    part = book.related("styles")
    if part is None or part not in package.parts:
        part = _new_part(package, book)
    root = markup.parse(package.parts[part])
    merged = _merge(root, ours)
    package.parts[part] = markup.serialise(root)
    return merged


def restyle_sheet(content: bytes, styles: StyleMap) -> bytes:
    """The XML of one of our sheets with the numbers that its styles have after the merge."""
    if styles == UNMOVED:
        return content
    content = _shift(_STYLE, content, styles.cells)
    return _RULE.sub(lambda m: _shift(_DIFFERENTIAL, m.group(), styles.differential), content)


def _shift(pattern: re.Pattern[bytes], xml: bytes, offset: int) -> bytes:
    moved = _Moved(offset)
    return pattern.sub(lambda m: m[1] + moved[m[2]], xml)


class _Moved(dict[bytes, bytes]):
    """Numbers moved up, each worked out once: a sheet names a few styles thousands of times."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self._offset = offset

    def __missing__(self, number: bytes) -> bytes:
        self[number] = b'%d"' % (int(number) + self._offset)
        return self[number]


def _styles_part(package: Package) -> str:
    part = BookPart(package).related("styles")
    assert part is not None
    return part


def _new_part(package: Package, book: BookPart) -> str:
    # Some programs look for the styles under this name only, whatever the relationships say.
    part = "xl/styles.xml"
    package.parts[part] = markup.serialise(_plain_styles())
    package.set_content_types({part: STYLES_TYPE})
    book.relate("styles", part)
    return part


def _plain_styles() -> Element:
    # A workbook without styles shows format 0, so the first of each list has to be the plain one.
    root = markup.new("styleSheet", MAIN_NS)
    markup.append(markup.append(root, "fonts"), "font")
    fills = markup.append(root, "fills")
    for pattern in ("none", "gray125"):
        markup.append(markup.append(fills, "fill"), "patternFill", {"patternType": pattern})
    markup.append(markup.append(root, "borders"), "border")
    for name in ("cellStyleXfs", "cellXfs"):
        markup.append(markup.append(root, name), "xf", {"numFmtId": "0"})
    return root


def _merge(root: Element, ours: Element) -> StyleMap:
    formats = _merge_formats(root, ours)
    offsets = {name: _append_all(root, ours, f"{name}s") for name in ("font", "fill", "border")}
    cells = _append_all(root, ours, "cellXfs")
    for xf in markup.children(markup.ensure(root, "cellXfs", STYLE_ORDER), "xf")[cells:]:
        _point(xf, formats, offsets)
    return StyleMap(cells, _append_all(root, ours, "dxfs"))


def _append_all(root: Element, ours: Element, name: str) -> int:
    group = markup.ensure(root, name, STYLE_ORDER)
    before = _elements(group)
    source = markup.child(ours, name)
    for node in _elements(source) if source else []:
        group.appendChild(_adopted(group, node))
    group.setAttribute("count", str(len(_elements(group))))
    return len(before)


def _merge_formats(root: Element, ours: Element) -> dict[int, int]:
    group = markup.ensure(root, "numFmts", STYLE_ORDER)
    taken = [int(e.getAttribute("numFmtId")) for e in _elements(group)]
    following = max([FIRST_OWN_FORMAT - 1, *taken]) + 1
    source, moved = markup.child(ours, "numFmts"), {}
    for node in _elements(source) if source else []:
        made = _adopted(group, node)
        moved[int(node.getAttribute("numFmtId"))] = following
        made.setAttribute("numFmtId", str(following))
        group.appendChild(made)
        following += 1
    group.setAttribute("count", str(len(_elements(group))))
    if not _elements(group):
        root.removeChild(group)
    return moved


def _point(xf: Element, formats: dict[int, int], offsets: dict[str, int]) -> None:
    number = int(xf.getAttribute("numFmtId"))
    xf.setAttribute("numFmtId", str(formats.get(number, number)))
    for name, offset in offsets.items():
        xf.setAttribute(f"{name}Id", str(int(xf.getAttribute(f"{name}Id")) + offset))
    xf.setAttribute("xfId", "0")
    for part in ("NumberFormat", "Font", "Fill", "Border"):
        xf.setAttribute(f"apply{part}", "1")


def _adopted(group: Element, node: Element) -> Element:
    copy = markup.document(group).importNode(node, True)
    assert isinstance(copy, Element)
    if group.prefix:
        # Our elements carry no prefix, so under a prefixed root they name their namespace.
        copy.setAttribute("xmlns", MAIN_NS)
    return copy


def _elements(group: Element) -> list[Element]:
    return [node for node in group.childNodes if isinstance(node, Element)]
