"""Every number that a text may mean: with separators of many countries, units and currencies."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from planner.domain.spelling import fold

_LONGEST = 60
_NUMBER = r"[+-]?\d(?:[\d.,'’ _]*\d)?"
_TERM = re.compile(rf"({_NUMBER})\s*([^\W\d_]*)\.?")
_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|/|\bto\b|\bor\b)\s*(\d+)\s*([^\d]*)")
_WORKING_DAYS = re.compile(r"\bw(?:eek)?[. ]\s?d(?:ays?)?\b")  # w.d., week days
_SIGNS = MappingProxyType(
    {"€": "EUR", "£": "GBP", "¥": "JPY", "₣": "CHF", "₹": "INR", "₽": "RUB", "₩": "KRW", "$": ""}
)
_DOLLARS = re.compile(r"\b(US|CA|AU|NZ|SG|HK)\s?\$|\$\s?(US|CA|AU|NZ|SG|HK)\b")
_MONEY_WORDS = MappingProxyType(
    {"euro": "EUR", "euros": "EUR", "dollar": "", "dollars": "", "fcfa": "XOF", "yen": "JPY"}
)
_MAGNITUDES = MappingProxyType(
    {
        **dict.fromkeys(("k", "thousand", "thsd", "mille", "mil"), 1_000),
        **dict.fromkeys(("m", "mn", "mio", "mln", "million", "millions", "millones"), 1_000_000),
    }
)
_WORDS = MappingProxyType(
    {
        **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
        **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "un": 1},
        **{"une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10, "uno": 1},
        **{"una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "diez": 10},
    }
)
_ARTICLES = frozenset(("a", "an", "un", "une", "una"))
_DAYS = (
    *("d", "day", "days", "wd", "workday", "workdays", "weekday", "weekdays"),
    *("j", "jour", "jours", "dia", "dias", "tag", "tage", "день", "дня", "дней", "يوم"),
    *("أيام", "ايام"),
)
_WEEKS = (
    *("w", "wk", "wks", "week", "weeks", "semaine", "semaines", "semana", "semanas", "woche"),
    *("wochen", "sem", "неделя", "недели", "недель", "أسبوع", "أسابيع"),
)
# Columns that say how much at most: "max 3" is 3 there, and not some number up to 3.
LIMITS = frozenset(("max_experts_away", "max_weeks", "max_missions_hosted", "most_missions"))
_AT_MOST = re.compile(
    r"\bmax(?:imum|i|\.)?(?!\w)|\b(?:at most|up to|no more than|máximo|até|hasta)\b"
)
# Words beside days and weeks, which count nothing; calendar days are other days than working ones.
_WORKING = frozenset(("working", "business", "ouvrables", "ouvres", "habiles", "uteis", "рабочих"))
_CALENDAR_DAYS = dict.fromkeys((*_DAYS, "calendar"), 1)
_YEARS = ("y", "yr", "yrs", "year", "years", "an", "ans", "annee", "annees", "ano", "anos")
_PEOPLE = (
    *("x", "expert", "experts", "person", "persons", "people", "pax", "expertos", "experto"),
    *("personnes", "personne", "especialistas", "peritos"),
)
_MISSIONS = ("mission", "missions", "misiones", "missoes", "at", "a", "time")
# How many of a field's own units one of another unit is.
_WEEK_FIELDS = ("release_cap_weeks", "max_weeks", "weeks")
_UNITS: Mapping[str, Mapping[str, int]] = {
    "working_days": {
        **dict.fromkeys(_WEEKS, 5),
        **dict.fromkeys((*_DAYS, *_WORKING), 1),
        **dict.fromkeys(("fortnight", "fortnights"), 10),
    },
    **{field: dict.fromkeys((*_WEEKS, "working"), 1) for field in _WEEK_FIELDS},
    "release_period_years": dict.fromkeys(_YEARS, 1),
    **{
        field: dict.fromkeys(_WEEKS, 7) | _CALENDAR_DAYS
        for field in ("travel_days_before", "travel_days_after", "rest_days")
    },
    "never_deployed_idle_days": _CALENDAR_DAYS,
    "experts": dict.fromkeys(_PEOPLE, 1),
    "max_experts_away": dict.fromkeys(_PEOPLE, 1),
    "max_missions_hosted": dict.fromkeys(_MISSIONS, 1),
    "most_missions": dict.fromkeys(_MISSIONS, 1),
    "priority": dict.fromkeys(("p", "prio", "priority", "priorite", "st", "nd", "rd"), 1),
}
UNITS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {field: {fold(w): size for w, size in units.items()} for field, units in _UNITS.items()}
)


class MoneyText(NamedTuple):
    """A text without its currency, and the currencies that it names ("" for some dollar)."""

    text: str
    currencies: frozenset[str]


def numbers(text: str) -> tuple[Decimal, ...]:
    """All numbers that digits with separators may mean, each once: 1,200 and 1.2 for "1,200"."""
    digits = re.sub(r"[ _'’]", "", text)
    return tuple(dict.fromkeys(Decimal(form) for form in _forms(text, digits)))


def amounts(text: str) -> tuple[Decimal, ...]:
    """All amounts that a text without its currency may mean: 1200000 for "1.2 million"."""
    match = _TERM.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or not match[2]:
        return numbers(text) if match else ()
    times = _MAGNITUDES.get(fold(match[2]))
    if times is None:
        return ()
    exact = tuple(number * times for number in numbers(match[1]))
    return exact[-1:] if "." in match[1] else exact  # 1.200 million is no thousand million


def counted(text: str, field: str) -> tuple[Decimal, ...]:
    """All numbers that a text with units may mean in a column: 10 for "2 weeks"."""
    if len(text) > _LONGEST:
        return ()
    pieces = re.split(r"[()\[\]]", text.casefold())
    outside, inside = " ".join(pieces[::2]), pieces[1::2]
    found = _counted(outside, field)
    units = " ".join(word for _, words in _terms(outside) for word in words)
    beside = (
        _counted(f"{part} {units}" if part.strip().isdigit() else part, field)
        for part in inside
        if in_numbers(part)
    )
    return tuple(dict.fromkeys((*found, *(number for some in beside for number in some))))


def _counted(text: str, field: str) -> tuple[Decimal, ...]:
    text = _WORKING_DAYS.sub("wd", text)
    if field in LIMITS:
        text = _AT_MOST.sub(" ", text)
    plain = " ".join(re.sub(r"[=~:]|\bca\b|\babout\b|(?<=[^\W\d_])\.", " ", text).split())
    if match := _RANGE.fullmatch(plain):
        ends = (_counted(f"{match[1]} {match[3]}", field), _counted(plain[match.start(2) :], field))
        return tuple(number for end in ends for number in end)
    if plain in _ARTICLES:
        return ()  # "A" is no number: a mark, a team, a letter of an own list
    terms = list(_terms(plain))
    sizes = [_size(words, UNITS.get(field, {})) for _, words in terms]
    if len(terms) == 1 and sizes[0] is not None:
        return tuple(number * sizes[0] for number in numbers(terms[0][0]))
    if not terms or None in sizes or not _all_named(plain):
        return ()
    parts = [numbers(number) for number, _ in terms]
    if any(len(part) != 1 for part in parts):
        return ()
    return (sum((p[0] * (s or 1) for p, s in zip(parts, sizes, strict=True)), Decimal(0)),)


def _size(words: list[str], units: Mapping[str, int]) -> int | None:
    """How much one of a unit is in a column; None where the column does not know the words."""
    sizes = [units.get(word) for word in words if word not in ("and", "et", "y", "e")]
    if None in sizes:
        return None
    counting = {units[word] for word in words if word in units and word not in _WORKING}
    return None if len(counting) > 1 else counting.pop() if counting else 1


def names_weeks(text: str) -> bool:
    """Whether a number of working days was said in weeks."""
    words = re.findall(r"[^\W\d_]+", _WORKING_DAYS.sub("wd", text.casefold()))
    return any(UNITS["working_days"].get(fold(word), 1) > 1 for word in words)


def in_numbers(text: str) -> bool:
    """Whether a text holds a digit."""
    return any(char.isdigit() for char in text)


def money(text: str) -> MoneyText:
    """Take the currency off an amount."""
    found: set[str] = set()
    plain = text
    for match in _DOLLARS.finditer(text):
        found.add(f"{match[1] or match[2]}D")
    plain = _DOLLARS.sub(" ", plain)
    for sign, code in _SIGNS.items():
        if sign in plain:
            found.add(code)
            plain = plain.replace(sign, " ")
    for word in re.findall(r"[^\W\d_]+", plain):
        if fold(word) in _MONEY_WORDS or _is_currency(word):
            found.add(_MONEY_WORDS.get(fold(word), word.upper()))
            plain = re.sub(rf"(?<![^\W\d_]){word}(?![^\W\d_])\.?", " ", plain)
    if plain.rstrip().endswith((",-", ".-", ",--", ".--")):  # 12.000,-
        point = plain.rstrip().rstrip("-")[-1]
        plain = plain.rstrip().rstrip("-").rstrip(".,")
        grouping = "." if point == "," else ","
        if re.fullmatch(rf"\s*[+-]?\d{{1,3}}(?:{re.escape(grouping)}\d{{3}})+\s*", plain):
            plain = plain.replace(grouping, "")
    return MoneyText(" ".join(plain.split()), frozenset(found))


def is_another_currency(currencies: frozenset[str], plan: str) -> bool:
    """Whether an amount names a currency that is not the plan's."""
    dollar = "" in currencies and "USD" not in plan.upper() and not plan.upper().endswith("D")
    return dollar or any(code and code != plan.upper() for code in currencies)


