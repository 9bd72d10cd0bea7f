"""What explain and verify say, as a document or a workbook to hand on."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from models.answers.explanation import Block, Line
from models.answers.verdict import Verdict
from models.cell_ref import Place
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.letters.letter_files import SUFFIX
from planner.app.letters.letter_filling import fill_in_all
from planner.app.outputs import targets
from planner.app.outputs.saving import save
from planner.domain.errors import CannotWrite
from planner.domain.tongue import ENGLISH
from planner.domain.wording import counted
from planner.mobilisation.papers import paper
from planner.mobilisation.papers.paper import TEMPLATE
from planner.workbook.looks.plain_book import SheetPart, book_of
from planner.workbook.schema.after_plan import REASONS


class ReasonRow(NamedTuple):
    """A row of the sheet Reasons."""

    part: str
    what: str
    why_not: str
    where: str


def refuse(target: Path, source: Path) -> None:
    """Raise where what is to be handed on cannot be written.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    suffix = target.suffix.lower()
    if suffix not in (SUFFIX, targets.WORKBOOK):
        raise CannotWrite(f"{target.name} must end in {SUFFIX} or {targets.WORKBOOK}.")
    if suffix == SUFFIX:
        targets.refuse_document(target, source, suffix=SUFFIX)
    else:
        targets.refuse_workbook(target, source)


def write_reasons(
    book: Workbook, year: Year, blocks: Sequence[Block], target: Path, *, names: bool = False
) -> Path:
    """Write headings, sentences and facts, each with its cell, as the ending of the file asks.

    Parameters
    ----------
    names : bool
        Whether a last table says the names of the experts whom the blocks call by ID.

    Raises
    ------
    CannotWrite
        Where the file holds somebody's work, or cannot be written.
    """
    said = (*blocks, *(_who(year, blocks) if names else ()))
    if target.suffix.lower() == SUFFIX:
        return save(target, _document(book, said))
    return save(
        target, book_of([SheetPart(REASONS, tuple(_rows(said, book.where)), said[0].heading)])
    )


def verdict_blocks(year: Year, verdict: Verdict) -> tuple[Block, ...]:
    """What the checker says of a plan: rules, levels, rows that were changed by hand."""
    number, total = len(verdict.plan.teams()), counted(len(year.missions), "mission")
    broken = counted(len({violation.rule for violation in verdict.violations}), "hard rule")
    kept = f"The plan breaks {broken}." if verdict.violations else "The plan keeps every hard rule."
    rules = tuple(Line(v.rule, v.message) for v in verdict.violations)
    levels = tuple(Line(v.level, _level(verdict, v.level, v.value)) for v in verdict.levels)
    edits = tuple(Line("changed", edit.text, edit.place) for edit in verdict.edits)
    blocks = (
        Block("Verification", (f"The plan delivers {number} of {total}.", kept), rules),
        Block("Levels", (), levels, ("Level", "Value")),
        Block("Rows that were changed by hand", (), edits, ("Row", "What")),
    )
    return tuple(block for block in blocks if block.sentences or block.lines)


def _level(verdict: Verdict, level: str, value: int) -> str:
    recorded = verdict.recorded.get(level, value)
    return f"{value:,}" if recorded == value else f"{value:,}; the run recorded {recorded:,}"


def _who(year: Year, blocks: Iterable[Block]) -> Iterator[Block]:
    """The experts whom the blocks call by their IDs."""
    texts = [text for block in blocks for text in _texts(block)]
    found = [e for e in year.experts if e.name and any(_names(e.id, text) for text in texts)]
    if found:
        lines = tuple(Line(expert.id, expert.name) for expert in found)
        yield Block("Experts", (), lines, ("Expert ID", "Name"))


def _texts(block: Block) -> Iterator[str]:
    yield from (block.heading, *block.sentences)
    for line in block.lines:
        yield from (f"expert {line.what}", line.text)


def _names(expert_id: str, text: str) -> bool:
    """Whether a text calls an expert; a bare number only where it says that it is one."""
    before = "expert " if expert_id.isdigit() else ""
    return re.search(rf"(?<![\w-]){before}{re.escape(expert_id)}(?![\w-])", text) is not None


def _document(book: Workbook, blocks: Sequence[Block]) -> bytes:
    first, *rest = blocks
    shown = [*_shown(book, first)]
    for block in rest:
        shown += [paper.heading(block.heading), *_shown(book, block)]
    made = paper.Paper("", first.heading, book.name, book.name, tuple(shown))
    return fill_in_all(TEMPLATE, [{**made._asdict(), "language": ENGLISH}])[0]


def _shown(book: Workbook, block: Block) -> Iterator[paper.PaperBlock]:
    yield from (paper.text(sentence) for sentence in block.sentences)
    if block.lines:
        rows = [(line.what, line.text, _where(line, book.where)) for line in block.lines]
        width = 3 if any(where for _, _, where in rows) else 2  # no column without a word
        headers = (*block.columns, "Where")[:width]
        yield paper.PaperBlock(
            "table",
            headers=tuple(map(paper.PaperCell, headers)),
            rows=tuple(tuple(map(paper.PaperCell, row[:width])) for row in rows),
        )


def _rows(blocks: Iterable[Block], where: Callable[[Place], str]) -> Iterator[ReasonRow]:
    for block in blocks:
        yield from (ReasonRow(block.heading, "", sentence, "") for sentence in block.sentences)
        for line in block.lines:
            yield ReasonRow(block.heading, line.what, line.text, _where(line, where))


def _where(line: Line, where: Callable[[Place], str]) -> str:
    return where(line.place) if line.place else ""
