"""A paper: a title, and blocks one below the other, which any template can show."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from planner.domain.tongue import Tongue
from planner.report.plan_view import PlanView


class Cell(NamedTuple):
    """A cell of a table; a number stands on the right."""

    text: str
    number: bool = False


class Block(NamedTuple):
    """A part of a paper; `kind` says which of the other fields it has.

    A heading, one on a new page, a text and a note have `text`; a table has `headers` and `rows`;
    a picture has `picture`, a PNG; lines to fill in and to sign have `rows` of their names.
    """

    kind: str
    text: str = ""
    headers: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    picture: bytes = b""


class Paper(NamedTuple):
    """One document: the name of its file, without the ending, and what is on it."""

    file: str
    title: str
    subtitle: str
    note: str
    blocks: tuple[Block, ...]


class Desk(NamedTuple):
    """What every paper about a plan is written with.

    Attributes
    ----------
    view : PlanView
        The plan.
    tongue : Tongue
        The language of the paper.
    names : bool
        Whether experts are named.
    today : date
        The day of the paper.
    source : str
        The name of the workbook.
    """

    view: PlanView
    tongue: Tongue
    names: bool
    today: date
    source: str

    def say(self, name: str, number: int = 1, /, **facts: object) -> str:
        """A text of papers."""
        return self.tongue.say(f"paper.{name}", number, **facts)

    @property
    def period(self) -> str:
        """The plan year: 2027, or its days where it is no calendar year."""
        settings = self.view.year.settings
        first, last = settings.plan_start, settings.plan_end
        whole = (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31))
        return str(first.year) if whole else self.tongue.span(first, last)

    def amount(self, value: int) -> str:
        """An amount in the plan's currency."""
        return self.tongue.amount(value, self.view.year.settings.currency)

    def paper(self, file: str, title: str, subtitle: str, blocks: Iterable[Block]) -> Paper:
        """A paper with the line that says where it comes from."""
        note = self.say("page", date=self.tongue.day(self.today), file=self.source)
        return Paper(file, title, subtitle, note, tuple(blocks))

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Block:
        """A table; whole numbers stand on the right, written as the language writes them."""
        made = tuple(tuple(self._cell(value) for value in row) for row in rows)
        first = made[0] if made else ()
        numbers = [cell.number for cell in first] or [False] * len(headers)
        heads = tuple(Cell(text, number) for text, number in zip(headers, numbers, strict=True))
        return Block("table", headers=heads, rows=made)

    def _cell(self, value: str | int) -> Cell:
        if isinstance(value, int):
            return Cell(self.tongue.number(value), number=True)
        return Cell(value)


def heading(text: str) -> Block:
    """The title of a part."""
    return Block("heading", text)


def page(text: str) -> Block:
    """The title of a part that begins a page."""
    return Block("page", text)


def text(words: str) -> Block:
    """A paragraph."""
    return Block("text", words)


def note(words: str) -> Block:
    """A paragraph in small letters."""
    return Block("note", words)


def picture(png: bytes) -> Block:
    """A picture over the whole width."""
    return Block("picture", picture=png)


def to_fill_in(names: Iterable[str]) -> Block:
    """Lines for the pen, each with its name."""
    return Block("lines", rows=tuple((Cell(name),) for name in names))
