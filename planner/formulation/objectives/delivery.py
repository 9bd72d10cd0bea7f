"""Level `delivery`, spread over missions with a pinned expert and the priorities."""

from typing import ClassVar

from planner.domain import agreements
from planner.formulation.objectives.base import Measure, count
from planner.formulation.variables import Variables


class Delivery:
    """The number of missions delivered in one class: sum of delivered."""

    id: ClassVar[str] = "delivery"

    def measure(self, variables: Variables, level: str) -> Measure:
        """Missions delivered among those that count in this level."""
        classes = agreements.delivery_classes(variables.pool.year, variables.pool.calendars)
        return count([variables.delivered[mission_id] for mission_id in classes[level]])
