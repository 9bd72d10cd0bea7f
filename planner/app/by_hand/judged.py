"""The plan in the rows of a year, held against every rule as often as somebody changes a row."""

from dataclasses import dataclass

from models.answers.plan import Plan
from models.answers.report import LevelValue, Violation
from models.facts.instance import Year
from planner.checker import judged
from planner.domain.calendars import Calendars
from planner.domain.plan_from_rows import plan_of_rows

# The rows of a plan are always the plan's own, so recomputing this level says nothing.
MEANINGLESS = "stability"


@dataclass(frozen=True)
class Judged:
    """A plan in the rows of a year, as `verify` sees it."""

    year: Year
    calendars: Calendars
    plan: Plan
    violations: tuple[Violation, ...]
    levels: tuple[LevelValue, ...]


def judge(year: Year, calendars: Calendars | None = None) -> Judged:
    """Hold the plan in the rows of a year against every rule, without the solver.

    Parameters
    ----------
    calendars : Calendars, optional
        Those of the same year with other rows, where the caller has them.
    """
    calendars = calendars or Calendars(year)
    plan = plan_of_rows(year, calendars)
    violations, values = judged(year, plan, calendars)
    return Judged(
        year=year,
        calendars=calendars,
        plan=plan,
        violations=violations,
        levels=tuple(value for value in values if value.level != MEANINGLESS),
    )
