"""Rows of the Assignments sheet: what earlier planning left behind."""

from datetime import date
from enum import StrEnum

from models.base import Fact


class AssignmentStatus(StrEnum):
    """How far the mobilisation of one expert for one mission has come."""

    PROPOSED = "Proposed"
    CONTACTED = "Contacted"
    INVITED = "Invited"
    CONFIRMED = "Confirmed"
    COMPLETED = "Completed"
    DECLINED = "Declined"

    @property
    def pinned(self) -> bool:
        """Whether the row stays whatever the planner would prefer (RULES.md section 6)."""
        return self in (self.INVITED, self.CONFIRMED, self.COMPLETED)

    @property
    def preferred(self) -> bool:
        """Whether the row counts in the level `stability`."""
        return self in (self.PROPOSED, self.CONTACTED)


class AssignmentRow(Fact):
    """One row of the input's Assignments sheet; the position is not part of what is agreed.

    `position` and `expertise` are what the row says, for `verify` and for hints; a plan may
    place a pinned expert on another position of the mission.
    """

    mission_id: str
    expert_id: str
    start: date | None = None
    end: date | None = None
    fund_id: str | None = None
    status: AssignmentStatus
    position: int | None = None
    expertise: str | None = None
