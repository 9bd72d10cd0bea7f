"""Checks a plan with one mission changed against the rules, on the missions that it can touch."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from models.answers.plan import Placement, Plan
from models.answers.report import LevelValue, Violation
from models.facts.administration import Administration
from models.facts.assignment import AssignmentRow
from models.facts.expert import AppliesTo, Exclusion, Unavailability
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.checker import check, level_values
from planner.checker.context import Context, Stay, grouped
from planner.checker.costs import mission_cost
from planner.domain.costs import paid_by

Key = TypeVar("Key")
Item = TypeVar("Item")


class Trials:
    """Tries other teams and dates for a mission while the rest of a valid plan stays as it is.

    Parameters
    ----------
    context : Context
        A year and a plan that keeps every rule.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.year: Year = context.year
        self._teams = context.rows_by_mission

    def violations(self, mission: Mission, rows: tuple[Placement, ...]) -> tuple[Violation, ...]:
        """What the plan breaks once `rows` are the mission's team.

        The whole plan need not be checked again: the rules look at the missions of the team, of
        their administrations and of the host, and at what the other missions draw from the fund.
        """
        year = self._part(mission, rows)
        known = year.mission_by_id
        teams = {m: team for m, team in self._teams.items() if m in known} | {mission.id: rows}
        placements = (row for team in teams.values() for row in team)
        found = check(year, Plan.of(placements), self.context.calendars)
        return tuple(violation for violation in found if mission.id in violation.missions)

    def levels(self, mission: Mission, rows: tuple[Placement, ...]) -> tuple[LevelValue, ...]:
        """The levels of the whole plan once `rows` are the mission's team."""
        others = (row for row in self.context.plan.placements if row.mission_id != mission.id)
        return level_values(self.year, Plan.of((*others, *rows)), self.context.calendars)

    def _part(self, mission: Mission, rows: tuple[Placement, ...]) -> Year:
        """The year with the missions that a change could touch, and their experts."""
        missions = sorted(self._related(mission, rows))
        experts = {row.expert_id for m in missions for row in self._teams.get(m, ())}
        ordered = sorted(experts | {row.expert_id for row in rows})
        year = self.year
        return year.replace(
            missions=tuple(year.mission_by_id[m] for m in missions),
            experts=tuple(year.expert_by_id[e] for e in ordered),
            qualifications=_of(year.qualifications_by_expert, ordered),
            exclusions=_of(self._exclusions, ordered),
            unavailability=tuple(self._closures(ordered)),
            administrations=tuple(self._limits(missions, ordered)),
            visits=self._visits(ordered),
            assignments=_of(self._agreed, [(m, e) for m in missions for e in ordered]),
            funds=tuple(self._funds(missions, mission.id)),
        )

    def _related(self, mission: Mission, rows: tuple[Placement, ...]) -> set[str]:
        related = {stay.mission.id for stay in self._received.get(mission.host, ())}
        for row in rows:
            country = self.year.expert_by_id[row.expert_id].administration
            related |= {stay.mission.id for stay in self._stays.get(row.expert_id, ())}
            related |= {stay.mission.id for stay in self._lent.get(country, ())}
        return related | {mission.id}

    def _limits(self, missions: Iterable[str], experts: Iterable[str]) -> Iterable[Administration]:
        """The administrations that lend or receive somebody."""
        year = self.year
        countries = {year.expert_by_id[e].administration for e in experts}
        countries |= {year.mission_by_id[m].host for m in missions}
        limits = year.administration_by_country
        return (limits[country] for country in sorted(countries) if country in limits)

    def _visits(self, experts: Iterable[str]) -> tuple[Visit, ...]:
        """Where the experts were, and who is under way: those count for who lends and receives."""
        places = {place for expert in experts for place in self._past.get(expert, ())}
        return tuple(self.year.visits[place] for place in sorted(places | self._under_way))

    @cached_property
    def _past(self) -> dict[str, tuple[int, ...]]:
        """The places of each expert's visits among all."""
        visits = self.year.visits
        return grouped(range(len(visits)), lambda place: visits[place].expert_id)

    @cached_property
    def _under_way(self) -> frozenset[int]:
        running = {*map(id, self.context.running)}
        return frozenset(n for n, visit in enumerate(self.year.visits) if id(visit) in running)

    def _closures(self, experts: Iterable[str]) -> Iterable[Unavailability]:
        countries = {self.year.expert_by_id[e].administration for e in experts}
        for expert in experts:
            yield from self._closed.get((AppliesTo.EXPERT, expert), ())
        for country in sorted(countries):
            yield from self._closed.get((AppliesTo.ADMINISTRATION, country), ())

    def _funds(self, inside: Iterable[str], changed: str) -> Iterable[Fund]:
        """All funds; what missions outside the part cost is taken from them beforehand."""
        outside = dict(self._paid)
        for mission_id in {*inside, changed}:
            for fund_id, amount in self._bills.get(mission_id, {}).items():
                outside[fund_id] -= amount
        for fund in self.year.funds:
            committed = fund.committed + outside.get(fund.id, 0)
            yield fund.model_copy(update={"committed": committed})

    @cached_property
    def _paid(self) -> dict[str, int]:
        """What each fund pays for the whole plan."""
        paid: dict[str, int] = {}
        for bill in self._bills.values():
            for fund_id, amount in bill.items():
                paid[fund_id] = paid.get(fund_id, 0) + amount
        return paid

    @cached_property
    def _bills(self) -> dict[str, dict[str, int]]:
        """What each fund pays for each mission of the plan."""
        year, calendars = self.year, self.context.calendars
        return {
            team.mission.id: paid_by(
                team.mission,
                team.rows[0].fund_id,
                mission_cost(year, calendars, team.mission, team.rows),
            )
            for team in self.context.teams
        }

    @cached_property
    def _stays(self) -> dict[str, tuple[Stay, ...]]:
        return grouped(self.context.stays, lambda stay: stay.expert.id)

    @cached_property
    def _lent(self) -> dict[str, tuple[Stay, ...]]:
        """The stays of serving experts, by administration that has limits."""
        limits = self.year.administration_by_country
        lent = grouped(self.context.serving_stays, lambda stay: stay.expert.administration)
        return {country: stays for country, stays in lent.items() if country in limits}

    @cached_property
    def _received(self) -> dict[str, tuple[Stay, ...]]:
        limits = self.year.administration_by_country
        received = grouped(self.context.stays, lambda stay: stay.mission.host)
        return {host: stays for host, stays in received.items() if host in limits}

    @cached_property
    def _exclusions(self) -> dict[str, tuple[Exclusion, ...]]:
        return grouped(self.year.exclusions, lambda row: row.expert_id)

    @cached_property
    def _closed(self) -> dict[tuple[AppliesTo, str], tuple[Unavailability, ...]]:
        return _by_pair(self.year.unavailability, lambda row: (row.applies_to, row.who))

    @cached_property
    def _agreed(self) -> dict[tuple[str, str], tuple[AssignmentRow, ...]]:
        return _by_pair(self.year.assignments, lambda row: (row.mission_id, row.expert_id))


def _of(groups: Mapping[Key, tuple[Item, ...]], keys: Iterable[Key]) -> tuple[Item, ...]:
    return tuple(item for key in keys for item in groups.get(key, ()))


def _by_pair(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, tuple[Item, ...]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(found) for name, found in groups.items()}
