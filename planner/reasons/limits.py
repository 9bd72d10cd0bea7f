"""Relaxes capacity limits, and finds the smallest increase that makes a mission possible."""

from collections.abc import Iterator
from itertools import count

from models.facts.administration import Administration
from models.facts.mission import Mission
from models.requests.changes import CellChanged, Change
from planner.domain.country_names import country_name
from planner.reasons.one_mission import Probe

Changes = tuple[Change, ...]

_RELEASE = {"max_experts_away": "Max experts away", "max_weeks": "Max weeks"}
_HOSTED = "max_missions_hosted"


def without_limits(
    probe: Probe, mission: Mission, *, administrations: bool, host: bool
) -> Iterator[CellChanged]:
    """The host and the administrations with no limits; one country may be both."""
    for row in limited_administrations(probe, mission) if administrations else ():
        yield from (_limit(row, field, None) for field in _limited(row))
    receiver = limited_host(probe, mission) if host else None
    if receiver is not None:
        yield _limit(receiver, _HOSTED, None)


def limited_host(probe: Probe, mission: Mission) -> Administration | None:
    """The host's row of Administrations, where it limits the missions it receives."""
    row = probe.year.administration_by_country.get(mission.host)
    return None if row is None or row.max_missions_hosted is None else row


def limited_administrations(probe: Probe, mission: Mission) -> tuple[Administration, ...]:
    """The administrations of candidates that limit whom they release."""
    countries = {expert.administration for expert in probe.candidates(mission)}
    return tuple(
        row
        for row in probe.year.administrations
        if row.country in countries and not (row.max_experts_away is None and row.max_weeks is None)
    )


def _limited(row: Administration) -> list[str]:
    """The limits on release that an administration has."""
    return [field for field in _RELEASE if getattr(row, field) is not None]


def least_hosted(probe: Probe, mission: Mission, changes: Changes) -> tuple[Changes, int]:
    """How many missions the host would have to receive at once, at least."""
    row = probe.year.administration_by_country[mission.host]
    return _least(probe, mission, changes, _limit(row, _HOSTED, 0))


def least_release(probe: Probe, mission: Mission, changes: Changes) -> tuple[Changes, list[str]]:
    """The limits of administrations that have to rise, each as little as does."""
    texts = []
    for row in limited_administrations(probe, mission):
        for field in _limited(row):
            now = getattr(row, field)
            changes, limit = _least(probe, mission, changes, _limit(row, field, now))
            if limit == now:
                changes = changes[:-1]
            else:
                text = f"{_RELEASE[field]} of {country_name(row.country)} raised to {limit}"
                texts.append(text)
    return changes, texts


def _least(
    probe: Probe, mission: Mission, changes: Changes, lowest: CellChanged
) -> tuple[Changes, int]:
    """The least value of one limit, from the lowest on, that does, as the last of the changes."""
    others = tuple(change for change in changes if change.subject != lowest.subject)
    raised = (lowest.model_copy(update={"value": limit}) for limit in count(lowest.value))
    least = next(r for r in raised if probe.possible(mission, changes=(*others, r)))
    return (*others, least), least.value


def _limit(row: Administration, field: str, value: int | None) -> CellChanged:
    return CellChanged(table="administrations", target=row.country, field=field, value=value)
