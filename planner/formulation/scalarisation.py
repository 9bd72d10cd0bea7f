"""Several levels as one sum: good plans for all of them, but no proofs.

Weights that never let a level pay for a later one are too large for floating-point numbers. These
are as large as those bear, so a search finds plans that are nearly the best in all levels at once.
"""

from collections.abc import Sequence
from itertools import accumulate, takewhile
from operator import mul

from ortools.sat.python.cp_model import LinearExpr

from planner.formulation.build import LevelMeasure, Model
from planner.solver.cp_sat import Expression
from planner.solver.params import DEFAULT, WeightParams


def weighted(levels: Sequence[LevelMeasure], params: WeightParams = DEFAULT.weights) -> Expression:
    """The sum of several levels, to be maximised, the first with the greatest weight."""
    units = {"idle": params.idle_days, "cost": params.cost_units}
    worth = [params.step**-number / units.get(level.name, 1) for number, level in enumerate(levels)]
    scale = min(params.least / min(worth), params.most / max(worth))
    weights = [round(scale * share) for share in worth]
    return LinearExpr.weighted_sum([level.objective for level in levels], weights)


def exact_group(
    levels: Sequence[LevelMeasure], params: WeightParams = DEFAULT.weights
) -> Sequence[LevelMeasure]:
    """The first levels, as many as can be weighed against each other in integers without loss."""
    sizes = (level.measure.high - level.measure.low + 1 for level in levels)
    fitting = takewhile(lambda weight: weight <= params.exact_product, accumulate(sizes, mul))
    return levels[: max(1, len([*fitting]))]


def exactly_weighted(group: Sequence[LevelMeasure]) -> LinearExpr:
    """One objective in which one unit of a level outweighs everything of those behind it."""
    weights = exact_weights([level.measure.high - level.measure.low for level in group])
    return LinearExpr.weighted_sum([level.objective for level in group], weights)


def exact_weights(ranges: Sequence[int]) -> list[int]:
    """For each level a weight: one unit of it is more than everything of the levels behind."""
    weights = [1]
    for size in reversed(ranges[1:]):
        weights.append(weights[-1] * (size + 1))
    return weights[::-1]


def effort_for(model: Model, params: WeightParams = DEFAULT.weights) -> float:
    """The effort that a search for a plan that is good in several levels is worth."""
    return params.effort * max(1.0, len(model.cp.proto.variables) / params.usual_size)
