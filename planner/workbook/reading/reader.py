"""Read a workbook: from a file to the facts of a year, or to all that is wrong with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from models.instance import Year
from models.report import Problem, Severity
from planner.domain.spelling import fold
from planner.workbook.openxml import container
from planner.workbook.openxml.book_part import BookPart
from planner.workbook.openxml.cell_looks import looks_of
from planner.workbook.openxml.package import Package
from planner.workbook.openxml.sheet_marks import SheetMarks, marks_of, sheet_parts
from planner.workbook.reading.build import build_year, expertise_list
from planner.workbook.reading.checks import CHECKS
from planner.workbook.reading.checks.references import check_references
from planner.workbook.reading.code_list import Codes
from planner.workbook.reading.draft import Draft
from planner.workbook.reading.find_sheets import sheet_names, source_of
from planner.workbook.reading.grid import (
    head_of,
    refuse_unreadable,
    rows_of,
    with_unsaved_formulas,
)
from planner.workbook.reading.headers import HEADER_WITHIN
from planner.workbook.reading.hidden import hidden_sheet
from planner.workbook.reading.manners import Manners, manners_of
from planner.workbook.reading.parse_rows import Skip, Ways, parse_rows, quietly
from planner.workbook.reading.reference import built_in_expertise
from planner.workbook.reading.scenarios import ScenarioRow, scenario_rows
from planner.workbook.reading.settings import read_settings
from planner.workbook.reading.sources import STEP, Record, Source
from planner.workbook.reading.unread import is_one_of_several, kind_of, unread_sheet
from planner.workbook.schema import declared
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.core import CANCELLED


@dataclass(frozen=True)
class Reading:
    """What a workbook says.

    Attributes
    ----------
    year : Year or None
        The facts; None where there is an error.
    problems : tuple of Problem
        All errors and warnings, in the order of the sheets and rows.
    scenarios : tuple of ScenarioRow
        The rows of the Scenarios sheet.
    sheet_names : mapping of str to str
        The workbook's own name of every sheet that the planner knows, by declared name.
    fingerprint : str
        The SHA-256 of the file.
    sources : mapping of str to Source
        The sheets that were read, by declared name: where their columns and rows are.
    """

    year: Year | None
    problems: tuple[Problem, ...]
    scenarios: tuple[ScenarioRow, ...]
    sheet_names: Mapping[str, str]
    fingerprint: str
    sources: Mapping[str, Source]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a run."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def read_as(self) -> tuple[Problem, ...]:
        """What cells and headers were taken for that do not say it in so many words."""
        return tuple(p for p in self.problems if p.severity is Severity.READ_AS)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not stop a run."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    def cell(self, sheet: str, field: str, row: int) -> str | None:
        """The address of a field's cell, by the sheet's declared name; None without the sheet."""
        source = self.sources.get(sheet)
        return None if source is None else source.of(row).cell(field, row)


def read(path: Path, plan_start: date | None = None, plan_end: date | None = None) -> Reading:
    """Read a workbook.

    Parameters
    ----------
    path : Path
        An .xlsx (or .xlsm) file; it is not changed, and not kept open.
    plan_start, plan_end : date, optional
        Take the place of the settings Plan start and Plan end.

    Raises
    ------
    WorkbookError
        Where the file is no workbook that can be read.
    """
    original = container.original_bytes(path)
    with container.making_sense_of(path.name):
        finder = _Finder(container.usual_dialect(original), path.name)
        names, sources, manners = finder.find()
    draft = _draft(finder, sources, manners, plan_start, plan_end)
    draft.problems.extend(check_references(draft))
    draft.year = build_year(draft)
    for check in CHECKS:
        draft.problems.extend(check(draft))
    ordered = _in_order(draft.problems, tuple(names.values()))
    failed = any(problem.severity is Severity.ERROR for problem in ordered)
    return Reading(
        year=None if failed else draft.year,
        problems=ordered,
        scenarios=scenario_rows(draft),
        sheet_names=names,
        fingerprint=hashlib.sha256(original).hexdigest(),
        sources=sources,
    )


class _Finder:
    """Finds the sheets to read in an open workbook, with the problems of finding them."""

    def __init__(self, content: bytes, file_name: str) -> None:
        self._book = container.open_values(content, file_name)
        self._package = Package.read(BytesIO(content))
        self._parts = sheet_parts(self._package)
        self._looks = looks_of(self._package)
        self.problems = _macros(content, file_name)
        self.from_1904 = BookPart(self._package).counts_from_1904

    def find(self) -> tuple[dict[str, str], dict[str, Source], Manners]:
        """The workbook's names of the declared sheets, the sheets, and how they are read."""
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
                if (source := self._read(sheet, title, manners, number * STEP)) is not None
            ]
            if read:
                names.setdefault(sheet.name, read[0].title)
                sources[sheet.name] = replace(read[0], more=tuple(read[1:]))
        self._refuse_unreadable({one.title for s in sources.values() for one in (s, *s.more)})
        return names, sources, manners

    def _refuse_unreadable(self, read: set[str]) -> None:
        """Raise where the cells of a sheet make no sense that is carried over unread."""
        for title in self._book.sheetnames:
            if title not in read:
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


