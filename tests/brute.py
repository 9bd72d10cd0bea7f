"""Every plan of a tiny year, judged by the checker alone: what the model is compared with.

Nothing here imports a solver or asks the model's side of the house.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, combinations, product

from models.answers.plan import Placement, Plan
from models.facts.expert import Expert
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.checker import check, level_values
from planner.checker.context import Context
from planner.checker.rules import CHECKS, dates
from planner.domain.calendars import Calendars
from planner.domain.levels import Direction, level_of

# A plan without the order of equal positions: who serves for which expertise, when, paid by whom.
Key = tuple[tuple[str, str, str, date, str], ...]
Rows = tuple[Placement, ...]
STRUCTURAL = ("dates", "whole-team")


def key_of(plan: Plan) -> Key:
    """What a plan decides."""
    rows = plan.placements
    return tuple(
        sorted((r.mission_id, r.expertise, r.expert_id, r.start, r.fund_id or "") for r in rows)
    )


@dataclass(frozen=True, eq=False)
class Brute:
    """All plans of a year, each with the rules that the checker says it breaks.

    Missions start where the checker's `dates` lets each of them start by itself; every expert
    is tried on every position, qualified or not.
    """

    year: Year
    calendars: Calendars

    @cached_property
    def size(self) -> int:
        """How many plans there are, funds included."""
        size = 1
        for mission in self.year.missions:
            size *= 1 + len(self.options(mission, self._funds))
        return size

    @cached_property
    def broken(self) -> dict[Key, frozenset[str]]:
        """The rules that each plan breaks; a fund pays where the year has funds."""
        return dict(_judged(self.year, self.calendars, self._plans(self._funds)))

    @cached_property
    def broken_unfunded(self) -> dict[Key, frozenset[str]]:
        """The rules that each plan breaks where no fund pays, and no pinned row asks for one."""
        if not self.year.funds:
            return self.broken
        rows = (row.model_copy(update={"fund_id": None}) for row in self.year.assignments)
        year = self.year.replace(assignments=tuple(rows))
        return dict(_judged(year, self.calendars, self._plans((None,))))

    def accepted(self, rules: Iterable[str]) -> set[Key]:
        """The plans that break none of these rules, nor the structural ones.

        Where `funded` is not among them, funds do not come into it.
        """
        asked = frozenset((*STRUCTURAL, *rules))
        broken = self.broken if "funded" in asked else self.broken_unfunded
        return {key for key, found in broken.items() if not found & asked}

    @cached_property
    def valid_plans(self) -> list[Plan]:
        """The plans that break no rule."""
        known = self.__dict__.get("broken")
        if known is not None:
            return [plan for plan in self.every_plan() if not known[key_of(plan)]]
        return [plan for plan in self.every_plan() if self._keeps_all(plan)]

    def _keeps_all(self, plan: Plan) -> bool:
        """Whether the checker finds nothing; the first that it finds is enough.

        Dates, which are right in all these plans and take longest, come last.
        """
        context = Context(self.year, plan, self.calendars)
        found = chain.from_iterable(violations(context) for _, violations in reversed(CHECKS))
        return next(found, None) is None

    def every_plan(self) -> Iterator[Plan]:
        """All plans, the empty one first; a fund, or none, pays where the year has funds."""
        return map(Plan.of, self._plans(self._funds))

    @cached_property
    def values(self) -> list[tuple[int, ...]]:
        """The level values of each of the valid plans."""
        return [level_vector(self.year, plan, self.calendars) for plan in self.valid_plans]

    @cached_property
    def best(self) -> tuple[int, ...] | None:
        """The lexicographically best level values; None where there is no valid plan."""
        return max(self.values, key=lambda values: gains(self.levels, values), default=None)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The names of the year's levels, in order."""
        return tuple(v.level for v in level_values(self.year, Plan(), self.calendars))

    def starts(self, mission: Mission) -> tuple[date, ...]:
        """The days on which the checker lets a mission start, from a week before its window."""
        first = mission.earliest_start - timedelta(days=7)
        days = (mission.latest_end - first).days + 1
        candidates = (first + timedelta(days=n) for n in range(days))
        return tuple(day for day in candidates if self._may_start(mission, day))

    def _may_start(self, mission: Mission, day: date) -> bool:
        expert = self.year.experts[0]
        rows = _rows(mission, (expert,) * len(mission.positions), day, None)
        context = Context(self.year, Plan.of(rows), self.calendars)
        return next(dates.violations(context), None) is None

    @property
    def _funds(self) -> tuple[str | None, ...]:
        return (None, *(fund.id for fund in self.year.funds))

    def _plans(self, funds: tuple[str | None, ...]) -> Iterator[Rows]:
        choices = [[(), *self.options(mission, funds)] for mission in self.year.missions]
        for chosen in product(*choices):
            yield tuple(chain.from_iterable(chosen))

    def options(self, mission: Mission, funds: tuple[str | None, ...]) -> list[Rows]:
        """Every way to deliver one mission, whoever goes."""
        payers = (*funds, mission.payer) if mission.shares and len(funds) > 1 else funds
        return [
            _rows(mission, team, start, fund)
            for team in teams(self.year, mission)
            for start in self._starts_of[mission.id]
            for fund in payers
        ]

    @cached_property
    def _starts_of(self) -> dict[str, tuple[date, ...]]:
        return {mission.id: self.starts(mission) for mission in self.year.missions}


def _judged(
    year: Year, calendars: Calendars, plans: Iterable[Rows]
) -> Iterator[tuple[Key, frozenset[str]]]:
    for rows in plans:
        plan = Plan.of(rows)
        yield key_of(plan), broken_rules(year, plan, calendars)


def broken_rules(year: Year, plan: Plan, calendars: Calendars) -> frozenset[str]:
    """The rules that the checker finds broken in a plan."""
    return frozenset(violation.rule for violation in check(year, plan, calendars))


def teams(year: Year, mission: Mission) -> Iterator[tuple[Expert, ...]]:
    """Every team by position: any experts, each once for an expertise, perhaps for two of them."""
    codes = list(dict.fromkeys(mission.positions))
    pools = [combinations(year.experts, mission.positions.count(code)) for code in codes]
    for chosen in product(*pools):
        waiting = {code: list(group) for code, group in zip(codes, chosen, strict=True)}
        yield tuple(waiting[code].pop(0) for code in mission.positions)


def level_vector(year: Year, plan: Plan, calendars: Calendars) -> tuple[int, ...]:
    """The values of the year's levels, recomputed by the checker."""
    return tuple(level.value for level in level_values(year, plan, calendars))


def gains(levels: Iterable[str], values: Iterable[int]) -> tuple[int, ...]:
    """Level values with the sign that makes more better: tuples to compare."""
    signs = (1 if level_of(name).direction is Direction.MORE else -1 for name in levels)
    return tuple(sign * value for sign, value in zip(signs, values, strict=True))


def _rows(mission: Mission, team: tuple[Expert, ...], start: date, fund: str | None) -> Rows:
    return tuple(
        Placement(
            mission_id=mission.id,
            position=number,
            expertise=code,
            expert_id=expert.id,
            start=start,
            fund_id=fund,
        )
        for number, (code, expert) in enumerate(zip(mission.positions, team, strict=True), 1)
    )
