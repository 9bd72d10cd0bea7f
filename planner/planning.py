"""The whole run: pinned rows, model, levels, settling, checker, reasons."""

from models.instance import Year
from models.plan import Plan
from models.report import LevelResult, Violation
from planner.checker import check, level_values
from planner.dates import Calendars
from planner.engine import Engine
from planner.lexicographic import ContradictionError, Lexicographic, Outcome, Progress
from planner.model import build
from planner.settle import settle


class NoPlanError(Exception):
    """The run ended before any plan was found."""


def best_plan(year: Year, calendars: Calendars, engine: Engine, progress: Progress) -> Outcome:
    """The best plan of a year under the levels, checked.

    Raises
    ------
    NoPlanError
        The run was ended before there was any plan.
    ContradictionError
        The independent checker rejects the plan, or counts a level differently.
    """
    outcome = Lexicographic(build(year, calendars), engine, progress).solve()
    if outcome is None:
        raise NoPlanError
    plan = settle(year, calendars, outcome.plan, outcome.levels, engine)
    confirm(year, plan, outcome.levels)
    return Outcome(plan, outcome.levels)


def confirm(year: Year, plan: Plan, levels: tuple[LevelResult, ...]) -> None:
    """Raise where the checker does not agree with a plan and the values of its levels."""
    violations = check(year, plan)
    if violations:
        raise ContradictionError(_listed(violations))
    counted = {level.level: level.value for level in level_values(year, plan)}
    for level in levels:
        if counted[level.level] != level.value:
            raise ContradictionError(
                f"{level.level}: {level.value}, checked {counted[level.level]}"
            )


def _listed(violations: tuple[Violation, ...]) -> str:
    return "; ".join(f"{violation.rule}: {violation.message}" for violation in violations[:20])
