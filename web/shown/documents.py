"""Letters and papers as text to read before they are written: paragraphs and tables."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.table import Table

from planner.app.letters.letter_files import DEFAULT_TEMPLATE
from planner.app.letters.letter_filling import fill_in_all
from planner.mobilisation.letters import Letter

Piece = tuple[str, str, list[list[str]]]


def pieces(letter: Letter) -> list[Piece]:
    """A letter as it will be written: each piece a style and a text, or rows of cells."""
    return pieces_of(fill_in_all(DEFAULT_TEMPLATE, [letter.context])[0])


def pieces_of(document: bytes) -> list[Piece]:
    """A document of a word processor, from its beginning to its end."""
    return list(_pieces(docx.Document(BytesIO(document))))


def _pieces(document: Any) -> Iterator[Piece]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield "table", "", [[cell.text for cell in row.cells] for row in block.rows]
        elif block.text.strip():
            is_heading = block.style.name.startswith(("Heading", "Title"))
            yield "heading" if is_heading else "paragraph", block.text, []
