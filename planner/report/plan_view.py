"""A run's result as the output sheets look at it: the plan beside the facts it names."""

from collections import Counter
from datetime import date
from functools import cached_property
from typing import NamedTuple

from models.answers.plan import Placement
from models.answers.result import RunResult
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import Expert, QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.checker.context import Context
from planner.checker.costs import placement_cost
from planner.checker.standing import standing
from planner.domain import agreements, costs
from planner.domain.calendars import Span, calendars_of


class PostView(NamedTuple):
    """One row of the plan with what the sheets say about it.

    `cost` is this expert's part in whole currency units, with the fixed cost on position 1; `row`
    is what the input's Assignments sheet has on the same expert, mission and start.
    """

    placement: Placement
    mission: Mission
    expert: Expert
    run: Span
    qualification: QualificationStatus
    cost: int
    status: AssignmentStatus
    row: AssignmentRow | None = None

    @property
    def in_region(self) -> bool:
        """Whether the expert comes from the mission's own region."""
        return self.expert.region == self.mission.region


class TeamView(NamedTuple):
    """One delivered mission, its posts in the order of the positions."""

    mission: Mission
    run: Span
    fund_id: str | None
    posts: tuple[PostView, ...]

    @property
    def cost(self) -> int:
        """What the mission costs, in whole currency units."""
        return sum(post.cost for post in self.posts)


def _withdrawn(row: AssignmentRow) -> AssignmentRow:
    changes = {"status": AssignmentStatus.WITHDRAWN, "was": row.status}
    return row.model_copy(update=changes)


