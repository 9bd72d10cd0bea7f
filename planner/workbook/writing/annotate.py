"""A copy of the workbook that shows its problems where they are.

Bad cells are coloured (errors red, warnings amber) and carry a note with the problem and the way
out; a first sheet lists all of them. Everything else stays as it was, formulas included, so the
copy can be mended and read again.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from models.answers.report import Problem, Severity
from planner.domain.spelling import fold
from planner.workbook.looks.bare_lines import made_cells
from planner.workbook.looks.tables import TableNames, set_up_page, write_table
from planner.workbook.openxml import graft
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.notes import add_notes, remove_notes
from planner.workbook.openxml.opening.container import usual_dialect
from planner.workbook.openxml.opening.signature import sign
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.paint import Styles, has_colours, paint
from planner.workbook.openxml.quick_save import package_of_book
from planner.workbook.schema.declared import BESIDE, PROBLEMS

LINK_COLOUR = "FF0563C1"

# Widths of the columns of the sheet Problems, in characters, and the column that names the cell.
_WIDTHS = (11.0, 17.0, 9.0, 24.0, 58.0, 58.0, 24.0)
_CELL_COLUMN = 3


def annotated(content: bytes, problems: Iterable[Problem]) -> bytes:
    """A copy of a workbook with its problems marked; marks of an earlier copy are taken off.

    Parameters
    ----------
    content : bytes
        The workbook as it was read.
    problems : iterable of Problem
        What `planner.check` found.
    """
    package = Package.read(BytesIO(usual_dialect(content)))
    clear_marks(package)
    found = tuple(problems)
    graft.add_sheets(package, _problems_sheet(package, found))
    _mark_cells(package, found)
    graft.make_plain_workbook(package)
    sign(package)
    return package.to_bytes()


def clear_marks(package: Package) -> None:
    """Take the sheets, the colours and the notes of an earlier copy off a workbook."""
    book, ours = BookPart(package), {fold(sheet.name) for sheet in BESIDE}
    graft.remove_sheets(package, [name for name, _ in book.sheets() if fold(name) in ours])
    clear_cells(package)


def clear_cells(package: Package) -> None:
    """Take the colours and the notes of an earlier copy off the cells; the user's come back."""
    for _, part in BookPart(package).sheets():
        remove_notes(package, part)
    looks = BookPart(package).related("styles")
    if looks is not None and has_colours(package.parts.get(looks, b"")):
        styles = Styles(package)
        styles.clear()
        styles.save()


def _problems_sheet(package: Package, problems: tuple[Problem, ...]) -> Package:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(PROBLEMS.name)
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    taken = (*graft.table_names(package).values(), *BookPart(package).defined_names())
    write_table(sheet, PROBLEMS, problems, TableNames(taken), currency="")
    for row, problem in enumerate(problems, start=2):
        if problem.sheet and problem.cell:
            made_cells(sheet, row)
            _link(sheet.cell(row, _CELL_COLUMN), problem.sheet, problem.cell)
    set_up_page(sheet, freeze="A2", repeat="1:1")
    return package_of_book(book)


def _link(cell: Any, sheet: str, address: str) -> None:
    place = f"'{sheet.replace(chr(39), chr(39) * 2)}'!{address}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
    cell.font = Font(underline="single", color=LINK_COLOUR)


def _mark_cells(package: Package, problems: tuple[Problem, ...]) -> None:
    styles = Styles(package)
    for title, part in BookPart(package).sheets():
        here = [p for p in problems if p.sheet == title and p.cell]
        if here and part in package.parts:
            severities = _worst(here)
            graft.cut_off(package, part)
            package.parts[part] = paint(package.parts[part], severities, styles)
            add_notes(package, part, _notes(here))
    styles.save()


def _worst(problems: list[Problem]) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for problem in problems:
        if problem.cell and found.get(problem.cell) is not Severity.ERROR:
            found[problem.cell] = problem.severity
    return found


def _notes(problems: list[Problem]) -> dict[str, str]:
    notes: dict[str, list[str]] = {}
    for problem in problems:
        text = " ".join(part for part in (problem.message, problem.remedy) if part)
        notes.setdefault(problem.cell or "", []).append(text)
    return {cell: "\n".join(texts) for cell, texts in notes.items()}
