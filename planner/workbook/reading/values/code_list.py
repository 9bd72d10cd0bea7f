"""The codes of the expertise list, as a workbook may write them."""

import re
from collections.abc import Iterable

from models.facts.expertise import Expertise
from planner.domain.spelling import closest, fold, numbered, only_close

# Words of a title that do not tell it from others.
_NO_TOPIC = frozenset(("customs", "rules", "of", "on", "in", "the", "and", "for", "expert"))
_SHORT = 3


class Codes:
    """The codes of the expertise list, found whatever their case and spaces."""

    def __init__(self, entries: Iterable[Expertise]) -> None:
        self.entries = tuple(entries)
        self._codes: dict[str, str] = {}
        for entry in self.entries:
            self._codes.setdefault(_code_key(entry.code), entry.code)
        self._words = self._make_words()
        self._topics: dict[str, dict[str, None]] = {}
        for entry in self.entries:
            self._topics.setdefault(_topic(entry.title), {})[entry.code] = None
        self._topics.pop("", None)

    def find(self, text: str) -> str | None:
        """The code as the list writes it, None where the list does not have it."""
        return self._codes.get(_code_key(text))

    def meant(self, text: str) -> tuple[str, ...]:
        """The codes that have a text for their title, for their last part, or without marks."""
        return tuple(self._words.get(fold(text)) or self._topics.get(_topic(text)) or {})

    def category(self, text: str) -> tuple[str, ...]:
        """The codes of a category that a text names alone: those that begin with TOA/."""
        begins = f"{_code_key(text)}/"
        return tuple(code for key, code in self._codes.items() if key.startswith(begins))

    def nearest(self, text: str) -> str | None:
        """The code that a text may be meant for: much like a code or its title."""
        if self.category(text):
            return None
        near = closest(text, tuple(self._codes.values()))
        words = closest(text, tuple(self._words))
        meant = self._words[words] if words else {}
        return near or (next(iter(meant)) if len(meant) == 1 else None)

    def only_near(self, text: str, at_least: int) -> str | None:
        """The only code that a text is so much like."""
        near = only_close(text, tuple(self._words), at_least)
        if near and numbered(near) != numbered(text):
            return None  # "2 ET/VAL" says how many, too
        meant = self._words[near] if near else {}
        return next(iter(meant)) if len(meant) == 1 else None

    def with_codes(self, codes: Iterable[str]) -> "Codes":
        """The list with more codes; those it has already keep their spelling."""
        new = [Expertise(code=code) for code in codes if self.find(code) is None]
        return Codes((*self.entries, *new))

    def _make_words(self) -> dict[str, dict[str, None]]:
        words: dict[str, dict[str, None]] = {}
        for entry in self.entries:
            last = entry.code.rpartition("/")[2]
            for text in (entry.code, last, entry.title, f"{last} {entry.title}"):
                words.setdefault(fold(text), {})[entry.code] = None
        words.pop("", None)
        return words


def _topic(text: str) -> str:
    """The words of a title that say what it is about, in the singular: "Rules of Origin"."""
    words = (word.lower() for word in re.findall(r"[^\W\d_]+", text))
    return " ".join(_singular(word) for word in words if word not in _NO_TOPIC)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s") if len(word) > _SHORT and not word.endswith("ss") else word


def _code_key(text: str) -> str:
    return "".join(text.split()).casefold()
