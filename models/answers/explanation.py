"""An explanation as plain data: headings, sentences, and tables of facts with their cells."""

from typing import NamedTuple

from models.answers.not_delivered import Remedy
from models.answers.price import Price
from models.base import Frozen
from models.cell_ref import Place
from models.requests.question import Question


class Line(NamedTuple):
    """A row of a table: a rule or an ID, a sentence, and where the workbook says so."""

    what: str
    text: str
    place: Place | None = None


class Block(NamedTuple):
    """A heading, sentences below it, a table, and the remedies that the sentences name."""

    heading: str
    sentences: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    # What stands above the first two columns of the table.
    columns: tuple[str, str] = ("Rule", "Fact")
    remedies: tuple[Remedy, ...] = ()


class Explanation(Frozen):
    """The answer to a question about a plan.

    `price` is the plan with what was asked for and what the levels lose; None where nothing was
    priced, or no plan has it.
    """

    question: Question
    blocks: tuple[Block, ...]
    price: Price | None = None
