"""Rule `not-own-administration`."""

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool


class NotOwnAdministration(Constraint):
    """No expert is sent to the own country."""

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the host is another country than the expert's."""
        return expert.administration != mission.host
