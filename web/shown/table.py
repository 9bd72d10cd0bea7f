"""The table of the plan: the board's twin, a row for each expert on a mission."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.facts.assignment import AssignmentStatus
from planner.checker.costs import placement_cost
from planner.checker.standing import standing
from planner.domain.calendars import Span
from planner.domain.country_names import country_name as country
from web.session.draft import Draft
from web.shown.board import Bar
from web.shown.names import Names


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    mission_id: str
    title: str
    host: str
    region: str
    position: int
    expertise: str
    expert_id: str
    name: str
    administration: str
    standing: str
    run: Span
    fund: str
    cost: int
    status: AssignmentStatus
    broken: bool

    @property
    def start(self) -> date:
        """The first day."""
        return self.run.start


@dataclass(frozen=True)
class RowPage:
    """As many rows as a page takes, and where they stand among all; pages count from 1."""

    lines: tuple[Line, ...]
    number: int
    of: int
    first: int
    all: int

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.lines) - 1


# A page of the browser stays quick, and small, with so many rows.
ROWS = 250
SORTS: dict[str, Callable[[Line], object]] = {
    "start": lambda line: (line.start, line.mission_id, line.position),
    "mission": lambda line: (line.mission_id, line.position),
    "host": lambda line: (country(line.host), line.start),
    "expert": lambda line: (line.expert_id, line.start),
    "administration": lambda line: (country(line.administration), line.start),
    "fund": lambda line: (line.fund, line.start),
    "status": lambda line: (list(AssignmentStatus).index(line.status), line.start),
    "cost": lambda line: -line.cost,
}


def sort_of(query: Mapping[str, str]) -> str:
    """The column that a query sorts by; the days where it names none."""
    asked = query.get("sort", "")
    return asked if asked in SORTS else "start"


def lines_of(draft: Draft, names: Names, bars: Iterable[Bar], sort: str) -> list[Line]:
    """The rows of the missions shown, in the order that was asked for."""
    known = _known_lines(draft, names)
    lines: list[Line] = []
    for bar in bars:
        if bar.mission.id not in known:
            known[bar.mission.id] = tuple(_lines(draft, names, bar))
        lines += known[bar.mission.id]
    return sorted(lines, key=SORTS[sort])  # type: ignore[arg-type]


def part_of(lines: Sequence[Line], asked: int | None) -> RowPage:
    """The rows of a page that a query names; the nearest one where there is none like it."""
    pages = max(1, -(-len(lines) // ROWS))
    number = min(max(1, asked or 1), pages)
    before = (number - 1) * ROWS
    return RowPage(tuple(lines[before : before + ROWS]), number, pages, before + 1, len(lines))


@lru_cache(maxsize=2)
def _known_lines(draft: Draft, names: Names) -> dict[str, tuple[Line, ...]]:
    """The rows of each mission, as far as somebody has looked at them."""
    return {}


def _lines(draft: Draft, names: Names, bar: Bar) -> Iterable[Line]:
    year, mission = draft.now.year, bar.mission
    for row in bar.rows:
        expert = year.expert_by_id[row.expert_id]
        fixed = mission.fixed_cost if row.position == 1 else 0
        status = draft.statuses.get((mission.id, row.expert_id), AssignmentStatus.PROPOSED)
        yield Line(
            mission_id=mission.id,
            title=mission.title,
            host=mission.host,
            region=mission.region,
            position=row.position,
            expertise=row.expertise,
            expert_id=row.expert_id,
            name=names.of(row.expert_id),
            administration=expert.administration,
            standing=standing(year, row.expert_id, row.expertise) or "",
            run=bar.run,
            fund=row.fund_id or "",
            cost=fixed + placement_cost(year, draft.now.calendars, mission, row),
            status=status,
            broken=bar.broken,
        )
