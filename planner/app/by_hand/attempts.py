"""Other versions of one mission, each tried beside the rest of a plan and judged by the checker."""

from functools import cached_property

from models.answers.plan import Placement, Plan
from models.answers.report import Violation
from models.facts.mission import Mission
from planner.app.by_hand.judged import Judged
from planner.checker.context import Context
from planner.checker.rules import funded
from planner.domain.rules import RULES
from planner.reasons.substitution.checked_swap import Trials

_PLACES = {rule.id: place for place, rule in enumerate(RULES)}


class Attempts:
    """Tries other teams, days and funds for a mission; what they share is worked out once.

    Parameters
    ----------
    now : Judged
        A plan, whatever it breaks.
    """

    def __init__(self, now: Judged) -> None:
        self._now = now

    @cached_property
    def context(self) -> Context:
        """The plan as the checker sees it."""
        return Context(self._now.year, self._now.plan, self._now.calendars)

    @cached_property
    def _trials(self) -> Trials:
        return Trials(self.context)

    def violations(self, mission: Mission, rows: tuple[Placement, ...]) -> tuple[Violation, ...]:
        """What the plan would break with another team of a mission, as the checker says it then.

        A trial knows of other missions what they leave in the funds; who overspends one is told
        with all that it pays.
        """
        found = self._trials.violations(mission, rows)
        if not any(violation.rule == funded.RULE for violation in found):
            return found
        money = (
            v for v in funded.violations(self._whole(mission, rows)) if mission.id in v.missions
        )
        rest = (violation for violation in found if violation.rule != funded.RULE)
        return tuple(sorted((*rest, *money), key=lambda v: _PLACES[v.rule]))

    def _whole(self, mission: Mission, rows: tuple[Placement, ...]) -> Context:
        others = (row for row in self._now.plan.placements if row.mission_id != mission.id)
        return Context(self._now.year, Plan.of((*others, *rows)), self._now.calendars)
