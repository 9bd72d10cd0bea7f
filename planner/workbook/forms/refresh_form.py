"""The workbook with which an administration confirms or changes the records of its experts.

It is in the administration's language; only the cells to fill in can be changed.
"""

from collections.abc import Sequence
from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.expert import QualificationStatus
from planner.domain.tongue import Tongue
from planner.workbook.forms.refresh_entries import RecordEntry
from planner.workbook.looks.cell_text import CellValue, cell_at, id_value, put
from planner.workbook.looks.plain_book import empty_book, finished
from planner.workbook.looks.styles import (
    FONT,
    TO_FILL_IN,
    Look,
    Stamp,
    look_of,
    paint_header,
    paint_title,
    solid,
)
from planner.workbook.looks.tables import HEADER_HEIGHT, fit_height, set_up_page
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.core import ACTIVE, LEFT

COLUMNS = ("code", "expert_id", "expert", "what", "on_record", "correct", "change_to")
"""The names of the columns' texts, in their order."""

CHOICES = (
    ACTIVE,
    LEFT,
    *(s.value for s in QualificationStatus if s is not QualificationStatus.EXTERNAL),
)
"""The words of the workbook that the form says in its own language."""

_WIDTHS = (17.0, 11.0, 28.0, 44.0, 32.0, 10.0, 44.0)
_NOTES = ("intro", "how", "back")
_TOP = len(_NOTES) + 3
# The first column, by which an answer is found again, is nothing to read.
_SHOWN = 2
_TITLE_HEIGHT = 24.0
_OPEN = ("correct", "change_to")
# The codes by which a number format says its language.
_IN_LANGUAGE = {"en": "", "fr": "[$-40C]", "es": "[$-C0A]"}


def refresh_form(entries: Sequence[RecordEntry], country: str, tongue: Tongue) -> bytes:
    """The workbook for an administration; the same bytes for the same records.

    Parameters
    ----------
    entries : sequence of RecordEntry
        The records of its experts.
    country : str
        The code of its country.
    """
    book = empty_book()
    sheet = book.create_sheet(tongue.say("refresh.sheet"))
    assert isinstance(sheet, Worksheet)
    _head(sheet, country, tongue)
    for number, entry in enumerate(entries, start=_TOP + 1):
        _line(sheet, number, entry, tongue)
    _offer(sheet, entries, tongue)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    page = tongue.say("refresh.page", page="&P", pages="&N")
    set_up_page(sheet, freeze=f"D{_TOP + 1}", repeat=f"{_TOP}:{_TOP}", page=page)
    return finished(book)


def headers(tongue: Tongue) -> tuple[str, ...]:
    """The headers of the form in a language."""
    return tuple(tongue.say(f"refresh.{name}") for name in COLUMNS)


def worded(entry: RecordEntry, tongue: Tongue) -> CellValue:
    """What an entry says, in a language."""
    value = entry.value
    if value in (None, "", ()):
        return tongue.say("refresh.blank")
    if isinstance(value, date):
        return value
    if isinstance(value, tuple):
        return "; ".join(tongue.language(code) for code in value)
    return tongue.say(f"refresh.{value}") if value in CHOICES else str(value)


def _head(sheet: Worksheet, country: str, tongue: Tongue) -> None:
    title = tongue.say("refresh.title", administration=tongue.country(country))
    paint_title(cell_at(sheet, 1, _SHOWN))
    cell_at(sheet, 1, _SHOWN).value = title
    for row, name in enumerate(_NOTES, start=2):
        cell = cell_at(sheet, row, _SHOWN)
        cell.value = tongue.say(f"refresh.{name}")
        cell.font, cell.alignment = Font(name=FONT, size=11), Alignment(vertical="top")
    for index, header in enumerate(headers(tongue), start=1):
        cell = cell_at(sheet, _TOP, index)
        cell.value = header
        paint_header(cell)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS[index - 1]
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    sheet.row_dimensions[_TOP].height = HEADER_HEIGHT


def _line(sheet: Worksheet, number: int, entry: RecordEntry, tongue: Tongue) -> None:
    what = tongue.say(f"refresh.{entry.label}", expertise=entry.expertise)
    expert = entry.expert
    values: tuple[CellValue, ...] = (
        entry.key,
        id_value(expert.id),
        expert.name,
        what,
        worded(entry, tongue),
    )
    dated = _dated(entry, tongue) if entry.column.kind is Kind.DATE else None
    look = Look(horizontal="left", wrap=True)
    for index, value in enumerate((*values, None, None), start=1):
        is_value = COLUMNS[index - 1] in ("on_record", "change_to")
        put(
            cell_at(sheet, number, index),
            value,
            Stamp(sheet, dated if dated and is_value else look),
        )
    for name in _OPEN:
        _to_fill_in(cell_at(sheet, number, COLUMNS.index(name) + 1))
    fit_height(sheet, number, len(COLUMNS))


def _dated(entry: RecordEntry, tongue: Tongue) -> Look:
    """A date whose month is written in the form's language, whichever Excel shows it."""
    look = look_of(entry.column, "")
    return look._replace(number_format=f"{_IN_LANGUAGE[tongue.code]}{look.number_format}")


def _to_fill_in(cell: Cell) -> None:
    cell.fill = solid(TO_FILL_IN)
    cell.protection = Protection(locked=False)


def _offer(sheet: Worksheet, entries: Sequence[RecordEntry], tongue: Tongue) -> None:
    """Lists of words for the cells that take one of a few."""
    answers = _list_of(tongue.say("words.yes"), tongue.say("words.no"))
    words = {
        field: _list_of(*(tongue.say(f"refresh.{word}") for word in choices))
        for field, choices in (("status", CHOICES[:2]), ("standing", CHOICES[2:]))
    }
    for number, entry in enumerate(entries, start=_TOP + 1):
        answers.add(cell_at(sheet, number, COLUMNS.index("correct") + 1).coordinate)
        if entry.label in words:
            words[entry.label].add(
                cell_at(sheet, number, COLUMNS.index("change_to") + 1).coordinate
            )
    for rule in (answers, *words.values()):
        sheet.add_data_validation(rule)


def _list_of(*words: str) -> DataValidation:
    return DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
