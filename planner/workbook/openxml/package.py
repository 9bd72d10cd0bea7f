"""The parts of a workbook file: read whole, changed part by part, saved whole or not at all.

A workbook file is a ZIP archive of parts that point at each other through relationships. Working
on the parts, and not on cells, is what keeps everything of the user's workbook that no library
understands: shapes, slicers, threaded comments, cached values of formulas.
"""

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from planner.workbook.openxml import markup
from planner.workbook.openxml.markup import Element

CONTENT_TYPES = "[Content_Types].xml"
CONTENT_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# Large parts are packed in half of the time, and take an eighth more room.
_LARGE, _LEVEL_OF_LARGE = 250_000, 3
# The earliest time a ZIP archive can hold: the same workbook gives the same bytes at any time.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Relation(NamedTuple):
    """One relationship of a part; `target` is a part's name, or an address where `external`."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: worksheet, table, drawing, comments."""
        return self.type.rpartition("/")[2]


class Package:
    """A workbook file, part by part; part names carry no leading slash.

    Parameters
    ----------
    parts : dict of str to bytes
        The content of every part by name, in the order of the archive.
    """

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self._read_types: tuple[bytes, Element] | None = None

    @classmethod
    def read(cls, source: Path | BytesIO) -> "Package":
        """The package in a file; raises what `zipfile` raises where it is no ZIP archive."""
        with ZipFile(source) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            return cls({name: archive.read(name) for name in names})

    def to_bytes(self) -> bytes:
        """The archive, always the same bytes for the same parts in the same order."""
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for name in self._order():
                info = ZipInfo(name, ZIP_EPOCH)
                info.compress_type = ZIP_DEFLATED
                content = self.parts[name]
                level = _LEVEL_OF_LARGE if len(content) > _LARGE else None
                archive.writestr(info, content, compresslevel=level)
        return buffer.getvalue()

    def main_part(self) -> str:
        """The name of the workbook part."""
        return next(r.target for r in self.relations("") if r.kind == "officeDocument")

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part ("" for those of the package), targets as part names."""
        content = self.parts.get(relations_name(part))
        return () if content is None else _relations(part, content)

    def set_relations(self, part: str, relations: Iterable[Relation]) -> None:
        """Replace the relationships of a part; none at all removes their part."""
        rows = tuple(relations)
        name = relations_name(part)
        if not rows:
            self.parts.pop(name, None)
            return
        root = markup.new("Relationships", RELATIONS_NS)
        for relation in rows:
            markup.append(root, "Relationship", _attributes(relation))
        self.parts[name] = markup.serialise(root)

    def content_type(self, part: str) -> str | None:
        """The content type of a part, None where the package does not say."""
        of_parts, of_endings = _content_types(self.parts[CONTENT_TYPES])
        by_ending = of_endings.get(part.rpartition(".")[2].lower())
        return of_parts.get(f"/{part}".lower(), by_ending)

    def set_content_types(self, types: dict[str, str]) -> None:
        """Say the content types of parts, over what was said before."""
        root = self._types()
        self._forget(root, types)
        for part, content_type in types.items():
            row = {"PartName": f"/{part}", "ContentType": content_type}
            markup.append(root, "Override", row)
        self._keep_types(root)

    def remove(self, names: Iterable[str]) -> None:
        """Take parts out, with their relationships and their content types."""
        gone = tuple(names)
        for name in gone:
            self.parts.pop(name, None)
            self.parts.pop(relations_name(name), None)
        root = self._types()
        self._forget(root, gone)
        self._keep_types(root)

    def free_name(self, pattern: str) -> str:
        """The first part name of a pattern such as ``xl/tables/table{}.xml`` that is not taken."""
        taken = {name.lower() for name in self.parts}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def _types(self) -> Element:
        """The content types to change; what is kept of them holds while nobody else writes them."""
        content = self.parts[CONTENT_TYPES]
        if self._read_types is None or self._read_types[0] is not content:
            return markup.parse(content)
        return self._read_types[1]

    def _keep_types(self, root: Element) -> None:
        content = self.parts[CONTENT_TYPES] = markup.serialise(root)
        self._read_types = content, root

    @staticmethod
    def _forget(root: Element, parts: Iterable[str]) -> None:
        names = {f"/{part}".lower() for part in parts}
        for row in markup.children(root, "Override", CONTENT_NS):
            if row.getAttribute("PartName").lower() in names:
                root.removeChild(row)

    def _order(self) -> list[str]:
        # Readers that stream expect the content types and the first relationships up front.
        first = [name for name in (CONTENT_TYPES, relations_name("")) if name in self.parts]
        return first + [name for name in self.parts if name not in first]


def relations_name(part: str) -> str:
    """The part that holds the relationships of a part ("" is the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


# A workbook is asked for them part by part, over and over, while its sheets come and go.
@lru_cache(maxsize=4096)
def _relations(part: str, content: bytes) -> tuple[Relation, ...]:
    rows = markup.children(markup.parse(content), "Relationship", RELATIONS_NS)
    return tuple(_relation(part, row) for row in rows)


@lru_cache(maxsize=16)
def _content_types(content: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """The content types by part and by ending, in small letters; the first of two is meant."""
    root = markup.parse(content)
    return (
        _types_by(markup.children(root, "Override", CONTENT_NS), "PartName"),
        _types_by(markup.children(root, "Default", CONTENT_NS), "Extension"),
    )


def _types_by(rows: list[Element], key: str) -> dict[str, str]:
    types: dict[str, str] = {}
    for row in rows:
        types.setdefault(row.getAttribute(key).lower(), row.getAttribute("ContentType"))
    return types


def _relation(part: str, row: Element) -> Relation:
    external = row.getAttribute("TargetMode") == "External"
    target = row.getAttribute("Target")
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))[1:]
    return Relation(row.getAttribute("Id"), row.getAttribute("Type"), target, external)


def _attributes(relation: Relation) -> dict[str, str]:
    target = relation.target if relation.external else f"/{relation.target}"
    mode = {"TargetMode": "External"} if relation.external else {}
    return {"Id": relation.id, "Type": relation.type, "Target": target} | mode
