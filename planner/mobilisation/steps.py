"""The steps from a plan to a mission, in the order of the policy (Mobilization Process)."""

from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from planner.domain import policy
from planner.domain.policy import Paragraph

DEPUTY_DIRECTOR = "Deputy Director"
DIRECTOR_GENERAL = "Director-General"
NCP = "National Contact Point"


class Words(NamedTuple):
    """What a step is called, weeks before the first mission by which it is due, its source."""

    title: str
    weeks_before: int
    source: Paragraph


class Step(Enum):
    """The steps; the policy asks for "as much notice as possible", the weeks are this program's."""

    FUND = Words("Confirm the fund", 14, policy.STEPS)
    FORMER = Words("Ask the former administration", 14, policy.FORMER)
    DECISION = Words("Deputy Director's decision", 12, policy.LAST_RESORT)
    CONTACT = Words("Informal contact", 12, policy.CONTACT)
    ANSWER = Words("Obtain the answer", 10, policy.CONTACT)
    AGREED = Words("Decide about what is agreed", 12, policy.CONTACT)
    CHANGE = Words("Tell of the change", 12, policy.CONTACT)
    LETTER = Words("Formal letter", 8, policy.LETTER)
    RELEASE = Words("Obtain the release", 6, policy.LETTER)
    CONTRACT = Words("Contract", 6, policy.FORMER)
    LOGISTICS = Words("Prepare the mission", 4, policy.STEPS)
    EVALUATION = Words("Evaluation", 0, policy.EVALUATION)

    @property
    def title(self) -> str:
        """What people call the step."""
        return self.value.title

    def due(self, start: date) -> date:
        """The day by which the step is due for a mission that starts then."""
        try:
            return start - timedelta(weeks=self.value.weeks_before)
        except OverflowError:
            return date.min
