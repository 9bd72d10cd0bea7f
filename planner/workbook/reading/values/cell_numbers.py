"""Numbers in cells, as numbers or as text with units; what has two meanings is not read."""

import math
import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from planner.workbook.reading.meaning.meant import Manner, Meant
from planner.workbook.reading.values import text_numbers
from planner.workbook.reading.values.cell_values import CellError, Fault, shown
from planner.workbook.schema.columns import Column

LARGEST_WHOLE = 100_000
LARGEST_AMOUNT = 10**12

_LONGEST = 60
_CENT = Decimal("0.005")
# What the column says already: "200 EUR per day".
_PER_DAY = re.compile(
    r"\s*(?:/|\bper|\ba|\bpar|\bpor|\bpro)\s*(?:day|jour|d[ií]a|tag|d)\b\.?\s*$", re.IGNORECASE
)

_PLAIN = re.compile(r"[+-]?\d{1,25}(?:\.\d{1,25})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ '’]\d{3})+(?:\.\d{1,25})?")
_THREE_AFTER_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


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


def is_part_of_one(raw: object) -> bool:
    """Whether an amount is less than one unit and more than what a sum leaves by rounding."""
    return isinstance(raw, (int, float, str, Decimal)) and _CENT <= abs(_number_of(raw)) < 1


def whole_meant(raw: object, column: Column, manner: Manner) -> Meant | None:
    """The whole number that a text means, with or without a unit; None where it means none.

    Raises
    ------
    CellError
        Where it may mean several numbers, or one that the column does not take.
    """
    if not isinstance(raw, str) or _is_percentage(raw):
        return None
    number = _only(raw, text_numbers.counted(raw, column.field))
    if number is None:
        return None
    value = whole_number_of(number, column.minimum, column.maximum)
    weeks = column.field == "working_days" and text_numbers.names_weeks(raw)
    return Meant(value, value, "a week has 5 working days" if weeks else "")


def amount_meant(raw: object, column: Column, manner: Manner) -> Meant | None:
    """The amount that a text means, with or without the plan's currency.

    Raises
    ------
    CellError
        Where it is in another currency, or may mean several amounts.
    """
    if not isinstance(raw, str) or _is_percentage(raw) or len(raw) > _LONGEST:
        return None
    text, currencies = text_numbers.money(_PER_DAY.sub("", raw) if "dail" in column.field else raw)
    if text_numbers.is_another_currency(currencies, manner.currency):
        raise CellError(_another_currency(raw, manner.currency))
    number = _only(raw, text_numbers.amounts(text))
    if number is None:
        return None
    value = amount_of(number, column.minimum, column.maximum)
    return Meant(value, value)


def percentage_for_an_amount(raw: object) -> Fault:
    """The fault of a percentage where an amount, or another plain number, is needed."""
    return Fault(
        "percentage-not-amount",
        f"A number is needed here, not a percentage ({shown(raw)}).",
        "Write the number itself, and choose Format Cells > Number where the cell is formatted "
        "as a percentage.",
    )


def _only(raw: str, found: tuple[Decimal, ...]) -> Decimal | None:
    if len(found) > 1:
        listed = sorted(found, reverse=True)
        raise CellError(_no_number(raw, [f"{number.normalize():f}" for number in listed]))
    return found[0] if found else None


def _is_percentage(text: str) -> bool:
    return text.rstrip().endswith("%")


def _another_currency(raw: str, currency: str) -> Fault:
    return Fault(
        "another-currency",
        f'"{shown(raw)}" is in another currency than the plan ({currency}).',
        f"Write the amount in {currency}, as a number alone.",
    )


def percent_of(raw: object, minimum: int | None = None, maximum: int | None = None) -> int:
    """A whole percentage: 20% and 20 are the same, and so is 0.2, which is how Excel keeps 20%.

    A number up to 1 is a share, a greater one a percentage; 1 is all of it.
    """
    if isinstance(raw, str) and raw.rstrip().endswith("%"):
        return whole_number_of(raw.rstrip()[:-1].rstrip(), minimum, maximum)
    value = _number_of(raw)
    return whole_number_of(str(value * 100 if abs(value) <= 1 else value), minimum, maximum)


def _number_of(raw: object) -> Decimal:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    if isinstance(raw, Decimal):
        return raw
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
    if _is_percentage(text):
        raise CellError(percentage_for_an_amount(text))
    if _THREE_AFTER_POINT.fullmatch(text):
        # One thousand two hundred to some, one and a fifth to others.
        raise CellError(_no_number(text, [text.replace(".", ""), text.rstrip("0").rstrip(".")]))
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return Decimal(re.sub("[ '’]", "", text))
    raise CellError(_no_number(text, []))


def _no_number(raw: object, guesses: list[str]) -> Fault:
    meant = f"{' or '.join(guesses)}, in digits only" if guesses else "digits only"
    return Fault(
        "not-a-number",
        f'A number is needed here, not "{shown(raw)}".',
        f"Write {meant}, with a point before decimals and without a currency.",
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
