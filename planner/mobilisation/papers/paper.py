"""A paper: a title, and blocks one below the other, which any template can show."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.domain.tongue import Tongue
from planner.report.plan_view import PlanView

# What the papers are filled in from, unless the office has a template of its own.
TEMPLATE = Path(__file__).parents[2] / "data" / "paper.docx"


class PaperCell(NamedTuple):
    """A cell of a table; a number stands on the right."""

    text: str
    number: bool = False


class PaperBlock(NamedTuple):
    """A part of a paper; `kind` says which of the other fields it has.

    A heading, one on a new page, a text and a note have `text`; a table has `headers` and `rows`;
    a picture has `picture`, a PNG; lines to fill in and to sign have `rows` of their names.
    """

    kind: str
    text: str = ""
    headers: tuple[PaperCell, ...] = ()
    rows: tuple[tuple[PaperCell, ...], ...] = ()
    picture: bytes = b""


class Paper(NamedTuple):
    """One document: the name of its file, without the ending, and what is on it."""

    file: str
    title: str
    subtitle: str
    note: str
    blocks: tuple[PaperBlock, ...]


class PaperDesk(NamedTuple):
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

    def paper(self, file: str, title: str, subtitle: str, blocks: Iterable[PaperBlock]) -> Paper:
        """A paper with the line that says where it comes from."""
        note = self.say("page", date=self.tongue.day(self.today), file=self.source)
        return Paper(file, title, subtitle, note, tuple(blocks))

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str | int]]) -> PaperBlock:
        """A table; whole numbers stand on the right, written as the language writes them."""
        made = tuple(tuple(self._cell(value) for value in row) for row in rows)
        first = made[0] if made else ()
        numbers = [cell.number for cell in first] or [False] * len(headers)
        heads = tuple(
            PaperCell(text, number) for text, number in zip(headers, numbers, strict=True)
        )
        return PaperBlock("table", headers=heads, rows=made)

    def _cell(self, value: str | int) -> PaperCell:
        if isinstance(value, int):
            return PaperCell(self.tongue.number(value), number=True)
        return PaperCell(value)


def heading(text: str) -> PaperBlock:
    """The title of a part."""
    return PaperBlock("heading", text)


def page(text: str) -> PaperBlock:
    """The title of a part that begins a page."""
    return PaperBlock("page", text)


def text(words: str) -> PaperBlock:
    """A paragraph."""
    return PaperBlock("text", words)


def note(words: str) -> PaperBlock:
    """A paragraph in small letters."""
    return PaperBlock("note", words)


def picture(png: bytes) -> PaperBlock:
    """A picture over the whole width."""
    return PaperBlock("picture", picture=png)


def to_fill_in(names: Iterable[str]) -> PaperBlock:
    """Lines for the pen, each with its name."""
    return PaperBlock("lines", rows=tuple((PaperCell(name),) for name in names))
