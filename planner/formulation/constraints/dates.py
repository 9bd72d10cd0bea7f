"""Rule `dates`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.formulation.constraints.base import Constraint

if TYPE_CHECKING:
    from planner.formulation.variables import Variables


class Dates(Constraint):
    """A delivered mission starts on exactly one allowed start: sum of starts = delivered."""

    def post(self, variables: Variables) -> None:
        """Tie the start literals to the delivery literal."""
        for mission_id, starts in variables.starts.items():
            variables.cp.add(variables.total(starts) == variables.delivered[mission_id])
