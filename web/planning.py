"""What the page asks of the planner: the one module that knows where each answer comes from."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from models.instance import Year
from models.plan import Plan
from models.report import LevelValue, Problem, Severity, Violation
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.plan_from_rows import plan_of_rows
from planner.workbook.schema.declared import ASSIGNMENTS

# What the rows of a plan keep of themselves says nothing.
MEANINGLESS = "stability"


@dataclass(frozen=True)
class SheetRows:
    """A sheet as it was read, to show the cells around a problem."""

    title: str
    header_row: int
    headers: tuple[str, ...]
    rows: dict[int, tuple[object, ...]]


@dataclass(frozen=True)
class Opened:
    """A workbook as it was when it was read.

    Attributes
    ----------
    year : Year or None
        The facts; None where there is an error.
    has_plan : bool
        Whether there is a sheet Assignments.
    recorded : mapping of str to (int, bool)
        The levels that the run that wrote it recorded, each with whether it was proven.
    """

    path: Path
    content: bytes
    fingerprint: str
    year: Year | None
    problems: tuple[Problem, ...]
    sheets: dict[str, SheetRows]
    has_plan: bool
    recorded: dict[str, tuple[int, bool]]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a run."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)


def read_workbook(path: Path) -> Opened:
    """Read a workbook and look at all that can be wrong with it; loads the solver.

    Raises
    ------
    WorkbookError
        Where the file is no workbook that can be read.
    """
    from planner.app.session import examine
    from planner.workbook.openxml.container import original_bytes
    from planner.workbook.reading.recorded import recorded_proofs
    from scenarios.definition.from_sheet import problems_of_sheet

    content = original_bytes(path)
    reading = examine(path, also=problems_of_sheet)
    return Opened(
        path=path,
        content=content,
        fingerprint=reading.fingerprint,
        year=reading.year,
        problems=reading.problems,
        sheets=_shown_rows(reading.sources.values(), reading.problems),
        has_plan=ASSIGNMENTS.name in reading.sheet_names,
        recorded=recorded_proofs(path),
    )


def _shown_rows(sources: Iterable[object], problems: Sequence[Problem]) -> dict[str, SheetRows]:
    """The rows at and beside problems, sheet by sheet; nothing else is kept twice."""
    wanted: dict[str, set[int]] = {}
    for problem in problems:
        if problem.sheet and (row := row_of(problem)):
            wanted.setdefault(problem.sheet, set()).update((row - 1, row, row + 1))
    found = {}
    for source in sources:
        title = source.title  # type: ignore[attr-defined]
        if title in wanted:
            found[title] = _sheet_rows(source, wanted[title])
    return found


def _sheet_rows(source: object, wanted: set[int]) -> SheetRows:
    from planner.workbook.reading.sources import Source

    assert isinstance(source, Source)
    width = 1 + max(source.columns.values(), default=0)
    headers = [""] * width
    for column in source.sheet.columns:
        if column.field in source.columns:
            headers[source.columns[column.field]] = column.header
    rows = {number: row for number, row in source.rows.items() if number in wanted}
    return SheetRows(source.title, source.header_row, tuple(headers), rows)


def row_of(problem: Problem) -> int:
    """The row of a problem's cell; 0 where it names none."""
    return int("".join(filter(str.isdigit, problem.cell or "")) or 0)


@dataclass(frozen=True)
class Judged:
    """A plan in the rows of a year, as `verify` sees it."""

    year: Year
    calendars: Calendars
    plan: Plan
    violations: tuple[Violation, ...]
    levels: tuple[LevelValue, ...]


def judge(year: Year, calendars: Calendars | None = None) -> Judged:
    """Hold the plan in the rows of a year against every rule, without the solver."""
    calendars = calendars or Calendars(year)
    plan = plan_of_rows(year, calendars)
    values = level_values(year, plan, calendars)
    return Judged(
        year=year,
        calendars=calendars,
        plan=plan,
        violations=check(year, plan, calendars),
        levels=tuple(value for value in values if value.level != MEANINGLESS),
    )


def fingerprint_of(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_template(path: Path) -> None:
    """Write an empty workbook."""
    from planner.workbook.forms.template import write_template as write

    write(path)


def write_sample(path: Path) -> None:
    """Write a sample year."""
    from planner.sample.book import write_sample as write

    write(path)


def mark_problems(opened: Opened, target: Path) -> None:
    """Write a copy of the workbook whose bad cells are coloured."""
    from planner.workbook.writing.annotate import annotate

    annotate(opened.path, target, opened.problems)


__all__ = ["Judged", "Opened", "date", "judge", "read_workbook", "replace"]
