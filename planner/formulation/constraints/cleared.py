"""Rule `cleared`."""

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool


class Cleared(Constraint):
    """An external expert who is refused is not used, nor invited before the clearance."""

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the expert is serving, or not refused, and cleared where a letter is out."""
        return pool.may_be_used(mission, expert)
