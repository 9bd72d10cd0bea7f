"""Why missions are not delivered, found out one after the other, with other work in between."""

from collections import deque
from functools import cached_property

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.answers.result import FundWish
from models.facts.mission import Mission
from planner.formulation.eligibility import Pool
from planner.reasons.joint_money import fund_wishes, told_together
from planner.reasons.not_delivered import not_delivered
from planner.reasons.one_mission import Probe
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline


class Examination:
    """Looks at the missions that a plan does not deliver, one a call.

    What somebody has ended half-way counts for nothing, and comes again.

    Attributes
    ----------
    found : list of NotDelivered
        The missions that have been looked at.
    reasons : tuple of NotDelivered, or None
        All of them, told together; None as long as some have not been looked at.
    wishes : tuple of FundWish
        What one amount of a fund delivers of several missions, once all have been looked at.
    """

    def __init__(self, pool: Pool, plan: Plan) -> None:
        self._pool, self._plan = pool, plan
        self.found: list[NotDelivered] = []
        self.reasons: tuple[NotDelivered, ...] | None = None
        self.wishes: tuple[FundWish, ...] = ()

    @cached_property
    def _probe(self) -> Probe:
        pool = self._pool
        return Probe(pool.year, pool.calendars, self._plan, Engine(Deadline()), pool=pool)

    @cached_property
    def _left(self) -> deque[Mission]:
        return deque(m for m in self._pool.year.missions if m.id not in self._probe.load.teams)

    def go_on(self, deadline: Deadline) -> None:
        """Look at one more mission, or, where there is none, at what they want together."""
        if self._left:
            found = not_delivered(self._probe.within(deadline), self._left[0])
            if not deadline.ended:
                self._left.popleft()
                self.found.append(found)
        elif self.reasons is None:
            wishes = fund_wishes(self._probe.within(deadline), self.found)
            if not deadline.ended:
                self.wishes = wishes
                self.reasons = told_together(self._pool.year, self.found, wishes)
