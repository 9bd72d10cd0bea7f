"""Reads from the answer of a command how much of what was asked it has proven."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

_PROVEN, _YES = "Proven", "yes"
# The headings of `explain` over a price that was worked out, and the sentence that takes it back.
_PRICED = ("Possible at ", "Not possible: no plan that keeps all rules has ")
_DOUBTED = "Not proven: "


class Proof(NamedTuple):
    """So many of what was asked are proven."""

    proven: int
    asked: int


def of_sheets(*names: str) -> Callable[[Path], Proof]:
    """Counts the rows of these sheets whose column Proven says yes; a blank one says no."""

    def counted(answer: Path) -> Proof:
        book = _book(answer)
        told = [cell for name in names for cell in _column(book[name])]
        return Proof(told.count(_YES), len(told))

    return counted


def of_reasons(answer: Path) -> Proof:
    """Whether the reasons are a price that is proven: 1 of 1, or 0 of 1."""
    rows = [row for sheet in _book(answer).worksheets for row in sheet.iter_rows(values_only=True)]
    texts = [str(text) for row in rows for text in row if text is not None]
    priced = any(text.startswith(_PRICED) for text in texts)
    return Proof(int(priced and not any(text.startswith(_DOUBTED) for text in texts)), 1)


def of_document(answer: Path) -> Proof:
    """Counts levels that are proven, and positions of which it is settled who may go."""
    document = json.loads(answer.read_text(encoding="utf-8"))
    levels = [level["proven"] for level in document["levels"]]
    places = [not entry["not_settled"] for entry in document["flexibility"] or ()]
    # Without positions nothing is known of whom the plan could do without.
    told = [*levels, *(places or [False])]
    return Proof(told.count(True), len(told))


def _column(sheet: Any) -> Iterator[Any]:
    """The cells below the header Proven, down to the end of the table."""
    rows = sheet.iter_rows(values_only=True)
    header = next((row for row in rows if _PROVEN in row), None)
    if header is None:
        raise ValueError(f"The sheet {sheet.title} has no column {_PROVEN}.")
    for row in rows:
        if row[0] is None:
            return
        yield row[header.index(_PROVEN)]


def _book(path: Path) -> Any:
    import openpyxl

    return openpyxl.load_workbook(path)
