"""What the page asks of the planner: the one module that knows where each answer comes from.

Nothing here that the server itself calls loads the solver; what does is imported where it runs, in
a worker process.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from models.answers.report import Problem, Severity
from models.events import PriceFound, PriceNotFound
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.by_hand.judged import Judged, judge

# More rows than these of a sheet are not shown around problems.
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class SheetRows:
    """The rows at and beside the problems of a sheet, as they were typed."""

    headers: tuple[str, ...]
    rows: dict[int, tuple[object, ...]]


@dataclass(frozen=True, eq=False)
class Opened:
    """A workbook as it was when it was read.

    Attributes
    ----------
    workbook : Workbook
        What the planner knows of it.
    problems : tuple of Problem
        All that `check` says, agreed rows and scenarios included.
    pool : Path or None
        The workbook that experts come from, too.
    same_as : str
        The name of the facts and the plan, where another file has them too; "": its own.
    """

    path: Path
    workbook: Workbook
    problems: tuple[Problem, ...]
    pool: Path | None = None
    same_as: str = ""

    @property
    def fingerprint(self) -> str:
        """What tells this content from any other."""
        return self.workbook.fingerprint

    @property
    def identity(self) -> str:
        """What tells these facts and this plan from others."""
        return self.same_as or self.fingerprint

    @cached_property
    def year(self) -> Year | None:
        """The facts; None where there is an error."""
        return None if self.errors else self.workbook.year

    @cached_property
    def sheets(self) -> dict[str, SheetRows]:
        """The cells around problems, by the sheet's own name; who never looks pays nothing."""
        return rows_around(self.workbook.content, self.problems)

    @cached_property
    def judged(self) -> Judged:
        """The plan in its rows, as `verify` sees it; only a workbook without errors has one."""
        assert self.year is not None
        return judge(self.year)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a run."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    @property
    def has_plan(self) -> bool:
        """Whether a run wrote a plan into it."""
        return bool(self.workbook.recorded)

    @property
    def is_proven(self) -> bool:
        """Whether that run has proven every level."""
        levels = self.workbook.recorded.values()
        return bool(levels) and all(level.proven for level in levels)


def read_workbook(path: Path, pool: Path | None = None) -> Opened:
    """Read a workbook and look at all that can be wrong with it; loads the solver.

    Raises
    ------
    BadInput
        Where the file is no workbook that can be read.
    """
    from planner.app.check import check as all_problems
    from planner.app.load import load
    from scenarios.definition.from_sheet import problems_of_sheet

    workbook = load(path, pool=pool)
    problems = (*all_problems(workbook), *problems_of_sheet(workbook))
    opened = Opened(path, workbook, problems, pool)
    if opened.errors:  # they are shown at once
        assert opened.sheets is not None
    return opened


def rows_around(content: bytes, problems: tuple[Problem, ...]) -> dict[str, SheetRows]:
    """The rows at and beside problems, by the sheet's own name."""
    return dict(_rows_around(content, problems))


def _rows_around(content: bytes, problems: tuple[Problem, ...]) -> Iterator[tuple[str, SheetRows]]:
    import openpyxl

    wanted: dict[str, set[int]] = {}
    for problem in problems:
        if problem.sheet and (row := row_of(problem)) and row < _MOST_ROWS:
            wanted.setdefault(problem.sheet, set()).update((row - 1, row, row + 1))
    if not wanted:
        return
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    for title in wanted.keys() & set(book.sheetnames):
        yield title, _rows_of(book[title], wanted[title])
    book.close()


def _rows_of(sheet: Any, wanted: set[int]) -> SheetRows:
    headers: tuple[str, ...] = ()
    rows: dict[int, tuple[object, ...]] = {}
    for number, row in enumerate(sheet.iter_rows(max_row=max(wanted), values_only=True), start=1):
        if not headers and sum(isinstance(value, str) for value in row) > 1:
            headers = tuple("" if value is None else str(value) for value in row)
        elif number in wanted:
            rows[number] = tuple(row)
    return SheetRows(headers, rows)


def row_of(problem: Problem) -> int:
    """The row of a problem's cell; 0 where it names none."""
    return int("".join(filter(str.isdigit, problem.cell or "")) or 0)


@dataclass(frozen=True)
class Planned:
    """What a plan job gave: where the workbook is, and whether all levels were proven."""

    path: Path
    delivered: int
    missions: int
    proven: bool
    interrupted: bool


@dataclass(frozen=True)
class Saved:
    """A workbook that was saved, and of how many missions it does not say yet why they are out."""

    path: Path
    unexamined: int


@dataclass(frozen=True)
class Stage:
    """How far the search for a price is.

    Attributes
    ----------
    found : PriceFound or PriceNotFound
        What is known now; its plan can be taken, where it has one.
    sentences : tuple of str
        What the year would lose, and who moves, as `explain` says it.
    seconds : int
        When it was known.
    """

    found: PriceFound | PriceNotFound
    sentences: tuple[str, ...] = ()
    seconds: int = 0


def write_template(path: Path) -> None:
    """Write an empty workbook."""
    from planner.workbook.forms.template import write_template as write

    write(path)


def write_sample(path: Path) -> None:
    """Write a sample year."""
    from planner.sample.book import write_sample as write

    write(path)
