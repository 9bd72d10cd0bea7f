"""Several planners and the next year: join workbooks, take them apart, turn the year."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from models.answers.report import Problem
from models.workbook import Workbook
from planner.app.load import year_of
from planner.app.outputs.file_names import file_names
from planner.app.outputs.saving import save, save_folder
from planner.app.outputs.targets import WORKBOOK, refuse_folder
from planner.domain.errors import BadInput
from planner.domain.wording import listed
from planner.together import next_year as turning
from planner.together.clashes import clashes
from planner.together.joining import Joined, join
from planner.together.splitting import plans_of
from planner.workbook.forms.inputs import year_book
from planner.workbook.schema.after_plan import NEXT_YEAR


def merged(books: Sequence[Workbook]) -> Joined:
    """The plans of several workbooks as one year, with everything that speaks against it.

    Parameters
    ----------
    books : sequence of Workbook
        Two or more, each without an error of its own.

    Raises
    ------
    BadInput
        Where there are fewer than two, where two have the same name, or where one has errors.
    """
    _refuse_names(books)
    for book in books:
        year_of(book)
    joined = join(books)
    if not joined.errors:
        joined.problems.extend(clashes(joined))
    return joined


def merge(books: Sequence[Workbook], target: Path) -> tuple[Path, tuple[Problem, ...]]:
    """Write the plans of several workbooks as one workbook to plan; also what was told of them.

    Raises
    ------
    BadInput
        Where the plans contradict each other, or what they have agreed cannot hold together:
        nothing is written then.
    CannotWrite
        Where the target is one of the inputs, holds somebody's work, or cannot be written.
    """
    joined = merged(books)
    if joined.errors or joined.year is None:
        raise BadInput(problems=joined.problems)
    note = f"The plans of {listed(book.name for book in books)}, joined by merge."
    return save(target, year_book(joined.year, note=note)), tuple(joined.problems)


def split(book: Workbook, folder: Path) -> tuple[Path, ...]:
    """Write one workbook for each plan that was joined in a workbook, into a folder.

    Each has the missions of its plan with their rows of Assignments, and all other facts.

    Raises
    ------
    BadInput
        Where the workbook has errors, or no mission says which plan it is of.
    CannotWrite
        Where a file cannot be written, or holds somebody's work: then none is written.
    """
    parts = plans_of(year_of(book))
    if set(parts) <= {""}:
        raise BadInput(
            f"No mission of {book.name} says in the column Plan which workbook it is of. merge "
            "fills that column in; fill it in by hand to split another workbook."
        )
    note = f"The missions of this plan, taken from {book.name} by split."
    names = file_names(parts, WORKBOOK, "without-plan")
    files = {names[plan]: year_book(part, note=note) for plan, part in parts.items()}
    refuse_folder(folder)
    return tuple(save_folder(folder, files))


def next_year(
    book: Workbook, target: Path, start: date | None = None, end: date | None = None
) -> tuple[Path, turning.NextYear]:
    """Write the workbook that the next year's planning starts from.

    Raises
    ------
    BadInput
        Where the workbook has errors, or the dates make no year after its plan.
    CannotWrite
        Where the target is the input, holds somebody's work, or cannot be written.
    """
    try:
        turned = turning.next_year(year_of(book), start, end)
    except ValueError as error:
        raise BadInput(str(error)) from error
    content = year_book(
        turned.year,
        note=f"Made from {book.name} by next-year; the sheet {NEXT_YEAR.name} lists what it did.",
        extra=[(NEXT_YEAR, turned.steps)],
    )
    return save(target, content), turned


def _refuse_names(books: Sequence[Workbook]) -> None:
    names = [book.name for book in books]
    if len(names) < 2:
        raise BadInput("Name two workbooks or more to join.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(
            f"Several of the workbooks are called {listed(twice)}: give each a name of its own, "
            "because the column Plan names missions by it."
        )
