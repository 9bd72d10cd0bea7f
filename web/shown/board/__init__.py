"""The year as rows of bars: by region, by expert, by fund; positions only, no HTML."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from models.answers.plan import Placement
from models.facts.assignment import AssignmentStatus
from models.facts.expert import Expert
from models.facts.mission import PAYERS, Mission
from planner.domain.calendars import Calendars, Span, busy_period
from planner.report.lines import FundLine
from web.session.draft import Draft

BY = ("region", "expert", "fund", "table")
ZOOMS = ("year", "quarter", "month")
_STAGES = (
    AssignmentStatus.PROPOSED,
    AssignmentStatus.CONTACTED,
    AssignmentStatus.AVAILABLE,
    AssignmentStatus.INVITED,
    AssignmentStatus.CONFIRMED,
    AssignmentStatus.COMPLETED,
)


# First day on the board, and number of days.
Days = tuple[int, int]


@dataclass(frozen=True)
class Bar:
    """One mission on the board; `day` and `days` count from the plan start.

    `busy` is where its experts are away, travel included, in the same days.
    """

    mission: Mission
    run: Span
    day: int
    days: int
    busy: Days
    lane: int
    status: AssignmentStatus
    rows: tuple[Placement, ...]
    external: bool
    broken: bool
    agreed: bool

    @property
    def fund(self) -> str:
        """The fund that pays, "" for none."""
        return self.rows[0].fund_id or ""

    @property
    def funds(self) -> list[str]:
        """The funds that pay, one by one; [""] for none."""
        return self.fund.split(PAYERS)


@dataclass(frozen=True)
class Row:
    """A row of the board: a region, an expert, a fund.

    Attributes
    ----------
    closed, under_way : tuple of Days
        When nobody has the expert, and when a mission is under way that began before the plan.
    weeks : tuple of (Span, int)
        The weeks left in each release period; none for externals.
    money : FundLine or None
        What the sheet Fund use says of the fund.
    """

    key: str
    bars: tuple[Bar, ...]
    lanes: int = 1
    expert: Expert | None = None
    closed: tuple[Days, ...] = ()
    under_way: tuple[Days, ...] = ()
    weeks: tuple[tuple[Span, int], ...] = ()
    money: FundLine | None = None


@dataclass(frozen=True)
class Filter:
    """Which missions are shown in full; the others are left out.

    Attributes
    ----------
    hanging : frozenset of str
        The missions that hang on releases, as a stress test of this plan found.
    """

    text: str = ""
    region: str = ""
    status: str = ""
    priority: str = ""
    flag: str = ""
    hanging: frozenset[str] = frozenset()

    @property
    def on(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text) or self.of_missions

    @property
    def of_missions(self) -> bool:
        """Whether something is asked that only a mission can be."""
        return any((self.region, self.status, self.priority, self.flag))

    def finds(self, words: str) -> bool:
        """Whether what is looked for is in some words."""
        return self.text.lower() in words.lower()

    def admits(self, bar: Bar, words: str) -> bool:
        """Whether a mission is shown; `words` is all that can be searched in it."""
        flags = {
            "external": bar.external,
            "broken": bar.broken,
            "agreed": bar.agreed,
            "hanging": bar.mission.id in self.hanging,
        }
        return (
            self.finds(words)
            and self.region in ("", bar.mission.region)
            and self.status in ("", bar.status.value)
            and self.priority in ("", str(bar.mission.priority))
            and flags.get(self.flag, True)
        )


class Board:
    """The bars of a draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft, self._year = draft, draft.now.year
        self._calendars: Calendars = draft.now.calendars
        self.start = self._year.settings.plan_start
        self.days = (self._year.settings.plan_end - self.start).days + 1
        demanding = [row for row in self._year.assignments if row.status.demanding]
        self._statuses = {(row.mission_id, row.expert_id): row.status for row in demanding}
        self._pinned = {row.mission_id for row in demanding if row.pinned}
        order = {mission.id: n for n, mission in enumerate(self._year.missions)}
        teams = sorted(draft.teams, key=lambda m: (draft.teams[m][0].start, order[m]))
        self.bars = tuple(self._bar(self._year.mission_by_id[m], draft.teams[m]) for m in teams)

    @property
    def months(self) -> tuple[tuple[date, int, int], ...]:
        """The months of the plan: first day, place, days."""
        firsts = [self.start]
        while (following := _next_month(firsts[-1])) <= self._year.settings.plan_end:
            firsts.append(following)
        places = [(first - self.start).days for first in firsts]
        ends = [*places[1:], self.days]
        return tuple(
            (first, place, end - place)
            for first, place, end in zip(firsts, places, ends, strict=True)
        )

    def by_region(self, shown: Iterable[Bar]) -> tuple[Row, ...]:
        """A row for each region, as few lanes as the missions need."""
        return tuple(_grouped(shown, lambda bar: [bar.mission.region], sorted))

    def by_expert(
        self,
        shown: Iterable[Bar],
        goes: Callable[[Bar], list[str]],
        waits: Callable[[Expert], bool],
    ) -> Iterator[Row]:
        """A row for each expert, those with a mission first; both in the order of their sheet.

        `goes` are those of a mission who are looked for, `waits` whether one without is.
        """
        rows = {row.key: row for row in _grouped(shown, goes, list)}
        busy = [e for e in self._year.experts if e.id in rows]
        for expert in (*busy, *filter(waits, self.idle)):
            yield self._with_time(rows.get(expert.id, Row(expert.id, ())), expert)

    def _with_time(self, row: Row, expert: Expert) -> Row:
        time = self._draft.pool_time
        return replace(
            row,
            expert=expert,
            closed=self._placed(time.closed(expert)),
            under_way=self._placed(time.under_way(expert)),
            weeks=time.weeks_left(expert),
        )

    def _placed(self, spans: Iterable[Span]) -> tuple[Days, ...]:
        places = (self._place(span.start, span.end) for span in spans)
        return tuple(place for place in places if place is not None)

    @cached_property
    def idle(self) -> tuple[Expert, ...]:
        """The experts who have no mission."""
        going = {row.expert_id for row in self._draft.now.plan.placements}
        return tuple(expert for expert in self._year.experts if expert.id not in going)

    def by_fund(self, shown: Iterable[Bar], money: Iterable[FundLine]) -> Iterator[Row]:
        """A row for each fund, with its line of the sheet Fund use where there is one."""
        lines = {line.fund_id: line for line in money}
        found = {row.key: row for row in _grouped(shown, lambda bar: bar.funds, list)}
        for fund_id in lines or self._year.fund_by_id:
            row = found.pop(fund_id, Row(fund_id, ()))
            yield replace(row, money=lines.get(fund_id))
        yield from found.values()

    def _bar(self, mission: Mission, rows: tuple[Placement, ...]) -> Bar:
        run = self._calendars.run(mission, rows[0].start)
        statuses = [self._status(row) for row in rows]
        place = self._place(run.start, run.end) or (0, 1)
        away = busy_period(self._year.settings, run)
        return Bar(
            mission=mission,
            run=run,
            day=place[0],
            days=place[1],
            busy=self._place(away.start, away.end) or place,
            lane=1,
            status=min(statuses, key=_STAGES.index),
            rows=tuple(sorted(rows, key=lambda row: row.position)),
            external=any(row.expert_id in self._year.external_ids for row in rows),
            broken=mission.id in self._draft.broken,
            agreed=mission.id in self._pinned,
        )

    def _status(self, row: Placement) -> AssignmentStatus:
        return self._statuses.get((row.mission_id, row.expert_id), AssignmentStatus.PROPOSED)

    def _place(self, start: date, end: date) -> Days | None:
        """First day and number of days on the board; None where it is outside."""
        first = max(0, (start - self.start).days)
        last = min(self.days - 1, (end - self.start).days)
        return None if last < first else (first, last - first + 1)


@lru_cache(maxsize=1)
def board_of(draft: Draft) -> Board:
    """The bars of a draft, made once for all views."""
    return Board(draft)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _grouped(
    bars: Iterable[Bar],
    keys_of: Callable[[Bar], list[str]],
    in_order: Callable[[Iterable[str]], list[str]],
) -> Iterator[Row]:
    """Rows of bars, packed: each bar in the first lane that is free."""
    groups: dict[str, list[Bar]] = {}
    for bar in bars:
        for key in dict.fromkeys(keys_of(bar)):
            groups.setdefault(key, []).append(bar)
    for key in in_order(groups):
        packed = tuple(_packed(groups[key]))
        yield Row(key, packed, max(bar.lane for bar in packed))


def _packed(bars: Iterable[Bar]) -> Iterator[Bar]:
    free: list[int] = []
    for bar in sorted(bars, key=lambda bar: bar.day):
        lane = next((n for n, day in enumerate(free) if day <= bar.day), len(free))
        free[lane : lane + 1] = [bar.day + bar.days]
        yield replace(bar, lane=lane + 1)
