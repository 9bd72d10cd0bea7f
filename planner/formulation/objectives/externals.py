"""Level `externals`."""

from typing import ClassVar

from planner.formulation.objectives.base import Measure, count
from planner.formulation.variables import Variables


class Externals:
    """Sum of goes over external experts."""

    id: ClassVar[str] = "externals"

    def measure(self, variables: Variables, level: str) -> Measure:
        """Positions filled by external experts."""
        return count(variables.positions_where(lambda _, e: variables.pool.is_external(e)))
