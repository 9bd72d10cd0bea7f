"""How much the tests draw: every kind in each run, more of each before a release.

`python -m tests long` sets the environment variable. What is compared is the same in both; a usual
run takes fewer random years, damages and sizes.
"""

import os
from collections.abc import Sequence
from itertools import product
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")

VARIABLE = "MISSION_PLANNER_LONG_TESTS"
LONG = os.environ.get(VARIABLE) == "1"


def usually(few: T, many: T) -> T:
    """The first in a usual run, the second in a long one."""
    return many if LONG else few


def paired(some: Sequence[T], others: Sequence[U]) -> list[tuple[T, U]]:
    """Each with each other in a long run; in a usual one each once, the fewer of them in turn."""
    if LONG:
        return list(product(some, others))
    longest = max(len(some), len(others))
    return [(some[n % len(some)], others[n % len(others)]) for n in range(longest)]
