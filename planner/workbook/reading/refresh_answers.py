"""What administrations wrote into the forms of a refresh: their cells, as they stand there."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from models.answers.report import Problem
from planner.domain.errors import BadInput
from planner.domain.tongue import Tongue, texts
from planner.workbook.forms.refresh_entries import RecordEntry
from planner.workbook.forms.refresh_form import CHOICES, COLUMNS, headers
from planner.workbook.openxml.opening import container
from planner.workbook.reading.meaning.meanings import understood
from planner.workbook.reading.meaning.meant import Manner
from planner.workbook.reading.sheets.grid import rows_of
from planner.workbook.reading.sheets.sources import Row
from planner.workbook.reading.values.cell_values import CellError, clean, id_of, shown
from planner.workbook.reading.values.cells import Codes
from planner.workbook.schema.columns import Column, Kind

NAME = "name"
_YES_NO = Column(header="Correct", field="correct", kind=Kind.YES_NO)


class RefreshAnswer(NamedTuple):
    """One line of a form that came back, with what its cells hold."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, object]

    @property
    def name(self) -> tuple[str, str]:
        """The expert and the entry that the line is about."""
        return id_of(self.cells["expert_id"]), str(self.cells["code"]).strip()

    def place(self, column: str) -> str:
        """The cell of a column, such as G7."""
        return f"{get_column_letter(COLUMNS.index(column) + 1)}{self.row}"

    def problem(self, column: str, message: str, remedy: str, code: str) -> Problem:
        """A problem of one of the line's cells, which says where it is; names are not repeated."""
        raw = None if self.cells["code"] == NAME else self.cells[column]
        return Problem(
            code=code,
            sheet=f"{self.file}, {self.sheet}",
            cell=self.place(column),
            found="" if raw is None else shown(raw),
            message=message,
            remedy=remedy,
        )

    @property
    def correct(self) -> bool | None:
        """Whether the record is said to be right; None where nothing is said.

        Raises
        ------
        CellError
            Where the cell says neither yes nor no.
        """
        raw = clean(self.cells["correct"])
        found = None if raw is None else understood(_YES_NO, raw, Manner(Codes(()))).value
        return None if found is None else bool(found)

    def value(self, column: str, entry: RecordEntry) -> object:
        """What a cell says of an entry, as a fact; None where it is blank.

        Raises
        ------
        CellError
            Where the cell holds no such value.
        """
        raw = clean(self.cells[column])
        if raw is None or raw in _words("blank"):
            return None
        said = next((word for word in CHOICES if raw in _words(word)), raw)
        declared = entry.column.model_copy(update={"default": ""})
        return understood(declared, said, Manner(Codes(()))).value


def answers_in(content: bytes, file: str) -> tuple[RefreshAnswer, ...]:
    """The lines of a form, in whatever language it is.

    Raises
    ------
    BadInput
        Where the file is no workbook, or no such form.
    """
    with container.making_sense_of(file):
        book = container.open_values(container.usual_dialect(content), file)
        found = next((f for title in book.sheetnames if (f := _lines(book, title, file))), None)
    if found is None:
        raise BadInput(
            f"{file} is no form of a refresh: none of its sheets has the columns "
            f"{', '.join(headers(Tongue()))}. Take it out of the folder, or write the forms anew."
        )
    return found


def _lines(book: Workbook, title: str, file: str) -> tuple[RefreshAnswer, ...]:
    wanted = [headers(Tongue(language)) for language in texts()]
    rows = rows_of(book, title)
    top = next((number for number, row in rows.items() if row[: len(COLUMNS)] in wanted), None)
    if top is None:
        return ()
    below = {number: row for number, row in rows.items() if number > top}
    return tuple(_answers(below, title, file))


def _answers(rows: Mapping[int, Row], title: str, file: str) -> Iterator[RefreshAnswer]:
    for number, row in rows.items():
        values = (*row, *(None,) * len(COLUMNS))[: len(COLUMNS)]
        cells = dict(zip(COLUMNS, values, strict=True))
        if cells["code"] is not None and cells["expert_id"] is not None:
            yield RefreshAnswer(file, title, number, cells)


def _words(name: str) -> set[str]:
    """A word of the form in every language."""
    return {Tongue(language).say(f"refresh.{name}") for language in texts()}


__all__ = ("CellError", "RefreshAnswer", "answers_in")