def _is_currency(word: str) -> bool:
    return len(word) == 3 and word.upper() in _currencies()


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    from babel import Locale  # noqa: PLC0415

    return frozenset(Locale.parse("en").currencies)


def _forms(text: str, digits: str) -> Iterator[str]:
    if re.fullmatch(r"[+-]?\d{1,25}(\.\d{1,25})?", digits) and _sound_groups(text):
        yield digits
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", digits):
        yield digits.replace(".", "")
    if re.fullmatch(r"[+-]?\d{1,25},\d{1,25}", digits):
        yield digits.replace(",", ".")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d{1,25})?", digits):
        yield digits.replace(",", "")
    if re.fullmatch(r"[+-]?[1-9]\d?(,\d{2})+,\d{3}(\.\d{1,25})?", digits):  # 5,00,000
        yield digits.replace(",", "")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(\.\d{3})+,\d{1,25}", digits):
        yield digits.replace(".", "").replace(",", ".")


def _sound_groups(text: str) -> bool:
    """Whether spaces and apostrophes stand before three digits each."""
    groups = re.split(r"[ _'’]", text.partition(".")[0].lstrip("+-"))
    return (len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])) or len(groups) == 1


def _terms(text: str) -> Iterator[tuple[str, list[str]]]:
    """Numbers with the words around them: the words before the first belong to it, too."""
    words = [str(_WORDS[w]) if w in _WORDS else w for w in text.replace("-", " ").split()]
    merged = re.findall(rf"{_NUMBER}|[^\W\d_]+", " ".join(words))
    before: list[str] = []
    number: str | None = None
    for part in merged:
        if part[0].isdigit() or part[0] in "+-":
            if number is not None:
                yield number, before
                before = []
            number = part
        else:
            before.append(fold(part))
    if number is not None:
        yield number, before


def _all_named(text: str) -> bool:
    """Whether every number of a text is followed by a word: "1 week 2 days", not "3 to 5"."""
    return bool(re.fullmatch(rf"(?:({_NUMBER})\s*[^\W\d_]+(?:\s(?:and|et|y|e))?\s*,?\s*)+", text))
