"""What every planner gives back, and how long it may take."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.domain.calendars import Calendars


@dataclass(frozen=True)
class Claim:
    """What a planner says of a level: the best value that it could not rule out, None if unknown.

    Whether the level is proven follows once the plan's own value is counted: the two meet.
    """

    level: str
    bound: int | None


@dataclass(frozen=True)
class Answer:
    """A plan and what its planner claims of it.

    Attributes
    ----------
    plan : Plan or None
        None where no plan was found.
    claims : tuple of Claim
        In level order; empty where nothing is claimed.
    infeasible : bool
        The planner claims that no plan obeys the rules.
    note : str
        What a reader of the table has to know about this run.
    """

    plan: Plan | None
    claims: tuple[Claim, ...] = ()
    infeasible: bool = False
    note: str = ""


class OutOfTimeError(Exception):
    """The time limit came before there was anything to search."""


class Deadline:
    """When a planner has to be done; it counts from the moment it is made."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, never below 0."""
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise where no time is left."""
        if self.left <= 0:
            raise OutOfTimeError


Keep = Callable[[Answer], None]
# Year, calendars, deadline, and where to leave the best answer so far.
Planner = Callable[[Year, Calendars, Deadline, Keep], Answer]
