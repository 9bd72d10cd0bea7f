"""How many lines a text takes in a cell, where no spreadsheet program is there to measure it."""

import re
import unicodedata
from functools import lru_cache
from math import ceil

# The widths of Calibri's letters in those of its digits, as Excel counts column widths.
_LETTERS = {
    0.45: " ',.:;Iijl’`",
    0.63: "!()-J[]f{}rt",
    0.85: '"/L\\csz“”?FSZagkvxy|',
    1.0: "#$*+0123456789<=>EKPTXY^_bdehnopqu~–",
    1.15: "ABCRV",
    1.3: "DGH&NOQU…",
    1.45: "%w",
    1.75: "mM@W—",
}
_FOREIGN = 1.6


class _Widths(dict[str, float]):
    """The width of every letter; those with marks are as wide as without."""

    def __missing__(self, letter: str) -> float:
        width: float = self.get(unicodedata.normalize("NFD", letter)[0], _FOREIGN)
        if len(self) < _MOST_LETTERS:
            self[letter] = width
        return width


_MOST_LETTERS = 5_000
_WIDTHS = _Widths({letter: width for width, letters in _LETTERS.items() for letter in letters})
_WIDEST = max(_FOREIGN, *_LETTERS)
# The blank to the left and the right of a cell's text, in digits.
_MARGIN = 0.7
# Sums of the same widths in another order differ by less.
_ROUNDING = 1e-6
_BREAKS = re.compile(r"[^\s-]*(?:-+|\s+|$)")


def letters_on_a_line(width: float) -> int:
    """How many letters, whatever they are, fit beside each other in a column so wide."""
    return int(_room(width) / _WIDEST)


@lru_cache(maxsize=20_000)
def lines_of(text: str, width: float) -> int:
    """The lines of a text that is wrapped at blanks and hyphens in a column so wide.

    Words longer than a line are broken anywhere.
    """
    if len(text) <= letters_on_a_line(width) and "\n" not in text:
        return 1  # most texts are short; to measure one takes fifty times as long
    return sum(_lines(part, _room(width)) for part in text.split("\n"))


def _room(width: float) -> float:
    return max(1.0, width - _MARGIN)


def _lines(part: str, room: float) -> int:
    if _sum(part) <= room - _ROUNDING:
        return 1
    lines, used = 1, 0.0
    for word in _BREAKS.findall(part):
        visible = _width(word.rstrip())
        if used and used + visible > room:
            lines, used = lines + 1, 0.0
        lines += max(0, ceil(visible / room) - 1)
        used = used + _width(word) if visible <= room else visible % room
    return lines


def _sum(text: str) -> float:
    return sum(map(_WIDTHS.__getitem__, text))


_width = lru_cache(maxsize=20_000)(_sum)
