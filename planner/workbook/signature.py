"""Whether a workbook is still as the planner wrote it: only such a file may be overwritten.

The planner notes the time of the last change once more in the document's properties. Whatever
program saves the workbook afterwards changes the time and not the note.
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from planner.workbook import markup
from planner.workbook.graft import TERMS_NS, stamp_time
from planner.workbook.markup import Element
from planner.workbook.package import Package, Relation

_CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_WORDS_NS = "http://purl.org/dc/elements/1.1/"
_TYPES_NS = "http://www.w3.org/2001/XMLSchema-instance"
_NOTE = "mission-planner {}"
_NO_TIME = datetime(2000, 1, 1)


def sign(package: Package, when: datetime | None = None) -> None:
    """Note that the planner wrote this workbook.

    Parameters
    ----------
    when : datetime, optional
        The time of the last change; without it the time that the workbook says stays.
    """
    part = _core_part(package) or _add_core_part(package)
    root = markup.parse(package.parts[part])
    if when is not None or _modified(root) is None:
        _ensure_modified(root)
        package.parts[part] = markup.serialise(root)
        stamp_time(package, when or _NO_TIME)
        root = markup.parse(package.parts[part])
    for element in markup.children(root, "identifier", _WORDS_NS):
        root.removeChild(element)
    _add(root, _WORDS_NS, "dc:identifier", _NOTE.format(_modified(root)))
    package.parts[part] = markup.serialise(root)


def is_as_written(path: Path) -> bool:
    """Whether the planner wrote this workbook, and nobody has saved it since."""
    try:
        package = Package.read(BytesIO(path.read_bytes()))
        part = _core_part(package)
        root = markup.parse(package.parts[part]) if part else None
    except Exception:  # whatever is wrong with the file: the planner did not write it like that
        return False
    return root is not None and _text(root, "identifier", _WORDS_NS) == _NOTE.format(
        _modified(root)
    )


def _core_part(package: Package) -> str | None:
    parts = (r.target for r in package.relations("") if r.kind == "core-properties")
    return next((part for part in parts if part in package.parts), None)


def _add_core_part(package: Package) -> str:
    part = package.free_name("docProps/core{}.xml")
    root = markup.new("cp:coreProperties", _CORE_NS)
    root.setAttribute("xmlns:cp", _CORE_NS)
    package.parts[part] = markup.serialise(root)
    relations = [r for r in package.relations("") if r.kind != "core-properties"]
    taken = {relation.id for relation in relations}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    package.set_relations("", [*relations, Relation(f"rId{number}", _CORE_RELATION, part)])
    package.set_content_types({part: _CORE_TYPE})
    return part


def _ensure_modified(root: Element) -> None:
    if not markup.children(root, "modified", TERMS_NS):
        modified = _add(root, TERMS_NS, "dcterms:modified", "")
        modified.setAttribute("xmlns:xsi", _TYPES_NS)
        modified.setAttribute("xsi:type", "dcterms:W3CDTF")


def _add(root: Element, namespace: str, name: str, text: str) -> Element:
    element = markup.document(root).createElementNS(namespace, name)
    element.setAttribute(f"xmlns:{name.partition(':')[0]}", namespace)
    element.appendChild(markup.document(root).createTextNode(text))
    root.appendChild(element)
    return element


def _modified(root: Element) -> str | None:
    return _text(root, "modified", TERMS_NS)


def _text(root: Element, name: str, namespace: str) -> str | None:
    for element in markup.children(root, name, namespace):
        return "".join(node.data for node in element.childNodes if hasattr(node, "data")) or None
    return None
