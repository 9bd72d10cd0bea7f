"""What the independent checker says about a plan."""

from pydantic import Field

from models.base import Frozen
from models.plan import Plan
from models.report import LevelValue, Violation


class Verdict(Frozen):
    """A plan with the rules that it breaks and the values of its levels.

    Attributes
    ----------
    recorded : dict of str to int
        What the values are compared with, by level: those that the run wrote down, or those of
        the plan before a move; empty where nothing is known.
    """

    plan: Plan
    violations: tuple[Violation, ...]
    levels: tuple[LevelValue, ...]
    recorded: dict[str, int] = Field(default={})

    @property
    def changed(self) -> bool:
        """Whether a level differs from what was recorded."""
        return any(
            level.level in self.recorded and level.value != self.recorded[level.level]
            for level in self.levels
        )
