"""Countries, WCO regions and languages as people write them.

Whatever is found here is certain: a name that is merely like another one is never taken for it,
it gets "did you mean". Tables are made when they are first needed, the large ones only for a
name that the small ones do not know.
"""

import re
import warnings
from functools import lru_cache
from typing import Any

from planner.workbook.reading.reference import members, region_names
from planner.workbook.reading.suggest import closest, fold

# The languages in which names are understood: English, and the other five most used at the WCO.
NAME_LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru")

_LONGEST_CODE = 3

_COUNTRY_ALIASES = {
    "UK": "GB",
    "Great Britain": "GB",
    "UAE": "AE",
    "Emirates": "AE",
    "DRC": "CD",
    "RDC": "CD",
    "Congo DRC": "CD",
    "Guinea Conakry": "GN",
    "Ivory Coast": "CI",
    "Lao PDR": "LA",
    "Holland": "NL",
    "ROK": "KR",
    "PRC": "CN",
    "KSA": "SA",
    "RSA": "ZA",
    "Turkey": "TR",
    "Swaziland": "SZ",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Macedonia": "MK",
}
_REGION_ALIASES = {
    "Americas": "AC",
    "Americas and Caribbean": "AC",
    "Americas and the Caribbean": "AC",
    "Asia Pacific": "AP",
    "Asia and Pacific": "AP",
    "Asia and the Pacific": "AP",
    "Eastern and Southern Africa": "ESA",
    "Middle East and North Africa": "MENA",
    "North Africa and Middle East": "MENA",
    "Western and Central Africa": "WCA",
}
_LANGUAGE_ALIASES = {
    "Mandarin": "zh",
    "Mandarin Chinese": "zh",
    "Farsi": "fa",
    "Castilian": "es",
    "Castellano": "es",
    "Bahasa Indonesia": "id",
    "Bahasa Melayu": "ms",
}

# Words that may stand beside a country's name without making it another country.
_WORDS_OF_STATES = frozenset(
    (
        *("and", "of", "the", "de", "du", "la", "le", "el", "un", "fmr", "former"),
        *("rep", "republic", "republique", "republica", "democratic", "dem", "people", "peoples"),
        *("islamic", "arab", "socialist", "plurinational", "bolivarian", "commonwealth", "sar"),
        *("kingdom", "state", "states", "federation", "federal", "federative", "sultanate"),
        *("principality", "union", "united"),
    )
)


