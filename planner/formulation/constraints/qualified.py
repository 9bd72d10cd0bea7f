"""Rule `qualified`."""

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool


class Qualified(Constraint):
    """Only holders of the position's expertise, listed or covered, may fill it."""

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the expert holds the expertise."""
        return (expert.id, code) in pool.standing
