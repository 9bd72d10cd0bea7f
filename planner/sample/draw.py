"""Drawing lots: the same seed draws the same lots on every machine and in every run."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Lot = TypeVar("Lot")


def lots(seed: int, subject: str) -> Random:
    """A source of its own for each subject, so that a change in one leaves the others alone."""
    return Random(f"{seed}/{subject}")


def chance(rng: Random, share: float) -> bool:
    """Whether a thing that happens in `share` of all cases (0 to 1) happens now."""
    return rng.random() < share


def one(rng: Random, weights: dict[Lot, float]) -> Lot:
    """Draw one key, with a chance in proportion to its weight (0 or more, not all 0)."""
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def deck(rng: Random, shares: dict[Lot, float], size: int) -> list[Lot]:
    """`size` lots that hold each key as nearly as possible in its share, well shuffled."""
    cards = [_card_at(shares, (index + 0.5) / size) for index in range(size)]
    rng.shuffle(cards)
    return cards


def some(rng: Random, items: Sequence[Lot], share: float, at_least: int = 0) -> list[Lot]:
    """Draw a share of the items (rounded, but `at_least` so many where there are), in order."""
    count = min(len(items), max(at_least, round(share * len(items))))
    return [items[index] for index in sorted(rng.sample(range(len(items)), count))]


def _card_at(shares: dict[Lot, float], point: float) -> Lot:
    reached, total = 0.0, sum(shares.values())
    for key, share in shares.items():
        reached += share / total
        if point < reached:
            return key
    return key
