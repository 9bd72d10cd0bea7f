"""Lists in cells as people write them: other separators, and remarks in brackets."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from planner.domain.spelling import fold

_SEPARATORS = re.compile(
    r"\s*(?:[,;/|+&•·،؛、\n\r]|\s(?:and|et|y|e|und|or|ou|o|oder|и|или|و)\s)\s*", re.IGNORECASE
)
_STRONG = re.compile(r"[,;|\n\r،؛、]")
_CODE_SEPARATORS = re.compile(
    r"\s*(?:[,;|+&•·،؛、\n\r]|\s/\s|\s(?:and|et|y|e|und|or|ou|o)\s)\s*", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_DENIAL = re.compile(r"[(\[]\s*(?:none|no|not|nil|zero|0|non|aucun|ninguno|sin)\b", re.IGNORECASE)
# "German - English - French" has its dashes between words.
_WORDS = re.compile(r"[^\s\u2013\u2014-]+(?:-[^\s\u2013\u2014-]+)*")
# "English-French" is two languages; parts as short as codes say where a language is spoken.
_HYPHENED = re.compile(r"\w{3,}(?:-\w{3,})+")
_DENIALS = frozenset(
    ("no", "not", "non", "none", "without", "except", "excluding", "sans", "sin", "pas", "sem")
)
_LONGEST = 400
# Words that say how well somebody speaks a language, and none of them "not at all".
_LEVELS = frozenset(
    fold(word)
    for word in (
        *("fluent", "fluently", "native", "mother", "tongue", "basic", "basics", "good", "very"),
        *("excellent", "working", "knowledge", "intermediate", "advanced", "beginner", "fair"),
        *("professional", "proficient", "proficiency", "proficiently", "bilingual", "spoken"),
        *("written", "level", "speaker", "limited", "full", "conversational", "upper", "lower"),
        *("a1", "a2", "b1", "b2", "c1", "c2", "moderate", "strong", "command", "main", "first"),
        *("second", "primary", "secondary", "speaking", "reading", "writing", "elementary", "of"),
        *("courant", "langue", "maternelle", "bilingue", "notions", "bon", "bonne", "lu", "parle"),
        *("ecrit", "intermediaire", "avance", "debutant", "niveau", "tres", "nativo", "nativa"),
        *("fluido", "fluente", "basico", "basica", "intermedio", "avanzado", "avancado", "nivel"),
        *("lengua", "materna", "bien", "muy", "родной", "свободно", "базовый", "اللغة", "الأم"),
        *("some", "little", "bit", "peu", "un", "poco", "algo", "um", "pouco"),
        *("ilr", "cefr", "1", "2", "3", "4", "5", "in", "and", "ok", "yes", "test", "passed"),
    )
)

Find = Callable[[str], str | None]


class Items(NamedTuple):
    """The items of a list, those of them that are nothing known, and whether remarks were cut."""

    found: tuple[str, ...]
    strange: tuple[str, ...]
    remarks: bool


def parts(text: str, codes: bool = False) -> tuple[str, ...]:
    """The parts of a text between separators, those in brackets apart; / is part of codes."""
    if len(text) > _LONGEST:
        return (text,)
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\x00{len(kept) - 1}\x00"

    hidden = _BRACKETS.sub(hide, text)
    pieces = (_CODE_SEPARATORS if codes else _SEPARATORS).split(hidden)
    shown = (re.sub("\x00(\\d+)\x00", lambda m: kept[int(m[1])], piece) for piece in pieces)
    return tuple(piece.strip(" .:-") for piece in shown if piece.strip(" .:-"))


def listed(text: str, find: Find, codes: bool = False) -> Items:
    """What the parts of a text are, each as itself or without its brackets."""
    found: list[str] = []
    strange: list[str] = []
    remarks = False
    for part in _whole_first(text, find, codes):
        value = find(part)
        if value is None and not _DENIAL.search(part) and (bare := without_brackets(part)) != part:
            value, remarks = find(bare), True
        words = _named_apart(part) if value is None and not codes else []
        if words and all(find(word) for word in words):
            found.extend(str(find(word)) for word in words)
        elif value is None:
            strange.append(part)
        else:
            found.append(value)
    return Items(tuple(dict.fromkeys(found)), tuple(strange), remarks)


def _named_apart(part: str) -> list[str]:
    """The words of a part that may be items of their own; none where one of them denies another."""
    if denies(part):
        return []
    if _HYPHENED.fullmatch(part):
        return part.split("-")
    return _WORDS.findall(part)


def denies(text: str) -> bool:
    """Whether a text says what is not meant: "no French"."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 1 and any(word.casefold() in _DENIALS for word in words)


def _whole_first(text: str, find: Find, codes: bool) -> Iterator[str]:
    """The parts of a text; what "and" joins to one name is one part ("Trinidad and Tobago")."""
    for piece in _pieces(text, codes):
        yield from (piece,) if find(piece) is not None else parts(piece, codes)


def _pieces(text: str, codes: bool) -> tuple[str, ...]:
    pieces = _STRONG.split(text) if not codes and len(text) <= _LONGEST else [text]
    whole = [piece.strip() for piece in pieces if piece.strip()]
    balanced = all(piece.count("(") == piece.count(")") for piece in whole)
    return tuple(whole) if balanced else (text,)


def without_brackets(text: str) -> str:
    """A text without the remarks in its brackets."""
    return " ".join(_BRACKETS.sub(" ", text).split())


def language_without_level(text: str, find: Find) -> str | None:
    """The language of "English (fluent)", "French: B2" or "native Spanish"; None of any other.

    What says that somebody does not speak it ("none") is no level.
    """
    if len(text) > _LONGEST:
        return None
    words = re.findall(r"[\w']+", text)
    rest = [word for word in words if fold(word) not in _LEVELS]
    return find(" ".join(rest)) if rest and len(rest) < len(words) else None
