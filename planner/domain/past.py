"""What began before the plan starts: who is over, who is under way, and what it has cost.

A year is read as it is written; `settled` adds what follows for the past (RULES.md section 6).
"""

from collections.abc import Iterator
from datetime import date

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import HistoryEntry
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.kept import keep_with
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.domain import costs
from planner.domain.calendars import Calendars, Span, calendars_of

_DAYS_PER_WEEK = 7


def settled(year: Year, calendars: Calendars | None = None) -> Year:
    """The year with its visits, its missions apart by whether they have begun, and the money gone.

    Settling it twice changes nothing: all of it follows from the rows.
    """
    calendars = calendars or calendars_of(year)
    every = {mission.id: mission for mission in (*year.missions, *year.begun)}
    visits = tuple(_visits(year, calendars, every))
    begun = frozenset(_begun(year, every, visits))
    starts = _agreed_starts(year)
    year = year.replace(
        missions=tuple(_agreed(m, starts) for m in every.values() if m.id not in begun),
        begun=tuple(m for m in every.values() if m.id in begun),
        visits=visits,
    )
    year = year.replace(funds=tuple(_charged(year)))
    keep_with(year, Calendars, calendars)
    return year


def run_of(
    year: Year, calendars: Calendars, row: AssignmentRow, mission: Mission | None
) -> Span | None:
    """The days of a row of Assignments; None without a start."""
    if row.start is None:
        return None
    if mission is None:
        return Span(row.start, row.end or row.start)
    return calendars.run(mission, row.start)


def has_begun(year: Year, row: AssignmentRow, run: Span) -> bool:
    """Whether a row is over (Completed before the plan starts) or under way at the plan start."""
    first = year.settings.plan_start
    completed = row.status is AssignmentStatus.COMPLETED
    if not row.status.pinned or run.start >= first:
        return False
    if row.mission_id in year.called_off_by_id and not completed:
        return False
    return completed or run.end >= first


def history_once(year: Year) -> tuple[HistoryEntry, ...]:
    """The rows of History, those of one expert with the same start and end once."""
    visits: dict[tuple[str, date, date], HistoryEntry] = {}
    for entry in year.history:
        visits.setdefault((entry.expert_id, entry.start, entry.end), entry)
    return tuple(visits.values())


def repeats(entry: HistoryEntry, visit: Visit) -> bool:
    """Whether a row of History tells of a visit that the Assignments sheet has, too."""
    if entry.expert_id != visit.expert_id:
        return False
    same_days = (entry.start, entry.end) == (visit.start, visit.end)
    meets = entry.start <= visit.end and visit.start <= entry.end
    return same_days or (meets and entry.mission == visit.mission_id)


def _visits(year: Year, calendars: Calendars, every: dict[str, Mission]) -> Iterator[Visit]:
    """History first, less what Assignments says again with more to it, then Assignments."""
    listed = tuple(_listed(year, calendars, every))
    for entry in history_once(year):
        if not any(repeats(entry, visit) for visit in listed):
            yield _visit_of(year, every, entry)
    yield from listed


def _listed(year: Year, calendars: Calendars, every: dict[str, Mission]) -> Iterator[Visit]:
    for row in year.assignments:
        mission = every.get(row.mission_id)
        run = run_of(year, calendars, row, mission)
        if run is not None and has_begun(year, row, run):
            called_off = year.called_off_by_id.get(row.mission_id)
            yield Visit(
                mission_id=row.mission_id,
                expert_id=row.expert_id,
                administration=_administration(year, row.expert_id),
                host=mission.host if mission else called_off.host if called_off else None,
                start=run.start,
                end=run.end,
                weeks=_weeks(row, run, mission),
                listed=True,
                fund_id=row.fund_id,
                cost=row.cost,
                position=row.position,
            )


def _visit_of(year: Year, every: dict[str, Mission], entry: HistoryEntry) -> Visit:
    mission = every.get(entry.mission)
    return Visit(
        mission_id=entry.mission,
        expert_id=entry.expert_id,
        administration=_administration(year, entry.expert_id),
        host=mission.host if mission else None,
        start=entry.start,
        end=entry.end,
        weeks=entry.weeks,
    )


def _weeks(row: AssignmentRow, run: Span, mission: Mission | None) -> int:
    if row.weeks is not None:
        return row.weeks
    if mission is not None:
        return mission.weeks_charged
    return -(-((run.end - run.start).days + 1) // _DAYS_PER_WEEK)


def _administration(year: Year, expert_id: str) -> str | None:
    expert = year.expert_by_id.get(expert_id)
    return None if expert is None or expert_id in year.external_ids else expert.administration


def _begun(year: Year, every: dict[str, Mission], visits: tuple[Visit, ...]) -> Iterator[str]:
    """Missions with a row that has begun; one that only History knows has to be under way."""
    for visit in visits:
        if visit.mission_id in every and (visit.listed or visit.end >= year.settings.plan_start):
            yield visit.mission_id


def _agreed_starts(year: Year) -> dict[str, tuple[date, ...]]:
    """The starts that rows of Assignments name, by mission ID."""
    starts: dict[str, set[date]] = {}
    for row in year.assignments:
        if row.start is not None and row.status.demanding:
            starts.setdefault(row.mission_id, set()).add(row.start)
    return {mission_id: tuple(sorted(own)) for mission_id, own in starts.items()}


def _agreed(mission: Mission, starts: dict[str, tuple[date, ...]]) -> Mission:
    own = starts.get(mission.id, ())
    if mission.agreed_starts == own:
        return mission
    return mission.model_copy(update={"agreed_starts": own})


def _charged(year: Year) -> Iterator[Fund]:
    """The funds, each with what over and running missions have cost it."""
    included = year.settings.committed_includes_completed
    bills = {} if included or not year.funds else costs.spent(year)
    for fund in year.funds:
        gone = bills.get(fund.id, 0)
        yield fund if fund.spent == gone else fund.model_copy(update={"spent": gone})
