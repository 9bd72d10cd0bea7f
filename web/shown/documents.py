"""Letters and papers as text to read before they are written: paragraphs and tables."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.table import Table

Piece = tuple[str, str, list[list[str]]]


def pieces_of(document: bytes) -> list[Piece]:
    """A document of a word processor: each piece a style and a text, or rows of cells."""
    return list(_pieces(docx.Document(BytesIO(document))))


def _pieces(document: Any) -> Iterator[Piece]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield "table", "", [[cell.text for cell in row.cells] for row in block.rows]
        elif block.text.strip():
            is_heading = block.style.name.startswith(("Heading", "Title"))
            yield "heading" if is_heading else "paragraph", block.text, []
