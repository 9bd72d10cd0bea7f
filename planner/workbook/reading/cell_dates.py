"""Dates in cells, as dates or as text in ISO form."""

import re
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from planner.workbook.reading.cell_values import CellError, Fault, shown

FIRST_YEAR, LAST_YEAR = 1950, 2200

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_DAY_FORMATS = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%d/%m/%y", "%d-%b-%y"),
)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119


def date_of(raw: object) -> date:
    """A date: a date cell, whatever its time of day, or text in ISO form (2027-03-01)."""
    day = _date_in(raw)
    if day is None:
        raise CellError(_no_date(raw))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(
            Fault(
                "date-out-of-range",
                f"The date {day.isoformat()} is outside the years {FIRST_YEAR} to {LAST_YEAR}.",
                "Correct the year; where the column allows it, a blank cell means no limit.",
            )
        )
    return day


def _date_in(raw: object) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    match = _ISO_DATE.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _no_date(raw: object) -> Fault:
    form = "Format the cells as dates, or write dates as year-month-day, for example 2027-03-01."
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and raw in _EXCEL_DAYS:
        day = from_excel(int(raw))
        return Fault(
            "date-is-number",
            f"A date is needed here; the cell holds the number {shown(raw)}. As Excel counts "
            f"days, this is {day:%Y-%m-%d}.",
            "Select the column, choose Format Cells > Date, check the dates, and save.",
        )
    if isinstance(raw, str) and (guesses := _date_guesses(raw)):
        return Fault(
            "not-a-date",
            f'"{shown(raw)}" is text, and Excel does not know it as a date.',
            f"Did you mean {' or '.join(guesses)}? {form}",
        )
    return Fault("not-a-date", f'A date is needed here, not "{shown(raw)}".', form)


def _date_guesses(text: str) -> list[str]:
    found = []
    for form in _DAY_FORMATS:
        try:
            found.append(datetime.strptime(text.strip(), form).date().isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(found))
