"""Countries, WCO regions and languages as people write them in cells.

Whatever is found here is certain: a name that is merely like another one is never taken for it,
it gets "did you mean". Tables are made when they are first needed, the large ones only for a
name that the small ones do not know.
"""

import re
from functools import lru_cache

from planner.domain.country_names import country_name, find_country
from planner.domain.members.country_tables import NAME_LANGUAGES, spelled
from planner.domain.members.reference import MEMBERS, REGION_NAMES
from planner.domain.spelling import LONGEST_NAME, closest, fold, only_close
from planner.workbook.reading.values.text_lists import denies

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
    "Engl": "en",
}


_LONGEST_CODE = 3
# Names of languages are short and like many other words: "bilingual" is no Lingala.
_LIKE_A_LANGUAGE = 80
_VARIETY = re.compile(r"([^()]+)\(([^()]+)\)")
_VARIETIES = frozenset(
    ("simplified", "traditional", "british", "american", "brazilian", "european", "international")
)


def country(text: str) -> str | None:
    """The code of the country that a cell names: by name, code or flag."""
    return None if _is_no_answer(text) else find_country(text) or _flag(text)


def _is_no_answer(text: str) -> bool:
    """Whether a text is "n/a", which is neither Namibia (NA) nor Nauruan (na)."""
    return text.casefold() in ("n/a", "n.a.", "n.a", "n. a.")


def _flag(text: str) -> str | None:
    letters = [ord(char) - 0x1F1E6 for char in text]
    if len(letters) != 2 or not all(0 <= letter < 26 for letter in letters):
        return None
    return find_country("".join(chr(ord("A") + letter) for letter in letters))


def only_country(text: str, at_least: int) -> str | None:
    """The name of the only country that a text is so much like."""
    if len(fold(text)) <= _LONGEST_CODE:
        return None
    near = only_close(text, tuple(spelled()), at_least)
    return country_name(spelled()[near]) if near else None


@lru_cache(maxsize=1_000)
def region(text: str) -> str | None:
    """The code of a WCO region, given by code or name."""
    if len(text) > LONGEST_NAME:
        return None
    return _regions().get(fold(text))


def nearest_region(text: str) -> str | None:
    """The code of the region that a text may be meant for."""
    near = closest(text, (*REGION_NAMES, *REGION_NAMES.values(), *_REGION_ALIASES))
    return region(near) if near else None


@lru_cache(maxsize=5_000)
def language(text: str) -> str | None:
    """The code of a language (``en`` for ``English``, ``en-GB``, ``Anglais``), None if unknown."""
    key = fold(text) if len(text) <= LONGEST_NAME and not _is_no_answer(text) else ""
    if not key:
        return None
    found = _languages().get(key) or (_own_language_names().get(key) if text.isalpha() else None)
    variety = _VARIETY.fullmatch(text) if found is None else None
    if variety and (fold(variety[2]) in _VARIETIES or find_country(variety[2])):
        return language(variety[1])  # English (UK), Chinese (simplified)
    return found


@lru_cache(maxsize=2_000)
def nearest_language(text: str) -> str | None:
    """The English name of the language that a text may be meant for."""
    return None if denies(text) else closest(text, _common_languages(), _LIKE_A_LANGUAGE)


def only_language(text: str, at_least: int) -> str | None:
    """The English name of the only language that a text is so much like."""
    return None if denies(text) else only_close(text, _common_languages(), at_least)


def region_of(country_code: str) -> str | None:
    """The WCO region of a Member, None where the country is no Member."""
    member = MEMBERS.get(country_code)
    return member.region if member else None


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    table = {fold(name): code for name, code in _REGION_ALIASES.items()}
    table |= {fold(name): code for code, name in REGION_NAMES.items()}
    return table | {fold(code): code for code in REGION_NAMES}


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
