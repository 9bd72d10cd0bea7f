"""Find the sheets of an open workbook that are read, by their names or by their columns."""

from dataclasses import replace
from io import BytesIO

from openpyxl.workbook import Workbook

from models.answers.report import Problem, Severity
from planner.domain.spelling import fold
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.cell_looks import looks_of
from planner.workbook.openxml.opening import container
from planner.workbook.openxml.opening.vouched import is_vouched
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.sheet_marks import SheetMarks, marks_of, sheet_parts
from planner.workbook.reading.meaning.manners import Manners, manners_of
from planner.workbook.reading.sheets.find_sheets import sheet_names, source_of
from planner.workbook.reading.sheets.grid import (
    head_of,
    refuse_unreadable,
    rows_of,
    with_unsaved_formulas,
)
from planner.workbook.reading.sheets.headers import HEADER_WITHIN
from planner.workbook.reading.sheets.hidden import hidden_sheet
from planner.workbook.reading.sheets.sources import STEP, Source
from planner.workbook.reading.sheets.unread import is_one_of_several, kind_of, unread_sheet
from planner.workbook.schema import declared
from planner.workbook.schema.columns import Sheet

# The sheets of an earlier run that a new one takes out, and reads nothing of.
_REPLACED = frozenset(
    fold(sheet.name)
    for sheet in (*declared.RESULT_SHEETS, *declared.ON_REQUEST, *declared.BESIDE)
    if sheet not in (declared.ASSIGNMENTS, declared.ACTIONS)
)


class Finder:
    """Finds the sheets to read in an open workbook, with the problems of finding them."""

    def __init__(self, book: Workbook, content: bytes, file_name: str) -> None:
        self._book = book
        self._package = Package.read(BytesIO(content))
        self._parts = sheet_parts(self._package)
        self._looks = looks_of(self._package)
        self._is_vouched = is_vouched(content)
        self.problems = _macros(content, file_name)
        self.from_1904 = BookPart(self._package).counts_from_1904

    def find(self, base: int = 0) -> tuple[dict[str, str], dict[str, Source], Manners]:
        """The workbook's names of the declared sheets, the sheets, and how they are read.

        Rows are numbered from `base` on.
        """
        settings = self._settings()
        manners, problems = manners_of(settings)
        names, found = sheet_names(self._book.sheetnames, manners.sheets)
        self.problems.extend((*found, *problems))
        several = self._others(names, manners)
        sources: dict[str, Source] = {}
        for sheet in declared.INPUT_SHEETS:
            titles = [names[sheet.name]] if sheet.name in names else []
            titles += several.get(sheet.name, [])
            read = [
                source
                for number, title in enumerate(titles)
                if (source := self._read(sheet, title, manners, base + number * STEP)) is not None
            ]
            if read:
                names.setdefault(sheet.name, read[0].title)
                sources[sheet.name] = replace(read[0], more=tuple(read[1:]))
        self._refuse_unreadable({one.title for s in sources.values() for one in (s, *s.more)})
        return names, sources, manners

    def _refuse_unreadable(self, read: set[str]) -> None:
        """Raise where the cells of a sheet make no sense that is carried over unread.

        Sheets of an earlier run are not carried over.
        """
        for title in () if self._is_vouched else self._book.sheetnames:
            if title not in read and fold(title) not in _REPLACED:
                refuse_unreadable(self._book, title)

    def _settings(self) -> Source | None:
        title = next((t for t in self._book.sheetnames if fold(t) == "settings"), None)
        if title is None:
            return None
        rows = rows_of(self._book, title)
        return source_of(declared.SETTINGS, title, rows, SheetMarks())[0]

    def _others(self, names: dict[str, str], manners: Manners) -> dict[str, list[str]]:
        """Sheets of other names, by the declared sheet that they are read with; else told."""
        several: dict[str, list[str]] = {}
        known = {
            fold(s.name) for s in (*declared.ALL_SHEETS, *declared.BESIDE)
        } | manners.sheets.keys()
        for title in self._book.sheetnames:
            head = {} if fold(title) in known else head_of(self._book, title, HEADER_WITHIN + 1)
            sheet = kind_of(title, head)
            if sheet is None:
                continue
            if manners.several and is_one_of_several(sheet, title):
                several.setdefault(sheet.name, []).append(title)
            else:
                self.problems = [p for p in self.problems if not _is_told(p, sheet, title)]
                self.problems.append(unread_sheet(sheet, title, names))
        return several

    def _read(self, sheet: Sheet, title: str, manners: Manners, base: int) -> Source | None:
        if self._book[title].sheet_state != "visible":
            self.problems.append(hidden_sheet(title))
        marks = SheetMarks()
        if title in self._parts:
            marks = marks_of(self._package, self._parts[title], self._looks)
        rows = rows_of(self._book, title, formats=sheet is declared.SCENARIOS)
        rows = with_unsaved_formulas(rows, marks)
        renamed = manners.columns.get(sheet.name)
        source, found = source_of(sheet, title, rows, marks, renamed=renamed, base=base)
        self.problems.extend(found)
        return source


def _is_told(problem: Problem, sheet: Sheet, title: str) -> bool:
    """Whether a problem says less of a sheet that is not read than is known by its columns."""
    missing = problem.message == f"The workbook has no sheet {sheet.name}."
    return missing or (problem.code == "sheet-unknown" and problem.sheet == title)


def _macros(content: bytes, file_name: str) -> list[Problem]:
    if not container.has_macros(content):
        return []
    return [
        Problem(
            code="macros",
            severity=Severity.WARNING,
            found=file_name,
            message="The workbook has macros; the planner does not run them, and the workbook "
            "that it writes has none.",
            remedy="Keep this workbook if you need its macros.",
        )
    ]
