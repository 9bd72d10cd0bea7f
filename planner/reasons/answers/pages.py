"""An explanation as plain data: headings, sentences, and tables of facts with their cells."""

from typing import NamedTuple

from models.cell_ref import Place


class Line(NamedTuple):
    """A row of a table: a word or an ID, a sentence, and where the workbook says so."""

    what: str
    text: str
    place: Place | None = None


class Block(NamedTuple):
    """A heading, sentences below it, and a table."""

    heading: str
    sentences: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    # What stands above the first two columns of the table.
    columns: tuple[str, str] = ("Rule", "Fact")
