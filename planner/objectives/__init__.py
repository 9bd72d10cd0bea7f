"""The levels of the objective, one file a level; the order is the default of the policy."""

from planner.objectives.base import Measure, Objective
from planner.objectives.cost import Cost
from planner.objectives.delivery import Delivery
from planner.objectives.externals import Externals
from planner.objectives.idle import Idle
from planner.objectives.pre_accredited import PreAccredited
from planner.objectives.region import Region
from planner.objectives.stability import Stability

LEVELS: tuple[Objective, ...] = (
    Delivery(),
    Stability(),
    PreAccredited(),
    Externals(),
    Region(),
    Idle(),
    Cost(),
)

__all__ = ["LEVELS", "Measure", "Objective"]
