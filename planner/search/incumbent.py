"""The incumbent: the best plan of a search so far, which no worse plan replaces."""

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.checker import level_values
from planner.domain.calendars import Calendars
from planner.domain.levels import gain
from planner.search.goal import Goal


class Incumbent:
    """The best plan so far, with the values of its levels as the checker counts them.

    Parameters
    ----------
    goal : Goal, optional
        It counts as a level behind those of the year.

    Attributes
    ----------
    plan : Plan or None
        None before the first one.
    values : dict
        Level to its value, in level order; empty before the first plan.
    """

    def __init__(self, year: Year, calendars: Calendars, goal: Goal | None = None) -> None:
        self._year, self._calendars, self._goal = year, calendars, goal
        self.plan: Plan | None = None
        self.values: dict[str, int] = {}
        self._gains: tuple[int, ...] = ()
        self._finished = 0

    def finish_level(self) -> None:
        """From now on, one level more may not get worse, not even for a better one before it.

        What is proven of the levels that follow holds for such plans only.
        """
        self._finished += 1

    def offer(self, plan: Plan) -> None:
        """Keep a plan, unless the last one is better."""
        counted = level_values(self._year, plan, self._calendars)
        values = {level.level: level.value for level in counted}
        gains = tuple(gain(name, value) for name, value in values.items())
        if self._goal is not None:
            values[self._goal.name] = self._goal.count(plan)
            gains += (values[self._goal.name],)
        if self.plan is None or self._is_as_good(gains):
            self.plan, self.values, self._gains = plan, values, gains

    def _is_as_good(self, gains: tuple[int, ...]) -> bool:
        finished = zip(gains[: self._finished], self._gains, strict=False)
        return gains >= self._gains and all(gain >= our for gain, our in finished)