@lru_cache(maxsize=20_000)
def country(text: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country, None where the text names none for certain."""
    key = fold(text)
    if not key:
        return None
    for table in (_member_names, _world_names, _translated_names):
        if key in table():
            return table()[key] or None
    return _by_pattern(text)


@lru_cache(maxsize=2_000)
def nearest_country(text: str) -> str | None:
    """The name of the country that a text may be meant for."""
    if len(fold(text)) <= _LONGEST_CODE:
        return None  # codes are so short that each is like a dozen others
    return closest(text, _country_names()) or _guess(text)


@lru_cache(maxsize=1_000)
def region(text: str) -> str | None:
    """The code of a WCO region, given by code or name."""
    return _regions().get(fold(text))


def nearest_region(text: str) -> str | None:
    """The code of the region that a text may be meant for."""
    near = closest(text, (*region_names(), *region_names().values(), *_REGION_ALIASES))
    return region(near) if near else None


@lru_cache(maxsize=5_000)
def language(text: str) -> str | None:
    """The code of a language (``en`` for ``English``, ``en-GB``, ``Anglais``), None if unknown."""
    key = fold(text)
    if not key:
        return None
    found = _languages().get(key) or _own_language_names().get(key)
    if found is None and "(" in text:
        return language(text.partition("(")[0])  # English (UK)
    return found


@lru_cache(maxsize=2_000)
def nearest_language(text: str) -> str | None:
    """The English name of the language that a text may be meant for."""
    return closest(text, _common_languages())


def region_of(country_code: str) -> str | None:
    """The WCO region of a Member, None where the country is no Member."""
    member = members().get(country_code)
    return member.region_code if member else None


def country_name(country_code: str) -> str:
    """A country's name, for messages and result sheets."""
    member = members().get(country_code)
    if member:
        return member.name
    return next((c["name_short"] for c in _world() if c["iso2"] == country_code), country_code)


@lru_cache(maxsize=1)
def _member_names() -> dict[str, str]:
    table: dict[str, str] = {}
    for code, member in members().items():
        for name in (member.name, code, member.iso3):
            table[fold(name)] = code
    return table | {fold(name): code for name, code in _COUNTRY_ALIASES.items()}


@lru_cache(maxsize=1)
def _country_data() -> Any:
    from countryguess import CountryData  # noqa: PLC0415

    data = CountryData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to be closed later
        data.countries  # noqa: B018 - loads the data
    return data


@lru_cache(maxsize=1)
def _world() -> tuple[dict[str, Any], ...]:
    return tuple(c for c in _country_data().countries if c["iso2"] and not c["obsolete"])


@lru_cache(maxsize=1)
def _world_names() -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in _world():
        for name in (entry["iso2"], entry["iso3"], entry["name_short"], entry["name_official"]):
            table.setdefault(fold(name or ""), entry["iso2"])
    return table


@lru_cache(maxsize=1)
def _translated_names() -> dict[str, str]:
    """Names in `NAME_LANGUAGES`; "" where two languages mean different countries by one name."""
    from babel import Locale  # noqa: PLC0415

    known = {entry["iso2"] for entry in _world()} | members().keys()
    table: dict[str, str] = {}
    for code in NAME_LANGUAGES:
        for territory, name in sorted(Locale.parse(code).territories.items()):
            if territory in known and table.setdefault(fold(name), territory) != territory:
                table[fold(name)] = ""
    return table


def _by_pattern(text: str) -> str | None:
    """The one country whose pattern a text meets, where every word of the text belongs to it.

    `countryguess` searches for its patterns anywhere, so "France and Spain" meets two of them and
    "Guinea Bisau" meets that of another country: neither names one country for certain.
    """
    found = [entry for entry in _world() if entry["regex"].search(text)]
    if len(found) != 1:
        return None
    return found[0]["iso2"] if _words(text) <= _words_of(found[0]) else None


def _words_of(entry: dict[str, Any]) -> frozenset[str]:
    names = [entry["name_short"] or "", entry["name_official"] or "", entry["regex"].pattern]
    names += [name for name, code in _english_names() if code == entry["iso2"]]
    return _WORDS_OF_STATES.union(*(_words(name) for name in names))


@lru_cache(maxsize=1)
def _english_names() -> tuple[tuple[str, str], ...]:
    from babel import Locale  # noqa: PLC0415

    english = Locale.parse("en").territories
    ours = [(member.name, code) for code, member in members().items()]
    return (*ours, *((name, code) for code, name in sorted(english.items())))


def _guess(text: str) -> str | None:
    entry = _country_data().get(text)
    return country_name(entry["iso2"]) if entry and entry["iso2"] else None


def _country_names() -> tuple[str, ...]:
    return tuple(member.name for member in members().values()) + tuple(_COUNTRY_ALIASES)


def _words(text: str) -> set[str]:
    return {fold(word) for word in re.split(r"[\W_]+", text)} - {""}


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    table = {fold(name): code for name, code in _REGION_ALIASES.items()}
    table |= {fold(name): code for code, name in region_names().items()}
    return table | {fold(code): code for code in region_names()}


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415
    from babel.core import get_global  # noqa: PLC0415

    table = {fold(name): code for name, code in _LANGUAGE_ALIASES.items()}
    for locale in NAME_LANGUAGES:
        for code, name in sorted(Locale.parse(locale).languages.items()):
            # "British English" is English, "Simplified Chinese" is Chinese.
            table.setdefault(fold(name), code.split("_")[0])
            table.setdefault(fold(code), code.split("_")[0])
    aliases = sorted(get_global("language_aliases").items())
    for alias, code in aliases:
        table.setdefault(fold(alias), code.split("_")[0])
    return table


@lru_cache(maxsize=1)
def _own_language_names() -> dict[str, str]:
    """What languages call themselves, for those with a two-letter code: Deutsch, 日本語."""
    from babel import Locale, localedata  # noqa: PLC0415

    table: dict[str, str] = {}
    for code in sorted(localedata.locale_identifiers()):
        if len(code) == 2:
            table.setdefault(fold(Locale.parse(code).languages.get(code, "")), code)
    table.pop("", None)
    return table


@lru_cache(maxsize=1)
def _common_languages() -> tuple[str, ...]:
    from babel import Locale  # noqa: PLC0415

    english = Locale.parse("en").languages
    return tuple(name for code, name in sorted(english.items()) if len(code) == 2)
