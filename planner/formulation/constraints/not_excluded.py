"""Rule `not-excluded`."""

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.formulation.constraints.base import Constraint
from planner.formulation.eligibility import Pool


class NotExcluded(Constraint):
    """No Exclusions row and no Declined row joins the expert and the mission or its host."""

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether nothing keeps the two apart."""
        from_mission = (expert.id, mission.id) in pool.kept_from_missions
        return not from_mission and (expert.id, mission.host) not in pool.kept_from_hosts
