"""A language of letters, mails, papers and forms: its texts, and how it writes days and numbers.

All texts stand in one file, planner/data/texts.toml, so that a native speaker can correct them in
one place; only what papers say of a hard rule stands in its description (planner/domain/rules). A
test says that every language has every text.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from planner.domain.country_names import country_name

ENGLISH = "en"
_FILE = Path(__file__).parents[1] / "data" / "texts.toml"

Text = str | list[str]


@cache
def texts() -> Mapping[str, Mapping[str, Mapping[str, Text]]]:
    """The texts by language, part and name; two forms where the number decides."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


class Tongue:
    """One language.

    Parameters
    ----------
    wanted : str or None
        The code of a language; English where there are no texts in it.
    """

    def __init__(self, wanted: str | None = None) -> None:
        self.code = wanted if wanted and wanted in texts() else ENGLISH
        self._locale = "en_GB" if self.code == ENGLISH else self.code

    def say(self, key: str, number: int = 1, /, **facts: object) -> str:
        """A text such as "mail.greeting" with its names filled in, in the form for a number."""
        part, _, name = key.partition(".")
        text = texts()[self.code][part][name]
        chosen = text if isinstance(text, str) else text[int(self._is_several(number))]
        return chosen.format(**facts)

    def counted(self, name: str, number: int) -> str:
        """A number with its noun, such as "2 missions"."""
        return self.say(f"words.{name}", number, n=self.number(number))

    def day(self, value: date) -> str:
        """A date such as 14 June 2027."""
        return self._dated(value, "long")

    def short_day(self, value: date) -> str:
        """A date such as 14 Jun 2027."""
        return self._dated(value, "d MMM y")

    def month(self, value: date) -> str:
        """A month in short, such as Jun."""
        return str(format_date(value, "LLL", locale=self._locale))

    def span(self, first: date, last: date) -> str:
        """Days such as 8 to 12 March 2027."""
        if first == last:
            return self.day(first)
        same = (first.year, first.month) == (last.year, last.month)
        begin = self._first(str(first.day)) if same else self.day(first)
        form = "words.same_month" if same else "words.span"
        return self.say(form, first=begin, last=self.day(last))

    def short_span(self, first: date, last: date) -> str:
        """Days such as 8–12 Mar 2027, for tables."""
        if (first.year, first.month) == (last.year, last.month):
            same = first == last
            return self.short_day(last) if same else f"{first.day}–{self.short_day(last)}"
        return f"{self.short_day(first)} – {self.short_day(last)}"

    def number(self, value: int) -> str:
        """A whole number with its thousands apart."""
        return str(format_decimal(value, locale=self._locale))

    def amount(self, value: int, currency: str) -> str:
        """An amount such as 4,300 EUR."""
        return f"{self.number(value)} {currency}"

    def country(self, code: str) -> str:
        """The name of the WCO's list in English; else the one among the texts, or that of CLDR."""
        if self.code == ENGLISH:
            return country_name(code)
        formal = texts()[self.code]["countries"].get(code)
        if isinstance(formal, str):
            return formal
        return str(Locale.parse(self.code).territories.get(code, country_name(code)))

    def language(self, code: str) -> str:
        """The name of a language."""
        return str(Locale.parse(self.code).languages.get(code, code))

    def expertise(self, code: str, title: str) -> str:
        """The title of an expertise; one that the workbook gives instead of the usual one stays."""
        usual = texts()[ENGLISH]["expertise"].get(code)
        return self.say(f"expertise.{code}") if title and title == usual else title or code

    def listed(self, items: Iterable[str]) -> str:
        """Items such as "a, b and c"."""
        *first, last = list(items) or [""]
        return f"{', '.join(first)} {self.say('words.and')} {last}" if first else last

    def _is_several(self, number: int) -> bool:
        """In French, nothing is one."""
        return number > 1 if self.code == "fr" else number != 1

    def _dated(self, value: date, form: str) -> str:
        written = str(format_date(value, form, locale=self._locale))
        number, space, rest = written.partition(" ")
        return f"{self._first(number)}{space}{rest}"

    def _first(self, number: str) -> str:
        return self.say("words.first_of_month") if number == "1" else number
