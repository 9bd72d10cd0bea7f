"""The nearest of the words that would have been right, for "did you mean"."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

# Below this similarity (0 to 100) a suggestion is noise.
CLOSE_ENOUGH = 75
# A longer text is nobody's name for anything; to compare it with every name would take minutes.
LONGEST_NAME = 200


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The letters and digits alone, without case and accents: ``Côte d'Ivoire``, cotedivoire."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def closest(text: str, candidates: Sequence[str], at_least: int = CLOSE_ENOUGH) -> str | None:
    """The candidate most like a text, None where none is much like it."""
    if len(text) > LONGEST_NAME or not fold(text):
        return None
    best = process.extractOne(
        text, candidates, scorer=fuzz.ratio, processor=fold, score_cutoff=at_least
    )
    return str(best[0]) if best else None


def only_close(text: str, candidates: Sequence[str], at_least: int) -> str | None:
    """The candidate that a text is much like, None where a second one is nearly as much like it.

    Candidates that fold to the same letters count as one.
    """
    if len(text) > LONGEST_NAME or not fold(text):
        return None
    found = process.extract(
        text, candidates, scorer=fuzz.ratio, processor=fold, score_cutoff=at_least - 8, limit=5
    )
    if not found or found[0][1] < at_least:
        return None
    best = found[0]
    rivals = [name for name, score, _ in found if fold(name) != fold(best[0])]
    rival_scores = [score for name, score, _ in found if name in rivals]
    return str(best[0]) if not rival_scores or rival_scores[0] < best[1] - 8 else None


def closest_id(text: str, ids: Iterable[str]) -> str | None:
    """The ID that a text may be meant for: the same digits, and nearly the same letters.

    ``M-12`` and ``M-13`` are alike but name two things, so numbers have to agree.
    """
    digits = _digits(text)
    return closest(text, [known for known in ids if _digits(known) == digits])


def meant_id(text: str, ids: Iterable[str]) -> str | None:
    """The one ID that a person means on the command line: ``m23`` for M023; None for none or two.

    Case, signs and leading zeros do not matter there, as long as one ID alone is left.
    """
    known = tuple(ids)
    if text in known:
        return text
    found = [other for other in known if in_short(other) == in_short(text)]
    return found[0] if len(found) == 1 else None


def numbered(text: str) -> bool:
    """Whether a text has digits."""
    return bool(_digits(text))


def did_you_mean(suggestion: str | None) -> str:
    """The question, or nothing."""
    return f"Did you mean {suggestion}?" if suggestion else ""


def in_short(text: str) -> str:
    """What is left of an ID without case, signs and leading zeros: m23 of M-023."""
    return re.sub(r"0+(?=[0-9])", "", " ".join(re.findall(r"[0-9]+|[^0-9]+", fold(text))))


@lru_cache(maxsize=100_000)
def _digits(text: str) -> tuple[str, ...]:
    return tuple(sorted(run.lstrip("0") for run in re.findall(r"[0-9]+", text)))
