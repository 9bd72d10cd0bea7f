"""Neighbouring levels that share one search, as one safely weighted sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from ortools.sat.python.cp_model import LinearExpr

from planner.model import LevelMeasure

# Small enough for the solver's linear relaxation to keep the levels of a stage apart.
_LARGEST_WEIGHT = 1_000_000


@dataclass(frozen=True)
class Stage:
    """Levels that are solved together: each outweighs all that follow it."""

    levels: tuple[LevelMeasure, ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """One weight a level; the last one's is 1."""
        spans = [level.measure.high - level.measure.low + 1 for level in self.levels]
        return tuple(prod(spans[index + 1 :]) for index in range(len(spans)))

    def objective(self) -> LinearExpr:
        """The sum to maximise."""
        gains = [level.gain(level.measure.expression) for level in self.levels]
        return LinearExpr.weighted_sum(gains, self.weights)

    def first(self, total: int | None) -> int | None:
        """The value of the first level that a value, or a bound, of the sum stands for."""
        if total is None:
            return None
        return self._bound(0, total)

    def bounds(self, total: int | None, values: Mapping[str, int]) -> list[int]:
        """The best value that each level can still reach, from the bound of the sum.

        A level's bound holds given that those before it are at their values; where one of them is
        not proven, the levels after it have only the bounds of their measures.
        """
        bounds: list[int] = []
        for index, level in enumerate(self.levels):
            bound = level.best if total is None else self._bound(index, total)
            bounds.append(bound)
            value = values[level.name]
            if total is not None:
                rest = total - self.weights[index] * level.gain(value)
                total = rest if value == bound else None
        return bounds

    def _bound(self, index: int, total: int) -> int:
        level, weights = self.levels[index], self.weights
        others = zip(self.levels[index + 1 :], weights[index + 1 :], strict=True)
        least = sum(weight * other.gain(other.worst) for other, weight in others)
        gain = min((total - least) // weights[index], level.gain(level.best))
        return level.gain(gain)


def next_stage(levels: Sequence[LevelMeasure]) -> Stage:
    """The first of these levels, with the delivery levels that can be merged with it."""
    stage = Stage(tuple(levels[:1]))
    for level in levels[1:]:
        larger = Stage((*stage.levels, level))
        if level.level.id != "delivery" or larger.weights[0] > _LARGEST_WEIGHT:
            break
        stage = larger
    return stage