def _draft(
    finder: _Finder,
    sources: Mapping[str, Source],
    manners: Manners,
    plan_start: date | None,
    plan_end: date | None,
) -> Draft:
    problems = finder.problems
    ways = Ways(manners, Codes(()), finder.from_1904)
    codes, records = _expertise(sources.get(declared.EXPERTISE.name), ways, problems)
    ways = replace(ways, codes=codes)
    cancelled = _cancelled(sources.get(declared.MISSIONS.name), ways)
    rows = {declared.EXPERTISE.name: records}
    for name, source in sources.items():
        if name != declared.EXPERTISE.name:
            skip = _skip(source.sheet, cancelled, ways)
            rows[name] = parse_rows(source, ways, problems, skip)
    settings, found = read_settings(
        rows.get(declared.SETTINGS.name, []), plan_start, plan_end, ways
    )
    problems.extend(found)
    return Draft(sources, rows, codes, cancelled, settings, problems=problems)


def _expertise(
    source: Source | None, ways: Ways, problems: list[Problem]
) -> tuple[Codes, list[Record]]:
    """The codes of the built-in list and the Expertise sheet; its rows may cover each other."""
    built_in = Codes(built_in_expertise())
    if source is None:
        return built_in, []
    own = replace(ways, codes=built_in)
    new = (quietly(one, "code", row, own) for one in (source, *source.more) for row in one.rows)
    every = built_in.with_codes(str(code) for code in new if code is not None)
    records = parse_rows(source, replace(ways, codes=every), problems)
    for record in records:
        if record.values["code"] is not None:
            record.values["code"] = every.find(record.values["code"])
    return Codes(expertise_list(records)), records


def _cancelled(source: Source | None, ways: Ways) -> frozenset[str]:
    if source is None:
        return frozenset()
    ids = (
        quietly(one, "id", row, ways)
        for one in (source, *source.more)
        for row in one.rows
        if quietly(one, "status", row, ways) == CANCELLED
    )
    return frozenset(str(found) for found in ids if found is not None)


def _skip(sheet: Sheet, cancelled: frozenset[str], ways: Ways) -> Skip | None:
    """Which rows of a sheet are left out because their mission is cancelled."""
    if sheet is declared.MISSIONS:
        return lambda source, row: quietly(source, "status", row, ways) == CANCELLED
    if not cancelled or not any(column.field == "mission_id" for column in sheet.columns):
        return None
    return lambda source, row: quietly(source, "mission_id", row, ways) in cancelled


def _in_order(problems: list[Problem], titles: tuple[str, ...]) -> tuple[Problem, ...]:
    """Problems of the whole workbook first, then sheet by sheet and row by row."""
    places = {title: number for number, title in enumerate(titles, start=1)}

    def key(problem: Problem) -> tuple[int, int]:
        digits = "".join(char for char in problem.cell or "" if char.isdigit())
        return places.get(problem.sheet or "", 0), int(digits or 0)

    return tuple(sorted(problems, key=key))
