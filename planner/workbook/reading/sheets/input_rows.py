"""The facts of a year as the rows of the input sheets: values by field, before they are typed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from models.base import Frozen
from models.facts.assignment import AssignmentRow
from models.facts.expert import AppliesTo, Clearance, Expert, Unavailability
from models.facts.expertise import Expertise
from models.facts.instance import Year
from models.facts.mission import CalledOff, Mission
from planner.domain.country_names import country_name
from planner.domain.members.reference import EXPERTISE as EXPERTISE_LIST
from planner.workbook.schema.core import CANCELLED, LEFT, PLANNED, POSTPONED
from planner.workbook.schema.declared import (
    ADMINISTRATIONS,
    ASSIGNMENTS,
    EXCLUSIONS,
    EXPERTISE,
    EXPERTS,
    FUNDS,
    HISTORY,
    HOLIDAYS,
    MISSIONS,
    QUALIFICATIONS,
    RATES,
    SCENARIOS,
    SHARES,
    TEAMS,
    UNAVAILABILITY,
)

Values = Mapping[str, object]


class RowChange(Protocol):
    """A row of Scenarios: anything with these four."""

    @property
    def scenario(self) -> str:
        """The scenario's name."""

    @property
    def change(self) -> str:
        """The kind of change."""

    @property
    def target(self) -> str:
        """What changes."""

    @property
    def value(self) -> str | int:
        """The new value, "" where the change needs none."""


def rows_by_sheet(
    year: Year, changes: Iterable[RowChange] = (), cancelled: Iterable[Mission] = ()
) -> dict[str, list[Values]]:
    """The rows of every input sheet but Settings, by the sheet's name."""
    gone = tuple(cancelled)
    return {
        MISSIONS.name: [
            *_missions((*year.missions, *year.begun), PLANNED),
            *_missions(gone, CANCELLED),
            *_called_off(year.called_off),
        ],
        TEAMS.name: [row for mission in _every(year, gone) for row in _team(mission)],
        SHARES.name: [row for mission in _every(year, gone) for row in _shares(mission)],
        EXPERTS.name: [_expert(year, expert) for expert in year.experts],
        QUALIFICATIONS.name: _plain(year.qualifications),
        HISTORY.name: _plain(year.history),
        UNAVAILABILITY.name: [_unavailability(row) for row in year.unavailability],
        EXCLUSIONS.name: _plain(year.exclusions),
        ADMINISTRATIONS.name: _plain(year.administrations),
        FUNDS.name: _plain(year.funds),
        RATES.name: _plain(year.rates),
        HOLIDAYS.name: _plain(year.holidays),
        EXPERTISE.name: _plain(own_expertise(year.expertise)),
        ASSIGNMENTS.name: [_assignment(year, row) for row in year.assignments],
        SCENARIOS.name: [_change(change) for change in changes],
    }


def own_expertise(entries: Iterable[Expertise]) -> tuple[Expertise, ...]:
    """The entries that the built-in list does not have like this; the sheet asks for a title."""
    titled = (e.model_copy(update={"title": e.title or _title_of(e.code)}) for e in entries)
    built_in = {(entry.code, entry.title, entry.also_covers) for entry in EXPERTISE_LIST}
    return tuple(e for e in titled if (e.code, e.title, e.also_covers) not in built_in)


def _title_of(code: str) -> str:
    return next((entry.title for entry in EXPERTISE_LIST if entry.code == code), code)


def _plain(facts: Iterable[Frozen]) -> list[Values]:
    return [_values(fact) for fact in facts]


def _values(fact: Frozen) -> dict[str, object]:
    return {name: getattr(fact, name) for name in type(fact).model_fields}


def _missions(missions: Iterable[Mission], status: str) -> Iterator[Values]:
    for mission in missions:
        own = mission.team[0] if len(mission.team) == 1 else None
        yield _values(mission) | {
            "expertise": own.expertise if own else None,
            "experts": own.experts if own else None,
            "status": status,
        }


def _called_off(missions: Iterable[CalledOff]) -> Iterator[Values]:
    """Missions that are called off: all of their facts where they are known."""
    for known in missions:
        status = POSTPONED if known.postponed else CANCELLED
        if known.mission is None:
            yield _values(known) | {"status": status}
        else:
            yield from _missions((known.mission,), status)


def _every(year: Year, gone: tuple[Mission, ...]) -> Iterator[Mission]:
    yield from (*year.missions, *year.begun, *gone)
    yield from (known.mission for known in year.called_off if known.mission is not None)


def _shares(mission: Mission) -> Iterator[Values]:
    """The rows of Shares of a mission that several funds pay together."""
    for share in mission.shares:
        yield _values(share) | {"mission_id": mission.id}


def _team(mission: Mission) -> Iterator[Values]:
    """The rows of Teams of a mission whose team does not fit into its own row."""
    if len(mission.team) > 1:
        for row in mission.team:
            yield _values(row) | {"mission_id": mission.id}


def _expert(year: Year, expert: Expert) -> Values:
    values = _values(expert) | {"status": LEFT if expert.left else None}
    serving = expert.id not in year.external_ids
    if serving and expert.clearance is Clearance.PENDING:
        values["clearance"] = None
    return values


def _unavailability(row: Unavailability) -> Values:
    who = row.who if row.applies_to is AppliesTo.EXPERT else country_name(row.who)
    return _values(row) | {"who": who}


def _assignment(year: Year, row: AssignmentRow) -> Values:
    """A row of earlier planning, with what the planner would have written beside it."""
    mission = year.mission_by_id.get(row.mission_id) or year.begun_by_id.get(row.mission_id)
    expert = year.expert_by_id.get(row.expert_id)
    values = _values(row)
    if mission:
        values |= {"title": mission.title, "host": mission.host, "region": mission.region}
    if expert:
        values |= {"expert": expert.name, "administration": expert.administration}
    if mission and expert:
        values["in_region"] = mission.region == expert.region
    return values


def _change(change: RowChange) -> Values:
    return {
        "scenario": change.scenario,
        "change": change.change,
        "target": change.target,
        "value": change.value,
    }
