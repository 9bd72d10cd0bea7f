"""How much the tests draw: every kind in each run, more of each before a release.

`python -m tests long` sets the environment variable. What is compared is the same in both; a usual
run takes fewer random years, damages and sizes.
"""

import os
from typing import TypeVar

T = TypeVar("T")

VARIABLE = "MISSION_PLANNER_LONG_TESTS"
LONG = os.environ.get(VARIABLE) == "1"


def usually(few: T, many: T) -> T:
    """The first in a usual run, the second in a long one."""
    return many if LONG else few
