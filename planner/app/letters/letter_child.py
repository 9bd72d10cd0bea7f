"""The inside of the process that fills in letters: whatever a template does ends with it.

A template is a program that somebody else wrote. It runs in Jinja's sandbox, which keeps it away
from files and from Python, and in a process of its own, which may be ended when it takes too long
or too much memory.
"""

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from planner.domain.program.child_processes import leave_with_parent
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.package import Package, Relation, relations_name

# What the process may ask the system for; the watcher outside ends it much earlier.
_MOST_ADDRESSES = 2_000_000_000
_LONGEST_FAULT = 200
_NOWHERE = "about:blank"
_ATTACHED = re.compile(rb"<w:attachedTemplate\b[^<>]*/>")


# Tables of this style get columns that fit; letters and tables of the office stay as they are.
TABLE_OF_PAPERS = "Paper table"
WIDTH_OF_PICTURES_MM = 163
# In letters.
_LEAST_ROOM, _MOST_ROOM = 9, 56


class Ready(NamedTuple):
    """Sent once the process runs: only then is it sent what it has to do."""


class OpenedTemplate(NamedTuple):
    """Sent once the template is open."""


class Refused(NamedTuple):
    """Sent where the template cannot be used, or cannot be filled in."""

    is_document: bool
    fault: str


def serve(line: "Connection[Any, Any]") -> None:
    """Fill in the letters one by one and send them: what the process runs."""
    leave_with_parent()
    _limit_memory()
    line.send(Ready())
    template: bytes
    contexts: Sequence[dict[str, object]]
    template, contexts = line.recv()
    try:
        from docxtpl import DocxTemplate  # noqa: PLC0415, heavy imports

        DocxTemplate(BytesIO(template)).init_docx()
        environment = _sandbox()
    except Exception as error:
        line.send(Refused(False, _words(error)))
        return
    line.send(OpenedTemplate())
    try:
        for context in contexts:
            line.send_bytes(_filled_in(template, context, environment))
    except Exception as error:
        line.send_bytes(b"")
        line.send(Refused(True, _words(error)))


def _limit_memory() -> None:
    if sys.platform == "linux":  # elsewhere the system does not hold this limit
        import resource  # noqa: PLC0415, it exists on Unix alone

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_ADDRESSES, _MOST_ADDRESSES))


def _sandbox() -> Any:
    """An environment that translates a template once, however many letters are made of it."""
    from jinja2 import StrictUndefined  # noqa: PLC0415, heavy imports
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Sandbox(ImmutableSandboxedEnvironment):
        compile = lru_cache(64)(ImmutableSandboxedEnvironment.compile)  # type: ignore[assignment]

    return Sandbox(autoescape=True, undefined=StrictUndefined)


def _filled_in(template: bytes, context: dict[str, object], environment: Any) -> bytes:
    """The document of one letter: the same bytes for the same letter and template."""
    from docxtpl import DocxTemplate  # noqa: PLC0415, heavy imports

    buffer = BytesIO()
    document = DocxTemplate(BytesIO(template))
    document.render(_with_pictures(document, context), environment)
    fit_columns(document)
    document.save(buffer)
    package = Package.read(buffer)
    _cut_off(package)
    sign(package)
    return package.to_bytes()


def _with_pictures(document: Any, value: Any) -> Any:
    """The words of a template, in which the bytes of a picture have become one to show."""
    from docx.shared import Mm  # noqa: PLC0415, heavy imports
    from docxtpl import InlineImage  # noqa: PLC0415

    if isinstance(value, dict):
        return {key: _with_pictures(document, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_pictures(document, item) for item in value]
    if isinstance(value, bytes) and value:
        return InlineImage(document, BytesIO(value), width=Mm(WIDTH_OF_PICTURES_MM))
    return value


def fit_columns(document: Any) -> None:
    """Make the columns of tables of papers as wide as what stands in them asks for."""
    for table in document.tables:
        if table.style is not None and table.style.name == TABLE_OF_PAPERS:
            total = sum(column.width for column in table.columns)
            columns = [(column, column.cells) for column in table.columns]
            wanted = [_room(cells) for _, cells in columns]
            for (column, cells), share in zip(columns, wanted, strict=True):
                width = int(total * share / sum(wanted))
                column.width = width
                for cell in cells:
                    cell.width = width


def _room(cells: Sequence[Any]) -> int:
    """As much as the longest text asks for, and never less than the longest word."""
    texts = [cell.text for cell in cells]
    word = max((len(word) for text in texts for word in text.split()), default=0)
    return max(_LEAST_ROOM, word + 4, min(_MOST_ROOM, max(map(len, texts))))


def _cut_off(package: Package) -> None:
    """Leave out what Word would fetch from another machine when somebody opens the letter."""
    for name in [part for part in package.parts if not part.endswith(".rels")]:
        if relations_name(name) in package.parts:
            relations = package.relations(name)
            kept = [_local(relation) for relation in relations if not _is_attached(relation)]
            if kept != list(relations):
                package.parts[name] = _ATTACHED.sub(b"", package.parts[name])
                package.set_relations(name, kept)


def _is_attached(relation: Relation) -> bool:
    return relation.external and relation.kind == "attachedTemplate"


def _local(relation: Relation) -> Relation:
    if relation.external and relation.kind != "hyperlink":
        return relation._replace(target=_NOWHERE)
    return relation


def _words(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "it needs too much memory"
    text = " ".join(str(error).split()) or type(error).__name__
    plain = "".join(char if char.isprintable() else "?" for char in text)
    return plain if len(plain) <= _LONGEST_FAULT else f"{plain[:_LONGEST_FAULT]}..."
