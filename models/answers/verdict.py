"""What the independent checker says about a plan."""

from pydantic import Field

from models.answers.plan import Plan
from models.answers.report import LevelValue, Violation
from models.base import Frozen
from models.cell_ref import Place


class RowEdit(Frozen):
    """A row of a plan beside which something stands that does not follow from it any more."""

    place: Place
    text: str


class Verdict(Frozen):
    """A plan with the rules that it breaks and the values of its levels.

    Attributes
    ----------
    recorded : dict of str to int
        What the values are compared with, by level: those that the run wrote down, or those of
        the plan before a move; empty where nothing is known.
    edits : tuple of RowEdit
        The rows that were changed by hand since the run, as far as what the run wrote beside
        them shows it.
    """

    plan: Plan
    violations: tuple[Violation, ...]
    levels: tuple[LevelValue, ...]
    recorded: dict[str, int] = Field(default={})
    edits: tuple[RowEdit, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether a level differs from what was recorded."""
        return any(
            level.level in self.recorded and level.value != self.recorded[level.level]
            for level in self.levels
        )
