"""A plan for a year: not the best one, only a valid one.

It takes the missions in order and sends the first experts who can go.
"""

from datetime import date

from models.answers.plan import Placement, Plan
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.checker import check
from planner.domain.calendars import Calendars


def plan_of(year: Year) -> Plan:
    """A valid plan: missions in order, the first start and the first experts that fit."""
    calendars = Calendars(year)
    rows: list[Placement] = []
    for mission in year.missions:
        rows += _team(year, calendars, mission, rows)
    return Plan.of(rows)


def _team(
    year: Year, calendars: Calendars, mission: Mission, rows: list[Placement]
) -> list[Placement]:
    agreed = [row for row in year.assignments if row.mission_id == mission.id and row.start]
    starts = [row.start for row in agreed if row.start] or [
        run.start for run in calendars.allowed_starts(mission)[::3]
    ]
    experts = [row.expert_id for row in agreed] or _holders(year, mission)
    for start in starts:
        for fund in year.funds:
            if team := _filled(year, calendars, mission, rows, experts, start, fund.id):
                return team
    return []


def _filled(
    year: Year,
    calendars: Calendars,
    mission: Mission,
    rows: list[Placement],
    experts: list[str],
    start: date,
    fund_id: str,
) -> list[Placement]:
    team: list[Placement] = []
    for expert_id in experts:
        row = Placement(
            mission_id=mission.id,
            position=len(team) + 1,
            expertise=mission.positions[len(team)],
            expert_id=expert_id,
            start=start,
            fund_id=fund_id,
        )
        if _fits(year, calendars, [*rows, *team, row], len(mission.positions)):
            team.append(row)
        if len(team) == len(mission.positions):
            if not _broken(year, calendars, [*rows, *team]):
                return team
            team.pop()
    return []


def _holders(year: Year, mission: Mission) -> list[str]:
    codes = {*mission.positions, "MPA"}
    holders = {q.expert_id for q in year.qualifications if q.expertise in codes}
    candidates = {
        q.expert_id for q in year.qualifications if q.status is QualificationStatus.PRE_ACCREDITED
    }
    pool = [expert.id for expert in year.experts if expert.id in holders]
    return sorted(pool, key=lambda e: mission.staff_lead and e not in candidates)


def _fits(year: Year, calendars: Calendars, rows: list[Placement], size: int) -> bool:
    """Whether a team that may still be growing breaks no rule but those that growth can mend."""
    pending = {"whole-team", "pinned"} | ({"evaluation-lead"} if size > 1 else set())
    # Nearly all who do not fit are found by a look at their own mission, which is quick.
    own = [row for row in rows if row.mission_id == rows[-1].mission_id]
    return not any(_broken(year, calendars, some) - pending for some in (own, rows))


def _broken(year: Year, calendars: Calendars, rows: list[Placement]) -> set[str]:
    return {v.rule for v in check(year, Plan.of(rows), calendars) if v.rule != "pinned"}
