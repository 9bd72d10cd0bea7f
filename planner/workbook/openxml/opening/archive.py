"""Whether an Open XML file is sound and of a bearable size, before anything of it is parsed.

The archive is streamed twice, piece by piece, so that memory does not grow with what it unpacks
to: once to count bytes and elements, and once to see that every part of markup is well-formed.
What is found here is told in a sentence; nothing is repaired.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple
from xml.parsers import expat

_PIECE = 1 << 18
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DEEPEST = 200
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_UTF_8 = frozenset({None, "utf-8", "us-ascii"})
_MARKUP_SUFFIXES = (".xml", ".rels")
# Old drawings hold HTML that is no XML, so they are counted and not parsed.
_OLD_DRAWING = ".vml"
_FORBIDDEN_IN_NAMES = frozenset('\\:*?"<>|')
CONTENT_TYPES = "[Content_Types].xml"
# Every cell has one of them, and nobody asks about them.
_TEXTS = frozenset({"v", "is", "t"})

# What a part's elements are told to: the name without its prefix, and its attributes.
Watcher = Callable[[str, dict[str, str]], None]


class ArchiveLimits(NamedTuple):
    """What a file may cost.

    Attributes
    ----------
    entries : int
        Parts of the archive.
    unpacked : int
        Bytes of all parts together, whatever they are.
    elements : int
        Elements of all parts of markup together.
    tree : int
        Elements and attributes of one part that is kept in memory as a tree: every part of markup
        but sheets and their texts.
    """

    entries: int
    unpacked: int
    elements: int
    tree: int


class UnsoundError(Exception):
    """Something is wrong with the file; the text goes on from its name: "lists the sheet ...".

    Attributes
    ----------
    too_large : bool
        Whether the file is sound and merely too large.
    """

    def __init__(self, text: str, too_large: bool = False) -> None:
        super().__init__(text)
        self.too_large = too_large


class PartKind(NamedTuple):
    """What is known of a part before it is read.

    Attributes
    ----------
    markup : bool
        Whether it has to be well-formed.
    streamed : bool
        Whether it is read row by row and never kept as a tree.
    """

    markup: bool
    streamed: bool


def look_through(
    content: bytes, bounds: ArchiveLimits, watch: Callable[[str, str], Watcher | None]
) -> None:
    """Raise where an Open XML file is damaged, or larger than `bounds`.

    Parameters
    ----------
    content : bytes
        The file.
    bounds : ArchiveLimits
        What it may cost.
    watch : callable
        Gets the name and the content type of a part of markup, and gives whoever wants to hear of
        its elements.

    Raises
    ------
    UnsoundError
        Where it is damaged or too large.
    """
    if content.count(_ENTRY) > bounds.entries:
        raise UnsoundError(f"holds more than {bounds.entries:,} parts", too_large=True)
    with opened(content) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _refuse_entries(entries, bounds)
        types = _content_types(archive)
        kinds = {entry.filename: _kind(entry.filename, types) for entry in entries}
        _count(archive, entries, kinds, bounds)
        for entry in entries:
            if kinds[entry.filename].markup:
                watcher = watch(entry.filename, types.of(entry.filename))
                _parse(archive, entry, watcher)


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive; whatever goes wrong with it while it is read is damage."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise UnsoundError("cannot be unpacked, as after a copy that broke off") from error


def _refuse_entries(entries: Iterable[zipfile.ZipInfo], bounds: ArchiveLimits) -> None:
    seen: set[str] = set()
    unpacked = 0
    for entry in entries:
        name = entry.filename
        if name.lower() in seen:
            raise UnsoundError(f"holds the part {shown_name(name)} twice")
        if _is_strange(name) or entry.flag_bits & _ENCRYPTED:
            raise UnsoundError(f"holds a part that no workbook has, {shown_name(name)}")
        if entry.compress_type not in _PACKINGS:
            raise UnsoundError(f"holds {shown_name(name)}, packed in a way that Office never uses")
        seen.add(name.lower())
        unpacked += entry.file_size
    if unpacked > bounds.unpacked:
        raise UnsoundError(f"unpacks to {unpacked // 1_000_000:,} MB", too_large=True)


def _is_strange(name: str) -> bool:
    """Whether a part's name would lead out of the archive, or no program of Office gives it."""
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or any(char in _FORBIDDEN_IN_NAMES or not char.isprintable() for char in name)
    )


def shown_name(name: str) -> str:
    """A part's name as a message can show it."""
    plain = "".join(char if char.isprintable() else "?" for char in name)
    return plain if len(plain) <= 80 else f"{plain[:77]}..."


