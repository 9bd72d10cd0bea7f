"""A workbook as it was read once: its bytes, its facts, and where each of them stands."""

from datetime import date

from pydantic import Field

from models.answers.plan import Plan
from models.answers.report import Problem, Severity
from models.base import Frozen
from models.cell_ref import Place
from models.facts.instance import Year


class ScenarioRow(Frozen):
    """One change of one scenario, as its row says it.

    `target` and `value` are text: dates in ISO form, percentages as "-20%"; the cells are where
    a message about them points.
    """

    row: int
    sheet: str
    scenario: str
    change: str
    target: str
    value: str = ""
    target_cell: str = ""
    value_cell: str = ""


class SheetPlaces(Frozen):
    """Where a sheet's fields stand.

    `title` is the sheet's name as the workbook writes it, `columns` the letters of the columns by
    field; both are known for sheets that were read, the title alone for others. `more` are other
    sheets that are read with it; their rows are numbered from their `base` on. `header_row` is
    where the headers stand.
    """

    title: str
    header_row: int = 1
    columns: dict[str, str] = Field(default={})
    base: int = 0
    more: "tuple[SheetPlaces, ...]" = ()

    def of(self, row: int) -> "SheetPlaces":
        """The sheet that a row is on, this one or one of its kind."""
        return max((s for s in (self, *self.more) if s.base <= row), key=lambda s: s.base)

    def cell(self, field: str, row: int) -> str:
        """The address of a cell, such as C14; where the column is missing, that of the row."""
        own = self.of(row)
        return f"{own.columns.get(field, 'A')}{row - own.base}"


class Recorded(Frozen):
    """The value of a level that the run wrote into the workbook, and whether it was proven."""

    value: int
    proven: bool


class Before(Frozen):
    """What the run that wrote the workbook planned, where only declines have come since.

    Attributes
    ----------
    year : Year
        Its facts: what has been declined since is proposed again.
    recorded : dict of str to Recorded
        What it recorded of each level.
    """

    year: Year
    recorded: dict[str, Recorded]


class Workbook(Frozen):
    """Everything that the planner knows of a workbook; nobody opens its file a second time.

    Attributes
    ----------
    name : str
        The file's name without its folders.
    content : bytes
        The file as it was read.
    fingerprint : str
        The SHA-256 of the content.
    year : Year or None
        The facts; None where there is an error.
    problems : tuple of Problem
        All errors and warnings, in the order of the sheets and rows.
    scenarios : tuple of ScenarioRow
        The rows of the Scenarios sheet.
    plan : Plan or None
        The plan in the rows of the sheet Assignments; None without that sheet or without a year.
    recorded : dict of str to Recorded
        What the run that wrote the workbook recorded in the sheet Summary, by level; nothing of it
        is proven where a fact was changed since.
    before : Before or None
        What that run planned; None without one, or where more was changed than rows declined.
    left_out : tuple of str or None
        The missions that this run did not deliver; None where no sheet says so.
    missions : dict of str to str
        How many missions this run gave each expert.
    written : dict of int to dict of str to str
        What the run wrote beside each row of the sheet Assignments, by row and field, as text.
    sheets : dict of str to SheetPlaces
        The sheets of the workbook that the planner knows, by declared name.
    start, end : date or None
        What took the place of the settings Plan start and Plan end.
    pool : str
        The name and the SHA-256 of the workbook that experts came from, too; "" without one.
    """

    name: str
    content: bytes = Field(repr=False)
    fingerprint: str
    year: Year | None
    problems: tuple[Problem, ...] = ()
    scenarios: tuple[ScenarioRow, ...] = ()
    plan: Plan | None = None
    recorded: dict[str, Recorded] = Field(default={})
    before: Before | None = Field(default=None, repr=False)
    left_out: tuple[str, ...] | None = None
    missions: dict[str, str] = Field(default={})
    written: dict[int, dict[str, str]] = Field(default={})
    sheets: dict[str, SheetPlaces] = Field(default={})
    start: date | None = None
    end: date | None = None
    pool: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a run."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not stop a run."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    @property
    def read_as(self) -> tuple[Problem, ...]:
        """What cells and headers were taken for that do not say it in so many words."""
        return tuple(p for p in self.problems if p.severity is Severity.READ_AS)

    def cell(self, sheet: str, field: str, row: int) -> str | None:
        """The address of a field's cell, by the sheet's declared name; None for unread sheets."""
        known = self.sheets.get(sheet)
        return known.cell(field, row) if known is not None and known.columns else None

    def where(self, place: Place) -> str:
        """A place as the workbook names it, such as "Experts C14"; "" without the sheet."""
        known = self.sheets.get(place.sheet)
        if known is None:
            return ""
        cell = self.cell(place.sheet, place.field, place.row) if place.row else None
        return f"{known.of(place.row).title} {cell}" if cell and place.row else known.title
