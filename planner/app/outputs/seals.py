"""Whether a file is still as the planner wrote it: only such a file may be overwritten.

Workbooks carry their seal in their properties (`planner.workbook.openxml.opening.signature`).
Documents of other kinds get one here: the digest of all that they hold besides.
"""

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planner.workbook.openxml.opening.signature import is_as_written

_NAME = "mission-planner"
_COMMENT = re.compile(rb"<!-- mission-planner [0-9a-f]{64} -->\n\Z")
_SEAL = "signature"
# Kinds without room for a seal, and the list beside them.
_LISTED, _LIST = (".csv", ".parquet"), "tables.json"
_END_OF_PNG = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


def is_ours(path: Path) -> bool:
    """Whether the planner wrote a file, and nobody has saved it since."""
    kinds: Mapping[str, Callable[[bytes], bool]] = {
        ".json": _is_sealed_json,
        ".html": _is_sealed_page,
        ".png": _is_sealed_picture,
        ".eml": _is_sealed_text,
        ".ics": _is_sealed_text,
    }
    suffix = path.suffix.lower()
    try:
        if suffix in _LISTED:
            return _is_listed(path)
        return kinds[suffix](path.read_bytes()) if suffix in kinds else is_as_written(path)
    except (OSError, ValueError):
        return False


def with_list(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files that have no room for a seal, and a sealed list of them."""
    digests = {name: _digest(content) for name, content in files.items()}
    return {**files, _LIST: sealed_json({"files": digests})}


def sealed_json(document: Mapping[str, Any]) -> bytes:
    """A document with its seal, as text that people can read."""
    sealed = {**document, _SEAL: _digest(_text(document))}
    return _text(sealed)


def sealed_page(page: bytes) -> bytes:
    """An HTML page with its seal."""
    return page + f"<!-- {_digest(page)} -->\n".encode()


def sealed_picture(picture: bytes) -> bytes:
    """A PNG with its seal, in a chunk of text that programs skip."""
    body = picture.removesuffix(_END_OF_PNG)
    return body + _chunk(_digest(body)) + _END_OF_PNG


def sealed_text(content: bytes) -> bytes:
    """A mail or a calendar with its seal, in a header that other programs skip."""
    first, end, rest = content.partition(b"\r\n")
    return first + end + _header_of(content) + rest


def _is_sealed_text(content: bytes) -> bool:
    first, end, rest = content.partition(b"\r\n")
    seal, _, body = rest.partition(b"\r\n")
    return seal + b"\r\n" == _header_of(first + end + body)


def _header_of(content: bytes) -> bytes:
    return f"X-MISSION-PLANNER:{hashlib.sha256(content).hexdigest()[:32]}\r\n".encode()


def _is_listed(path: Path) -> bool:
    content = path.with_name(_LIST).read_bytes()
    return _is_sealed_json(content) and json.loads(content)["files"].get(path.name) == _digest(
        path.read_bytes()
    )


def _is_sealed_json(content: bytes) -> bool:
    document = json.loads(content)
    if not isinstance(document, dict):
        return False
    seal = document.pop(_SEAL, None)
    return isinstance(seal, str) and seal == _digest(_text(document))


def _is_sealed_page(content: bytes) -> bool:
    found = _COMMENT.search(content)
    return found is not None and sealed_page(content[: found.start()]) == content


def _is_sealed_picture(content: bytes) -> bool:
    body = content.removesuffix(_END_OF_PNG)[: -len(_chunk(_digest(b"")))]
    return sealed_picture(body + _END_OF_PNG) == content


def _text(document: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(document, indent=2, ensure_ascii=False)}\n".encode()


def _digest(content: bytes) -> str:
    return f"{_NAME} {hashlib.sha256(content).hexdigest()}"


def _chunk(seal: str) -> bytes:
    """A tEXt chunk of a PNG."""
    data = b"tEXt" + b"Signature\0" + seal.encode("latin-1")
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
