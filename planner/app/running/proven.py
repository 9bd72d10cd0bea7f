"""What the run that wrote a workbook has proven of the plan in it."""

from collections.abc import Mapping
from itertools import takewhile

from models.answers.plan import Plan
from models.facts.instance import Year
from models.workbook import Recorded, Workbook
from planner.checker import level_values
from planner.domain.calendars import calendars_of
from planner.domain.levels import is_delivery
from planner.domain.plan_from_rows import plan_of_rows
from planner.search.known import NOTHING, Known, delivering


def known_of(workbook: Workbook) -> Known:
    """What no plan of a workbook passes, by the run before, where only declines have come since.

    An expert who declines takes plans away and adds none.
    """
    if (before := workbook.before) is None:
        return NOTHING
    planned = plan_of_rows(before.year, calendars_of(before.year))
    proven = takewhile(lambda item: item[1], _delivered(before.recorded, before.year, planned))
    return delivering({name: before.recorded[name].value for name, _ in proven})


def delivers_most(recorded: Mapping[str, Recorded], year: Year, plan: Plan) -> bool:
    """Whether a run has proven that no plan delivers more than this one."""
    return all(proven for _, proven in _delivered(recorded, year, plan))


def _delivered(recorded: Mapping[str, Recorded], year: Year, plan: Plan) -> list[tuple[str, bool]]:
    """The levels of delivery, and whether the value that the plan has is recorded as proven."""
    return [
        (counted.level, recorded.get(counted.level) == Recorded(value=counted.value, proven=True))
        for counted in level_values(year, plan, calendars_of(year))
        if is_delivery(counted.level)
    ]