class PlanView:
    """A checked plan, mission by mission, and what follows from it; worked out once, when asked."""

    def __init__(self, result: RunResult) -> None:
        self.result = result
        self.year: Year = result.year
        self.calendars = calendars_of(result.year)
        self.context = Context(result.year, result.plan, self.calendars)

    @cached_property
    def teams(self) -> tuple[TeamView, ...]:
        """The delivered missions by start, then in the order of the Missions sheet."""
        order = {mission.id: index for index, mission in enumerate(self.year.missions)}
        teams = (
            self._team(mission_id, rows) for mission_id, rows in self.result.plan.teams().items()
        )
        return tuple(sorted(teams, key=lambda team: (team.run.start, order[team.mission.id])))

    @cached_property
    def posts(self) -> tuple[PostView, ...]:
        """All rows of the plan, mission by mission."""
        return tuple(post for team in self.teams for post in team.posts)

    @cached_property
    def delivered(self) -> frozenset[str]:
        """The IDs of the delivered missions."""
        return frozenset(team.mission.id for team in self.teams)

    @cached_property
    def posts_by_expert(self) -> dict[str, tuple[PostView, ...]]:
        """The posts of every expert who gets a mission, by start."""
        groups: dict[str, list[PostView]] = {}
        for post in self.posts:
            groups.setdefault(post.expert.id, []).append(post)
        return {expert_id: tuple(posts) for expert_id, posts in groups.items()}

    @cached_property
    def rows_after_plan(self) -> tuple[AssignmentRow, ...]:
        """Declined rows, pinned rows of missions that are not delivered, Withdrawn, begun rows."""
        pinned = agreements.pinned_rows(self.year, self.calendars)
        rows = self.year.assignments
        declined = [row for row in rows if row.status is AssignmentStatus.DECLINED]
        idle = [row for row in pinned if row.mission_id not in self.delivered]
        begun = [row for row in rows if agreements.is_begun(self.year, row)]
        stranded = [row for row in rows if self._is_stranded(row)]
        return (*declined, *idle, *stranded, *self.withdrawn, *begun)

    @cached_property
    def withdrawn(self) -> tuple[AssignmentRow, ...]:
        """Rows that are called off, by earlier runs or by this one: somebody has to be told."""
        earlier = [r for r in self.year.assignments if r.status is AssignmentStatus.WITHDRAWN]
        asked = (*self.year.assignments, *self.year.let_go)
        return (*earlier, *(_withdrawn(row) for row in asked if self._is_called_off(row)))

    def _is_called_off(self, row: AssignmentRow) -> bool:
        """Whether somebody was asked for something that is not to be any more."""
        if not row.status.asked or agreements.is_begun(self.year, row):
            return False
        if row.mission_id in self.year.called_off_by_id:
            return True
        return row.preferred and (row.mission_id, row.expert_id, row.start) not in self._planned

    def _is_stranded(self, row: AssignmentRow) -> bool:
        """Whether something was agreed for a mission that is not to be planned any more."""
        gone = row.mission_id not in self.year.mission_by_id and not self._is_called_off(row)
        return gone and row.pinned and not agreements.is_begun(self.year, row)

    def visit_of(self, row: AssignmentRow) -> Visit | None:
        """The visit that a row is, where it is over or under way."""
        if not agreements.is_begun(self.year, row):
            return None
        own = (row.mission_id, row.expert_id, row.start)
        visits = (v for v in self.year.visits_by_expert.get(row.expert_id, ()) if v.listed)
        return next(v for v in visits if (v.mission_id, v.expert_id, v.start) == own)

    @cached_property
    def _planned(self) -> frozenset[tuple[str, str, date | None]]:
        rows = self.result.plan.placements
        return frozenset((row.mission_id, row.expert_id, row.start) for row in rows)

    def paid(self, team: TeamView) -> dict[str, int]:
        """What each fund pays for a delivered mission."""
        return self._bills[team.mission.id]

    @cached_property
    def _bills(self) -> dict[str, dict[str, int]]:
        return {t.mission.id: costs.paid_by(t.mission, t.fund_id, t.cost) for t in self.teams}

    @cached_property
    def holders(self) -> dict[str, tuple[str, ...]]:
        """The IDs of those who hold each expertise, listed or covered, in their sheet's order."""
        found: dict[str, list[str]] = {}
        for expert in self.year.experts:
            rows = self.year.qualifications_by_expert.get(expert.id, ())
            entries = (self.year.expertise_by_code.get(row.expertise) for row in rows)
            covered = (code for entry in entries if entry for code in entry.also_covers)
            for code in dict.fromkeys((*(row.expertise for row in rows), *covered)):
                found.setdefault(code, []).append(expert.id)
        return {code: tuple(ids) for code, ids in found.items()}

    @cached_property
    def serving_holders(self) -> Counter[str]:
        """How many serving experts hold each expertise, listed or covered."""
        external = self.year.external_ids
        return Counter(
            {code: sum(i not in external for i in ids) for code, ids in self.holders.items()}
        )

    def _team(self, mission_id: str, rows: tuple[Placement, ...]) -> TeamView:
        mission = self.year.mission_by_id[mission_id]
        run = self.calendars.run(mission, rows[0].start)
        ordered = sorted(rows, key=lambda row: row.position)
        posts = tuple(self._post(mission, run, row) for row in ordered)
        return TeamView(mission, run, rows[0].fund_id, posts)

    def _post(self, mission: Mission, run: Span, row: Placement) -> PostView:
        status = standing(self.year, row.expert_id, row.expertise)
        known = self._agreed.get((row.mission_id, row.expert_id, row.start))
        assert status is not None, f"{row.expert_id} has no {row.expertise}: not a checked plan"
        return PostView(
            placement=row,
            mission=mission,
            expert=self.year.expert_by_id[row.expert_id],
            run=run,
            qualification=status,
            cost=self._cost(mission, row),
            status=known.status if known else AssignmentStatus.PROPOSED,
            row=known,
        )

    def _cost(self, mission: Mission, row: Placement) -> int:
        fixed = mission.fixed_cost if row.position == 1 else 0
        return fixed + placement_cost(self.year, self.calendars, mission, row)

    @cached_property
    def _agreed(self) -> dict[tuple[str, str, date | None], AssignmentRow]:
        """What the input says of a mission, an expert and a start; pinned rows win."""
        rows = [*self.year.let_go, *self.year.assignments]
        rows = [row for row in rows if row.status.demanding]
        rows.sort(key=lambda row: row.pinned)
        return {(row.mission_id, row.expert_id, row.start): row for row in rows}
