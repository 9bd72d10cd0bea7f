"""Tiny random years in which every hard rule has something to say, small enough to enumerate.

The same seed gives the same year. Everything that RULES.md allows may occur, and what it calls
an input error does not, but for pinned rows that cannot be kept: finding those is the point.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from models.facts.administration import Administration
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import (
    AppliesTo,
    Clearance,
    Decision,
    Exclusion,
    Expert,
    HistoryEntry,
    Qualification,
    Unavailability,
)
from models.facts.expert import QualificationStatus as Status
from models.facts.expertise import Expertise
from models.facts.fund import Fund, FundStatus, Holiday, Rate
from models.facts.instance import Year
from models.facts.mission import Mission, Share, TeamRow
from models.facts.settings import Settings
from planner.domain.calendars import Calendars
from planner.domain.past import settled
from tests.builders import MONDAY, expert, mission, settings, year

T = TypeVar("T")

# Saudi Arabia rests on Friday and Saturday, and celebrates in the second week of March 2027.
REGION = {"BE": "EU", "FR": "EU", "DE": "EU", "SA": "MENA", "JP": "AP"}
# ALL covers two codes, and more experts than one way lead to CMA: the best status counts.
EXPERTISE = (
    Expertise(code="CMA"),
    Expertise(code="PCA"),
    Expertise(code="MPA", also_covers=("CMA",)),
    Expertise(code="ALL", also_covers=("CMA", "PCA")),
)
ASKED = ("CMA", "CMA", "PCA")
PAST = date(2026, 11, 2)
# First days of release periods: with anniversaries before, inside and after the missions.
PERIOD_STARTS = (
    None,
    date(2024, 3, 8),
    date(2024, 2, 29),
    date(2028, 3, 15),
    date(2021, 3, 12),
    date(2026, 1, 1),
)
SERVING = (Status.ACCREDITED, Status.ACCREDITED, Status.RECOGNISED, Status.PRE_ACCREDITED)


def tiny_year(seed: int) -> Year:
    """Two or three missions, three or four experts, and a few limits of every kind."""
    draw = Random(seed)
    own = _settings(draw)
    missions = _missions(draw)
    experts = tuple(_expert(draw, f"E{n}") for n in range(1, draw.choice((3, 4)) + 1))
    bare = year(
        settings=own,
        missions=missions,
        experts=experts,
        qualifications=tuple(q for e in experts for q in _qualifications(draw, e.id)),
        expertise=EXPERTISE,
        history=tuple(_history(draw, e.id, own) for e in experts if _one_in(draw, 2)),
        unavailability=_some(draw, 2, lambda: _closure(draw, experts)),
        holidays=_holidays(draw),
        exclusions=_some(draw, 1, lambda: _exclusion(draw, experts, missions)),
        administrations=_administrations(draw),
        rates=tuple(_rate(draw, place) for place in ("BE", "SA", "EU") if _one_in(draw, 3)),
    )
    return settled(_begun(draw, _agreed(draw, _funded(draw, bare))))


def _settings(draw: Random) -> Settings:
    costs = {"daily_allowance": 0, "travel_within_region": 0, "external_daily_fee": 0}
    return settings(
        plan_start=draw.choice((date(2027, 1, 1), MONDAY + timedelta(days=draw.randrange(6)))),
        plan_end=draw.choice((date(2027, 12, 31), MONDAY + timedelta(days=18))),
        release_cap_weeks=draw.choice((1, 2, 3, 12)),
        release_period_years=draw.choice((1, 3, 3)),
        travel_days_before=draw.choice((0, 1, 1, 2)),
        travel_days_after=draw.choice((0, 1, 1, 2)),
        avoid_public_holidays=draw.random() < 0.7,
        use_pending_funds=draw.random() < 0.3,
        **(costs if _one_in(draw, 8) else {}),
    )


def _missions(draw: Random) -> tuple[Mission, ...]:
    number = draw.choice((2, 2, 3))
    return tuple(_mission(draw, f"M{n}", number == 3) for n in range(1, number + 1))


def _mission(draw: Random, id: str, small: bool) -> Mission:
    host = draw.choice(("BE", "BE", "FR", "SA"))
    days = draw.choice((2, 3, 5, 5, 6))
    earliest = MONDAY + timedelta(days=draw.randrange(-1, 9))
    slack = draw.choice((0, 3)) if small else draw.choice((0, 2, 7, 9))
    return mission(
        id,
        host=host,
        region=REGION[host] if draw.random() < 0.9 else "AP",
        team=_team(draw, small),
        languages=draw.choice(((), (), ("fr",), ("fr", "es"))),
        earliest_start=earliest,
        latest_end=earliest + timedelta(days=days + 1 + slack),
        working_days=days,
        priority=draw.choice((1, 1, 2, 9)),
        fixed_cost=draw.choice((0, 0, 700)),
        staff_lead=_one_in(draw, 4),
        same_administration_allowed=_one_in(draw, 4),
    )


def _team(draw: Random, small: bool) -> tuple[TeamRow, ...]:
    kind = draw.randrange(2 if small else 7)
    code, other = draw.choice(ASKED), draw.choice(ASKED)
    if kind <= 2:
        return (TeamRow(expertise=code, experts=1),)
    if kind <= 4:
        return (TeamRow(expertise=code, experts=2),)
    mixed = (TeamRow(expertise=code, experts=1), TeamRow(expertise=other, experts=1))
    return mixed if kind == 5 else (*mixed, TeamRow(expertise=code, experts=1))


def _expert(draw: Random, id: str) -> Expert:
    country = draw.choice(("FR", "FR", "DE", "DE", "BE", "JP"))
    return expert(
        id,
        country,
        region=REGION[country],
        languages=draw.choice((("en",), ("en", "fr"), ("en", "fr"), ("es",))),
        release_period_start=draw.choice(PERIOD_STARTS),
        release_cap_weeks=draw.choice((None, None, 0, 1, 2, 4)),
        clearance=draw.choice(tuple(Clearance)),
        daily_fee=draw.choice((None, 0, 350)),
        left=_one_in(draw, 16),
        decision=draw.choice((None, None, None, *Decision)),
    )


def _qualifications(draw: Random, expert_id: str) -> list[Qualification]:
    codes = draw.sample(("CMA", "PCA", "MPA", "ALL"), draw.choice((1, 2, 2, 3)))
    external = _one_in(draw, 5)
    return [
        Qualification(
            expert_id=expert_id,
            expertise=code,
            status=Status.EXTERNAL if external else draw.choice(SERVING),
            since=draw.choice((None, date(2025, 6, 1), date(2027, 6, 1))),
        )
        for code in codes
    ]


def _history(draw: Random, expert_id: str, own: Settings) -> HistoryEntry:
    starts = (PAST, date(2024, 3, 11), date(2024, 2, 26), own.plan_start - timedelta(days=7))
    start = draw.choice(starts)
    return HistoryEntry(
        expert_id=expert_id,
        start=start,
        end=start + timedelta(days=draw.randrange(5)),
        weeks=draw.choice((0, 1, 1, 2, 11)),
    )


def _closure(draw: Random, experts: tuple[Expert, ...]) -> Unavailability:
    kind = draw.choice((AppliesTo.EXPERT, AppliesTo.ADMINISTRATION, AppliesTo.HOST))
    whose = {
        AppliesTo.EXPERT: draw.choice(experts).id,
        AppliesTo.ADMINISTRATION: draw.choice(("FR", "DE", "JP")),
        AppliesTo.HOST: draw.choice(("BE", "SA")),
    }
    start = _day(draw)
    end = start + timedelta(days=draw.randrange(3)) if draw.random() < 0.9 else None
    since = None if end and _one_in(draw, 8) else start
    return Unavailability(applies_to=kind, who=whose[kind], start=since, end=end)


def _holidays(draw: Random) -> tuple[Holiday, ...]:
    """A holiday in Belgium, and perhaps work on the one that Saudi Arabia has in those weeks."""
    worked = Holiday(host="SA", day=date(2027, 3, 11), working=True)
    own = _some(draw, 1, lambda: Holiday(host="BE", day=_day(draw)))
    return (*own, worked) if _one_in(draw, 3) else own


def _exclusion(
    draw: Random, experts: tuple[Expert, ...], missions: tuple[Mission, ...]
) -> Exclusion:
    what: dict[str, Any] = {"mission_id": draw.choice(missions).id}
    if _one_in(draw, 3):
        what = {"host": draw.choice(missions).host}
    return Exclusion(expert_id=draw.choice(experts).id, **what)


def _administrations(draw: Random) -> tuple[Administration, ...]:
    return tuple(
        Administration(
            country=country,
            max_experts_away=draw.choice((None, 1, 1, 2)),
            max_weeks=draw.choice((None, None, 0, 1, 2, 3)),
            max_missions_hosted=draw.choice((None, 0, 1, 1, 2)),
            weekend=draw.choice((None, None, None, (4, 5), (6,))),
        )
        for country in ("FR", "DE", "BE", "SA")
        if _one_in(draw, 3)
    )


def _rate(draw: Random, place: str) -> Rate:
    return Rate(place=place, daily_allowance=draw.choice((0, 150, 400)))


def _funded(draw: Random, bare: Year) -> Year:
    """The year with no fund (often), one or two; a mission may name some of them."""
    number = draw.choice((0, 0, 1, 1, 2))
    funds = tuple(_fund(draw, f"F{n}") for n in range(1, number + 1))
    named = [(), (), *((fund.id,) for fund in funds)]
    missions = tuple(_paid(draw, m, named, funds) for m in bare.missions)
    return bare.replace(funds=funds, missions=missions)


def _paid(
    draw: Random, of: Mission, named: list[tuple[str, ...]], funds: tuple[Fund, ...]
) -> Mission:
    """The mission with the funds that it names, or shared by both."""
    if len(funds) < 2 or not _one_in(draw, 3):
        return of.model_copy(update={"funds": draw.choice(named)})
    part = draw.choice((50, 33, 75))
    shares = (Share(fund_id="F1", percent=part), Share(fund_id="F2", percent=100 - part))
    return of.model_copy(update={"shares": shares})


def _fund(draw: Random, id: str) -> Fund:
    return Fund(
        id=id,
        amount=draw.choice((1_000, 3_000, 5_000, 9_000, 50_000)),
        committed=draw.choice((0, 0, 0, 400, 2_000)),
        valid_from=_now_and_then(draw, _day(draw)),
        valid_to=_now_and_then(draw, _day(draw) + timedelta(days=9)),
        regions=_now_and_then(draw, ("EU",)) or (),
        expertise=_now_and_then(draw, (draw.choice(ASKED), "MPA")) or (),
        hosts=_now_and_then(draw, ("BE", "SA")) or (),
        status=FundStatus.PENDING if _one_in(draw, 6) else FundStatus.CONFIRMED,
    )


def _agreed(draw: Random, bare: Year) -> Year:
    """The year with rows of earlier planning; at most one row for a mission and an expert."""
    rows = [row for m in bare.missions for row in _rows(draw, bare, m)]
    return bare.replace(assignments=tuple(rows))


def _rows(draw: Random, bare: Year, of: Mission) -> list[AssignmentRow]:
    if draw.random() < 0.55:
        return []
    statuses, keep = draw.choice((_PINNED, _LOOSE)), _one_in(draw, 10)
    number = min(len(bare.experts), draw.choice((1, len(of.positions))))
    runs = Calendars(bare).allowed_starts(of)
    starts = [run.start for run in runs] * 3 or [MONDAY]
    # Agreed with the rest of the team: one start and one fund for all of it.
    start = draw.choice((*starts, MONDAY + timedelta(days=2)))
    payers = [of.payer] if of.shares else [fund.id for fund in bare.funds]
    fund = draw.choice([None, *payers])
    return [
        AssignmentRow(
            mission_id=of.id,
            expert_id=expert_id,
            start=start,
            fund_id=fund,
            status=AssignmentStatus.PROPOSED if keep else draw.choice(statuses),
            keep=keep,
        )
        for expert_id in draw.sample([e.id for e in bare.experts], number)
    ]


def _begun(draw: Random, bare: Year) -> Year:
    """The year with visits that began before it: on Assignments (mission M0), or on History."""
    plan_start, experts = bare.settings.plan_start, bare.experts
    if not _one_in(draw, 2):
        return bare
    start = plan_start - timedelta(days=draw.randrange(1, 6))
    if _one_in(draw, 3):
        end = plan_start + timedelta(days=draw.randrange(9))
        entry = HistoryEntry(expert_id=draw.choice(experts).id, start=start, end=end, weeks=1)
        return bare.replace(history=(*bare.history, entry))
    host = draw.choice(("BE", "SA"))
    days = draw.choice((3, 5, 8))
    began = mission("M0", host=host, region=REGION[host], earliest_start=start, working_days=days)
    rows = tuple(
        AssignmentRow(
            mission_id="M0",
            expert_id=expert_id,
            start=start,
            status=AssignmentStatus.COMPLETED,
            fund_id=draw.choice([None, *(fund.id for fund in bare.funds)]),
            cost=draw.choice((None, 900)),
        )
        for expert_id in draw.sample([e.id for e in experts], draw.choice((1, 1, 2)))
    )
    return bare.replace(missions=(*bare.missions, began), assignments=(*bare.assignments, *rows))


_PINNED = (AssignmentStatus.INVITED, AssignmentStatus.CONFIRMED, AssignmentStatus.COMPLETED)
_LOOSE = (
    AssignmentStatus.PROPOSED,
    AssignmentStatus.CONTACTED,
    AssignmentStatus.AVAILABLE,
    AssignmentStatus.DECLINED,
    AssignmentStatus.WITHDRAWN,
)


def _day(draw: Random) -> date:
    return MONDAY + timedelta(days=draw.randrange(-2, 16))


def _one_in(draw: Random, number: int) -> bool:
    return draw.randrange(number) == 0


def _now_and_then(draw: Random, value: T) -> T | None:
    return value if _one_in(draw, 4) else None


def _some(draw: Random, most: int, make: Callable[[], T]) -> tuple[T, ...]:
    return tuple(make() for _ in range(draw.randint(0, most)))