class _Types:
    """The content types that the package declares."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}
        self._suffixes: dict[str, str] = {}

    def hear(self, name: str, attributes: dict[str, str]) -> None:
        """Take a declaration."""
        kind = attributes.get("ContentType", "").lower()
        if name == "Override":
            self._parts[attributes.get("PartName", "").lower()] = kind
        elif name == "Default":
            self._suffixes[attributes.get("Extension", "").lower()] = kind

    def of(self, part: str) -> str:
        """The content type of a part, in lower case; "" where the package does not say."""
        name = part.lower()
        suffix = name.rpartition(".")[2]
        return self._parts.get(f"/{name}") or self._suffixes.get(suffix) or ""


def _content_types(archive: zipfile.ZipFile) -> _Types:
    types = _Types()
    entry = next((e for e in archive.infolist() if e.filename == CONTENT_TYPES), None)
    if entry is None:
        raise UnsoundError(f"has no part {CONTENT_TYPES}")
    if entry.file_size > _PIECE * 16:
        raise UnsoundError(f"has a part {CONTENT_TYPES} that is too large", too_large=True)
    _parse(archive, entry, types.hear)
    return types


def _kind(name: str, types: _Types) -> PartKind:
    kind, lower = types.of(name), name.lower()
    if lower.endswith(_OLD_DRAWING):
        return PartKind(markup=False, streamed=True)
    markup = lower.endswith(_MARKUP_SUFFIXES) or kind.endswith(("+xml", "/xml"))
    streamed = kind.endswith(("worksheet+xml", "sharedstrings+xml", "macrosheet+xml"))
    return PartKind(markup and not kind.startswith("image/"), streamed)


def _count(
    archive: zipfile.ZipFile,
    entries: Iterable[zipfile.ZipInfo],
    kinds: dict[str, PartKind],
    bounds: ArchiveLimits,
) -> None:
    """Read every part to its end, which also compares its check sum, and count what it holds."""
    every = 0
    for entry in entries:
        kind = kinds[entry.filename]
        elements = attributes = 0
        for piece in _pieces(archive, entry):
            if kind.markup:
                elements += piece.count(b"<") - piece.count(b"</")
                attributes += piece.count(b'="') + piece.count(b"='")
            if every + elements > bounds.elements:
                text = f"holds more than {bounds.elements:,} cells and other elements"
                raise UnsoundError(text, too_large=True)
            if not kind.streamed and elements + attributes > bounds.tree:
                text = f"holds more than {bounds.tree:,} settings in {shown_name(entry.filename)}"
                raise UnsoundError(text, too_large=True)
        every += elements


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                yield piece
    except (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError, OSError, ValueError) as error:
        raise UnsoundError(f"is broken in its part {shown_name(entry.filename)}") from error


def _parse(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, watcher: Watcher | None) -> None:
    """Raise where a part is not well-formed, declares entities, or nests without an end."""
    name = shown_name(entry.filename)
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = _declared(name)
    parser.StartDoctypeDeclHandler = _doctype(name)
    parser.StartElementHandler, parser.EndElementHandler = _handlers(name, watcher)
    if watcher is not None:
        _refuse_hidden_text(parser, name)
    try:
        for number, piece in enumerate(_pieces(archive, entry)):
            if number == 0 and piece.startswith(_WIDE):
                raise UnsoundError(f"holds the part {name} in UTF-16, not UTF-8")
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        text = (
            f"is broken in its part {name} (line {error.lineno}: {expat.ErrorString(error.code)})"
        )
        raise UnsoundError(text) from error


def _declared(name: str) -> Callable[[Any, str | None, Any], None]:
    def declared(version: Any, encoding: str | None, standalone: Any) -> None:
        if (encoding.lower() if encoding else None) not in _UTF_8:
            raise UnsoundError(f"holds the part {name} in {shown_name(encoding or '')}, not UTF-8")

    return declared


def _doctype(name: str) -> Callable[..., None]:
    def doctype(*_: Any) -> None:
        raise UnsoundError(f"holds a document type definition in {name}, which no workbook has")

    return doctype


def _handlers(
    name: str, watcher: Watcher | None
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnsoundError(f"is broken in its part {name}: more than {_DEEPEST} levels deep")
        if watcher is not None and tag not in _TEXTS:
            watcher(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1

    return start, end


def _refuse_hidden_text(parser: expat.XMLParserType, name: str) -> None:
    def refuse(*_: Any) -> None:
        raise UnsoundError(f"holds text in {name} that only looks like cells")

    def comment(text: str) -> None:
        if "<" in text:
            refuse()

    parser.StartCdataSectionHandler = refuse
    parser.CommentHandler = comment
