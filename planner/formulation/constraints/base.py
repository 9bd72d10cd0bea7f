"""What every hard rule of the model looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.rules import HardRule, Scope
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat

if TYPE_CHECKING:
    from planner.formulation.variables import Variables

# What is left where a rule sets no limit.
PLENTY = 1_000_000


class Constraint:
    """One hard rule: which positions it closes to an expert, and what it posts on the rest.

    Parameters
    ----------
    rule : HardRule
        The rule in words.
    """

    # Whether whoever makes a plan by hand obeys the rule without asking it of each seat.
    seen_to = False

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

    def says(self, method: str) -> bool:
        """Whether the rule has something of its own to say; the others need not be asked."""
        return getattr(type(self), method) is not getattr(Constraint, method)

    @property
    def is_silent(self) -> bool:
        """Whether the model alone knows the rule: nothing says whether one more seat obeys it."""
        return not (self.says("room") or self.says("admits"))

    def admits(self, pool: Pool, mission: Mission, code: str, expert: Expert) -> bool:
        """Whether the expert may ever fill a position of this expertise on this mission."""
        return True

    def post(self, variables: Variables) -> None:
        """Add the rule's constraints to the model; all of them are linear."""

    def post_timed(self, variables: Variables) -> None:
        """Add what needs intervals: the rule is complete with it, the relaxation goes without."""

    def room(self, usage: Load, seat: Seat, expert: Expert) -> int:
        """What is left, beside a plan that stays as it is, once the expert takes a seat.

        Below 0 the rule forbids it. Rules that count experts of a kind say how many more of them
        there is room for; all others 0 or anything above. Rules of funds look at the seat's fund.
        """
        return 0 if self.admits(usage.pool, seat.mission, seat.code, expert) else -1

    def may_close(self, usage: Load, mission: Mission, expert: Expert) -> bool:
        """Whether `room` may be below 0 at some start of the mission: a cheap look before it."""
        return True

    def group(self, usage: Load, mission: Mission, expert: Expert) -> str | None:
        """Who shares what is left: an ID for the rule's scope; None where there is no limit."""
        if self.rule.scope is Scope.ADMINISTRATION:
            return expert.administration
        return mission.host if self.rule.scope is Scope.HOST else expert.id
