"""Put result sheets into the user's workbook and leave every other part of it as it was.

The result sheets are built as a workbook of their own; their parts move into the user's package
under free names, their styles are added behind the user's styles, and the result sheets that an
earlier run left behind are taken out with all that belonged to them alone.
"""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from planner.workbook.openxml import markup, restyle
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.package import Package

# Parts of a sheet that live and die with it; what others share stays (media, pivot caches).
_OWNED = frozenset(
    {"table", "drawing", "comments", "threadedComment", "vmlDrawing", "chart", "printerSettings"}
    | {"chartStyle", "chartColorStyle", "pivotTable", "queryTable", "ctrlProp", "slicer"}
)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TERMS_NS = "http://purl.org/dc/terms/"

_NOWHERE = "about:blank"
_MOVED = re.compile(r"^(?P<stem>xl/.*?)\d*(?P<end>\.\w+)$")
_TABLE_ID = re.compile(rb'(<(?:\w+:)?table\s[^<>]*?\bid=")(\d+)"')
_TABLE_NAME = re.compile(rb"<(?:\w+:)?table\s[^<>]*?\bdisplayName=\"([^\"]+)\"")
_SELECTED = re.compile(rb'(<(?:\w+:)?sheetView\b[^<>]*?)\s+tabSelected="(?:1|true)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def remove_sheets(package: Package, names: Iterable[str]) -> None:
    """Take sheets out of a workbook with everything that belongs to them alone."""
    book = BookPart(package)
    sheets = [book.remove_sheet(name) for name in names]
    if not sheets:
        return
    book.save()
    owned = dict.fromkeys(part for sheet in sheets for part in _owned_parts(package, sheet))
    shared = _shared(package, owned) - {*sheets}
    package.remove([part for part in owned if part not in shared])


def table_names(package: Package) -> dict[str, str]:
    """The names of all tables by the part that holds them."""
    found = {}
    for part, content in package.parts.items():
        if part.startswith("xl/tables/") and (match := _TABLE_NAME.search(content)):
            found[part] = match.group(1).decode("utf-8")
    return found


def tables_of_sheet(package: Package, sheet_part: str) -> tuple[str, ...]:
    """The names of the tables on one sheet."""
    names = table_names(package)
    relations = package.relations(sheet_part)
    return tuple(names[r.target] for r in relations if r.kind == "table" and r.target in names)


def add_sheets(package: Package, results: Package, *, restyled: bool = False) -> None:
    """Put all sheets of the package `results` in front of the package's own, in their order.

    `restyled` sheets count the styles of the package before their own already.
    """
    _unselect(package)
    ours, book = BookPart(results), BookPart(package)
    names = _free_names(package, results, ours)
    merged = restyle.merge_styles(package, results, book)
    style_map = restyle.UNMOVED if restyled else merged
    for old, new in names.items():
        content = results.parts[old]
        package.parts[new] = _adapt(new, content, style_map)
    _copy_relations(package, results, names)
    _number_tables(package, names.values())
    book.insert_sheets([(name, names[part]) for name, part in ours.sheets()], ours.print_names())
    _finish(package, book)


def _unselect(package: Package) -> None:
    # Two selected tabs are a group in Excel: typing into one would change the other as well.
    for _, part in BookPart(package).sheets():
        content = package.parts[part]
        head, marker, rest = content.partition(b"sheetData")
        package.parts[part] = _SELECTED.sub(rb"\1", head) + marker + rest


def _owned_parts(package: Package, part: str) -> list[str]:
    owned, queue = [part], [part]
    while queue:
        for relation in package.relations(queue.pop()):
            if relation.kind in _OWNED and not relation.external and relation.target not in owned:
                owned.append(relation.target)
                queue.append(relation.target)
    return owned


def _shared(package: Package, owned: Collection[str]) -> frozenset[str]:
    """The parts that something else in the workbook needs as well."""
    users = ["", *(name for name in package.parts if name not in owned)]
    return frozenset(r.target for name in users for r in package.relations(name))


def cut_off(package: Package, sheet_part: str) -> None:
    """Have a sheet that we write into fetch nothing from elsewhere; links to click on stay."""
    for part in _owned_parts(package, sheet_part):
        relations = package.relations(part)
        kept = tuple(
            r._replace(target=_NOWHERE) if r.external and r.kind != "hyperlink" else r
            for r in relations
        )
        if kept != relations:
            package.set_relations(part, kept)


def _free_names(package: Package, results: Package, ours: BookPart) -> dict[str, str]:
    moved: dict[str, str] = {}
    for _, sheet in ours.sheets():
        for part in _owned_parts(results, sheet):
            match = _MOVED.match(part)
            assert match is not None, part
            name = package.free_name(f"{match['stem']}{{}}{match['end']}")
            package.parts[name] = b""
            moved[part] = name
    return moved


def _adapt(name: str, content: bytes, styles: restyle.StyleMap) -> bytes:
    if "/worksheets/" in name:
        return restyle.restyle_sheet(content, styles)
    return content


def _copy_relations(package: Package, results: Package, names: dict[str, str]) -> None:
    types = {}
    for old, new in names.items():
        types[new] = results.content_type(old) or "application/xml"
        moved = (r._replace(target=names.get(r.target, r.target)) for r in results.relations(old))
        package.set_relations(new, moved)
    package.set_content_types(types)


def _number_tables(package: Package, ours: Iterable[str]) -> None:
    # Table ids are unique in a workbook; Excel repairs a file in which they are not. Slicers
    # point at the ids of the user's tables, so those stay.
    mine = [part for part in ours if part in table_names(package)]
    number = max((_table_id(package, p) for p in table_names(package) if p not in mine), default=0)
    for offset, part in enumerate(mine, start=1):
        new_id = rb'\g<1>%d"' % (number + offset)
        package.parts[part] = _TABLE_ID.sub(new_id, package.parts[part], count=1)


def _table_id(package: Package, part: str) -> int:
    match = _TABLE_ID.search(package.parts[part])
    return int(match.group(2)) if match else 0


def _finish(package: Package, book: BookPart) -> None:
    book.show_first_sheet()
    if any(_has_formula(package.parts[part]) for _, part in book.sheets()):
        book.recalculate_on_load()
    book.drop_calculation_chain()
    book.save()
    _drop_sheet_titles(package)


def _has_formula(sheet: bytes) -> bool:
    """Whether a cell has a formula; to look for one tag by tag takes five times as long."""
    # A formula ends with its tag, unless it repeats that of another cell of the sheet.
    return b"f>" in sheet and _FORMULA.search(sheet) is not None


def _drop_sheet_titles(package: Package) -> None:
    # docProps/app.xml repeats the names of all sheets; wrong names are worse than none.
    part = next((r.target for r in package.relations("") if r.kind == "extended-properties"), None)
    if part is None or part not in package.parts:
        return
    root = markup.parse(package.parts[part])
    for name in ("HeadingPairs", "TitlesOfParts"):
        for element in markup.children(root, name):
            root.removeChild(element)
    package.parts[part] = markup.serialise(root)


def make_plain_workbook(package: Package) -> None:
    """Make the file a workbook without macros, no template: Excel wants that of an .xlsx file."""
    _remove_macro_sheets(package)
    book = BookPart(package)
    if (macros := book.related("vbaProject")) is not None:
        signatures = [r.target for r in package.relations(macros) if not r.external]
        book.forget(macros)
        package.remove([macros, *(part for part in signatures if part.endswith(".bin"))])
    package.set_content_types({book.part: WORKBOOK})


def macro_sheets(package: Package) -> list[str]:
    """The names of the sheets that are Excel 4 macros: programs, whatever the file is called."""
    return [
        name
        for name, part in BookPart(package).sheets()
        if (package.content_type(part) or "").lower().endswith("macrosheet+xml")
    ]


def _remove_macro_sheets(package: Package) -> None:
    gone = macro_sheets(package)
    if gone:
        remove_sheets(package, gone)
        book = BookPart(package)
        book.remove_names_of_macros(gone)
        book.save()


def stamp_time(package: Package, when: datetime) -> None:
    """Say in the document's properties when it was last changed."""
    part = next((r.target for r in package.relations("") if r.kind == "core-properties"), None)
    if part is None or part not in package.parts:
        return
    root = markup.parse(package.parts[part])
    for element in markup.children(root, "modified", TERMS_NS):
        for node in list(element.childNodes):
            element.removeChild(node)
        moment = when if when.tzinfo is None else when.astimezone(UTC)
        text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        element.appendChild(markup.document(root).createTextNode(text))
    package.parts[part] = markup.serialise(root)
