"""Countries by name: how the WCO writes a Member, and which country a text names.

A Member is written as in the WCO's list, wherever a person reads it; any other country by its
English name in CLDR. A text names a country where one of these steps finds exactly one:

1. its letters are those of an ISO code, of a name in the WCO's list, of an alias or of a name in
   one of six languages;
2. its words are those of such a name in another order, or abbreviated ("Korea (Rep. of)");
3. its words without those of the state's form are ("Venezuela, Bolivarian Republic of");
4. it consists of several names of that country ("Czechia (Czech Republic)");
5. its letters are those of the name in an official language of the country itself.

What is merely like a name is only suggested.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from planner.domain.members import country_tables as tables
from planner.domain.members.reference import MEMBERS
from planner.domain.spelling import closest, fold

LONGEST_NAME = 100
"""No country has a longer name; a longer text is not looked at, so that no cell costs minutes."""

_LONGEST_CODE = 3
_FEW = 3


@cache
def country_name(code: str) -> str:
    """The name of a country: for a Member as the WCO writes it; the code itself if unknown."""
    member = MEMBERS.get(code)
    return member.name if member else tables.world().get(code, code)


def plain_name(code: str) -> str:
    """A country's name in letters that every system accepts in a file name."""
    return plain_letters(country_name(code))


def plain_letters(text: str) -> str:
    """A text in letters that every system accepts in a file name."""
    name = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in name if char.isascii() and (char.isalnum() or char in " -"))
    return " ".join(plain.split())


@lru_cache(maxsize=20_000)
def find_country(text: str) -> str | None:
    """The ISO 3166 alpha-2 code of the country that a text names, None where it is uncertain."""
    if len(text) > LONGEST_NAME:
        return None
    for step in _STEPS:
        code = step(text)
        if code is not None:
            return code or None
    return None


def _of_one_country(text: str) -> str | None:
    """The code where a text is made of names of one country alone."""
    codes, is_all = _named_within(text)
    return codes[0] if is_all and len(codes) == 1 else None


def mentions_country(text: str, code: str) -> bool:
    """Whether a text names a country in so many words, so that nobody need name it once more."""
    return code in _named_within(text)[0]


@lru_cache(maxsize=2_000)
def nearest_country(text: str) -> str | None:
    """The names of the countries that a text may be meant for, joined by "or"; None for none."""
    if len(text) > LONGEST_NAME or len(fold(text)) <= _LONGEST_CODE:
        return None  # codes are so short that each is like a dozen others
    meant = _same_core(text) or _longer(text) or _misspelled(text) or _named_within(text)[0]
    return " or ".join(country_name(code) for code in meant) or None


def _same_core(text: str) -> tuple[str, ...]:
    """The countries between which a text leaves open which one it means: "Korea", "Congo"."""
    core = tables.core(text)
    return _sorted(tables.codes_by_core().get(core, ())) if core else ()


def _longer(text: str) -> tuple[str, ...]:
    """The few countries whose names contain all words of a text: "Virgin Islands", "Papua"."""
    core = tables.core(text)
    if not core:
        return ()
    found = set[str]().union(*(c for words, c in tables.codes_by_core().items() if core < words))
    return _sorted(found) if len(found) <= _FEW else ()


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=country_name))


def _misspelled(text: str) -> tuple[str, ...]:
    near = closest(text, tuple(tables.spelled()))
    return (tables.spelled()[near],) if near else ()


def _named_within(text: str) -> tuple[tuple[str, ...], bool]:
    """The countries named within a text, as they stand in it, and whether it says nothing else.

    Longer names are found first, so that "Equatorial Guinea" does not name Guinea too.
    """
    rest = f" {' '.join(tables.words(text))} "
    found: list[tuple[int, str]] = []
    for words, code in tables.names_by_length():
        place = rest.find(f" {words} ")
        if place >= 0:
            found.append((place, code))
            rest = rest.replace(f" {words} ", f" {'|' * len(words)} ")
    codes = dict.fromkeys(code for _, code in sorted(found))
    return tuple(codes)[:_FEW], not rest.replace("|", "").strip()


# One after another, because later tables cost more to make.
_STEPS: tuple[Callable[[str], str | None], ...] = (
    lambda text: tables.sure_names().get(fold(text)),
    lambda text: tables.by_letters().get(fold(text)),
    lambda text: tables.by_words().get(tables.name_words(text)),
    lambda text: tables.by_core().get(tables.core(text)),
    _of_one_country,
    lambda text: tables.native_names().get(fold(text)),
)
