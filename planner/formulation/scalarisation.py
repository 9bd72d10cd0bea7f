"""Several levels as one sum: good plans for all of them, but no proofs.

Weights that never let a level pay for a later one are too large for floating-point numbers. These
are as large as those bear, so a search finds plans that are nearly the best in all levels at once.
"""

from collections.abc import Iterator, Sequence

from ortools.sat.python.cp_model import LinearExpr

from planner.formulation.build import LevelMeasure, Model
from planner.solver.cp_sat import Expression

# A mission or a seat of one level is worth so many of the next.
_STEP = 6
# What counts as much as a mission or a seat, in the level's own unit: days, units of currency.
_UNITS = {"idle": 400, "cost": 2_500}
# The least weight, and the greatest: what is less than 1 beside that one is left out.
_LEAST, _MOST = 4, 10**9
# The product of the sizes of levels that are solved as one.
_LARGEST_WEIGHT = 1 << 40
# The solver's deterministic time, about a second each, and the variables for which it is enough.
_EFFORT, _USUAL_SIZE = 2.0, 6_000


def weighted(levels: Sequence[LevelMeasure]) -> Expression:
    """The sum of several levels, to be maximised, the first with the greatest weight."""
    worth = [_STEP**-number / _UNITS.get(level.name, 1) for number, level in enumerate(levels)]
    scale = min(_LEAST / min(worth), _MOST / max(worth))
    weights = [round(scale * share) for share in worth]
    return LinearExpr.weighted_sum([level.objective for level in levels], weights)


def exact_groups(levels: Sequence[LevelMeasure]) -> Iterator[list[LevelMeasure]]:
    """Levels, in order, that can be weighed against each other in integers without loss."""
    group: list[LevelMeasure] = []
    weight = 1
    for level in levels:
        size = level.measure.high - level.measure.low + 1
        if group and weight * size > _LARGEST_WEIGHT:
            yield group
            group, weight = [], 1
        group.append(level)
        weight *= size
    yield group


def exactly_weighted(group: Sequence[LevelMeasure]) -> LinearExpr:
    """One objective in which one unit of a level outweighs everything of those behind it."""
    terms, weight = [], 1
    for level in reversed(group):
        terms.append(weight * level.objective)
        weight *= level.measure.high - level.measure.low + 1
    return LinearExpr.sum(terms)


def effort_for(model: Model) -> float:
    """The effort that a search for a plan that is good in several levels is worth."""
    return _EFFORT * max(1.0, len(model.cp.proto.variables) / _USUAL_SIZE)
