"""Several plans joined into one year: every fact once, every contradiction with both its cells.

Facts that have a name (an expert, a fund, a setting) must say the same in every plan; facts
without one (a row of History) are taken once where two plans have the same row. Missions and what
is agreed for them are put one behind the other; each mission keeps the name of its plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from models.answers.report import Problem, Severity
from models.base import Fact
from models.facts.instance import Year
from models.facts.mission import CalledOff, Mission
from models.workbook import Workbook
from planner.domain.past import settled
from planner.workbook.forms.typed import typed
from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.schema.declared import (
    ADMINISTRATIONS,
    ASSIGNMENTS,
    EXCLUSIONS,
    EXPERTISE,
    EXPERTS,
    FUNDS,
    HISTORY,
    HOLIDAYS,
    MISSIONS,
    QUALIFICATIONS,
    RATES,
    SETTING_ROWS,
    SETTINGS,
    UNAVAILABILITY,
)

# What is no fact of the row: where it stands, and what other rows make of it.
_NO_FACT = ("row", "plan", "spent", "agreed_starts", "mission")


class JoinedKind(NamedTuple):
    """One kind of fact: its sheet, its place in the year, and the fields that name a fact.

    Without such fields the whole row is the name: two rows that say the same are one.
    """

    sheet: Sheet
    facts: str
    key: tuple[str, ...] = ()


COMMON = (
    JoinedKind(EXPERTS, "experts", ("id",)),
    JoinedKind(QUALIFICATIONS, "qualifications", ("expert_id", "expertise")),
    JoinedKind(HISTORY, "history"),
    JoinedKind(UNAVAILABILITY, "unavailability"),
    JoinedKind(EXCLUSIONS, "exclusions"),
    JoinedKind(ADMINISTRATIONS, "administrations", ("country",)),
    JoinedKind(FUNDS, "funds", ("id",)),
    JoinedKind(RATES, "rates", ("place",)),
    JoinedKind(HOLIDAYS, "holidays", ("host", "day")),
    JoinedKind(EXPERTISE, "expertise", ("code",)),
)
OWN = (
    JoinedKind(MISSIONS, "missions", ("id",)),
    JoinedKind(MISSIONS, "begun", ("id",)),
    JoinedKind(MISSIONS, "called_off", ("id",)),
    JoinedKind(ASSIGNMENTS, "assignments", ("mission_id", "expert_id", "status")),
)


class Origin(NamedTuple):
    """The plan and the row that a fact came from."""

    book: Workbook
    fact: Fact


@dataclass
class Joined:
    """The facts of several plans as one year, and all that speaks against joining them.

    Attributes
    ----------
    year : Year or None
        The joined facts; None where there is an error.
    problems : list of Problem
        Every contradiction, with the file and the cell of both sides.
    origins : dict
        Where each fact of the joined year came from, by the object's identity.
    """

    year: Year | None = None
    problems: list[Problem] = field(default_factory=list)
    origins: dict[int, Origin] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems because of which the plans cannot be joined."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


def join(books: Sequence[Workbook]) -> Joined:
    """Join the plans of several workbooks without errors, in the order in which they are given.

    Parameters
    ----------
    books : sequence of Workbook
        Each has a year; two or more of them.

    Returns
    -------
    Joined
        A contradiction between settings is an error like any other.
    """
    joined = Joined()
    joined.problems.extend(_settings(books))
    facts = {kind.facts: tuple(_once(joined, kind, books)) for kind in (*COMMON, *OWN)}
    joined.year = settled(_year(books[0]).replace(**facts, visits=(), let_go=()))
    return joined


def of_plan(fact: Fact, book: Workbook) -> Fact:
    """The fact, a mission with the name of the plan that it is of where it has none yet."""
    if isinstance(fact, CalledOff) and fact.mission is not None and not fact.plan:
        whole = fact.mission.model_copy(update={"plan": book.name})
        return fact.model_copy(update={"plan": book.name, "mission": whole})
    if isinstance(fact, (Mission, CalledOff)) and not fact.plan:
        return fact.model_copy(update={"plan": book.name})
    return fact


def place(origin: Origin, sheet: Sheet, column: str) -> str:
    """Where a value of a fact stands: file, sheet and cell."""
    if origin.fact.row is None:
        return f"{origin.book.name} (built-in list)"
    title, cell = _cell(origin, sheet, column)
    return f"{origin.book.name}, {title} {cell}"


def _year(book: Workbook) -> Year:
    assert book.year is not None
    return book.year


def _cell(origin: Origin, sheet: Sheet, column: str) -> tuple[str, str | None]:
    row = origin.fact.row
    title = origin.book.sheets[sheet.name].title if sheet.name in origin.book.sheets else sheet.name
    return title, None if row is None else origin.book.cell(sheet.name, column, row)


def _once(joined: Joined, kind: JoinedKind, books: Iterable[Workbook]) -> Iterator[Fact]:
    """The facts of one kind, each once, in the order of the plans and their rows."""
    known: dict[tuple[object, ...], Origin] = {}
    for book in books:
        mine: dict[tuple[object, ...], Origin] = {}
        for fact in getattr(_year(book), kind.facts):
            name, origin = _name(kind, fact), Origin(book, fact)
            if name in known:
                joined.problems.extend(_contradictions(kind, known[name], origin))
                continue
            mine[name] = origin
            kept = of_plan(fact, book)
            joined.origins[id(kept)] = origin
            yield kept
        known |= mine


def _name(kind: JoinedKind, fact: Fact) -> tuple[object, ...]:
    if kind.key:
        return tuple(getattr(fact, name) for name in kind.key)
    return tuple(_values(fact).items())


def _values(fact: Fact) -> dict[str, object]:
    names = (name for name in type(fact).model_fields if name not in _NO_FACT)
    return {name: getattr(fact, name) for name in names}


def _contradictions(kind: JoinedKind, first: Origin, second: Origin) -> Iterator[Problem]:
    """What two plans say differently of one fact; a mission in two plans is told in any case."""
    other = _values(first.fact)
    differing = [name for name, value in _values(second.fact).items() if value != other[name]]
    for name in differing:
        yield _contradiction(kind, name, first, second)
    if kind.sheet is MISSIONS and not differing:
        yield _twice(first, second)


def _contradiction(kind: JoinedKind, name: str, first: Origin, second: Origin) -> Problem:
    column = _column(kind.sheet, name)
    title, cell = _cell(second, kind.sheet, column.field)
    here, there = (_shown(column, getattr(o.fact, name, None)) for o in (second, first))
    what = _called(kind, second.fact)
    mission = kind.sheet is MISSIONS
    return Problem(
        code="plans-contradict",
        sheet=f"{second.book.name}, {title}",
        cell=cell,
        found=here,
        message=f"{what}: {column.header} is {here} here, and {there} in "
        f"{place(first, kind.sheet, column.field)}.",
        remedy="Give one of the two missions another ID, on every sheet that names it; or make "
        "both say the same."
        if mission
        else "Make both plans say the same.",
    )


def _twice(first: Origin, second: Origin) -> Problem:
    title, cell = _cell(second, MISSIONS, "id")
    return Problem(
        code="mission-in-two-plans",
        severity=Severity.WARNING,
        sheet=f"{second.book.name}, {title}",
        cell=cell,
        found=str(getattr(second.fact, "id", "")),
        message=f"The same mission stands in {place(first, MISSIONS, 'id')}; it counts once, as a "
        f"mission of {first.book.name}.",
        remedy="Give it another ID if it is another mission.",
    )


def _column(sheet: Sheet, name: str) -> Column:
    """The column of a field; the first one where the field is spread over several."""
    found = [column for column in sheet.columns if column.field == name]
    return found[0] if found else sheet.columns[0]


def _shown(column: Column, value: object) -> str:
    shown = typed(column, value) if isinstance(value, (str, int, tuple)) else value
    return "blank" if shown in (None, "") else str(shown)


def _called(kind: JoinedKind, fact: Fact) -> str:
    """What a fact is called in a message: its key as the sheet shows it."""
    columns = [_column(kind.sheet, name) for name in kind.key]
    parts = [f"{c.header} {_shown(c, getattr(fact, c.field))}" for c in columns]
    return ", ".join(parts)


def _settings(books: Sequence[Workbook]) -> Iterator[Problem]:
    first = books[0]
    for book in books[1:]:
        for row in SETTING_ROWS:
            mine, theirs = (getattr(_year(b).settings, row.field) for b in (book, first))
            if mine != theirs:
                here, there = _shown(row.column, mine), _shown(row.column, theirs)
                yield Problem(
                    code="plans-contradict",
                    sheet=f"{book.name}, {SETTINGS.name}",
                    found=here,
                    message=f"{row.name} is {here} here, and {there} in {first.name}.",
                    remedy="Make the settings of all plans say the same.",
                )
