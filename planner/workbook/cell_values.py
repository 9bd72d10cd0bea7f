"""Single values from single cells: text, IDs, numbers, dates, yes and no.

Every function takes whatever a cell may hold and gives the value or raises `CellError`, which
says what is wrong and what to do; nothing is guessed.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from openpyxl.utils.datetime import from_excel

EXCEL_ERRORS = frozenset(
    (
        *("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"),
        *("#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"),
    )
)
LARGEST_WHOLE = 100_000
LARGEST_AMOUNT = 10**12
FIRST_YEAR, LAST_YEAR = 1950, 2200

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]|_x000D_")
_SPACES = re.compile(r"[^\S\n]+")
_PLAIN = re.compile(r"[+-]?\d{1,25}(?:\.\d{1,25})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ '’]\d{3})+(?:\.\d{1,25})?")
_THREE_AFTER_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_DAY_FORMATS = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%d/%m/%y", "%d-%b-%y"),
)
_YES = frozenset(("yes", "y", "true", "1", "x"))
_NO = frozenset(("no", "n", "false", "0"))
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119


class Fault(NamedTuple):
    """One thing that is wrong with a cell: a code, what it is, and what to do."""

    code: str
    message: str
    remedy: str


class CellError(Exception):
    """A cell that holds no value of its kind; `faults` says all that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.message for fault in faults))
        self.faults = faults


def clean(raw: object) -> object:
    """A cell's value without what nobody sees: outer and special spaces; None where blank."""
    if not isinstance(raw, str):
        return raw
    text = _SPACES.sub(" ", _INVISIBLE.sub("", raw)).strip()
    if text in EXCEL_ERRORS:
        raise CellError(
            Fault(
                "excel-error",
                f"The cell shows the Excel error {text}.",
                "Correct the formula (or type the value), and save the workbook.",
            )
        )
    return text or None


def shown(raw: object) -> str:
    """A value as text for a message, as the person who typed it would know it again."""
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ", "minutes")
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < LARGEST_AMOUNT:
        return str(int(raw))
    text = " ".join(str(raw).split())
    return text if len(text) <= 60 else text[:57] + "..."


def text_of(raw: object) -> str:
    """Text; numbers and dates are read as they are usually written."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, (datetime, date, float)):
        return shown(raw)
    return str(raw)


def id_of(raw: object) -> str:
    """An ID: 12, 12.0 and "12" are the same."""
    if isinstance(raw, (date, time, timedelta)):
        raise CellError(
            Fault(
                "id-is-date",
                f"An ID is needed here; the cell holds the date or time {shown(raw)}. Excel turns "
                "IDs such as 3-1 into dates.",
                "Format the column as Text and type the ID again.",
            )
        )
    if isinstance(raw, bool):
        raise CellError(
            Fault(
                "id-is-yes-or-no",
                f"An ID is needed here; the cell holds {shown(raw)}.",
                "Format the column as Text and type the ID again.",
            )
        )
    text = text_of(raw).replace("\n", " ")
    whole, point, rest = text.partition(".")
    if point and whole.isdigit() and rest and not rest.strip("0"):
        return whole
    if ";" in text:
        raise CellError(
            Fault(
                "id-with-semicolon",
                f'The ID "{shown(text)}" holds a semicolon, which separates the items of lists.',
                "Choose an ID without a semicolon, or give a single ID here.",
            )
        )
    return text


def whole_number_of(raw: object, minimum: int | None = None, maximum: int | None = None) -> int:
    """A whole number between `minimum` and `maximum`."""
    value = _number_of(raw)
    highest = LARGEST_WHOLE if maximum is None else maximum
    _refuse_outside(value, minimum, highest)
    rounded = value.quantize(Decimal(1), ROUND_HALF_UP)
    if abs(value - rounded) > Decimal("1e-9"):  # formulas give 3.0000000000000004
        raise CellError(
            Fault(
                "not-whole",
                f"A whole number is needed here, not {shown(raw)}.",
                "Give the number without decimals.",
            )
        )
    return int(rounded)


def amount_of(raw: object, minimum: int | None = None, maximum: int | None = None) -> int:
    """An amount, rounded to whole units of the currency, halves up."""
    value = _number_of(raw)
    _refuse_outside(value, minimum, LARGEST_AMOUNT if maximum is None else maximum)
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def yes_or_no_of(raw: object) -> bool:
    """Yes/no, true/false, 1/0, x."""
    word = shown(raw).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(
        Fault("not-yes-or-no", f'Yes or no is needed here, not "{shown(raw)}".', "Write yes or no.")
    )


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


def _number_of(raw: object) -> Decimal:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    if isinstance(raw, float) and math.isfinite(raw):
        return Decimal(repr(raw))
    if isinstance(raw, str):
        return _number_in(raw)
    if isinstance(raw, (date, time, timedelta)):
        raise CellError(
            Fault(
                "number-is-date",
                f"A number is needed here; the cell is formatted as a date ({shown(raw)}).",
                "Choose Format Cells > Number for the column, and check the numbers.",
            )
        )
    raise CellError(_no_number(raw, []))


def _number_in(text: str) -> Decimal:
    if _THREE_AFTER_POINT.fullmatch(text):
        # One thousand two hundred to some, one and a fifth to others.
        raise CellError(_no_number(text, [text.replace(".", ""), text.rstrip("0").rstrip(".")]))
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return Decimal(re.sub("[ '’]", "", text))
    raise CellError(_no_number(text, _number_guesses(text)))


def _number_guesses(text: str) -> list[str]:
    digits = re.sub(r"[^0-9.,+-]", "", text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", digits):
        return [digits.replace(",", "")] + (
            [digits.replace(",", ".")] if digits.count(",") == 1 else []
        )
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return [digits.replace(",", ".")]
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d+", digits):
        return [digits.replace(",", "")]
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        return [digits.replace(".", "").replace(",", ".")]
    return [digits] if _PLAIN.fullmatch(digits) else []


def _no_number(raw: object, guesses: list[str]) -> Fault:
    question = f"Did you mean {' or '.join(guesses)}? " if guesses else ""
    return Fault(
        "not-a-number",
        f'A number is needed here, not "{shown(raw)}".',
        f"{question}Write digits only, with a point before decimals and without a currency.",
    )


def _refuse_outside(value: Decimal, minimum: int | None, maximum: int) -> None:
    if minimum is not None and value < minimum:
        raise CellError(
            Fault(
                "too-small",
                f"{_plain(value)} is too small: the least that makes sense here is {minimum}.",
                f"Give {minimum} or more, or leave the cell blank where a default applies.",
            )
        )
    if value > maximum or value < -maximum:
        raise CellError(
            Fault(
                "too-large",
                f"{_plain(value)} is too large: the most that makes sense here is {maximum}.",
                f"Give {maximum} or less.",
            )
        )


def _plain(value: Decimal) -> str:
    return f"{value:f}" if abs(value) < Decimal(10) ** 25 else f"{value:.3E}"
