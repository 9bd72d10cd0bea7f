"""Level `region`."""

from typing import ClassVar

from planner.formulation.objectives.base import Measure, count
from planner.formulation.variables import Variables


class Region:
    """Sum of goes over experts of another region than the mission's."""

    id: ClassVar[str] = "region"

    def measure(self, variables: Variables, level: str) -> Measure:
        """Positions filled from outside the mission's region."""
        positions = sum(len(mission.positions) for mission in variables.pool.year.missions)
        outside = variables.positions_where(lambda m, e: m.region != e.region)
        return count(outside, most=positions)
