"""What the rules make of the sheets, written from RULES.md alone: days, weeks, money, levels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import NamedTuple

import holidays

from tests.derived.sheets import (
    AGREED,
    CODES,
    PREFERRED,
    Agreed,
    Book,
    Closed,
    Expert,
    Fund,
    Limits,
    Mission,
)

ONE = timedelta(days=1)
# RULES.md, section 2: what an expertise of the built-in list also covers.
COVERS = {"MPA": ("CMA",)}
BEST_FIRST = ("Accredited", "Recognised", "Pre-accredited", "External")


class Run(NamedTuple):
    """Days from a first to a last one."""

    start: date
    end: date

    def meets(self, other: "Run") -> bool:
        """Whether they share a day."""
        return self.start <= other.end and other.start <= self.end


class Post(NamedTuple):
    """A position of the plan."""

    mission: str
    position: int
    code: str
    expert: str
    run: Run
    fund: str


class Visit(NamedTuple):
    """What began before the plan: over, or under way."""

    expert: str
    run: Run
    weeks: int
    mission: str


@cache
def _public(code: str) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(code)
    except NotImplementedError:
        return None


@dataclass
class World:
    """The facts of the sheets, and what follows from them."""

    book: Book

    def __post_init__(self) -> None:
        book = self.book
        self.start, self.end = book.day("Plan start"), book.day("Plan end")
        self.before = timedelta(days=book.number("Travel days before", 1))
        self.after = timedelta(days=book.number("Travel days after", 1))
        self.rest = timedelta(days=book.number("Rest days", 0))
        self.every = {m.id: m for m in book.missions()}
        self.experts: dict[str, Expert] = {e.id: e for e in book.experts()}
        self.funds: dict[str, Fund] = {f.id: f for f in book.funds()}
        self.closed: tuple[Closed, ...] = tuple(book.closures())
        self.limits: dict[str, Limits] = book.limits()
        self.agreed: tuple[Agreed, ...] = tuple(book.agreed())
        self.listed = {
            (q["Expert ID"], q["Expertise"]): q["Status"] for q in book.rows["Qualifications"]
        }
        self.standing = dict(self._standing())
        self.external = {expert for (expert, _), s in self.listed.items() if s == "External"}
        self.visits = tuple(self._visits())
        begun = {v.mission for v in self._listed()} | {
            v.mission for v in self.visits if v.run.end >= self.start
        }
        self.missions = {m: e for m, e in self.every.items() if e.planned and m not in begun}
        gone = {row["Mission ID"] for row in book.rows["Not delivered"]}
        self.plan: tuple[Post, ...] = tuple(self._posts(gone))

    def _standing(self) -> Iterator[tuple[tuple[str, str], str]]:
        """What everybody holds, covering included, the best status of each."""
        covers = dict(COVERS)
        for row in self.book.rows["Expertise"]:
            covers[row["Code"]] = tuple((row["Also covers"] or "").split("; "))
        for (expert, code), status in sorted(
            self.listed.items(), key=lambda item: -BEST_FIRST.index(item[1])
        ):
            for other in covers.get(code, ()):
                if (expert, other) not in self.listed:
                    yield (expert, other), status
            yield (expert, code), status

    def _history(self) -> dict[tuple[str, Run], Visit]:
        found: dict[tuple[str, Run], Visit] = {}
        for row in self.book.rows["History"]:
            run = Run(row["Start"].date(), row["End"].date())
            weeks = row["Weeks"] or -(-((run.end - run.start).days + 1) // 7)
            key = (row["Expert ID"], run)
            found.setdefault(key, Visit(row["Expert ID"], run, weeks, row["Mission"] or ""))
        return found

    def _visits(self) -> Iterator[Visit]:
        """History rows once, less those that Assignments repeats, and its begun rows."""
        listed = list(self._listed())
        for visit in self._history().values():
            again = (
                v
                for v in listed
                if v.expert == visit.expert
                and (v.run == visit.run or (v.run.meets(visit.run) and v.mission == visit.mission))
            )
            if next(again, None) is None:
                yield visit
        yield from listed

    def _listed(self) -> Iterator[Visit]:
        for row in self.agreed:
            if self.begun(row):
                run = self._days_of(row)
                mission = self.every.get(row.mission)
                weeks = -(-((run.end - run.start).days + 1) // 7)
                weeks = mission.weeks if mission else weeks
                yield Visit(row.expert, run, weeks if row.weeks is None else row.weeks, row.mission)

    def begun(self, row: Agreed) -> bool:
        """Whether a row of Assignments is over or under way."""
        if row.status not in AGREED or row.start is None or row.start >= self.start:
            return False
        return row.status == "Completed" or self._days_of(row).end >= self.start

    def _days_of(self, row: Agreed) -> Run:
        """The days of a row of Assignments, of a mission that the sheet may not know."""
        assert row.start is not None
        if row.mission in self.every:
            return self.run(self.every[row.mission], row.start)
        return Run(row.start, row.end or row.start)

    def _posts(self, gone: set[str]) -> Iterator[Post]:
        for row in self.agreed:
            is_plan = row.status not in ("Declined", "Withdrawn") and not self.begun(row)
            if is_plan and row.mission in self.missions and row.mission not in gone:
                assert row.start is not None
                run = self.run(self.missions[row.mission], row.start)
                assert row.end == run.end, row
                yield Post(row.mission, row.position, row.code, row.expert, run, row.fund)

    # Days.

    def weekend(self, host: str, day: date) -> bool:
        """Whether a day is of the host's weekend."""
        limits = self.limits.get(host)
        if limits and limits.weekend is not None:
            return day.weekday() in limits.weekend
        public = _public(CODES[host])
        return day.weekday() >= 5 if public is None else public.is_weekend(day)

    def holiday(self, host: str, day: date) -> bool:
        """Whether a day is a public holiday that missions avoid."""
        if not self.book.yes("Avoid public holidays", True):
            return False
        for row in self.book.rows["Holidays"]:
            if row["Host"] == host and row["Date"].date() == day:
                return bool(row.get("Working") != "yes")
        public = _public(CODES[host])
        return public is not None and day in public

    def works(self, host: str, day: date) -> bool:
        """Whether a day is a working day of the host."""
        shut = any(
            c.kind == "Host" and c.who == host and c.first <= day <= c.last for c in self.closed
        )
        return not (self.weekend(host, day) or self.holiday(host, day) or shut)

    def run(self, mission: Mission, start: date) -> Run:
        """The days of a mission from a start."""
        day, left = start, mission.days - (not self.weekend(mission.host, start))
        while left:
            day += ONE
            left -= not self.weekend(mission.host, day)
        return Run(start, day)

    def starts(self, mission: Mission) -> tuple[Run, ...]:
        """The allowed starts of a mission (RULES.md, section 3)."""
        key = (mission.id, mission.first, mission.last)
        if key not in self._starts:
            self._starts[key] = tuple(self._allowed(mission))
        return self._starts[key]

    @cached_property
    def _starts(self) -> dict[tuple[str, date, date], tuple[Run, ...]]:
        return {}

    def _allowed(self, mission: Mission) -> Iterator[Run]:
        host = mission.host
        first, last = max(mission.first, self.start), min(mission.last, self.end)
        agreed = {
            r.start
            for r in self.agreed
            if r.mission == mission.id and r.status not in ("Declined", "Withdrawn")
        }
        is_first, day = True, first
        while day <= last:
            if self.works(host, day):
                back, rested = day - ONE, False
                while not self.works(host, back) and (day - back).days < 40:
                    rested = rested or self.weekend(host, back)
                    back -= ONE
                run = self.run(mission, day)
                inside = run.end <= last
                if inside and (is_first or rested or day in agreed):
                    between = (day + ONE * n for n in range((run.end - day).days + 1))
                    if all(self.works(host, d) or self.weekend(host, d) for d in between):
                        yield run
                is_first = False
            day += ONE

    def busy(self, run: Run) -> Run:
        """The days of a mission with those of travel."""
        return Run(run.start - self.before, run.end + self.after)

    # Weeks.

    def period(self, expert: Expert, day: date) -> Run | None:
        """The release period of an expert that a day falls in."""
        first = expert.period_start or min(
            (
                q["Since"].date()
                for q in self.book.rows["Qualifications"]
                if q["Expert ID"] == expert.id and q["Status"] == "Accredited" and q["Since"]
            ),
            default=None,
        )
        if first is None:
            return None
        years = self.book.number("Release period years", 3)
        turn = (day.year - first.year) // years - 1
        while _anniversary(first, years * (turn + 1)) <= day:
            turn += 1
        end = _anniversary(first, years * (turn + 1)) - ONE
        return Run(_anniversary(first, years * turn), end)

    def cap(self, expert: Expert) -> int:
        """The weeks of one release period."""
        return self.book.number("Release cap weeks", 12) if expert.cap is None else expert.cap

    # Money.

    def cost(self, mission: Mission, team: Iterable[Expert]) -> int:
        """What a mission costs with a team."""
        return mission.fixed + sum(self.fare(mission, expert) for expert in team)

    @cached_property
    def rates(self) -> dict[str, int]:
        """The daily allowance of each host and region that has one of its own."""
        return {row["Host"]: int(row["Daily allowance"]) for row in self.book.rows["Rates"]}

    def fare(self, mission: Mission, expert: Expert) -> int:
        """What one expert costs on a mission."""
        book = self.book
        within = book.number("Travel within region", 900)
        travel = (
            within
            if expert.region == mission.region
            else book.number("Travel between regions", 2200)
        )
        rates = self.rates
        usual = rates.get(mission.region, book.number("Daily allowance", 200))
        days = mission.days + 2 * ((mission.days - 1) // 5) + self.before.days + self.after.days
        fee = book.number("External daily fee", 600) if expert.fee is None else expert.fee
        external = expert.id in self.external
        return (
            travel + rates.get(mission.host, usual) * days + (fee * mission.days if external else 0)
        )

    def bill(self, mission: Mission, fund: str, cost: int) -> dict[str, int]:
        """What each fund pays: the whole, or its share; the first of the rows the difference."""
        if not mission.shares:
            return {fund: cost} if fund else {}
        parts = {name: int(cost * round(share * 100) + 50) // 100 for name, share in mission.shares}
        first = mission.shares[0][0]
        parts[first] = cost - sum(parts.values()) + parts[first]
        return parts

    def spent(self, fund: str) -> int:
        """What completed and running missions have cost a fund."""
        if self.book.yes("Committed includes completed", False):
            return 0
        total, seen = 0, set()
        for row in self.agreed:
            if self.begun(row) and row.fund:
                mission = self.every.get(row.mission)
                own = row.cost or 0
                if row.cost is None and mission:
                    own = self.fare(mission, self.experts[row.expert])
                    own += mission.fixed if row.mission not in seen else 0
                seen.add(row.mission)
                paid = self.bill(mission, row.fund, own) if mission else {row.fund: own}
                total += paid.get(fund, 0)
        return total

    def bills(self, besides: str = "") -> dict[str, int]:
        """What the plan costs each fund, one mission left out."""
        found = dict.fromkeys(self.funds, 0)
        for name, team in self.teams(self.plan).items():
            if name != besides:
                mission = self.missions[name]
                cost = self.cost(mission, (self.experts[p.expert] for p in team))
                for fund, part in self.bill(mission, team[0].fund, cost).items():
                    found[fund] += part
        return found

    def left(self, mission: str) -> dict[str, int]:
        """What the rest of the plan leaves in each fund for a mission."""
        bills = self.bills(mission)
        return {
            f.id: f.amount - f.committed - self.spent(f.id) - bills[f.id]
            for f in self.funds.values()
        }

    def admits(self, fund: Fund, mission: Mission, run: Run) -> bool:
        """Whether the terms of a fund fit a mission."""
        return all(self.terms(fund, mission, run).values())

    def terms(self, fund: Fund, mission: Mission, run: Run) -> dict[str, bool]:
        """The terms of a fund, and whether each fits a mission."""
        return {
            "named": not mission.funds or fund.id in mission.funds,
            "status": not fund.pending or self.book.yes("Use pending funds", False),
            "regions": not fund.regions or mission.region in fund.regions,
            "expertise": not fund.expertise or bool({*fund.expertise} & {*mission.positions}),
            "hosts": not fund.hosts or mission.host in fund.hosts,
            "valid_from": fund.valid_from is None or fund.valid_from <= run.start,
            "valid_to": fund.valid_to is None or run.end <= fund.valid_to,
        }

    # The plan.

    @staticmethod
    def teams(plan: Iterable[Post]) -> dict[str, tuple[Post, ...]]:
        """The posts by mission."""
        found: dict[str, tuple[Post, ...]] = {}
        for post in plan:
            found[post.mission] = (*found.get(post.mission, ()), post)
        return found

    def pinned(self, mission: str) -> list[Agreed]:
        """The rows of a mission that stay."""
        return [
            r
            for r in self.agreed
            if r.mission == mission
            and not self.begun(r)
            and (r.status in AGREED or (r.keep and r.status in PREFERRED))
        ]

    def idle(self, expert: str) -> int:
        """The days from the last mission of an expert to the plan start."""
        ends = [v.run.end for v in self.visits if v.expert == expert]
        since = [
            q["Since"].date()
            for q in self.book.rows["Qualifications"]
            if q["Expert ID"] == expert and q["Since"]
        ]
        if not ends and not since:
            return self.book.number("Never deployed idle days", 1825)
        return max(0, (self.start - (max(ends) if ends else min(since))).days)

    def levels(self, plan: Iterable[Post]) -> dict[str, int]:
        """The values of the objective levels (RULES.md, section 5), in their order."""
        plan = tuple(plan)
        teams = self.teams(plan)
        values: dict[str, int] = {}
        groups = str(self.book.settings["Objectives"]).split("; ")
        for group in groups:
            if group == "delivery":
                for name in self._classes():
                    values[name] = sum(self._class(m) == name for m in teams)
            elif group != "stability" or self._preferred():
                values[group] = self._value(group, plan)
        return values

    def _classes(self) -> list[str]:
        return sorted(
            {self._class(m) for m in self.missions}, key=lambda name: (name[9:] != "pinned", name)
        )

    def _class(self, mission: str) -> str:
        if self.pinned(mission):
            return "delivery-pinned"
        return f"delivery-{self.missions[mission].priority}"

    def _preferred(self) -> list[Agreed]:
        return [
            r
            for r in self.agreed
            if r.status in PREFERRED and not r.keep and r.mission in self.missions
        ]

    def _value(self, level: str, plan: tuple[Post, ...]) -> int:
        serving = {p.expert for p in plan} - self.external
        if level == "stability":
            has = {(p.mission, p.expert, p.run.start) for p in plan}
            return sum((r.mission, r.expert, r.start) not in has for r in self._preferred())
        if level == "pre-accredited":
            return len(self.chances(plan))
        if level == "externals":
            return sum(p.expert in self.external for p in plan)
        if level == "region":
            return sum(
                self.experts[p.expert].region != self.missions[p.mission].region for p in plan
            )
        if level == "idle":
            return sum(map(self.idle, serving))
        assert level == "cost"
        return sum(
            self.cost(self.missions[m], (self.experts[p.expert] for p in team))
            for m, team in self.teams(plan).items()
        )

    def chances(self, plan: Iterable[Post]) -> set[tuple[str, str]]:
        """Candidates, each an expert and a listed expertise, who can be evaluated."""
        waiting = {pair for pair, status in self.listed.items() if status == "Pre-accredited"}
        return waiting & {(p.expert, p.code) for p in plan}

    def changed(self, **facts: object) -> "World":
        """A copy with other facts, which share the plan."""
        other = replace(self)
        for name, value in vars(self).items():
            if name != "_starts":
                setattr(other, name, value)
        for name, value in facts.items():
            setattr(other, name, value)
        return other


def _anniversary(first: date, years: int) -> date:
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 2, 28)
