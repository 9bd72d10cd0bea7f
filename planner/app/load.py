"""Read a workbook once: its bytes, its facts, all that is wrong with it, and the plan in it."""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from openpyxl.utils import get_column_letter

from models.answers.plan import Plan
from models.facts.instance import Year
from models.workbook import Before, Recorded, SheetPlaces, Workbook
from planner.domain.calendars import calendars_of
from planner.domain.errors import BadInput
from planner.domain.hypothetical import proposed_again
from planner.domain.past import settled
from planner.domain.plan_from_rows import plan_of_rows
from planner.workbook.forms.inputs import year_book
from planner.workbook.openxml.opening import container
from planner.workbook.reading.pool_file import PoolFile
from planner.workbook.reading.reader import Reading, read_content
from planner.workbook.reading.recorded import written_beside
from planner.workbook.reading.sheets.sources import Source
from planner.workbook.schema.declared import ASSIGNMENTS
from planner.workbook.schema.fingerprint import facts_fingerprint

# What messages call a workbook that comes as bytes.
_NAMELESS = "workbook.xlsx"


def load(
    source: Path | str | bytes,
    *,
    name: str | None = None,
    start: date | None = None,
    end: date | None = None,
    pool: Path | str | None = None,
) -> Workbook:
    """Read a workbook; its file is opened once, never changed, and not needed afterwards.

    Parameters
    ----------
    source : Path, str or bytes
        The path of an .xlsx (or .xlsm) file, or its content.
    name : str, optional
        What messages and the manifest call the file; its own name where it is not given.
    start, end : date, optional
        Take the place of the settings Plan start and Plan end.
    pool : Path or str, optional
        A workbook that experts, and what is known of them, come from, too.

    Returns
    -------
    Workbook
        Its `year` is None where `problems` holds an error: nothing can be planned then.

    Raises
    ------
    BadInput
        Where the file is no workbook that can be read.
    """
    if isinstance(source, bytes):
        called = name or _NAMELESS
        content = container.workbook_bytes(source, called)
    else:
        called = name or Path(source).name
        content = container.original_bytes(Path(source))
    pooled = None if pool is None else _pool_file(Path(pool))
    reading = read_content(content, called, start, end, pooled)
    return _workbook(reading, called, start, end, pooled)


def _pool_file(path: Path) -> PoolFile:
    return PoolFile(path.name, container.original_bytes(path))


def workbook_of(year: Year, *, name: str = _NAMELESS, note: str = "") -> Workbook:
    """An input workbook of facts from elsewhere, such as a year that a scenario has changed.

    Parameters
    ----------
    note : str
        What the sheet Read me says about the workbook.
    """
    return load(year_book(year, note=note), name=name)


def year_of(source: Workbook | Year) -> Year:
    """The facts of a workbook, or of a year that is given, with what follows for the past.

    Raises
    ------
    BadInput
        Where the workbook has errors.
    """
    if isinstance(source, Year):
        return settled(source)
    if source.year is None:
        raise BadInput(problems=source.problems)
    return source.year


def plan_in(workbook: Workbook) -> Plan:
    """The plan in the sheet Assignments.

    Raises
    ------
    BadInput
        Where the workbook has errors, or no such sheet.
    """
    year_of(workbook)
    if workbook.plan is None:
        raise BadInput(
            f"There is no plan in {workbook.name}: it has no sheet {ASSIGNMENTS.name}. Verify the "
            "workbook that solve wrote, or make a plan first."
        )
    return workbook.plan


def _workbook(
    reading: Reading, name: str, start: date | None, end: date | None, pool: PoolFile | None
) -> Workbook:
    written = _written(reading)
    before = _before(reading, written)
    return Workbook(
        name=name,
        content=reading.content,
        fingerprint=reading.fingerprint,
        year=reading.year,
        problems=reading.problems,
        scenarios=reading.scenarios,
        plan=_plan(reading),
        recorded=_recorded(reading, before),
        before=before,
        left_out=reading.left_out,
        missions=dict(reading.missions),
        written=written,
        sheets={declared: _places(reading, declared) for declared in _known(reading)},
        start=start,
        end=end,
        pool="" if pool is None else f"{pool.name}, SHA-256 {sha256(pool.content).hexdigest()}",
    )


def _known(reading: Reading) -> Iterator[str]:
    """The sheets that the planner knows, by declared name: those of the workbook and of a pool."""
    yield from dict.fromkeys((*reading.sheet_names, *reading.sources))


def _plan(reading: Reading) -> Plan | None:
    if reading.year is None or ASSIGNMENTS.name not in reading.sheet_names:
        return None
    return plan_of_rows(reading.year, calendars_of(reading.year))


def _recorded(reading: Reading, before: Before | None) -> dict[str, Recorded]:
    """The levels that a run recorded; nothing of them is proven where facts were changed since."""
    if before is not None and before.year is reading.year:
        return before.recorded
    unproven = {"proven": False}
    return {name: known.model_copy(update=unproven) for name, known in reading.recorded.items()}


def _before(reading: Reading, written: Mapping[int, Mapping[str, str]]) -> Before | None:
    """What the run planned; which rows are declined since, its fingerprint of the facts confirms.

    It writes the qualification beside the rows of its plan, and beside no row that is declined.
    """
    if reading.year is None or not reading.facts:
        return None
    planned = {row for row, beside in written.items() if "qualification" in beside}
    for year in (reading.year, proposed_again(reading.year, planned)):
        if reading.facts == facts_fingerprint(year):
            return Before(year=year, recorded=dict(reading.recorded))
    return None


def _written(reading: Reading) -> dict[int, dict[str, str]]:
    source = reading.sources.get(ASSIGNMENTS.name)
    return {} if source is None else written_beside(source)


def _places(reading: Reading, declared: str) -> SheetPlaces:
    title, source = reading.sheet_names.get(declared, declared), reading.sources.get(declared)
    if source is None:
        return SheetPlaces(title=title)
    more = tuple(_places_on(one) for one in source.more)
    return _places_on(source).model_copy(update={"more": more})


def _places_on(source: Source) -> SheetPlaces:
    letters = {field: get_column_letter(place + 1) for field, place in source.columns.items()}
    return SheetPlaces(
        title=source.title, header_row=source.header_row, columns=letters, base=source.base
    )
