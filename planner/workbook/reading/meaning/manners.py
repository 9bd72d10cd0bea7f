"""How a workbook is to be read, as its own settings say: dates, sheets and words for columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.answers.report import Problem
from planner.domain.spelling import closest, did_you_mean, fold
from planner.workbook.reading.sheets.header_words import key
from planner.workbook.reading.sheets.sources import Source
from planner.workbook.reading.values.cell_values import Fault, shown
from planner.workbook.reading.values.text_dates import DateOrder
from planner.workbook.reading.values.word_lists import CHOICES, YES
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import INPUT_SHEETS, SETTINGS

COLUMN, SHEET = "column ", "sheet "
_YES = YES | {"yes", "y", "true", "1", "x"}


@dataclass(frozen=True)
class Manners:
    """What the settings say of reading.

    Attributes
    ----------
    order : DateOrder or None
        Whether the day or the month comes first in dates such as 04/05/2027.
    several : bool
        Whether all sheets of one kind are read together.
    currency : str
        The plan's currency.
    columns : mapping
        Fields by sheet and by the words that the workbook has for them.
    sheets : mapping of str to str
        Declared names by the (folded) names that the workbook has for them.
    """

    order: DateOrder | None = None
    several: bool = False
    currency: str = "EUR"
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)


def is_mapping(name: str) -> bool:
    """Whether the name of a setting says what a column or a sheet of the workbook stands for."""
    return name.casefold().startswith((COLUMN, SHEET))


def manners_of(source: Source | None) -> tuple[Manners, tuple[Problem, ...]]:
    """The manners that the sheet Settings asks for, and the problems with what it maps."""
    if source is None:
        return Manners(), ()
    values = {fold(name): value for name, value, _ in _pairs(source)}
    columns: dict[str, dict[str, str]] = {}
    sheets: dict[str, str] = {}
    problems: list[Problem] = []
    for name, value, row in _pairs(source):
        if name.casefold().startswith(COLUMN):
            found = list(_columns(value))
            for sheet, header in found:
                columns.setdefault(sheet, {})[key(name[len(COLUMN) :])] = header
        elif name.casefold().startswith(SHEET):
            found = [(s.name, "") for s in INPUT_SHEETS if fold(s.name) == fold(value)]
            sheets |= {fold(name[len(SHEET) :]): sheet for sheet, _ in found}
        else:
            continue
        if not found:
            problems.append(source.problem(row, "value", _unknown(name, value)))
    manners = Manners(
        _order(values.get("dateorder", "")),
        values.get("severalsheets", "").casefold() in _YES,
        values.get("currency", "") or "EUR",
        columns,
        sheets,
    )
    return manners, tuple(problems)


def _pairs(source: Source) -> Iterator[tuple[str, str, int]]:
    for row in source.rows:
        name, value = source.raw("setting", row), source.raw("value", row)
        if isinstance(name, str) and value is not None:
            yield " ".join(name.split()), " ".join(str(value).split()), row


def _order(text: str) -> DateOrder | None:
    found = {fold(text), *CHOICES.get(fold(text), ())}
    return next((order for order in DateOrder if fold(order.value) in found), None)


def _columns(text: str) -> Iterator[tuple[str, str]]:
    """The fields that a text such as "Host" or "Missions: Host" names, each with its sheet."""
    before, colon, after = text.partition(":")
    for sheet in INPUT_SHEETS:
        if sheet is SETTINGS or (colon and fold(sheet.name) != fold(before)):
            continue
        header = fold(after if colon else text)
        yield from ((sheet.name, c.field) for c in sheet.columns if fold(c.header) == header)


def _unknown(name: str, value: str) -> Fault:
    is_column = name.casefold().startswith(COLUMN)
    known = _headers(INPUT_SHEETS) if is_column else [sheet.name for sheet in INPUT_SHEETS]
    what = "column" if is_column else "sheet"
    near = did_you_mean(closest(value.rpartition(":")[2].strip(), known))
    return Fault(
        f"unknown-{what}",
        f'The planner knows no {what} "{shown(value)}".',
        f"{near} Write the planner's own name of the {what}.".strip(),
    )


def _headers(sheets: tuple[Sheet, ...]) -> list[str]:
    return [column.header for sheet in sheets for column in sheet.columns]
