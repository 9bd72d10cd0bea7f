"""What every hard rule of the model looks like."""

from models.expert import Expert
from models.mission import Mission
from planner.domain.rules import HardRule
from planner.formulation.eligibility import Pool
from planner.formulation.variables import Variables


class Constraint:
    """One hard rule: which positions it closes to an expert, and what it posts on the rest.

    Parameters
    ----------
    rule : HardRule
        The rule in words.
    """

    def __init__(self, rule: HardRule) -> None:
        self.rule = rule

    @property
    def id(self) -> str:
        """The id in RULES.md section 4."""
        return self.rule.id

    @property
    def structural(self) -> bool:
        """Whether the model makes no sense without the rule, so that it is never left out."""
        return self.rule.structural

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the expert may ever fill a position of this expertise on this mission."""
        return True

    def post(self, variables: Variables) -> None:
        """Add the rule's constraints to the model; all of them are linear."""

    def post_timed(self, variables: Variables) -> None:
        """Add what needs intervals: the rule is complete with it, the relaxation goes without."""
