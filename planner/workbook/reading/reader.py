"""Read a workbook: from a file to the facts of a year, or to all that is wrong with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from models.answers.report import Problem, Severity
from models.facts.instance import Year
from models.workbook import Recorded, ScenarioRow
from planner.domain.members.reference import EXPERTISE
from planner.workbook.openxml.opening import container
from planner.workbook.reading.build import build_year, expertise_list
from planner.workbook.reading.checks import CHECKS
from planner.workbook.reading.checks.references import check_references
from planner.workbook.reading.draft import Draft
from planner.workbook.reading.meaning.concerned import with_administrations
from planner.workbook.reading.meaning.finder import Finder
from planner.workbook.reading.meaning.manners import Manners
from planner.workbook.reading.parse_rows import Skip, Ways, parse_rows, quietly
from planner.workbook.reading.pool_file import (
    Pooled,
    PoolFile,
    find_pool,
    join_pool,
    pool_records,
)
from planner.workbook.reading.recorded import (
    recorded_facts,
    recorded_left_out,
    recorded_levels,
    recorded_missions,
)
from planner.workbook.reading.scenarios import scenario_rows
from planner.workbook.reading.settings import read_settings
from planner.workbook.reading.sheets.sources import Record, Source
from planner.workbook.reading.values.code_list import Codes
from planner.workbook.schema import declared
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.core import CANCELLED, POSTPONED


@dataclass(frozen=True)
class Reading:
    """What a workbook says.

    Attributes
    ----------
    year : Year or None
        The facts; None where there is an error.
    content : bytes
        The file as it was read.
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
    recorded : mapping of str to Recorded
        What the run that wrote the workbook recorded in the sheet Summary, by level.
    facts : str
        The fingerprint of the facts that this run planned; "" where it recorded none.
    left_out : tuple of str or None
        The missions that this run did not deliver; None where no sheet says so.
    missions : mapping of str to str
        How many missions this run gave each expert.
    """

    year: Year | None
    problems: tuple[Problem, ...]
    scenarios: tuple[ScenarioRow, ...]
    sheet_names: Mapping[str, str]
    fingerprint: str
    sources: Mapping[str, Source]
    content: bytes = field(repr=False)
    recorded: Mapping[str, Recorded]
    facts: str
    left_out: tuple[str, ...] | None
    missions: Mapping[str, str]

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


def read_content(
    original: bytes,
    name: str,
    plan_start: date | None = None,
    plan_end: date | None = None,
    pool: PoolFile | None = None,
) -> Reading:
    """Read a workbook from its bytes.

    Parameters
    ----------
    name : str
        What messages call the file.
    plan_start, plan_end : date, optional
        Take the place of the settings Plan start and Plan end.
    pool : PoolFile, optional
        Where experts and what is known of them come from, too.

    Raises
    ------
    WorkbookError
        Where the bytes are no workbook that can be read.
    """
    with container.making_sense_of(name):
        content = container.usual_dialect(original)
        workbook = container.open_values(content, name)
        finder = Finder(workbook, content, name)
        names, sources, manners = finder.find()
        recorded, left_out = recorded_levels(workbook), recorded_left_out(workbook)
        missions, facts = recorded_missions(workbook), recorded_facts(workbook)
    pooled = None if pool is None else find_pool(pool)
    draft = _draft(finder, sources, manners, (plan_start, plan_end), pooled)
    draft.problems.extend(check_references(draft))
    draft.year = build_year(draft)
    for check in CHECKS:
        draft.problems.extend(check(draft))
    ordered = _in_order(list(with_administrations(draft, draft.problems)), tuple(names.values()))
    failed = any(problem.severity is Severity.ERROR for problem in ordered)
    return Reading(
        year=None if failed else draft.year,
        problems=ordered,
        scenarios=scenario_rows(draft),
        sheet_names=names,
        fingerprint=hashlib.sha256(original).hexdigest(),
        sources=draft.sources,
        content=original,
        recorded=recorded,
        facts=facts,
        left_out=left_out,
        missions=missions,
    )


def _draft(
    finder: Finder,
    sources: Mapping[str, Source],
    manners: Manners,
    dates: tuple[date | None, date | None],
    pooled: Pooled | None,
) -> Draft:
    problems = finder.problems
    ways = Ways(manners, Codes(()), finder.from_1904)
    codes, records = _expertise(sources.get(declared.EXPERTISE.name), ways, problems)
    ways = replace(ways, codes=codes)
    called_off = _called_off(sources.get(declared.MISSIONS.name), ways, problems)
    cancelled = frozenset(str(r.values["id"]) for r in called_off if r.values["id"] is not None)
    rows = {declared.EXPERTISE.name: records}
    for name, source in sources.items():
        if name != declared.EXPERTISE.name:
            skip = _skip(source.sheet, cancelled, ways)
            rows[name] = parse_rows(source, ways, problems, skip)
    if pooled is not None:
        sources = _with_pool(rows, sources, pooled, ways, problems)
    settings, found = read_settings(rows.get(declared.SETTINGS.name, []), *dates, ways)
    problems.extend(found)
    return Draft(sources, rows, codes, cancelled, settings, called_off, manners, problems=problems)


def _with_pool(
    rows: dict[str, list[Record]],
    sources: Mapping[str, Source],
    pooled: Pooled,
    ways: Ways,
    problems: list[Problem],
) -> Mapping[str, Source]:
    """The sheets of the plan and of the pool, whose rows join those of the plan."""
    said = ("The workbook has no sheet {}.", "The sheet {} has no rows.")
    missing = {text.format(name) for name in pooled.sources for text in said}
    problems[:] = [p for p in problems if p.message not in missing]
    problems.extend(pooled.problems)
    missions = frozenset(str(r.values["id"]) for r in rows.get(declared.MISSIONS.name, []))
    join_pool(rows, pool_records(pooled, ways, problems), missions, problems)
    return pooled.beside(sources)


def _expertise(
    source: Source | None, ways: Ways, problems: list[Problem]
) -> tuple[Codes, list[Record]]:
    """The codes of the built-in list and the Expertise sheet; its rows may cover each other."""
    built_in = Codes(EXPERTISE)
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


def _called_off(source: Source | None, ways: Ways, problems: list[Problem]) -> list[Record]:
    """The missions that are cancelled or postponed, as far as they can be read.

    Nothing is told of their rows but what was taken for the status: it takes the mission away.
    """
    if source is None:
        return []
    found: list[Problem] = []
    rows = parse_rows(source, ways, found, lambda source, row: not _is_off(source, row, ways))
    statuses = {(r.source.title, r.source.cell("status", r.row)) for r in rows}
    told = (p for p in found if p.severity is Severity.READ_AS)
    problems.extend(p for p in told if (p.sheet, p.cell) in statuses)
    return rows


def _is_off(source: Source, row: int, ways: Ways) -> bool:
    return quietly(source, "status", row, ways) in (CANCELLED, POSTPONED)


def _skip(sheet: Sheet, cancelled: frozenset[str], ways: Ways) -> Skip | None:
    """Which rows of a sheet are left out because their mission is called off.

    Who was asked for it has to be told, so the rows of Assignments stay.
    """
    if sheet is declared.MISSIONS:
        return lambda source, row: _is_off(source, row, ways)
    if not cancelled or sheet is declared.ASSIGNMENTS:
        return None
    if not any(column.field == "mission_id" for column in sheet.columns):
        return None
    return lambda source, row: quietly(source, "mission_id", row, ways) in cancelled


def _in_order(problems: list[Problem], titles: tuple[str, ...]) -> tuple[Problem, ...]:
    """Problems of the whole workbook first, then sheet by sheet and row by row."""
    places = {title: number for number, title in enumerate(titles, start=1)}

    def key(problem: Problem) -> tuple[int, int]:
        digits = "".join(char for char in problem.cell or "" if char.isdigit())
        return places.get(problem.sheet or "", 0), int(digits or 0)

    return tuple(sorted(problems, key=key))
