"""What a Director reads first: how much of the plan stands, for whom, when, paid by whom.

Plain figures, for the sheet Summary, for pages and for reports.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from models.facts.assignment import AssignmentStatus
from models.facts.expert import QualificationStatus
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.checker.levels import pre_accredited
from planner.domain.members.reference import REGION_NAMES
from planner.report.lines import fund_lines
from planner.report.plan_view import PlanView, TeamView

MIXED = "Several"
"""The category of a mission whose positions are of several categories."""


class Progress(NamedTuple):
    """How many missions are planned; of those, all of whose experts are Confirmed, or Completed."""

    planned: int
    confirmed: int
    completed: int
    not_delivered: int

    @property
    def total(self) -> int:
        """All missions of the year that are to be planned."""
        return self.planned + self.not_delivered


class Money(NamedTuple):
    """Whole units of the plan's currency; what is pending is part of no other figure.

    `planned_from_pending` is what the plan draws from pending funds, where the settings allow it.
    """

    available: int
    pending: int
    planned: int
    planned_from_pending: int

    @property
    def left(self) -> int:
        """What the confirmed funds have left."""
        return self.available - self.planned


class OverviewGroup(NamedTuple):
    """The missions of a region or a category; `cost` is that of the planned ones."""

    name: str
    planned: int
    not_delivered: int
    cost: int


class Month(NamedTuple):
    """The missions that start in a month, which its first day names."""

    first: date
    missions: int

    @property
    def name(self) -> str:
        """Such as Mar 2027."""
        return f"{self.first:%b %Y}"


class Changes(NamedTuple):
    """What the plan has against the one before; None of the year's missions is counted twice."""

    as_before: int
    moved: tuple[str, ...]
    others: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def progress(view: PlanView) -> Progress:
    """How far the missions of the year have come."""
    states = [{post.status for post in team.posts} for team in view.teams]
    completed = sum(state == {AssignmentStatus.COMPLETED} for state in states)
    agreed = {AssignmentStatus.COMPLETED, AssignmentStatus.CONFIRMED}
    confirmed = sum(state <= agreed for state in states) - completed
    planned = len(view.teams)
    return Progress(planned, confirmed, completed, len(view.year.missions) - planned)


def money(view: PlanView) -> Money | None:
    """The money of all funds; None where no Funds sheet limits anything."""
    if not view.year.funds:
        return None
    lines = [(line, _is_pending(view, line.fund_id)) for line in fund_lines(view)]
    return Money(
        available=sum(line.available for line, pending in lines if not pending),
        pending=sum(f.available for f in view.year.funds if f.status is FundStatus.PENDING),
        planned=sum(line.planned for line, pending in lines if not pending),
        planned_from_pending=sum(line.planned for line, pending in lines if pending),
    )


def _is_pending(view: PlanView, fund_id: str) -> bool:
    return view.year.fund_by_id[fund_id].status is FundStatus.PENDING


def by_region(view: PlanView) -> tuple[OverviewGroup, ...]:
    """The regions that have missions, in the order of their codes."""
    groups = _groups(view, lambda mission: mission.region)
    return tuple(g._replace(name=f"{REGION_NAMES.get(g.name, g.name)} ({g.name})") for g in groups)


def by_category(view: PlanView) -> tuple[OverviewGroup, ...]:
    """The categories of expertise that missions ask for, such as TOA."""
    return tuple(_groups(view, category))


def category(mission: Mission) -> str:
    """The category of a mission's positions, `MIXED` where they have several."""
    found = {code.partition("/")[0] for code in mission.positions}
    return found.pop() if len(found) == 1 else MIXED


def _groups(view: PlanView, key: Callable[[Mission], str]) -> Iterator[OverviewGroup]:
    costs = {team.mission.id: team.cost for team in view.teams}
    groups: dict[str, list[Mission]] = {}
    for mission in view.year.missions:
        groups.setdefault(key(mission), []).append(mission)
    for name, missions in sorted(groups.items()):
        planned = [m for m in missions if m.id in costs]
        cost = sum(costs[m.id] for m in planned)
        yield OverviewGroup(name, len(planned), len(missions) - len(planned), cost)


def by_month(view: PlanView) -> tuple[Month, ...]:
    """All months of the plan, also those without a mission."""
    starts = Counter(team.run.start.replace(day=1) for team in view.teams)
    settings = view.year.settings
    months = _months(settings.plan_start, settings.plan_end)
    return tuple(Month(first, starts[first]) for first in months)


def _months(start: date, end: date) -> Iterator[date]:
    first = start.replace(day=1)
    while first <= end:
        yield first
        following = first.year * 12 + first.month
        first = date(following // 12, following % 12 + 1, 1)


def candidates(view: PlanView) -> tuple[int, int]:
    """Candidates who are evaluated, and all that wait for it: expert and expertise listed."""
    rows = view.year.qualifications
    waiting = {
        (row.expert_id, row.expertise)
        for row in rows
        if row.status is QualificationStatus.PRE_ACCREDITED
    }
    return pre_accredited(view.context), len(waiting)


def changes(view: PlanView, earlier: Year | None = None) -> Changes | None:
    """What is different from the plan that the input, or an earlier year, holds; None for none."""
    before = _plan_before(earlier or view.year)
    if not before:
        return None
    now = {team.mission.id: team for team in view.teams}
    both = [m for m in now if m in before]
    moved = tuple(m for m in both if _starts(before[m]) != {now[m].run.start})
    others = tuple(m for m in both if _experts(before[m]) != _team(now[m]) and m not in moved)
    return Changes(
        as_before=len(both) - len(moved) - len(others),
        moved=moved,
        others=others,
        new=tuple(m for m in now if m not in before),
        gone=tuple(m for m in before if m not in now and m in view.year.mission_by_id),
    )


def _plan_before(year: Year) -> dict[str, list[tuple[str, date | None]]]:
    found: dict[str, list[tuple[str, date | None]]] = {}
    for row in year.assignments:
        if row.status.pinned or row.status.preferred:
            found.setdefault(row.mission_id, []).append((row.expert_id, row.start))
    return found


def _starts(rows: Iterable[tuple[str, date | None]]) -> set[date | None]:
    return {start for _, start in rows}


def _experts(rows: Iterable[tuple[str, date | None]]) -> set[str]:
    return {expert_id for expert_id, _ in rows}


def _team(team: TeamView) -> set[str]:
    return {post.expert.id for post in team.posts}
