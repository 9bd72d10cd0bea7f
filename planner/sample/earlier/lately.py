"""What a year in use has besides: who was asked and is free, called off, under way, kept, shared.

Nothing here is drawn: a few rows are changed, always the first that fit, so that the rest of the
year stays as it was made.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from models.base import Frozen
from models.facts.administration import Administration
from models.facts.assignment import AssignmentRow, AssignmentStatus, Outcome
from models.facts.expert import Clearance, Decision, Expert
from models.facts.fund import Fund, FundStatus, Holiday
from models.facts.instance import Year
from models.facts.mission import Mission, Share
from planner.domain.calendars import Calendars, Span, days, public_holidays, run_from

Row = TypeVar("Row", bound=Frozen)

CONTACTED, AVAILABLE = AssignmentStatus.CONTACTED, AssignmentStatus.AVAILABLE
COMPLETED, WITHDRAWN = AssignmentStatus.COMPLETED, AssignmentStatus.WITHDRAWN
PROPOSED = AssignmentStatus.PROPOSED
_OFFICIALS = ("A. Lead", "B. Lead", "C. Lead")
# Weekends that the built-in calendars have otherwise.
_WEEKENDS = {"LY": (4, 5), "PS": (4, 5), "SO": (4, 5), "MR": (5, 6)}
_BEFORE = 4
_HISTORY = 25


def lived(year: Year) -> Year:
    """The year with a few rows of everything that comes up once a plan is in use."""
    year = year.replace(
        missions=tuple(_led(m, n) for n, m in enumerate(year.missions)),
        experts=tuple(_decided(year, expert) for expert in year.experts),
        administrations=_with_manners(year),
        holidays=(*year.holidays, *_worked(year)),
        assignments=_moved_on(year),
    )
    return _departed(_shared(_under_way(year)))


def _with_manners(year: Year) -> tuple[Administration, ...]:
    """Weekends and languages; a weekend never moves under what is agreed with its host."""
    missions = year.mission_by_id
    agreed = {missions[r.mission_id].host for r in year.assignments if r.mission_id in missions}
    weekends = {host: days for host, days in _WEEKENDS.items() if host not in agreed}
    return tuple(
        a.model_copy(update={"weekend": weekends.get(a.country), "language": "en"})
        for a in year.administrations
    )


def _led(mission: Mission, number: int) -> Mission:
    """Every mission has a lead official, and every third answers a request."""
    request = f"Letter of {mission.earliest_start.year - 1}" if number % 3 == 0 else ""
    official = _OFFICIALS[number % len(_OFFICIALS)]
    return mission.model_copy(update={"lead_official": official, "request": request})


def _decided(year: Year, expert: Expert) -> Expert:
    """What is known of an external expert who was invited."""
    firm = {row.expert_id for row in year.assignments if row.status.pinned}
    if expert.id not in year.external_ids:
        return expert
    former: dict[str, object] = {"former_administration": expert.administration}
    if expert.id not in firm:
        return expert.model_copy(update=former)
    decided = {
        "clearance": Clearance.CLEARED,
        "decision": Decision.APPROVED,
        "decided_by": "Deputy Director",
        "decided_on": year.settings.plan_start - timedelta(days=60),
        "contract_signed": True,
    }
    return expert.model_copy(update=former | decided)


def _worked(year: Year) -> tuple[Holiday, ...]:
    """A public holiday on which people work in the first mission's host country."""
    for mission in year.missions[:1]:
        window = Span(mission.earliest_start, mission.latest_end)
        known = public_holidays(mission.host)
        for day in days(window) if known is not None else ():
            if known is not None and day in known:
                return (Holiday(host=mission.host, day=day, working=True),)
    return ()


def _moved_on(year: Year) -> tuple[AssignmentRow, ...]:
    """One row is Available, one is kept, one was withdrawn, and the past has its outcome."""
    rows = _first(
        year.assignments,
        lambda row: row.status is CONTACTED and row.start is not None,
        {"status": AVAILABLE},
    )
    rows = _first(rows, lambda row: row.status is PROPOSED, {"keep": True})
    rows = tuple(_evaluated(row) for row in rows)
    asked = next((r for r in rows if r.status is CONTACTED and r.start is not None), None)
    if asked is None:
        return rows
    gone = {"status": WITHDRAWN, "was": CONTACTED, "position": None, "fund_id": None}
    assert asked.start is not None
    day = asked.start + timedelta(days=7)
    return (*rows, asked.model_copy(update=gone | {"start": day, "end": None}))


