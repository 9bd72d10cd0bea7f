"""What somebody changed in a workbook: facts compared row by row, told in sentences."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

from models.base import Fact
from models.facts.administration import Administration
from models.facts.expert import Expert
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import Mission, Share, TeamRow
from models.facts.settings import Settings
from planner.domain.wording import day


class FactDifference(NamedTuple):
    """One change: the kind of thing, its ID, what it was, what it is, and a sentence."""

    kind: str
    id: str
    before: str
    after: str
    sentence: str


# Fields that no rule reads, or that name a person.
_SILENT = {
    *("row", "id", "name", "title", "ncp_name", "ncp_email", "record_updated", "lead_official"),
    *("request", "agreed_starts", "decided_by", "directors"),
}
_UNKEYED = (
    ("unavailability", "Unavailability"),
    ("exclusions", "Exclusions"),
    ("history", "History"),
    ("qualifications", "Qualifications"),
    ("rates", "Rates"),
    ("holidays", "Holidays"),
)


def fact_changes(old: Year, new: Year) -> Iterator[FactDifference]:
    """Everything a rule reads that is different, sheet by sheet; IDs, never names."""
    yield from _settings(old.settings, new.settings)
    yield from _called_off(old, new)
    yield from _keyed("Mission", _missions_of(old), _missions_of(new))
    yield from _keyed("Expert", old.expert_by_id, new.expert_by_id)
    yield from _keyed("Fund", old.fund_by_id, new.fund_by_id)
    yield from _keyed(
        "Administration", old.administration_by_country, new.administration_by_country
    )
    for field, sheet in _UNKEYED:
        there = old.expert_by_id.keys() & new.expert_by_id.keys()
        yield from _rows(sheet, _of(getattr(old, field), there), _of(getattr(new, field), there))
    yield from _statuses(old, new)


def _missions_of(year: Year) -> dict[str, Mission]:
    """Missions to be planned and those that have begun; what is called off is told apart."""
    off = {known.id: known.mission for known in year.called_off if known.mission is not None}
    return {**year.mission_by_id, **year.begun_by_id, **off}


def _called_off(old: Year, new: Year) -> Iterator[FactDifference]:
    """Missions that are cancelled or postponed now, with those who have to be told."""
    for gone in new.called_off:
        if gone.id not in old.mission_by_id:
            continue
        word = "postponed" if gone.postponed else "cancelled"
        rows = (row for row in (*old.assignments, *new.assignments) if row.mission_id == gone.id)
        asked = {r.expert_id: r.was or r.status for r in rows if r.was or r.status.asked}
        who = "; ".join(f"{expert_id} was {status}" for expert_id, status in asked.items())
        told_to = f", and has to be told to those asked ({who})" if who else ""
        text = f"Mission {gone.id} is {word}{told_to}."
        yield FactDifference("Mission", gone.id, "planned", word, text)


def _settings(old: Settings, new: Settings) -> Iterator[FactDifference]:
    for field in Settings.model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after and field not in _SILENT:
            name = field.replace("_", " ").capitalize()
            then, now = told(before), told(after)
            yield FactDifference(
                "Setting", name, then, now, f"Setting {name}: {now} instead of {then}."
            )


_Keyed = Mission | Expert | Fund | Administration


def _keyed(
    kind: str, old: Mapping[str, _Keyed], new: Mapping[str, _Keyed]
) -> Iterator[FactDifference]:
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield FactDifference(kind, name, "there", "gone", f"{kind} {name} was taken out.")
        elif name not in old:
            yield FactDifference(kind, name, "", "new", f"{kind} {name} is new.")
        else:
            yield from _fields(kind, name, old[name], new[name])


def _fields(kind: str, id: str, old: _Keyed, new: _Keyed) -> Iterator[FactDifference]:
    for field in type(old).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if field not in _SILENT and before != after:
            name = field.replace("_", " ")
            then, now = told(before), told(after)
            text = f"{kind} {id}: {name} is {now} instead of {then}."
            yield FactDifference(kind, id, then, now, text)


def _of(rows: Iterable[Fact], experts: Collection[str]) -> list[Fact]:
    """Rows, without those of experts who came or went: that says it all."""
    return [row for row in rows if getattr(row, "expert_id", None) in {*experts, None}]


def _rows(sheet: str, old: Iterable[Fact], new: Iterable[Fact]) -> Iterator[FactDifference]:
    """Rows without an ID: those that went, those that came."""
    before, after = [_bare(row) for row in old], [_bare(row) for row in new]
    for row in before:
        if row not in after:
            text = f"Sheet {sheet}: the row {row} was taken out."
            yield FactDifference(sheet, row.split("; ", 1)[0], row, "", text)
    for row in after:
        if row not in before:
            text = f"Sheet {sheet}: the row {row} is new."
            yield FactDifference(sheet, row.split("; ", 1)[0], "", row, text)


def _bare(row: Fact) -> str:
    """What a row says, without its number and without reasons, which may be private."""
    values = (getattr(row, field) for field in type(row).model_fields if field not in _PRIVATE)
    return "; ".join(told(value) for value in values if value not in (None, ""))


_PRIVATE = {"row", "reason", "mission"}


def _statuses(old: Year, new: Year) -> Iterator[FactDifference]:
    before = {(row.mission_id, row.expert_id): row.status.value for row in old.assignments}
    for row in new.assignments:
        then = before.get((row.mission_id, row.expert_id))
        if then is not None and then != row.status.value:
            text = (
                f"Expert {row.expert_id} is {row.status.value} for mission {row.mission_id}; "
                f"that was {then}."
            )
            yield FactDifference("Status", row.mission_id, then, row.status.value, text)


def told(value: object) -> str:
    """A value of a fact in words."""
    if value is None or value == ():
        return "blank"
    for kind, tell in _TELL.items():
        if isinstance(value, kind):
            return tell(value)
    return str(value)


def _listed(value: tuple[object, ...]) -> str:
    return "; ".join(_item(item) for item in value)


def _item(item: object) -> str:
    if isinstance(item, Share):
        return f"{item.percent}% {item.fund_id}"
    return f"{item.experts} {item.expertise}" if isinstance(item, TeamRow) else str(item)


_TELL: dict[type, Callable[..., str]] = {
    bool: lambda value: "yes" if value else "no",
    Enum: lambda value: str(value.value),
    int: lambda value: f"{value:,}",
    date: day,
    tuple: _listed,
}
