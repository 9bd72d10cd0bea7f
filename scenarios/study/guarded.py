"""Around the work of a task: what can go wrong with a plan, in words for the user."""

from collections.abc import Iterator
from contextlib import contextmanager

from planner.domain.errors import NoPlan, Undecided


@contextmanager
def guarded() -> Iterator[None]:
    """Tell of a search that gave up as the end of the whole study.

    Raises
    ------
    NoPlan
        In the place of what a search raises.
    """
    try:
        yield
    except (NoPlan, Undecided):
        raise NoPlan(
            "A search gave up before there was any plan; nothing was written. Another seed may "
            "help."
        ) from None
