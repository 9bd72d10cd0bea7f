"""A goal of a single question, searched like a level behind those of the year."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from models.answers.plan import Plan
from planner.domain.levels import Direction
from planner.formulation.build import LevelMeasure, Model
from planner.formulation.objectives import Measure


@dataclass(frozen=True)
class Goal:
    """What to have most of.

    Attributes
    ----------
    name : str
        The name of the level.
    measure : callable
        Its value in a model of the year or of a part of it; it may add variables and rows.
    count : callable
        Its value in a plan, counted without a model.
    """

    name: str
    measure: Callable[[Model], Measure]
    count: Callable[[Plan], int]

    def added(self, model: Model) -> Model:
        """A model with this level behind its own."""
        level = LevelMeasure(self.name, Direction.MORE, self.measure(model))
        return replace(model, levels=(*model.levels, level))
