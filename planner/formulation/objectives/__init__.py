"""The levels of the objective, one file a level; the order is the default of the policy."""

from planner.formulation.objectives.base import Measure, Objective
from planner.formulation.objectives.cost import Cost
from planner.formulation.objectives.delivery import Delivery
from planner.formulation.objectives.externals import Externals
from planner.formulation.objectives.idle import Idle
from planner.formulation.objectives.pre_accredited import PreAccredited
from planner.formulation.objectives.region import Region
from planner.formulation.objectives.stability import Stability

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
