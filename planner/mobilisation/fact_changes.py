"""What somebody changed in a workbook: facts compared row by row, told in sentences."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

from models.administration import Administration
from models.base import Fact
from models.expert import Expert
from models.fund import Fund
from models.instance import Year
from models.mission import Mission, TeamRow
from models.settings import Settings
from planner.domain.wording import day


class Change(NamedTuple):
    """One change: the kind of thing, its ID, what it was, what it is, and a sentence."""

    kind: str
    id: str
    before: str
    after: str
    sentence: str


# Fields that no rule reads, or that name a person.
_SILENT = {"row", "id", "name", "title", "ncp_name", "ncp_email", "record_updated"}
_UNKEYED = (
    ("unavailability", "Unavailability"),
    ("exclusions", "Exclusions"),
    ("history", "History"),
    ("qualifications", "Qualifications"),
    ("rates", "Rates"),
    ("holidays", "Holidays"),
)


def fact_changes(old: Year, new: Year) -> Iterator[Change]:
    """Everything a rule reads that is different, sheet by sheet; IDs, never names."""
    yield from _settings(old.settings, new.settings)
    yield from _keyed("Mission", old.mission_by_id, new.mission_by_id)
    yield from _keyed("Expert", old.expert_by_id, new.expert_by_id)
    yield from _keyed("Fund", old.fund_by_id, new.fund_by_id)
    yield from _keyed(
        "Administration", old.administration_by_country, new.administration_by_country
    )
    for field, sheet in _UNKEYED:
        there = old.expert_by_id.keys() & new.expert_by_id.keys()
        yield from _rows(sheet, _of(getattr(old, field), there), _of(getattr(new, field), there))
    yield from _statuses(old, new)


def _settings(old: Settings, new: Settings) -> Iterator[Change]:
    for field in Settings.model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            name = field.replace("_", " ").capitalize()
            then, now = told(before), told(after)
            yield Change("Setting", name, then, now, f"Setting {name}: {now} instead of {then}.")


_Keyed = Mission | Expert | Fund | Administration


def _keyed(kind: str, old: Mapping[str, _Keyed], new: Mapping[str, _Keyed]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield Change(kind, name, "there", "gone", f"{kind} {name} was taken out.")
        elif name not in old:
            yield Change(kind, name, "", "new", f"{kind} {name} is new.")
        else:
            yield from _fields(kind, name, old[name], new[name])


def _fields(kind: str, id: str, old: _Keyed, new: _Keyed) -> Iterator[Change]:
    for field in type(old).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if field not in _SILENT and before != after:
            name = field.replace("_", " ")
            then, now = told(before), told(after)
            text = f"{kind} {id}: {name} is {now} instead of {then}."
            yield Change(kind, id, then, now, text)


def _of(rows: Iterable[Fact], experts: Collection[str]) -> list[Fact]:
    """Rows, without those of experts who came or went: that says it all."""
    return [row for row in rows if getattr(row, "expert_id", None) in {*experts, None}]


def _rows(sheet: str, old: Iterable[Fact], new: Iterable[Fact]) -> Iterator[Change]:
    """Rows without an ID: those that went, those that came."""
    before, after = [_bare(row) for row in old], [_bare(row) for row in new]
    for row in before:
        if row not in after:
            text = f"Sheet {sheet}: the row {row} was taken out."
            yield Change(sheet, row.split("; ", 1)[0], row, "", text)
    for row in after:
        if row not in before:
            text = f"Sheet {sheet}: the row {row} is new."
            yield Change(sheet, row.split("; ", 1)[0], "", row, text)


def _bare(row: Fact) -> str:
    """What a row says, without its number and without reasons, which may be private."""
    values = (getattr(row, field) for field in type(row).model_fields if field not in _PRIVATE)
    return "; ".join(told(value) for value in values if value not in (None, ""))


_PRIVATE = {"row", "reason", "mission"}


def _statuses(old: Year, new: Year) -> Iterator[Change]:
    before = {(row.mission_id, row.expert_id): row.status.value for row in old.assignments}
    for row in new.assignments:
        then = before.get((row.mission_id, row.expert_id))
        if then is not None and then != row.status.value:
            text = (
                f"Expert {row.expert_id} is {row.status.value} for mission {row.mission_id}; "
                f"that was {then}."
            )
            yield Change("Status", row.mission_id, then, row.status.value, text)


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
    return f"{item.experts} {item.expertise}" if isinstance(item, TeamRow) else str(item)


_TELL: dict[type, Callable[..., str]] = {
    bool: lambda value: "yes" if value else "no",
    Enum: lambda value: str(value.value),
    int: lambda value: f"{value:,}",
    date: day,
    tuple: _listed,
}