def _evaluated(row: AssignmentRow) -> AssignmentRow:
    if row.status is not COMPLETED:
        return row
    return row.model_copy(update={"outcome": Outcome.PASSED, "feedback": "The host was content."})


def _first(
    rows: Iterable[AssignmentRow],
    fits: Callable[[AssignmentRow], bool],
    changes: dict[str, object],
) -> tuple[AssignmentRow, ...]:
    changed, done = [], False
    for row in rows:
        hit = not done and fits(row)
        changed.append(row.model_copy(update=changes) if hit else row)
        done |= hit
    return tuple(changed)


def _under_way(year: Year) -> Year:
    """The last mission's like has begun before the plan, with somebody who is asked nothing."""
    if len(year.missions) < _HISTORY:
        return year
    like, settings = year.missions[-1], year.settings
    start = settings.plan_start - timedelta(days=_BEFORE)
    calendar = Calendars(year).of(like.host)
    while not calendar.is_working(start):
        start -= timedelta(days=1)
    free = _idle(year, like)
    if free is None:
        return year
    began = like.model_copy(
        update={
            "id": f"{like.id[0]}{'0' * (len(like.id) - 1)}",
            "title": f"{like.title} (under way)",
            "team": like.team[:1],
            "earliest_start": start,
            "latest_end": run_from(calendar, start, 10).end,
            "working_days": 10,
            "funds": (),
        }
    )
    row = AssignmentRow(
        mission_id=began.id,
        expert_id=free.id,
        start=start,
        status=AssignmentStatus.CONFIRMED,
        position=1,
        expertise=began.positions[0],
    )
    return year.replace(missions=(*year.missions, began), assignments=(*year.assignments, row))


def _idle(year: Year, like: Mission) -> Expert | None:
    """A serving expert of another country who holds the expertise and has no row at all."""
    busy = {row.expert_id for row in year.assignments}
    held = {q.expert_id for q in year.qualifications if q.expertise == like.positions[0]}
    return next(
        (
            expert
            for expert in reversed(year.experts)
            if expert.id in held - busy - year.external_ids and expert.administration != like.host
        ),
        None,
    )


def _shared(year: Year) -> Year:
    """The first mission that nobody has rows for, and that two funds may pay, is paid by both."""
    agreed = {row.mission_id for row in year.assignments}
    for mission in year.missions:
        funds = [f.id for f in year.funds if _may_pay(f, mission)]
        if mission.id not in agreed and len(mission.positions) == 1 and len(funds) > 1:
            shares = (Share(fund_id=funds[0], percent=60), Share(fund_id=funds[1], percent=40))
            changed = mission.model_copy(update={"shares": shares, "funds": ()})
            missions = (changed if m is mission else m for m in year.missions)
            return year.replace(missions=tuple(missions))
    return year


def _may_pay(fund: Fund, mission: Mission) -> bool:
    """Whether a confirmed fund's terms fit the mission whenever it takes place."""
    since = fund.valid_from is None or fund.valid_from <= mission.earliest_start
    until = fund.valid_to is None or mission.latest_end <= fund.valid_to
    return (
        fund.status is FundStatus.CONFIRMED
        and since
        and until
        and (not fund.regions or mission.region in fund.regions)
        and (not fund.hosts or mission.host in fund.hosts)
        and (not fund.expertise or bool(set(fund.expertise) & set(mission.positions)))
    )


def _departed(year: Year) -> Year:
    """The last of the experts who have no row of Assignments has left."""
    busy = {row.expert_id for row in year.assignments} | year.external_ids
    gone = next((e.id for e in reversed(year.experts) if e.id not in busy), None)
    if gone is None or len(year.experts) < _HISTORY:
        return year
    return year.replace(
        experts=tuple(
            e.model_copy(update={"left": True}) if e.id == gone else e for e in year.experts
        )
    )
