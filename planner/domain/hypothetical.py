"""A hypothetical year: what becomes of a year by typed changes. Nothing else makes one.

Scenarios, remedies, reasons and the gaps of the pool all ask what would be if facts were others:
each says so as changes, and `year_with` makes the year.
"""

from collections.abc import Collection, Container, Iterable, Iterator
from datetime import date, timedelta
from functools import reduce, singledispatch

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import (
    AppliesTo,
    Expert,
    Qualification,
    QualificationStatus,
    Unavailability,
)
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import CalledOff, Mission
from models.requests.changes import (
    ALL,
    AdministrationWithdrawn,
    CapChanged,
    CellChanged,
    Change,
    ExpertAdded,
    ExpertUnavailable,
    ExpertWithdrawn,
    FundChanged,
    FundConfirmed,
    FundFrom,
    FundSplit,
    FundWithdrawn,
    MissionAdded,
    MissionCancelled,
    MissionPriority,
    MissionWindow,
    RowGone,
    Setting,
    Window,
)
from planner.domain.calendars import Calendars, Span, busy_period
from planner.domain.past import settled

# How the IDs of experts begin who do not exist; no workbook has an ID like it.
_FURTHER = "(further expert"
_KEY = {"missions": "id", "experts": "id", "funds": "id", "administrations": "country"}


def year_with(year: Year, changes: Iterable[Change]) -> Year:
    """The year with changes made one after the other; the year itself stays as it is."""
    return reduce(lambda so_far, change: _with(change, so_far), changes, year)


def with_objectives(year: Year, objectives: tuple[str, ...]) -> Year:
    """The year with other levels, or in another order."""
    return year.replace(settings=year.settings.model_copy(update={"objectives": objectives}))


def with_declined(year: Year, pairs: Container[tuple[str, str]]) -> Year:
    """The year in which experts decline missions, by ID, that they were to go on or agreed to."""

    def answered(row: AssignmentRow) -> AssignmentRow:
        no = {"status": AssignmentStatus.DECLINED, "keep": False}
        declines = row.status.demanding and (row.mission_id, row.expert_id) in pairs
        return row.model_copy(update=no) if declines else row

    return year.replace(assignments=tuple(map(answered, year.assignments)))


def proposed_again(year: Year, numbers: Container[int | None]) -> Year:
    """The year before administrations declined: rows with these numbers that are declined."""

    def before(row: AssignmentRow) -> AssignmentRow:
        again = row.row in numbers and row.status is AssignmentStatus.DECLINED and not row.keep
        return row.model_copy(update={"status": AssignmentStatus.PROPOSED}) if again else row

    return settled(year.replace(assignments=tuple(map(before, year.assignments))))


def moved(mission: Mission, start: date, end: date) -> MissionWindow:
    """The mission in another window."""
    return MissionWindow(target=mission.id, value=Window(start=start, end=end))


def waived(mission: Mission, field: str) -> CellChanged:
    """The mission with a waiver that it does not have."""
    return CellChanged(table="missions", target=mission.id, field=field, value=True)


def further_expert(
    number: int,
    expertise: str,
    region: str,
    languages: tuple[str, ...],
    status: QualificationStatus = QualificationStatus.ACCREDITED,
) -> ExpertAdded:
    """An expert who does not exist, from an administration of the expert's own."""
    expert = Expert(
        id=f"{_FURTHER} {number})",
        name="",
        administration=f"(further administration {number})",
        region=region,
        languages=languages,
    )
    held = Qualification(expert_id=expert.id, expertise=expertise, status=status)
    return ExpertAdded(experts=(expert,), qualifications=(held,))


def is_further(expert: Expert) -> bool:
    """Whether `further_expert` made an expert up."""
    return expert.id.startswith(_FURTHER)


def spares(mission: Mission, codes: Collection[str]) -> tuple[ExpertAdded, ...]:
    """Further accredited experts for a mission, one for each code: of its region and language."""
    return tuple(
        further_expert(number, code, mission.region, mission.languages[:1])
        for number, code in enumerate(codes, start=1)
    )


@singledispatch
def _with(change: object, year: Year) -> Year:
    """The year with one change."""
    raise TypeError(f"no change: {type(change).__name__}")


@_with.register
def _(change: CellChanged, year: Year) -> Year:
    return _cell(year, change.table, change.target, **{change.field: change.value})


@_with.register
def _(change: RowGone, year: Year) -> Year:
    kept = tuple(row for row in getattr(year, change.table) if row != change.fact)
    return year.replace(**{change.table: kept})


@_with.register
def _(change: FundChanged, year: Year) -> Year:
    """Other amounts; what is committed stays committed."""
    funds = (
        fund.model_copy(update={"amount": change.value.of(fund.amount)})
        if change.target in (ALL, fund.id)
        else fund
        for fund in year.funds
    )
    return year.replace(funds=tuple(funds))


@_with.register
def _(change: FundWithdrawn, year: Year) -> Year:
    """An empty fund; agreed rows no longer ask for it.

    The fund stays in the list: without any fund a plan would know no budgets at all.
    """
    fund, past = year.fund_by_id[change.target], year.settings.plan_start - timedelta(days=1)
    gone = fund.committed + fund.spent
    emptied = _cell(year, "funds", fund.id, amount=gone, valid_from=None, valid_to=past)
    return _released(emptied, fund.id, date.max)


@_with.register
def _(change: FundConfirmed, year: Year) -> Year:
    return _cell(year, "funds", change.target, status=FundStatus.CONFIRMED)


