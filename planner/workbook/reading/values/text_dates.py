"""Every day that a text may mean: numbers in several orders, and months by their names."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from planner.domain.spelling import fold

# Months and days of the week are understood in these languages.
DATE_LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru", "de", "it", "nl")

_LONGEST = 40
_TIME = re.compile(
    r"(?:[T ,]|\bat\b|(?<=\d))\s*(\d{1,2})(?::|h)(\d{2})?(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/. 年]\s?(\d{1,2})\s?[-/. 月]\s?(\d{1,2})\s?[日.]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?'?(\d{4}|\d{2})\.?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})|(\d{4})\s?[-/.]\s?(\d{1,2})")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|º|ª|°)\b|(?<=\d)[º°]", re.IGNORECASE)
_WORDS_BESIDE = frozenset(
    (
        *("of", "the", "de", "del", "du", "le", "la", "el", "do", "den", "der", "г", "год", "года"),
        *("w", "c", "wc", "week", "commencing", "beginning", "semaine"),
    )
)


class EndMeant(Enum):
    """Which end of a period a day is."""

    FIRST = "first"
    LAST = "last"


_UNCERTAIN = re.compile(
    r"\s*[(\[]?\s*\b(?:tbc|tbd|t\.b\.c\.|tentative(?:ly)?|provisional(?:ly)?|provisoire|estimated|"
    r"to be confirmed|à confirmer|a confirmer|por confirmar|a confirmar)\b\s*[)\]]?\s*$|\s*\?$",
    re.IGNORECASE,
)
_AROUND = {
    EndMeant.FIRST: re.compile(
        r"^(?:from|as of|as from|starting(?: on)?|start of|beginning of|not before|"
        r"à partir du|dès le|début|a partir del?|desde el|desde|principios de|ab)\s+",
        re.IGNORECASE,
    ),
    EndMeant.LAST: re.compile(
        r"^(?:until|till|up to|by|no later than|not later than|end of|end|"
        r"jusqu['’]au|au plus tard le|fin|hasta el|hasta|a más tardar el|fines de|finales de|bis)"
        r"\s+|\s+at the latest$",
        re.IGNORECASE,
    ),
}
_CENTURY_TURNS = 50


class DateOrder(Enum):
    """Which of two numbers of a date is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class Meaning(NamedTuple):
    """A day that a text may mean, and the order of the numbers that it takes, if any."""

    day: date
    order: DateOrder | None = None


class MeantDate(NamedTuple):
    """What a text says of a day: the days it may mean, the seconds after midnight, a weekday."""

    days: tuple[Meaning, ...] = ()
    seconds: int = 0
    weekday: int | None = None


def meanings(text: str) -> MeantDate:
    """All days that a text may mean, each once; none where it is no date.

    A day of the week that only some of them have decides between them.
    """
    if not 0 < len(text) <= _LONGEST:
        return MeantDate()
    split = split_time(_western_digits(text).strip())
    if split is None:
        return MeantDate()
    plain, seconds = split
    plain, weekday = _split_weekday(plain)
    days = _distinct(_numeric(plain)) or _distinct(_named(plain))
    fitting = tuple(m for m in days if weekday is None or m.day.weekday() == weekday)
    return MeantDate(fitting or days, seconds, weekday)


def weekday_meant(text: str) -> int | None:
    """The day of the week of a name in one of the languages, Monday being 0; None of any other."""
    return _weekday_names().get(fold(text))


def month_meant(text: str) -> tuple[date, date] | None:
    """The first and the last day of a month that a text names; None where it names none."""
    if not 0 < len(text) <= _LONGEST:
        return None
    plain = _western_digits(text).strip()
    match = _MONTH_OF_YEAR.fullmatch(plain)
    if match:
        return _month(int(match[2] or match[3]), int(match[1] or match[4]))
    numbers, months = _tokens(plain)
    if len(months) == 1 and len(numbers) == 1 and len(numbers[0]) == 4:
        return _month(int(numbers[0]), months[0])
    return None


