"""A copy of the workbook in which every correction with a single answer is made.

The cells that were changed are coloured, and a first sheet lists them: what stood there, what
stands there now, and why. Everything else stays as it was, formulas included.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from models.answers.report import Problem, Severity
from planner.workbook.looks.plain_book import SheetPart, package_of
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.cell_values import Value, with_values
from planner.workbook.openxml.opening.container import usual_dialect
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.paint import CORRECTED, Styles, paint
from planner.workbook.schema.declared import CORRECTIONS
from planner.workbook.writing.annotate import clear_marks

_TITLE = "What was corrected in this copy"
_NOTE = "The cells are coloured green. Look through them; then plan with this workbook."


class Correction(NamedTuple):
    """One cell that was changed."""

    sheet: str
    cell: str
    was: str
    now: str
    why: str


def corrections(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with a single answer, one a cell; a cell with two of them is left alone."""
    found: dict[tuple[str, str], Problem] = {}
    doubtful = set()
    for problem in problems:
        place = (problem.sheet or "", problem.cell or "")
        if problem.becomes is None:
            if problem.severity is Severity.ERROR:
                doubtful.add(place)
            continue
        if place in found and found[place].becomes != problem.becomes:
            doubtful.add(place)
        found.setdefault(place, problem)
    return tuple(problem for place, problem in found.items() if place not in doubtful)


def corrected(content: bytes, problems: Iterable[Problem]) -> bytes:
    """A copy of a workbook with its corrections made; marks of earlier copies are taken off.

    Parameters
    ----------
    content : bytes
        The workbook as it was read.
    problems : iterable of Problem
        What `planner.check` found.
    """
    made = corrections(problems)
    rows = [
        Correction(p.sheet or "", p.cell or "", p.found, _shown(p.becomes), p.message) for p in made
    ]
    values: dict[str, dict[str, Value]] = {}
    for problem in made:
        if problem.sheet and problem.cell and problem.becomes is not None:
            values.setdefault(problem.sheet, {})[problem.cell] = problem.becomes
    return with_cells(content, values, SheetPart(CORRECTIONS, rows, _TITLE, (_NOTE,)))


def with_cells(content: bytes, values: Mapping[str, Mapping[str, Value]], told: SheetPart) -> bytes:
    """A copy of a workbook with other values in some cells, which are coloured.

    Parameters
    ----------
    values : mapping
        The values by the sheet's name and the cell's address.
    told : SheetPart
        The sheet in front that tells of them.
    """
    package = Package.read(BytesIO(usual_dialect(content)))
    clear_marks(package)
    graft.add_sheets(package, package_of([told], taken=_taken(package)))
    styles, from_1904 = Styles(package), BookPart(package).counts_from_1904
    for title, part in BookPart(package).sheets():
        if (cells := values.get(title)) and part in package.parts:
            marked = paint(package.parts[part], dict.fromkeys(cells, CORRECTED), styles)
            package.parts[part] = with_values(marked, cells, styles, from_1904)
    styles.save()
    graft.make_plain_workbook(package)
    sign(package)
    return package.to_bytes()


def _taken(package: Package) -> tuple[str, ...]:
    return (*graft.table_names(package).values(), *BookPart(package).defined_names())


def _shown(value: Any) -> str:
    return "(blank)" if value == "" else str(value)
