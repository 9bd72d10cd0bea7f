"""The facts of a year as an input workbook."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from models.base import Frozen
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.workbook.forms.input_book import InputBook
from planner.workbook.openxml.saving import save_whole
from planner.workbook.reading.sheets.input_rows import RowChange, rows_by_sheet
from planner.workbook.schema.columns import Sheet

# A sheet besides those of the facts, with its rows.
Table = tuple[Sheet, Sequence[Frozen]]

_TITLE = "Mission planner: the year's missions and experts"


def year_book(
    year: Year,
    changes: Iterable[RowChange] = (),
    cancelled: Iterable[Mission] = (),
    note: str = "",
    extra: Iterable[Table] = (),
) -> bytes:
    """An input workbook that reads back as this year; the same bytes for the same arguments.

    What a workbook cannot say is lost: entries of the built-in expertise list that the year
    does not have come back, and a release period start that is missing although the expert has
    an Accredited date is filled in from it.

    Parameters
    ----------
    year : Year
        The facts.
    changes : iterable of RowChange
        The rows of the Scenarios sheet.
    cancelled : iterable of Mission
        Missions to list with the status Cancelled; they are no part of the year.
    note : str
        What the sheet Read me says about this workbook.
    extra : iterable of Table
        Further sheets, in front of the others.
    """
    settings = {name: getattr(year.settings, name) for name in type(year.settings).model_fields}
    rows = rows_by_sheet(year, changes, cancelled)
    book = InputBook(settings, rows, year.expertise)
    for declared, facts in extra:
        book.add_table(declared, facts)
    return book.to_bytes(_TITLE, note)


def write_year(
    target: Path,
    year: Year,
    changes: Iterable[RowChange] = (),
    cancelled: Iterable[Mission] = (),
    note: str = "",
) -> None:
    """Write the workbook of a year, whole or not at all; see `year_book`.

    Raises
    ------
    CannotWrite
        Where the file cannot be written.
    """
    save_whole(target, year_book(year, changes, cancelled, note))
