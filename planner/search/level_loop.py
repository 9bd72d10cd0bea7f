"""The loop over the levels: whoever searches them one after the other does it here.

How the first of the levels left is finished is up to whoever calls: searched in stages within a
bound (`lexicographic`), or given to CP-SAT whole, weighed with those behind it (`weighted_search`).
"""

from collections.abc import Callable

from planner.formulation.build import LevelMeasure

Levels = tuple[LevelMeasure, ...]
# Finishes the first of the levels left, or several at once, so that no later one worsens them;
# says how many. None where the run ends before them.
Advance = Callable[[Levels], int]


def finish_in_order(levels: Levels, advance: Advance) -> Levels:
    """Finish the levels, the first one first; those that are left where the run ends before."""
    left = levels
    while left and (finished := advance(left)):
        left = left[finished:]
    return left
