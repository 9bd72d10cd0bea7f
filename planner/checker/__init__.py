"""The checker: every hard rule and every level once more, as plain loops over a plan.

Written from RULES.md alone. It shares words, facts and date primitives with the model, and
nothing else, so that the two can be compared; it never imports a solver. It reads any plan,
however broken (a workbook edited by hand), and reports all that is wrong with it.
"""

from models.answers.plan import Plan
from models.answers.report import LevelValue, Violation
from models.facts.instance import Year
from planner.checker import levels
from planner.checker.context import Context
from planner.checker.rules import CHECKS
from planner.domain.calendars import Calendars, calendars_of


def check(year: Year, plan: Plan, calendars: Calendars | None = None) -> tuple[Violation, ...]:
    """Every violation of every hard rule, in the order of the rules; empty for a valid plan.

    Parameters
    ----------
    year : Year
        The facts.
    plan : Plan
        Any claim at all; nothing in it makes the checker fail.
    calendars : Calendars, optional
        Those of the same year, where the caller has them: reading holidays takes most of the
        time of a check.

    Returns
    -------
    tuple of Violation
        The same for the same arguments.
    """
    return _violations(_context(year, plan, calendars))


def level_values(
    year: Year, plan: Plan, calendars: Calendars | None = None
) -> tuple[LevelValue, ...]:
    """The value of every level of this year, recomputed from the plan, in level order.

    Parameters
    ----------
    year : Year
        The facts.
    plan : Plan
        Any claim at all; the values mean something only where `check` finds nothing.
    calendars : Calendars, optional
        As for `check`.

    Returns
    -------
    tuple of LevelValue
        One for each of `planner.domain.agreements.level_names`.
    """
    return levels.level_values(_context(year, plan, calendars))


def judged(
    year: Year, plan: Plan, calendars: Calendars | None = None
) -> tuple[tuple[Violation, ...], tuple[LevelValue, ...]]:
    """What `check` and `level_values` say, the plan's rows looked up once for both."""
    context = _context(year, plan, calendars)
    return _violations(context), levels.level_values(context)


def _violations(context: Context) -> tuple[Violation, ...]:
    return tuple(found for _, violations in CHECKS for found in violations(context))


def _context(year: Year, plan: Plan, calendars: Calendars | None) -> Context:
    return Context(year, plan, calendars or calendars_of(year))
