"""The values of changes, as people write them in a cell or a TOML file."""

import re
from decimal import Decimal
from typing import NoReturn

from models.requests.changes import Amount, Transfer, Window
from planner.workbook.reading.values.cell_dates import date_of
from planner.workbook.reading.values.cell_numbers import amount_of, whole_number_of
from planner.workbook.reading.values.cell_values import CellError, Fault, shown, text_of

_PERCENT = re.compile(r"([+-]?)\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*%")
_SIGNED = re.compile(r"([+-])\s*(.+)")
# Excel makes one sign of three dots; people write words and dashes, too.
_BETWEEN_DAYS = re.compile(r"\s*(?:\.\.\.?|…|\bto\b|–|—)\s*")
_FROM_TO = re.compile(r"(.+?)\s+to\s+(.+)")
_HUNDRED = Decimal(100)


def amount_in(raw: object) -> Amount:
    """-20%, +50000 or 300000; CellError for anything else."""
    text = text_of(raw).strip()
    if percent := _PERCENT.fullmatch(text):
        return Amount(percent=_percentage(percent))
    if "%" in text:
        _no_percentage(text)
    if signed := _SIGNED.fullmatch(text):
        units = amount_of(signed[2], 0)
        return Amount(by=-units if signed[1] == "-" else units)
    return Amount(to=amount_of(text if isinstance(raw, str) else raw, 0))


def window_in(raw: object) -> Window:
    """2027-03-01..2027-05-31; CellError for anything else, and where it ends before it starts."""
    days = _BETWEEN_DAYS.split(text_of(raw).strip())
    if len(days) != 2 or not all(days):
        raise CellError(
            Fault(
                "not-a-window",
                f'Two dates are needed here, not "{shown(raw)}".',
                "Write the first and the last day with two points between them: "
                "2027-03-01..2027-05-31.",
            )
        )
    start, end = (date_of(day) for day in days)
    if end < start:
        raise CellError(
            Fault(
                "window-reversed",
                f"The window ends ({end}) before it starts ({start}).",
                "Correct one of the two dates.",
            )
        )
    return Window(start=start, end=end)


def share_in(raw: object) -> Transfer:
    """50000 to CCF-B, or 20% to CCF-B; CellError for anything else."""
    found = _FROM_TO.fullmatch(text_of(raw).strip())
    if found is None:
        raise CellError(
            Fault(
                "not-a-split",
                f'An amount and the fund that gets it are needed here, not "{shown(raw)}".',
                "Write for example 50000 to CCF-B, or 20% to CCF-B.",
            )
        )
    part = amount_in(found[1].lstrip("+"))
    if part.percent is not None:
        return Transfer(part=Amount(percent=_whole_part(-abs(part.percent))), to=found[2])
    return Transfer(part=Amount(by=-abs(part.by or part.to or 0)), to=found[2])


def weeks_in(raw: object) -> int:
    """A number of weeks, 0 or more."""
    return whole_number_of(raw, 0)


def priority_in(raw: object) -> int:
    """A priority, 1 to 9."""
    return whole_number_of(raw, 1, 9)


def _percentage(found: re.Match[str]) -> Decimal:
    size = Decimal(found[2].replace(",", "."))
    return _whole_part(-size if found[1] == "-" else size)


def _whole_part(percent: Decimal) -> Decimal:
    if percent < -_HUNDRED:
        raise CellError(
            Fault(
                "more-than-all",
                f"{percent.normalize():+f}% is more than all that there is.",
                "Write -100% to take everything, or another percentage above that.",
            )
        )
    return percent


def _no_percentage(text: str) -> NoReturn:
    raise CellError(
        Fault(
            "not-a-percentage",
            f'"{shown(text)}" is no percentage of anything.',
            "Write a sign, a number and the percent sign: -20%, or +15%.",
        )
    )
