"""Rule `pinned`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from models.facts.assignment import AssignmentRow
from planner.domain import agreements
from planner.formulation.constraints.base import Constraint

if TYPE_CHECKING:
    from planner.formulation.variables import Variables


class Pinned(Constraint):
    """Per pinned row, delivered <= goes, delivered <= the start, delivered <= the fund.

    A mission whose whole team is pinned is delivered.
    """

    seen_to = True

    def post(self, variables: Variables) -> None:
        """Keep what is Completed, Confirmed or Invited."""
        agreed: dict[str, set[str]] = defaultdict(set)
        for row in agreements.pinned_rows(variables.pool.year, variables.pool.calendars):
            _keep(variables, row)
            agreed[row.mission_id].add(row.expert_id)
        for mission_id, experts in agreed.items():
            mission = variables.pool.year.mission_by_id[mission_id]
            if len(experts) >= len(mission.positions):
                variables.cp.add(variables.delivered[mission_id] == 1)


def _keep(variables: Variables, row: AssignmentRow) -> None:
    mission = variables.pool.year.mission_by_id[row.mission_id]
    delivered = variables.delivered[mission.id]
    literals = [variables.goes[mission.id].get(row.expert_id)]
    at_start = variables.starts_where(mission, lambda run: run.start == row.start)
    literals.append(at_start[0] if at_start else None)
    if row.fund_id is not None and mission.id in variables.pays:
        literals.append(variables.pays[mission.id].get(row.fund_id))
    for literal in literals:
        variables.cp.add(delivered == 0 if literal is None else delivered <= literal)
