"""What the checks read: the year, the plan, and the plan's rows beside the facts they name.

A plan may be arbitrarily broken. A row that names an unknown mission or expert is no *post*:
`whole-team` and `qualified` report it, and the other rules pass it over.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from models.answers.plan import Placement, Plan
from models.facts.assignment import AssignmentRow
from models.facts.expert import Expert
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.domain.agreements import pinned_rows
from planner.domain.calendars import Calendars, Span, busy_period

Item = TypeVar("Item")


class Team(NamedTuple):
    """A mission that the plan delivers, with its rows; those may name unknown experts."""

    mission: Mission
    rows: tuple[Placement, ...]


class Post(NamedTuple):
    """A row of the plan whose mission and expert are both known."""

    placement: Placement
    mission: Mission
    expert: Expert

    @property
    def expertise(self) -> str:
        """What the mission asks of the row's position."""
        return asked_expertise(self.mission, self.placement)


class Stay(NamedTuple):
    """One expert on one mission from one start: what the rules about days and weeks look at.

    `run` reaches from start to end, `busy` has the travel days besides.
    """

    mission: Mission
    expert: Expert
    run: Span
    busy: Span


@dataclass(frozen=True)
class Context:
    """A year and a plan, with the indexes that keep every check linear in the plan."""

    year: Year
    plan: Plan
    calendars: Calendars

    @cached_property
    def rows_by_mission(self) -> dict[str, tuple[Placement, ...]]:
        """The plan's rows by mission ID, known or not, in plan order."""
        return self.plan.teams()

    @cached_property
    def teams(self) -> tuple[Team, ...]:
        """The missions of the plan that the year knows, in plan order."""
        known = self.year.mission_by_id
        return tuple(
            Team(known[mission_id], rows)
            for mission_id, rows in self.rows_by_mission.items()
            if mission_id in known
        )

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The rows whose mission and expert are known, mission by mission."""
        experts = self.year.expert_by_id
        return tuple(
            Post(row, team.mission, experts[row.expert_id])
            for team in self.teams
            for row in team.rows
            if row.expert_id in experts
        )

    @cached_property
    def stays(self) -> tuple[Stay, ...]:
        """The posts as days: an expert named twice on a mission, with one start, stays once."""
        posts = {(p.mission.id, p.expert.id, p.placement.start): p for p in self.posts}
        return tuple(self._stay(post) for post in posts.values())

    @cached_property
    def serving_stays(self) -> tuple[Stay, ...]:
        """The stays of experts whom an administration releases (externals are not)."""
        return tuple(s for s in self.stays if s.expert.id not in self.year.external_ids)

    @cached_property
    def running(self) -> tuple[Visit, ...]:
        """Visits that are under way at the plan start: no rule is checked on them."""
        first = self.year.settings.plan_start
        return tuple(v for v in self.year.visits if v.start < first <= v.end)

    @cached_property
    def pinned_by_mission(self) -> dict[str, tuple[AssignmentRow, ...]]:
        """The Assignments rows that stay, by mission ID."""
        return grouped(pinned_rows(self.year, self.calendars), lambda row: row.mission_id)

    def _stay(self, post: Post) -> Stay:
        run = self.calendars.run(post.mission, post.placement.start)
        return Stay(post.mission, post.expert, run, busy_period(self.year.settings, run))


def asked_expertise(mission: Mission, placement: Placement) -> str:
    """What a mission asks of a row's position; for a position it lacks, what the row says."""
    positions = mission.positions
    inside = 1 <= placement.position <= len(positions)
    return positions[placement.position - 1] if inside else placement.expertise


def grouped(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, tuple[Item, ...]]:
    """Items by key, keys and items in the order in which they come."""
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {name: tuple(group) for name, group in groups.items()}
