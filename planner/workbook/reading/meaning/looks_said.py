"""What the look of a cell says beside its value: percentages, currencies, months, late hours."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from models.answers.report import Severity
from planner.workbook.reading.meaning.other_units import other_unit, wanted
from planner.workbook.reading.values import text_numbers
from planner.workbook.reading.values.cell_dates import LAST_DAYS, late_in_the_day
from planner.workbook.reading.values.cell_numbers import percentage_for_an_amount
from planner.workbook.reading.values.cell_values import CellError, Fault, shown
from planner.workbook.schema.columns import Column, Kind

Said = tuple[Fault, Severity]

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]')
_NUMBERS = (Kind.AMOUNT, Kind.WHOLE)


def said_by(column: Column, raw: object, code: str, currency: str) -> Iterator[Said]:
    """Warnings of what a cell of a column shows.

    Parameters
    ----------
    code : str
        The format code of the cell, "" where it says nothing.

    Raises
    ------
    CellError
        Where the cell shows a percentage, and a plain number is needed.
    """
    if column.kind in _NUMBERS and isinstance(raw, (int, float)):
        if _is_percentage(code):
            raise CellError(percentage_for_an_amount(f"{round(raw * 100, 10):g}%"))
        if unit := other_unit(column, _literals(code)):
            raise CellError(_shows(column, unit))
        if column.kind is Kind.AMOUNT and _is_another_currency(code, currency):
            yield _currency(code, currency), Severity.WARNING
    if column.kind is Kind.DATE:
        if column.field in LAST_DAYS and _first_of_month(raw) and shows_no_day(code):
            yield _month(raw), Severity.WARNING
        if late_in_the_day(raw):
            yield _late(raw), Severity.WARNING


def shows_no_day(code: str) -> bool:
    """Whether a format shows dates as months or years alone."""
    bare = re.sub(r"\[[^\]]*\]", "", _QUOTED.sub("", code)).casefold().partition(";")[0]
    return bool(set("ym") & set(bare)) and not set("dhs") & set(bare)


def _is_percentage(code: str) -> bool:
    return "%" in _QUOTED.sub("", code)


def _literals(code: str) -> str:
    return " ".join(part for match in _QUOTED.findall(code) for part in match if part)


def _shows(column: Column, unit: str) -> Fault:
    return Fault(
        "other-unit",
        f"The cell shows {unit}; {column.header} takes {wanted(column)}.",
        f"Write {wanted(column)}, and give the cell a plain number format.",
    )


def _is_another_currency(code: str, currency: str) -> bool:
    literals = _literals(code)
    signs = re.sub(r"[^€£¥₣₹₽₩$]", "", _QUOTED.sub("", code))
    return names_another(f"{literals} {signs}", currency)


def names_another(text: str, currency: str) -> bool:
    """Whether a text names a currency that is not the plan's."""
    return text_numbers.is_another_currency(text_numbers.money(text).currencies, currency)


def _first_of_month(raw: object) -> bool:
    return isinstance(raw, date) and raw.day == 1


def _month(raw: object) -> Fault:
    return Fault(
        "month-for-a-last-day",
        f"The cell shows a month alone and holds its first day, {shown(raw)}: the last day ends "
        "there.",
        "If the whole month is meant, write its last day.",
    )


def _late(raw: object) -> Fault:
    assert isinstance(raw, datetime)
    return Fault(
        "time-late-in-the-day",
        f"The cell holds {shown(raw)}, and is read as {raw.date()}; in other time zones that is "
        "the next day already.",
        "Write the day alone.",
    )


def _currency(code: str, currency: str) -> Fault:
    return Fault(
        "another-currency-shown",
        f"The cell shows another currency than the plan's ({currency}); its number is taken as "
        f"{currency}.",
        f"Write the amount in {currency}, and format the cell so.",
    )