@_with.register
def _(change: FundFrom, year: Year) -> Year:
    later = _cell(year, "funds", change.target, valid_from=change.value)
    return _released(later, change.target, change.value)


@_with.register
def _(change: FundSplit, year: Year) -> Year:
    giving, getting = year.fund_by_id[change.target], year.fund_by_id[change.value.to]
    given = change.value.of(giving.amount)
    less = _cell(year, "funds", giving.id, amount=giving.amount - given)
    return _cell(less, "funds", getting.id, amount=getting.amount + given)


@_with.register
def _(change: MissionCancelled, year: Year) -> Year:
    """No such mission; rows that name it make no demands."""
    mission = year.mission_by_id[change.target]
    gone = CalledOff(
        row=mission.row,
        id=mission.id,
        title=mission.title,
        host=mission.host,
        lead_official=mission.lead_official,
    )
    return year.replace(
        missions=tuple(m for m in year.missions if m.id != change.target),
        exclusions=tuple(e for e in year.exclusions if e.mission_id != change.target),
        called_off=(*year.called_off, gone),
    )


@_with.register
def _(change: MissionPriority, year: Year) -> Year:
    return _cell(year, "missions", change.target, priority=change.value)


@_with.register
def _(change: MissionWindow, year: Year) -> Year:
    start, end = change.value.start, change.value.end
    other = _cell(year, "missions", change.target, earliest_start=start, latest_end=end)
    mission, calendars = other.mission_by_id[change.target], Calendars(year)

    def is_void(row: AssignmentRow) -> bool:
        if row.mission_id != mission.id or row.start is None or not row.status.demanding:
            return False
        run = calendars.run(mission, row.start)
        return run.start < start or run.end > end

    rows = tuple(row for row in year.assignments if not is_void(row))
    return other if rows == year.assignments else settled(other.replace(assignments=rows))


@_with.register
def _(change: MissionAdded, year: Year) -> Year:
    return year.replace(missions=(*year.missions, change.mission))


@_with.register
def _(change: ExpertAdded, year: Year) -> Year:
    return year.replace(
        experts=(*year.experts, *change.experts),
        qualifications=(*year.qualifications, *change.qualifications),
    )


@_with.register
def _(change: ExpertWithdrawn, year: Year) -> Year:
    return _without(year, {change.target})


@_with.register
def _(change: AdministrationWithdrawn, year: Year) -> Year:
    return _without(year, serving_of(year, change.target))


@_with.register
def _(change: ExpertUnavailable, year: Year) -> Year:
    """One more row of Unavailability."""
    calendars, away = Calendars(year), Span(change.value.start, change.value.end)
    closure = Unavailability(
        applies_to=AppliesTo.EXPERT, who=change.target, start=away.start, end=away.end
    )

    def is_void(row: AssignmentRow) -> bool:
        mission = year.mission_by_id.get(row.mission_id)
        if row.expert_id != change.target or row.start is None or mission is None:
            return False
        run = calendars.run(mission, row.start)
        return row.status.demanding and busy_period(year.settings, run).meets(away)

    rows = tuple(row for row in year.assignments if not is_void(row))
    return year.replace(unavailability=(*year.unavailability, closure), assignments=rows)


@_with.register
def _(change: CapChanged, year: Year) -> Year:
    """Another cap; where it is for all, caps of single experts give way to it."""
    if change.target != ALL:
        return _cell(year, "experts", change.target, release_cap_weeks=change.value)
    settings = year.settings.model_copy(update={"release_cap_weeks": change.value})
    experts = (e.model_copy(update={"release_cap_weeks": None}) for e in year.experts)
    return year.replace(settings=settings, experts=tuple(experts))


@_with.register
def _(change: Setting, year: Year) -> Year:
    settings = year.settings.model_copy(update={change.target: change.value})
    return settled(year.replace(settings=settings))


def serving_of(year: Year, country: str) -> frozenset[str]:
    """The IDs of the experts whom an administration releases."""
    serving = (e for e in year.experts if e.id not in year.external_ids)
    return frozenset(e.id for e in serving if e.administration == country)


def _cell(year: Year, table: str, key: str, **values: object) -> Year:
    """The year with other values in the row that has this key."""
    rows = (
        row.model_copy(update=values) if getattr(row, _KEY[table]) == key else row
        for row in getattr(year, table)
    )
    return year.replace(**{table: tuple(rows)})


def _released(year: Year, fund_id: str, until: date) -> Year:
    """Agreed rows that start before a day no longer ask for the fund."""

    def rows() -> Iterator[AssignmentRow]:
        for row in year.assignments:
            asks = row.fund_id == fund_id and (row.start is None or row.start < until)
            yield row.model_copy(update={"fund_id": None}) if asks else row

    return year.replace(assignments=tuple(rows()))


def _without(year: Year, gone: Container[str]) -> Year:
    """The year without some experts, and without every row that names one of them."""
    expert = AppliesTo.EXPERT
    return year.replace(
        experts=tuple(e for e in year.experts if e.id not in gone),
        qualifications=tuple(q for q in year.qualifications if q.expert_id not in gone),
        history=tuple(h for h in year.history if h.expert_id not in gone),
        unavailability=tuple(
            u for u in year.unavailability if u.applies_to is not expert or u.who not in gone
        ),
        exclusions=tuple(e for e in year.exclusions if e.expert_id not in gone),
        assignments=tuple(a for a in year.assignments if a.expert_id not in gone),
    )
