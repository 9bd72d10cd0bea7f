"""What a plan asks of experts, administrations, hosts and funds, seen from one more mission.

Every question leaves out the mission that it is asked for: what matters is the rest of the plan.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import date
from typing import NamedTuple

from models.answers.plan import Placement, Plan
from models.facts.expert import Expert
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.domain import costs
from planner.domain.calendars import (
    Calendars,
    Span,
    busy_and_rest,
    busy_period,
    release_period,
)
from planner.formulation.eligibility import Pool

Team = Sequence[tuple[Expert, str]]

# Pairs of a rule and an ID of whom the rule is not asked: an expert, a country, a mission; for
# `one-at-a-time` the expert and the other mission with a blank between.
Excuse = tuple[str, str]


class Seat(NamedTuple):
    """A position of a mission: its expertise, its days, and the colleagues with theirs.

    `fund_id` is the fund that pays the mission, where that is known already.
    """

    mission: Mission
    code: str
    run: Span
    colleagues: Team = ()
    fund_id: str | None = None

    @property
    def completes(self) -> bool:
        """Whether the team is whole once the seat is taken."""
        return len(self.colleagues) + 1 == len(self.mission.positions)


class Occupation(NamedTuple):
    """A mission of the plan with its days, and the same with the days of travel and rest."""

    mission: Mission
    run: Span
    busy: Span


Stays = dict[str, tuple[Occupation, ...]]


class Load:
    """The plan by expert, administration, host and fund.

    Attributes
    ----------
    teams : dict
        Mission ID to its rows.
    excused : set of (rule, ID)
        Of whom a rule is not asked.
    chances : set of (expert ID, expertise)
        Who goes as what.
    """

    def __init__(self, year: Year, calendars: Calendars, plan: Plan, pool: Pool) -> None:
        self.year = year
        self.calendars = calendars
        self.pool = pool
        self.excused: frozenset[Excuse] = frozenset()
        self.teams: dict[str, tuple[Placement, ...]] = {}
        self.chances: set[tuple[str, str]] = set()
        self._stays: dict[str, Occupation] = {}
        self._by_expert: Stays = {}
        self._by_administration: Stays = {}
        self._by_host: Stays = {}
        self._spent: dict[str, int] = defaultdict(int)
        self._rested: dict[Span, Span] = {}
        for rows in plan.teams().values():
            self.add(rows)

    def add(self, rows: tuple[Placement, ...]) -> None:
        """Let one more mission join the plan, with all of its rows."""
        stay = self._stay(rows[0])
        self.teams[stay.mission.id], self._stays[stay.mission.id] = rows, stay
        _join(self._by_host, stay.mission.host, stay)
        for row in rows:
            expert = self.year.expert_by_id[row.expert_id]
            self.chances.add((row.expert_id, row.expertise))
            _join(self._by_expert, row.expert_id, stay)
            if not self.pool.is_external(expert):
                _join(self._by_administration, expert.administration, stay)
        for fund_id, amount in self._paid(rows).items():
            self._spent[fund_id] += amount

    def asked(self, year: Year, excused: Collection[Excuse]) -> "Load":
        """What the same plan uses, held against the limits of another version of the year."""
        other = copy(self)
        other.year, other.excused = year, frozenset(excused)
        if year.settings is not self.year.settings:
            other._rested = {}
        return other

    @property
    def plan(self) -> Plan:
        """The whole plan."""
        return Plan.of(row for rows in self.teams.values() for row in rows)

    def serves(self, expert_id: str) -> bool:
        """Whether an expert goes on a mission."""
        return expert_id in self._by_expert

    def stays_of(self, expert_id: str, mission: Mission) -> tuple[Occupation, ...]:
        """The other missions of an expert."""
        stays = self._by_expert.get(expert_id, ())
        return _others(stays, mission) if mission.id in self._stays else stays

    def busy_with(self, expert_id: str, mission: Mission, run: Span) -> tuple[Mission, ...]:
        """The other missions of an expert that leave no time for this run."""
        stays = self.stays_of(expert_id, mission)
        if not stays:
            return ()
        busy = self._with_rest(run)
        return tuple(stay.mission for stay in stays if stay.busy.meets(busy))

    def _with_rest(self, run: Span) -> Span:
        """A run with its travel and rest; asked of every expert of a mission in turn."""
        if run not in self._rested:
            self._rested[run] = busy_and_rest(self.year.settings, run)
        return self._rested[run]

    def under_way(self, expert_id: str, run: Span) -> tuple[Visit, ...]:
        """Visits under way at the plan start that leave the expert no time for this run."""
        if expert_id not in self.pool.occupied:
            return ()
        settings = self.year.settings
        busy = busy_period(settings, run)
        return tuple(
            visit
            for visit in self.year.running
            if visit.expert_id == expert_id
            and busy_and_rest(settings, Span(visit.start, visit.end)).meets(busy)
        )

    def weeks_charged(
        self, expert: Expert, mission: Mission, run: Span
    ) -> tuple[tuple[date, int], ...]:
        """Start and weeks of all else that counts in the release period in which a run starts."""
        charged = self._charged(expert, mission)
        first = expert.release_period_start
        if first is None:
            return charged
        period = release_period(first, self.year.settings.release_period_years, run.start)
        return tuple((start, weeks) for start, weeks in charged if period.has(start))

    def weeks_left(self, expert: Expert, mission: Mission, run: Span) -> int:
        """How many weeks the expert's release cap leaves beside a run; below 0 where too few."""
        used = sum(weeks for _, weeks in self.weeks_charged(expert, mission, run))
        return self.year.release_cap(expert) - used - mission.weeks_charged

    def may_be_full(self, expert: Expert, mission: Mission) -> bool:
        """Whether the cap could be passed if all that was ever charged fell into one period."""
        if self.pool.is_external(expert):
            return False
        used = mission.weeks_charged
        for _, weeks in self._charged(expert, mission):
            used += weeks
        return used > self.year.release_cap(expert)

    def _charged(self, expert: Expert, mission: Mission) -> tuple[tuple[date, int], ...]:
        stays = self.stays_of(expert.id, mission)
        charged = tuple((stay.run.start, stay.mission.weeks_charged) for stay in stays)
        return (*charged, *past_charges(self.pool, expert))

    def experts_away(self, country: str, mission: Mission, run: Span) -> int:
        """The most serving experts of an administration on other missions on a day of the run."""
        stays = self._stays_from(country, mission)
        return _most_at_once(stays, run, self.pool.running_from(country))

    def weeks_of(self, country: str, mission: Mission) -> int:
        """Weeks that the other missions charge to an administration's serving experts."""
        stays = self._stays_from(country, mission)
        return sum(stay.mission.weeks_charged for stay in stays)

    def _stays_from(self, country: str, mission: Mission) -> tuple[Occupation, ...]:
        stays = self._by_administration.get(country, ())
        return _others(stays, mission) if mission.id in self._stays else stays

    def run_of(self, mission: Mission) -> Span:
        """The days of a mission of the plan, start to end."""
        return self._stays[mission.id].run

    def others_at(self, mission: Mission) -> tuple[str, ...]:
        """The other missions at a mission's host."""
        return tuple(s.mission.id for s in _others(self._by_host.get(mission.host, ()), mission))

    def hosted(self, mission: Mission, run: Span) -> int:
        """The most other missions at the mission's host on a day of the run."""
        stays = _others(self._by_host.get(mission.host, ()), mission)
        return _most_at_once(stays, run, self.pool.running_at(mission.host))

    def spent(self, mission: Mission) -> dict[str, int]:
        """What the other missions draw from each fund, in whole currency units."""
        spent: dict[str, int] = defaultdict(int, self._spent)
        for fund_id, amount in self._paid(self.teams.get(mission.id, ())).items():
            spent[fund_id] -= amount
        return spent

    def _stay(self, row: Placement) -> Occupation:
        mission = self.year.mission_by_id[row.mission_id]
        run = self.calendars.run(mission, row.start)
        return Occupation(mission, run, busy_and_rest(self.year.settings, run))

    def _paid(self, rows: tuple[Placement, ...]) -> dict[str, int]:
        """What each fund pays for a team."""
        if not rows or rows[0].fund_id is None:
            return {}
        mission, experts = self.year.mission_by_id[rows[0].mission_id], self.year.expert_by_id
        cost = sum(self.pool.cost(mission, experts[row.expert_id]) for row in rows)
        return costs.paid_by(mission, rows[0].fund_id, mission.fixed_cost + cost)


def past_charges(pool: Pool, expert: Expert) -> tuple[tuple[date, int], ...]:
    """Start and weeks of the past missions of an expert that count where a period has them."""
    if expert.release_period_start is None:
        return ()
    return tuple((entry.start, entry.weeks) for entry in pool.past_by_expert.get(expert.id, ()))


def _others(stays: tuple[Occupation, ...], mission: Mission) -> tuple[Occupation, ...]:
    return tuple([stay for stay in stays if stay.mission.id != mission.id])


def _most_at_once(
    stays: tuple[Occupation, ...], run: Span, under_way: Mapping[str, tuple[Span, ...]]
) -> int:
    """The most stays on one day of a run; the count rises only on first days.

    Whoever is under way at the plan start is there besides, each name once.
    """
    meeting: list[tuple[Span, ...]] = [(stay.run,) for stay in stays if stay.run.meets(run)]
    meeting += [spans for spans in under_way.values() if any(map(run.meets, spans))]
    first_days = {max(span.start, run.start) for spans in meeting for span in spans}
    return max((sum(any(s.has(d) for s in own) for own in meeting) for d in first_days), default=0)


def _join(stays: Stays, name: str, stay: Occupation) -> None:
    stays[name] = (*stays.get(name, ()), stay)
