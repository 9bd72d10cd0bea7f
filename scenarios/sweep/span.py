"""From where to where a figure is turned, and at which values in between it is looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.errors import BadInput

# More points than can be told apart in a picture are a slip of the fingers.
MOST_POINTS = 201
LARGEST = 10**12

_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<digits>\d{1,15}(?:\.\d{1,6})?)(?P<percent>%?)")
_SPACES = re.compile(r"[\s'_]")


@dataclass(frozen=True)
class ValueSpan:
    """Where to start, where to end, and how far it is from point to point, as typed.

    Attributes
    ----------
    first, last : str
        Such as ``-50%``, ``+20000`` or ``300000``: a share or a distance from today's value, or
        a value.
    step : str
        Such as ``10%`` (of today's value) or ``5000``.
    """

    first: str
    last: str
    step: str


def values_of(span: ValueSpan, today: int, shares: bool) -> tuple[int, ...]:
    """The values to look at, the lowest first, each once; today's value is always one of them.

    Parameters
    ----------
    span : ValueSpan
        What was typed.
    today : int
        The value that the workbook has.
    shares : bool
        Whether percentages of it make sense.

    Raises
    ------
    BadInput
        Where they cannot be read, or make no sense together.
    """
    first = _end("start", span.first, today, shares)
    last = _end("end", span.last, today, shares)
    step = _step(span.step, today, shares)
    if first > last:
        raise BadInput(
            f"The start {span.first} is more than the end {span.last}: exchange the two."
        )
    if (last - first) / step > MOST_POINTS:
        raise BadInput(
            f"The step {span.step} makes more than {MOST_POINTS} points. Choose a greater one: the "
            "exact amounts between the points are found whatever the step."
        )
    return tuple(sorted({today, *_between(first, last, step)}))


def _between(first: Fraction, last: Fraction, step: Fraction) -> Iterator[int]:
    at = first
    while at < last:
        yield _rounded(at)
        at += step
    yield _rounded(last)


def _end(what: str, text: str, today: int, shares: bool) -> Fraction:
    found = _read(what, text, shares)
    number = _size(found, today)
    if found["percent"] and not found["sign"] and number:
        raise BadInput(f"The {what} {text} has no sign: write -{text} or +{text}.")
    if found["sign"] == "-":
        number = -number
    value = today + number if found["sign"] or found["percent"] else number
    if not 0 <= value <= LARGEST:
        raise BadInput(
            f"The {what} {text} is {_rounded(value):,}; it has to be 0 or more, and at most "
            f"{LARGEST:,}."
        )
    return value


def _step(text: str, today: int, shares: bool) -> Fraction:
    step = _size(_read("step", text, shares), today)
    if step < 1:
        raise BadInput(f"The step {text} is less than 1. Choose a greater one.")
    return step


def _size(found: re.Match[str], today: int) -> Fraction:
    """The number without its sign; a percentage is one of today's value."""
    number = Fraction(found["digits"])
    return number * today / 100 if found["percent"] else number


def _read(what: str, text: str, shares: bool) -> re.Match[str]:
    found = _NUMBER.fullmatch(_SPACES.sub("", text).replace("−", "-"))
    if found is None:
        examples = "-50%, +20000 or 300000" if shares else "8 or -4"
        raise BadInput(f'The {what} "{text}" cannot be read. Write it like {examples}.')
    if found["percent"] and not shares:
        raise BadInput(f"The {what} {text} is a share: give whole weeks, for example 8 or -4.")
    return found


def _rounded(value: Fraction) -> int:
    """To whole units, halves up."""
    return int((value + Fraction(1, 2)) // 1)
