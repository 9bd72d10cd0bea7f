"""Finds the missions of a plan that stand in the way of another one, or compete with it."""

from collections.abc import Callable, Iterator

from models.answers.plan import Placement, Plan
from models.facts.instance import Year
from models.facts.mission import PAYERS, Mission
from models.requests.demand import Demand
from planner.checker import check
from planner.domain.calendars import Calendars, Span
from planner.formulation.eligibility import Pool
from planner.solver.params import DEFAULT, ReasonParams


def rivals(
    year: Year,
    calendars: Calendars,
    plan: Plan,
    mission: Mission,
    params: ReasonParams = DEFAULT.reasons,
) -> frozenset[str]:
    """Missions that could make room for another one, the least important of their kind first."""
    teams = {m: rows for m, rows in plan.teams().items() if m != mission.id}
    pool = Pool(year, calendars)

    def first(wants: Callable[[tuple[Placement, ...]], bool]) -> list[str]:
        found = [m for m, rows in teams.items() if wants(rows)]
        found.sort(key=lambda m: -year.mission_by_id[m].priority)  # stable: as in the plan
        return found[: params.most_competitors]

    return frozenset(
        {
            *first(lambda rows: _draws(mission, rows)),
            *first(lambda rows: _takes_experts(year, calendars, pool, mission, rows)),
        }
    )


def in_the_way(
    year: Year,
    calendars: Calendars,
    plan: Plan,
    demand: Demand,
    params: ReasonParams = DEFAULT.reasons,
) -> frozenset[str]:
    """Missions that break a rule together with one as it is demanded, and those of the expert."""
    team = plan.teams().get(demand.mission_id, ())
    others = [row for row in plan.placements if row.mission_id != demand.mission_id]
    found = {row.mission_id for row in others if row.expert_id == demand.expert_id}
    for changed in _as_demanded(team, demand):
        for violation in check(year, Plan.of((*others, *changed)), calendars):
            found |= {*violation.missions[: params.most_competitors]}
    return frozenset(found)


def _as_demanded(team: tuple[Placement, ...], demand: Demand) -> Iterator[tuple[Placement, ...]]:
    """The team of a mission with what is demanded; the expert on each of the positions."""
    asked = {"start": demand.start, "fund_id": demand.fund_id}
    update = {name: value for name, value in asked.items() if value is not None}
    rows = tuple(row.model_copy(update=update) for row in team)
    if demand.expert_id is None or any(row.expert_id == demand.expert_id for row in rows):
        yield rows
        return
    for place, row in enumerate(rows):
        there = row.model_copy(update={"expert_id": demand.expert_id})
        yield (*rows[:place], there, *rows[place + 1 :])


def _draws(mission: Mission, rows: tuple[Placement, ...]) -> bool:
    """Whether a team is paid by a fund that may pay the mission."""
    payers = set((rows[0].fund_id or "").split(PAYERS)) - {""}
    wanted = {share.fund_id for share in mission.shares} or set(mission.funds)
    return bool(payers & wanted) if wanted else bool(payers)


def _takes_experts(
    year: Year, calendars: Calendars, pool: Pool, mission: Mission, rows: tuple[Placement, ...]
) -> bool:
    """Whether experts of a team hold what the mission asks for, and are away in its window."""
    run = calendars.run(year.mission_by_id[rows[0].mission_id], rows[0].start)
    window = Span(mission.earliest_start, mission.latest_end)
    return run.meets(window) and any(_held(pool, mission, rows))


def _held(pool: Pool, mission: Mission, rows: tuple[Placement, ...]) -> Iterator[bool]:
    for row in rows:
        yield from ((row.expert_id, code) in pool.standing for code in mission.positions)
