"""Rule `cleared`."""

from models.expert import Clearance, Expert
from models.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool


class Cleared(Constraint):
    """An external expert whose clearance is refused is not used."""

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the expert is serving, cleared, or waiting for the clearance."""
        return not (pool.is_external(expert) and expert.clearance is Clearance.REFUSED)
