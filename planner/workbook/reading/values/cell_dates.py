"""Dates in cells: as dates, as text in ISO form, and as people write them elsewhere."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from openpyxl.utils.datetime import from_excel

from planner.workbook.reading.meaning.meant import Manner, Meant
from planner.workbook.reading.values.cell_values import CellError, Fault, shown
from planner.workbook.reading.values.text_dates import (
    EndMeant,
    Meaning,
    bare_date,
    meanings,
    month_meant,
)

FIRST_YEAR, LAST_YEAR = 1950, 2200

# Columns in which a month stands for its first or for its last day.
FIRST_DAYS = frozenset(("earliest_start", "start", "valid_from", "plan_start", "since"))
LAST_DAYS = frozenset(("latest_end", "end", "valid_to", "plan_end"))

_ISO_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
# Year, month, day; day, month, year; month, day, year.
_NUMBERS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4})"),
)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
_EIGHT_DIGITS = range(19_500_101, 22_001_231)
_FORM = "Format the cells as dates, or write dates as year-month-day, for example 2027-03-01."
_A_DAY = 24 * 3600
# Programs that count milliseconds store midnight up to some minutes too early or too late.
_NEAR_MIDNIGHT = 5 * 60
# At midnight somewhere in the world, a clock in UTC shows the day before, from this hour on.
_ANOTHER_DAY_FROM = 10 * 3600


def date_of(raw: object) -> date:
    """A date: a date cell, whatever its time of day, or text in ISO form (2027-03-01)."""
    day = _date_in(raw)
    if day is None:
        raise CellError(_no_date(raw))
    return _in_range(day)


def date_meant(raw: object, field: str, manner: Manner) -> Meant | None:
    """The day that a cell means that is no date by itself; None where nothing can be made of it.

    Raises
    ------
    CellError
        Where it may mean several days.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _numbered(raw, manner)
    if not isinstance(raw, str):
        return None
    stamp = _iso_date(raw)
    if stamp is not None:
        return _meant(_in_range(stamp.day), "the day nearest to the time" if stamp.told else "")
    found = meanings(raw)
    if not found.days:
        bare = bare_date(raw, _sides(field))
        return _month_in(raw, field) or (date_meant(bare, field, manner) if bare else None)
    fitting = [m for m in found.days if len(found.days) == 1 or m.order is manner.order]
    if len(fitting) != 1:
        raise CellError(_several(raw, found.days))
    day = _in_range(_nearest_midnight(fitting[0].day, found.seconds))
    if found.weekday is not None and fitting[0].day.weekday() != found.weekday:
        raise CellError(_another_weekday(raw, fitting[0].day))
    return _meant(day)


def moved_by_its_time(raw: object) -> date | None:
    """The day of a date cell just before midnight, which is not the one that Excel shows."""
    if not isinstance(raw, datetime):
        return None
    day = _nearest_midnight(raw.date(), _seconds(raw.time()))
    return day if day != raw.date() else None


def late_in_the_day(raw: object) -> bool:
    """Whether a date cell has a time at which it may already be the next day elsewhere."""
    return isinstance(raw, datetime) and time(22) <= raw.time() and not moved_by_its_time(raw)


def _in_range(day: date) -> date:
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
        return _nearest_midnight(raw.date(), _seconds(raw.time()))
    if isinstance(raw, date):
        return raw
    found = _iso_date(raw) if isinstance(raw, str) else None
    return None if found is None or found.told else found.day


class _DayAndTime(NamedTuple):
    """A day and time in ISO form; `told` where the day is not simply the one that is written."""

    day: date
    told: bool


def _iso_date(text: str) -> _DayAndTime | None:
    match = _ISO_DATE.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        clock = time(int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))
    except ValueError:
        return None
    seconds = _seconds(clock)
    near = _nearest_midnight(day, seconds)
    if near == day and match[7] and seconds >= _ANOTHER_DAY_FROM:
        raise CellError(_zone(text, day))
    return _DayAndTime(near, near != day or bool(match[7] and seconds >= _NEAR_MIDNIGHT))


def _nearest_midnight(day: date, seconds: int) -> date:
    return day + timedelta(days=1) if seconds >= _A_DAY - _NEAR_MIDNIGHT else day


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _zone(text: str, day: date) -> Fault:
    after = day + timedelta(days=1)
    return Fault(
        "time-with-zone",
        f'"{shown(text)}" is a time in a time zone: midnight of {after} in some countries, and '
        f"{day} in others.",
        f"Write the day alone, {day} or {after}.",
    )


def _numbered(raw: int | float, manner: Manner) -> Meant | None:
    # A fraction is looked for in a range one number after the other.
    number = int(raw) if isinstance(raw, int) or raw.is_integer() else 0
    if number in _EIGHT_DIGITS:
        days = meanings(str(number)).days
        return _meant(_in_range(days[0].day), "year, month, day") if days else None
    if number in _EXCEL_DAYS and not manner.from_1904:
        return _meant(from_excel(number).date(), "as Excel counts days")
    return None


def _sides(field: str) -> frozenset[EndMeant]:
    """Which ends of a period a column of days is about."""
    first = {EndMeant.FIRST} if field in FIRST_DAYS else set()
    return frozenset(first | ({EndMeant.LAST} if field in LAST_DAYS else set()))


def _month_in(raw: str, field: str) -> Meant | None:
    month = month_meant(raw)
    if month is None or field not in FIRST_DAYS | LAST_DAYS:
        return None
    if field in FIRST_DAYS:
        return _meant(_in_range(month[0]), "the first day of the month")
    return _meant(_in_range(month[1]), "the last day of the month")


def _meant(day: date, why: str = "") -> Meant:
    return Meant(day, day, why)


def _several(raw: str, days: tuple[Meaning, ...]) -> Fault:
    listed = " or ".join(meaning.day.isoformat() for meaning in days)
    return Fault(
        "date-ambiguous",
        f'"{shown(raw)}" is text that may be two dates: {listed}.',
        f"Write {listed}; or say in the setting Date order whether all dates are written day "
        "first or month first.",
    )


def _another_weekday(raw: str, day: date) -> Fault:
    return Fault(
        "date-weekday",
        f'"{shown(raw)}" names another day of the week: {day.isoformat()} is a {day:%A}.',
        "Correct the date, or write it as year-month-day, for example 2027-03-01.",
    )


def _no_date(raw: object) -> Fault:
    month = _month_without_the_day(raw) if isinstance(raw, str) else None
    if month is not None:
        days = monthrange(month.year, month.month)[1]
        return Fault(
            "not-a-date",
            f'There is no day "{shown(raw)}": {month:%B %Y} has {days} days.',
            "Correct the day.",
        )
    return Fault("not-a-date", f'A date is needed here, not "{shown(raw)}".', _FORM)


def _month_without_the_day(text: str) -> date | None:
    """The first day of the month that is named, where it is shorter than the day says."""
    for form in _NUMBERS:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        year, month, day = (int(found[part]) for part in ("year", "month", "day"))
        known = 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR
        if known and monthrange(year, month)[1] < day <= 31:
            return date(year, month, 1)
    return None
