"""Rows of the Assignments sheet: what earlier planning left behind."""

from datetime import date
from enum import StrEnum

from models.base import Fact


class AssignmentStatus(StrEnum):
    """How far the mobilisation of one expert for one mission has come."""

    PROPOSED = "Proposed"
    CONTACTED = "Contacted"
    AVAILABLE = "Available"
    INVITED = "Invited"
    CONFIRMED = "Confirmed"
    COMPLETED = "Completed"
    DECLINED = "Declined"
    WITHDRAWN = "Withdrawn"

    @property
    def pinned(self) -> bool:
        """Whether the row stays whatever the planner would prefer (RULES.md section 6)."""
        return self in (self.INVITED, self.CONFIRMED, self.COMPLETED)

    @property
    def preferred(self) -> bool:
        """Whether the row counts in the level `stability`."""
        return self in (self.PROPOSED, self.CONTACTED, self.AVAILABLE)

    @property
    def asked(self) -> bool:
        """Whether somebody outside the WCO was asked, and has to be told what becomes of it."""
        return self in (self.CONTACTED, self.AVAILABLE, self.INVITED, self.CONFIRMED)

    @property
    def demanding(self) -> bool:
        """Whether the row asks anything of a plan: a Declined or Withdrawn one does not."""
        return self not in (self.DECLINED, self.WITHDRAWN)


class Outcome(StrEnum):
    """What came of the evaluation of a pre-accredited expert."""

    PASSED = "Passed"
    NOT_YET = "Not yet"
    FAILED = "Failed"


class AssignmentRow(Fact):
    """One row of the input's Assignments sheet; the position is not part of what is agreed.

    `position` and `expertise` are what the row says, for `verify` and for hints; a plan may
    place a pinned expert on another position of the mission. `fund_id` lists the funds of a shared
    mission as `Mission.payer` does. `weeks` and `cost` are what the row says of what is over;
    `was` is the status of a Withdrawn row before it was withdrawn.
    """

    mission_id: str
    expert_id: str
    start: date | None = None
    end: date | None = None
    fund_id: str | None = None
    status: AssignmentStatus
    position: int | None = None
    expertise: str | None = None
    keep: bool = False
    weeks: int | None = None
    cost: int | None = None
    outcome: Outcome | None = None
    feedback: str = ""
    was: AssignmentStatus | None = None

    @property
    def pinned(self) -> bool:
        """Whether the row stays whatever the planner would prefer: by its status, or by Keep."""
        return self.status.pinned or (self.keep and self.status.demanding)

    @property
    def preferred(self) -> bool:
        """Whether the row counts in the level `stability`."""
        return self.status.preferred and not self.keep
