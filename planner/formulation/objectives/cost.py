"""Level `cost`."""

from typing import ClassVar

from ortools.sat.python.cp_model import LinearExpr

from models.mission import Mission
from planner.formulation.objectives.base import Measure
from planner.formulation.variables import Variables


class Cost:
    """Sum of the costs of the delivered missions."""

    id: ClassVar[str] = "cost"

    def measure(self, variables: Variables, level: str) -> Measure:
        """The cost of the plan, in whole currency units."""
        missions = variables.pool.year.missions
        costs = LinearExpr.sum([variables.mission_cost(mission) for mission in missions])
        return Measure(costs, 0, sum(_dearest(variables, mission) for mission in missions))


def _dearest(variables: Variables, mission: Mission) -> int:
    costs = sorted(variables.costs(mission).values())
    return mission.fixed_cost + sum(costs[-len(mission.positions) :])
