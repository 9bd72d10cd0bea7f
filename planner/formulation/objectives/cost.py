"""Level `cost`."""

from typing import ClassVar

from ortools.sat.python.cp_model import LinearExpr

from planner.formulation.objectives.base import Measure
from planner.formulation.variables import Variables


class Cost:
    """Sum of the costs of the delivered missions."""

    id: ClassVar[str] = "cost"

    def measure(self, variables: Variables, level: str) -> Measure:
        """The cost of the plan, in whole currency units."""
        missions = variables.pool.year.missions
        costs = LinearExpr.sum([variables.mission_cost(mission) for mission in missions])
        return Measure(costs, 0, sum(variables.dearest(mission) for mission in missions))
