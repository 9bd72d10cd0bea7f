"""The incumbent: the best plan of a search so far, which no worse plan replaces."""

from collections.abc import Mapping

from models.instance import Year
from models.plan import Plan
from planner.checker import level_values
from planner.domain.calendars import Calendars
from planner.domain.levels import gain


class Incumbent:
    """The best plan so far, with the values of its levels as the checker counts them.

    Attributes
    ----------
    plan : Plan or None
        None before the first one.
    values : dict
        Level to its value, in level order; empty before the first plan.
    """

    def __init__(self, year: Year, calendars: Calendars) -> None:
        self._year, self._calendars = year, calendars
        self.plan: Plan | None = None
        self.values: dict[str, int] = {}
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
        if self.plan is None or self._is_as_good(_gains(values)):
            self.plan, self.values = plan, values

    def _is_as_good(self, gains: tuple[int, ...]) -> bool:
        ours = _gains(self.values)
        finished = zip(gains[: self._finished], ours, strict=False)
        return gains >= ours and all(gain >= our for gain, our in finished)


def _gains(values: Mapping[str, int]) -> tuple[int, ...]:
    """The values of all levels, as something of which more is better, in level order."""
    return tuple(gain(name, value) for name, value in values.items())
