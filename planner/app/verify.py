"""A plan in a workbook, held against every rule without the solver."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.instance import Year
from models.plan import Plan
from models.report import LevelValue, Violation
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import CommandError
from planner.domain.plan_from_rows import plan_of_rows
from planner.domain.wording import counted
from planner.workbook.reading.reader import Reading
from planner.workbook.reading.recorded import recorded_levels
from planner.workbook.schema.declared import ASSIGNMENTS

# The rows of a plan are always the plan's own, so recomputing this level says nothing.
_MEANINGLESS = "stability"


@dataclass(frozen=True)
class Verdict:
    """What there is to say about a plan.

    `recorded` holds the values that the run that made the plan wrote down, by level.
    """

    plan: Plan
    violations: tuple[Violation, ...]
    levels: tuple[LevelValue, ...]
    recorded: Mapping[str, int]

    @property
    def changed(self) -> bool:
        """Whether a level differs from what the run recorded: somebody changed the workbook."""
        return any(
            level.level in self.recorded and level.value != self.recorded[level.level]
            for level in self.levels
        )


def verify(reading: Reading, year: Year, path: Path) -> Verdict:
    """Hold the plan in the Assignments sheet of a workbook against every rule.

    Parameters
    ----------
    reading, year
        What the workbook says.
    path : Path
        The workbook, for what its sheet Summary recorded.

    Raises
    ------
    CommandError
        Where the workbook has no such sheet.
    """
    if ASSIGNMENTS.name not in reading.sheet_names:
        raise CommandError(
            f"There is no plan in {path.name}: it has no sheet {ASSIGNMENTS.name}. Verify the "
            "workbook that solve wrote, or make a plan first."
        )
    calendars = Calendars(year)
    plan = plan_of_rows(year, calendars)
    values = level_values(year, plan, calendars)
    return Verdict(
        plan=plan,
        violations=check(year, plan, calendars),
        levels=tuple(level for level in values if level.level != _MEANINGLESS),
        recorded=recorded_levels(path),
    )


def doubt(reading: Reading, year: Year, path: Path, command: str) -> str | None:
    """What to say where the plan in a workbook breaks rules; None where it keeps them all.

    Parameters
    ----------
    command : str
        What to type to see the places.
    """
    if ASSIGNMENTS.name not in reading.sheet_names:
        return None
    calendars = Calendars(year)
    violations = check(year, plan_of_rows(year, calendars), calendars)
    if not violations:
        return None
    rules = counted(len({violation.rule for violation in violations}), "hard rule")
    places = counted(len(violations), "place")
    return f"The plan in {path.name} breaks {rules} in {places}; to see them: {command}"
