"""How a search ends, and who wants to know how far it has come."""

from dataclasses import dataclass
from typing import Protocol

from models.plan import Plan
from models.report import LevelResult


class Progress(Protocol):
    """Who wants to know how far a run has come; values are those of the named level."""

    def replanned(self, done: int, total: int) -> None:
        """Say how many pieces of a long year are planned anew before the levels."""

    def level_started(self, level: str) -> None:
        """Say that the search for a level starts."""

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Say that a better value or bound is known."""

    def level_finished(self, result: LevelResult) -> None:
        """Say how a level ended."""


@dataclass(frozen=True)
class Outcome:
    """The best plan found and the answer to every level."""

    plan: Plan
    levels: tuple[LevelResult, ...]
