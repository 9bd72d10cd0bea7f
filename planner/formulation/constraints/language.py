"""Rule `language`."""

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool


class Language(Constraint):
    """Only experts who speak one of the mission's languages may go; no language means any."""

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether expert and mission share a language."""
        wanted = mission.languages
        return not wanted or not set(wanted).isdisjoint(expert.languages)