def bare_date(text: str, sides: Collection[EndMeant]) -> str | None:
    """A date without the words around it that say nothing else than its column; None where none.

    "from 1 March 2027" is a first day, "until 30 June 2027" and "end of June 2027" are last ones;
    that a date is not certain ("tbc") changes no day.
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    bare = _UNCERTAIN.sub("", text).strip()
    for side in sides:
        bare = _AROUND[side].sub("", bare).strip()
    return bare if bare and bare != text.strip() else None


def proven_order(texts: Iterable[str]) -> DateOrder | None:
    """The order that some dates of a column can only have; None where none or both are proven."""
    orders = {order for text in texts if (order := _only_order(meanings(text).days)) is not None}
    return orders.pop() if len(orders) == 1 else None


def split_time(text: str) -> tuple[str, int] | None:
    """The text before a time of day at its end, and the time in seconds after midnight.

    None where the time is none (25:61).
    """
    match = _TIME.search(text)
    if match is None:
        return text, 0
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    half = (match[4] or "").lower()
    if hour > (12 if half else 24) or minute > 59 or second > 59:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return text[: match.start()].rstrip(" ,"), hour * 3600 + minute * 60 + second


def _split_weekday(text: str) -> tuple[str, int | None]:
    for word in re.findall(r"[^\W\d_]+", text):
        if fold(word) in _weekday_names():
            rest = re.sub(rf"\b{word}\b\.?", " ", text).strip(" ,()")
            return re.sub(r"\s+", " ", rest), _weekday_names()[fold(word)]
    return text, None


def _only_order(found: tuple[Meaning, ...]) -> DateOrder | None:
    return found[0].order if len(found) == 1 else None


def _numeric(text: str) -> Iterator[Meaning]:
    if match := _YEAR_FIRST.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        yield from _meaning(match[1], match[2], match[3])
    elif match := _YEAR_LAST.fullmatch(text):
        yield from _meaning(match[4], match[3], match[1], DateOrder.DAY_FIRST)
        yield from _meaning(match[4], match[1], match[3], DateOrder.MONTH_FIRST)


def _named(text: str) -> Iterator[Meaning]:
    numbers, months = _tokens(text)
    if len(months) != 1 or len(numbers) != 2:
        return
    month, (first, second) = str(months[0]), numbers
    if len(first) == 4:
        yield from _meaning(first, month, second)
    else:
        yield from _meaning(second, month, first)


def _tokens(text: str) -> tuple[list[str], list[int]]:
    """The numbers of a text, and the months that its words name; nothing where a word is odd."""
    numbers: list[str] = []
    months: list[int] = []
    for word in re.findall(r"\d+|[^\W\d_]+", _ORDINAL.sub("", _joined(text))):
        if word.isdigit():
            numbers.append(word)
        elif fold(word) in _month_names():
            months.append(_month_names()[fold(word)])
        elif fold(word) not in _WORDS_BESIDE:
            return [], []
    return numbers, months


def _joined(text: str) -> str:
    """Names of two words (Arabic months of the Levant) as one."""
    for name in _long_names():
        text = text.replace(name, name.replace(" ", ""))
    return text


def _meaning(year: str, month: str, day: str, order: DateOrder | None = None) -> Iterator[Meaning]:
    if len(day) > 2 or len(month) > 2 or len(year) not in (2, 4):
        return
    try:
        yield Meaning(date(_full_year(year), int(month), int(day)), order)
    except ValueError:
        return


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) < _CENTURY_TURNS else 1900)


def _month(year: int, month: int) -> tuple[date, date] | None:
    if not (1 <= month <= 12 and year >= 1):
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _distinct(found: Iterable[Meaning]) -> tuple[Meaning, ...]:
    days: dict[date, Meaning] = {}
    for meaning in found:
        days[meaning.day] = Meaning(meaning.day) if meaning.day in days else meaning
    return tuple(days.values())


def _western_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and c > "9" else c for c in text)


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Months by their folded names, those left out that two languages give to two months."""
    return _certain("months") | {"sept": 9}


@lru_cache(maxsize=1)
def _long_names() -> tuple[str, ...]:
    names = (name for _, name in _names("months"))
    return tuple(sorted({name for name in names if " " in name}))


@lru_cache(maxsize=1)
def _weekday_names() -> dict[str, int]:
    """Days of the week, Monday being 0, by their folded names; months go before them."""
    names = _certain("days")
    return {name: day for name, day in names.items() if name not in _month_names()}


def _certain(what: str) -> dict[str, int]:
    table: dict[str, int] = {}
    doubtful = {""}
    for number, name in _names(what):
        if table.setdefault(fold(name), number) != number:
            doubtful.add(fold(name))
    return {name: number for name, number in table.items() if name not in doubtful}


def _names(what: str) -> Iterator[tuple[int, str]]:
    from babel import Locale  # noqa: PLC0415

    for code in (*DATE_LANGUAGES, "ar_LB", "ar_MA", "ar_DZ"):
        forms = getattr(Locale.parse(code), what)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield from forms[context][width].items()
