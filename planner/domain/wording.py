"""Facts in plain English, for reasons and reports."""

from collections import Counter
from collections.abc import Iterable, Sized
from datetime import date
from functools import cache

from babel import Locale

from models.facts.expert import Unavailability
from models.facts.instance import Year
from models.facts.mission import Mission

_MOST_NAMED = 6
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(value: date) -> str:
    """A date such as 14 June 2027."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """A date such as 14 Jun 2027."""
    return f"{value.day} {value:%b %Y}"


def span_text(first: date, last: date) -> str:
    """Days such as "8 to 12 March 2027"."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def closed_for(row: Unavailability) -> str:
    """The days of a row of Unavailability, such as " from 1 March 2027 on"; "" for always."""
    if row.start is None:
        return f" until {day(row.end)}" if row.end else ""
    if row.end is None:
        return f" from {day(row.start)} on"
    word = "on" if row.start == row.end else "from"
    return f" {word} {span_text(row.start, row.end)}"


def amount(year: Year, value: int) -> str:
    """An amount such as 4,300 EUR."""
    return f"{value:,} {year.settings.currency}"


def listed(items: Iterable[str], conjunction: str = "and") -> str:
    """Items such as "a, b and c"."""
    *first, last = list(items) or [""]
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def most_named(items: Sized) -> int:
    """How many of some missions are named, where the rest is counted: all but of many."""
    return len(items) if len(items) <= _MOST_NAMED + 1 else _MOST_NAMED


def upper_first(text: str) -> str:
    """A text that begins with a capital letter."""
    return f"{text[:1].upper()}{text[1:]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun, such as "1 expert", "2 experts" and "1,200 weeks"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def languages(codes: Iterable[str]) -> str:
    """Languages by their English names, such as "French or Arabic"."""
    return listed((language(code) for code in codes), "or")


@cache
def language(code: str) -> str:
    """The English name of a language code."""
    return str(Locale("en").languages.get(code, code))


def experts_wanted(mission: Mission, codes: tuple[str, ...]) -> str:
    """Further experts, such as one more accredited TOA/IPR expert of region WCA who speaks French.

    They are as cheap, and as free of other rules, as those with whom the answer was tried out.
    """
    parts = [
        f"{'one' if n == 1 else n} more accredited {code} {'expert' if n == 1 else 'experts'}"
        for code, n in Counter(codes).items()
    ]
    speak = "speaks" if len(codes) == 1 else "speak"
    own = "a country" if len(codes) == 1 else "countries"
    other = "" if len(codes) == 1 else " and each other's"
    whence = f" of region {mission.region}, from {own} other than the host's and the team's{other}"
    spoken = f", who {speak} {languages(mission.languages)}" if mission.languages else ""
    return listed(parts) + whence + spoken
