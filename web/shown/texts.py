"""The page's own words in English and French, from the one table texts.toml.

Sentences of the planner (problems, violations, reasons) are English and shown as they are, so that
they equal what `check`, `verify` and `explain` print.
"""

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from planner.domain.country_names import country_name

LANGUAGES = ("en", "fr")
# Within this a day has a name of its own.
_WEEK = 7


@cache
def table() -> dict[str, dict[str, str]]:
    """Every text by its key, in every language."""
    return tomllib.loads(files("web").joinpath("texts.toml").read_text(encoding="utf-8"))


# A large year shows the same days and amounts again and again.
@lru_cache(maxsize=8192)
def _date(value: date, pattern: str, language: str) -> str:
    text = str(format_date(value, pattern, locale=language))
    first = language == "fr" and value.day == 1 and pattern.startswith("d ")
    return f"1er{text.removeprefix('1')}" if first else text


@lru_cache(maxsize=8192)
def _number(value: int, language: str) -> str:
    return str(format_decimal(value, locale=language))


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale(language).territories)


class Own(str):
    """A sentence of the page, in its language; any other sentence is one of the planner."""

    __slots__ = ()


class Texts:
    """The words, numbers and dates of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> Own:
        """A text with its values filled in; numbers as the language writes them."""
        text = table()[key][self.language]
        return Own(text.format(**{name: self._shown(value) for name, value in values.items()}))

    def count(self, key: str, number: int, **values: object) -> Own:
        """A text for one or for many: the keys end in .one and .many."""
        form = "one" if number == 1 or (number == 0 and self.language == "fr") else "many"
        return self(f"{key}.{form}", n=number, **values)

    def number(self, value: int) -> str:
        """A whole number, its thousands set apart."""
        return _number(value, self.language)

    def day(self, value: date) -> str:
        """A date such as 14 June 2027."""
        return _date(value, "d MMMM y", self.language)

    def day_before(self, value: date, other: date) -> str:
        """The first of two dates: 14 where the other one is 18 June 2027."""
        same_month = value.replace(day=1) == other.replace(day=1)
        return _date(value, "d ", self.language).strip() if same_month else self.day(value)

    def short_day(self, value: date) -> str:
        """A date such as 14 Jun."""
        return _date(value, "d MMM", self.language)

    def when(self, value: date, today: date) -> str:
        """A day that is over, as one says it: yesterday, Monday, 14 June 2027."""
        days = (today - value).days
        if 0 <= days <= 1:
            return self("when.yesterday" if days else "when.today")
        return _date(value, "EEEE", self.language) if 0 < days < _WEEK else self.day(value)

    def moment(self, value: datetime, today: date) -> str:
        """A day that is over with the time, such as yesterday 16:20."""
        return self("when.at", day=self.when(value.date(), today), time=f"{value:%H:%M}")

    def month(self, value: date) -> str:
        """A month such as Jun."""
        return _date(value, "LLL", self.language)

    def listed(self, items: Sequence[str]) -> str:
        """Items such as "a, b and c"."""
        *first, last = items
        return self("list.and", first=", ".join(first), last=last) if first else last

    def country(self, code: str) -> str:
        """A country by name: a Member as the WCO writes it, in French as French does."""
        name = country_name(code)
        return name if self.language == "en" else _territories(self.language).get(code, name)

    def english(self, text: str) -> str | Markup:
        """A sentence of the planner, marked as English where the page is not."""
        if self.language == "en" or isinstance(text, Own):
            return text
        return Markup('<span lang="en">{}</span>').format(text)

    def _shown(self, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return str(value)
        return self.number(value)


def preferred(accepted: str) -> str:
    """The language to begin with, from what a browser says that its user reads."""
    for entry in accepted.split(","):
        code = entry.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]
