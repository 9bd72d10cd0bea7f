"""The tables in which countries are looked up: names of the WCO, aliases, six languages, natives.

A table is made when it is first needed: the large ones only for a text that the small ones do not
know. A code of "" says that a name belongs to two countries, so that it names neither.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from planner.domain.members.reference import MEMBERS
from planner.domain.spelling import fold

Key = TypeVar("Key", str, frozenset[str])

NAME_LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru")
"""English, and the other five languages that are most used at the WCO."""

_ALIASES = Path(__file__).parents[2] / "data" / "country_aliases.csv"
_LONGEST_CODE = 3
_NO_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN"))
_PRIVATE = ("X", "ZZ")

_ABBREVIATED = {
    "rep": "republic",
    "republique": "republic",
    "republica": "republic",
    "dem": "democratic",
    "fed": "federated",
    "st": "saint",
    "ste": "saint",
    "is": "islands",
    "isl": "islands",
    "people": "peoples",
}
# At the beginning of a name alone: "S. Africa".
_QUARTERS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_LINKING = frozenset(("and", "of", "the", "de", "du", "la", "le", "el", "et", "y", "e"))
_STATE_FORM = _LINKING | frozenset(
    (
        *("republic", "democratic", "peoples", "islamic", "arab", "socialist", "plurinational"),
        *("bolivarian", "commonwealth", "kingdom", "state", "states", "federation", "federal"),
        *("federated", "federative", "sultanate", "principality", "union", "united", "sar"),
        *("oriental", "hashemite", "former", "fmr", "independent"),
    )
)

_UNCERTAIN = ("Congo", "Republic of China")
"""Names that some language or rule would take for one country, and people use for two."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, abbreviations written out; apostrophes join ("People's")."""
    plain = re.sub(r"['’`´]", "", unicodedata.normalize("NFKC", text)).replace(".", " ")
    folded = [fold(word) for word in re.split(r"[\W_]+", plain)]
    written = [_ABBREVIATED.get(word, word) for word in folded if word]
    if len(written) > 1:
        written[0] = _QUARTERS.get(written[0], written[0])
    return tuple(written)


def name_words(text: str) -> frozenset[str]:
    """The words that tell a name, in any order, the linking ones left out."""
    return frozenset(words(text)) - _LINKING


def core(text: str) -> frozenset[str]:
    """The words of a name without those of the state's form."""
    return frozenset(words(text)) - _STATE_FORM


@cache
def world() -> dict[str, str]:
    """English names of all countries and territories by code."""
    from babel import Locale  # noqa: PLC0415

    names = sorted(Locale.parse("en").territories.items())
    return {code: str(name) for code, name in names if _is_country(code)}


def _is_country(code: str) -> bool:
    if code in MEMBERS:
        return True
    return len(code) == 2 and code not in _NO_COUNTRIES and not code.startswith(_PRIVATE)


@cache
def aliases() -> tuple[tuple[str, str], ...]:
    """Pairs of an alias and a code, from the file that ships with the program."""
    with _ALIASES.open(encoding="utf-8", newline="") as file:
        rows = [(row["names"], row["iso2"]) for row in csv.DictReader(file)]
    return tuple((name.strip(), code) for names, code in rows for name in names.split(";"))


def _own_names() -> Iterator[tuple[str, str]]:
    """The names that decide: those of the WCO's list, and the aliases."""
    yield from ((member.name, code) for code, member in MEMBERS.items())
    yield from aliases()
    yield from ((name, "") for name in _UNCERTAIN)


def _iso_codes() -> Iterator[tuple[str, str]]:
    from babel.core import get_global  # noqa: PLC0415

    yield from ((code, code) for code in world())
    for alias, codes in sorted(get_global("territory_aliases").items()):
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in world():
            yield alias, codes[0]


def _translated(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    from babel import Locale  # noqa: PLC0415

    for language in languages:
        for code, name in sorted(Locale.parse(language).territories.items()):
            if code in world():
                yield str(name), code


@cache
def native_names() -> dict[str, str]:
    """Codes by what countries call themselves; none where two do so alike."""
    table = _certain((fold(name), code) for name, code in _native())
    return {name: code for name, code in table.items() if name and code}


def _native() -> Iterator[tuple[str, str]]:
    """Names in each official language that CLDR has; a hundred languages take a second."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415
    from babel.languages import get_official_languages  # noqa: PLC0415

    for code in world():
        for language in get_official_languages(code, regional=True, de_facto=True):
            try:
                name = Locale.parse(language).territories.get(code)
            except UnknownLocaleError:
                continue
            if name:
                yield str(name), code


@cache
def _all_names() -> tuple[tuple[str, str], ...]:
    return (*_own_names(), *_translated(NAME_LANGUAGES))


@cache
def sure_names() -> dict[str, str]:
    """Codes by what decides: the WCO's names, aliases and the ISO codes of Members."""
    codes = ((text, code) for code, member in MEMBERS.items() for text in (code, member.iso3))
    return {fold(name): code for name, code in (*_own_names(), *codes)}


@cache
def by_letters() -> dict[str, str]:
    """Codes by folded name; "" where two countries have one name in different languages."""
    table = _certain((fold(name), code) for name, code in _all_names())
    return table | {fold(name): code for name, code in _iso_codes()} | {"": ""}


@cache
def by_words() -> dict[frozenset[str], str]:
    """Codes by the words of a name."""
    sure = {name_words(name): code for name, code in _own_names()}
    return _certain((name_words(name), code) for name, code in _all_names()) | sure


@cache
def by_core() -> dict[frozenset[str], str]:
    """Codes by core, "" where several countries share it."""
    table = _certain((core(name), code) for name, code in _all_names())
    table.pop(frozenset(), None)
    return table


@cache
def codes_by_core() -> dict[frozenset[str], set[str]]:
    """All countries that share a core."""
    table: dict[frozenset[str], set[str]] = {}
    for name, code in _all_names():
        if code:
            table.setdefault(core(name), set()).add(code)
    return table


def _certain(pairs: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    """Codes by key; "" where one key belongs to two countries."""
    table: dict[Key, str] = {}
    for key, code in pairs:
        if table.setdefault(key, code) != code:
            table[key] = ""
    return table


@cache
def spelled() -> dict[str, str]:
    """The names that a typing error is compared with; codes and short forms are too like."""
    names = (*_own_names(), *_translated(("en", "fr", "es")))
    return {name: code for name, code in names if code and len(fold(name)) > _LONGEST_CODE}


@cache
def names_by_length() -> tuple[tuple[str, str], ...]:
    """English names and aliases as words, longest first."""
    names = {" ".join(words(name)): code for name, code in (*_own_names(), *_english())}
    named = [pair for pair in names.items() if pair[1]]
    return tuple(sorted(named, key=lambda pair: (-len(pair[0]), pair[0])))


def _english() -> Iterator[tuple[str, str]]:
    yield from ((name, code) for code, name in world().items())
