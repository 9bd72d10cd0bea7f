"""Whether a workbook is still as the planner wrote it: only such a file may be overwritten.

The planner puts a fingerprint of everything else in the file into the document's properties.
Whatever program saves the workbook afterwards leaves a file that no longer fits it.
"""

import hashlib
from io import BytesIO
from pathlib import Path

from planner.domain.errors import hear_interruption
from planner.workbook.openxml import markup
from planner.workbook.openxml.markup import Element
from planner.workbook.openxml.package import Package, Relation

_CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_WORDS_NS = "http://purl.org/dc/elements/1.1/"


def sign(package: Package) -> None:
    """Note that the planner wrote this workbook; the last change to make before it is saved."""
    part = _core_part(package) or _add_core_part(package)
    root = markup.parse(package.parts[part])
    for element in _signatures(root):
        root.removeChild(element)
    element = markup.document(root).createElementNS(_WORDS_NS, "dc:identifier")
    element.setAttribute("xmlns:dc", _WORDS_NS)
    element.appendChild(markup.document(root).createTextNode(_fingerprint(package, part)))
    root.appendChild(element)
    package.parts[part] = markup.serialise(root)


def is_as_written(path: Path) -> bool:
    """Whether the planner wrote this workbook, and nobody has saved it since."""
    try:
        package = Package.read(BytesIO(path.read_bytes()))
        part = _core_part(package)
        if part is None:
            return False
        found = [_text(element) for element in _signatures(markup.parse(package.parts[part]))]
    except Exception as error:
        hear_interruption(error)
        return False  # whatever is wrong with the file: the planner did not write it like that
    return found == [_fingerprint(package, part)]


def _fingerprint(package: Package, core: str) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(package.parts.items()):
        if name != core:
            digest.update(f"{name} {len(content)}\n".encode() + content)
    return f"mission-planner {digest.hexdigest()}"


def _signatures(root: Element) -> list[Element]:
    return markup.children(root, "identifier", _WORDS_NS)


def _text(element: Element) -> str:
    return "".join(node.data for node in element.childNodes if hasattr(node, "data"))


def _core_part(package: Package) -> str | None:
    parts = (r.target for r in package.relations("") if r.kind == "core-properties")
    return next((part for part in parts if part in package.parts), None)


def _add_core_part(package: Package) -> str:
    part = "docProps/core.xml"
    root = markup.new("cp:coreProperties", _CORE_NS)
    root.setAttribute("xmlns:cp", _CORE_NS)
    package.parts[part] = markup.serialise(root)
    relations = [r for r in package.relations("") if r.kind != "core-properties"]
    taken = {relation.id for relation in relations}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    package.set_relations("", [*relations, Relation(f"rId{number}", _CORE_RELATION, part)])
    package.set_content_types({part: _CORE_TYPE})
    return part
