"""Limits of hosts and administrations: what would be without them, and how little would do."""

from collections.abc import Iterator
from dataclasses import replace

from models.administration import Administration
from models.mission import Mission
from planner.domain.country_names import country_name
from planner.reasons.grants import Grant
from planner.reasons.one_mission import Probe

# More than any plan has missions, experts or weeks.
_NO_LIMIT = 1_000_000


def without_limits(
    probe: Probe, mission: Mission, *, administrations: bool, host: bool
) -> Iterator[Administration]:
    """The host and the administrations with no limits; one country may be both."""
    changed = {row.country for row in limited_administrations(probe, mission) if administrations}
    receiver = limited_host(probe, mission) if host else None
    for row in probe.year.administrations:
        if row.country in changed or row is receiver:
            other = _released(row) if row.country in changed else row
            yield _receiving(other, _NO_LIMIT) if row is receiver else other


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


def _released(row: Administration) -> Administration:
    return row.model_copy(update={"max_experts_away": None, "max_weeks": None})


def _receiving(row: Administration, number: int) -> Administration:
    return row.model_copy(update={"max_missions_hosted": number})


def least_hosted(probe: Probe, mission: Mission, grant: Grant) -> tuple[Grant, int]:
    """How many missions the host would have to receive at once, at least."""
    (row,) = (row for row in grant.limits if row.country == mission.host)
    others = tuple(other for other in grant.limits if other is not row)
    most = len(probe.year.missions)
    for number in range(most):
        fewer = replace(grant, limits=(*others, _receiving(row, number)))
        if probe.possible(mission, grant=fewer):
            return fewer, number
    return grant, most


def least_release(probe: Probe, mission: Mission, grant: Grant) -> tuple[Grant, list[str]]:
    """The limits of administrations that have to rise, each as little as does."""
    texts = []
    for row in limited_administrations(probe, mission):
        for field, header in (
            ("max_experts_away", "Max experts away"),
            ("max_weeks", "Max weeks"),
        ):
            grant, limit = _least_limit(probe, mission, grant, row, field)
            if limit is not None:
                texts.append(f"{header} of {country_name(row.country)} raised to {limit}")
    return grant, texts


def _least_limit(
    probe: Probe, mission: Mission, grant: Grant, row: Administration, field: str
) -> tuple[Grant, int | None]:
    """The least value of one limit that does; None where it may stay as it is."""
    now: int | None = getattr(row, field)
    if now is None:
        return grant, None
    for limit in range(now, _NO_LIMIT):
        fewer = replace(
            grant, limits=tuple(_limit(other, row, field, limit) for other in grant.limits)
        )
        if probe.possible(mission, grant=fewer):
            return fewer, None if limit == now else limit
    return grant, None


def _limit(other: Administration, row: Administration, field: str, limit: int) -> Administration:
    return other.model_copy(update={field: limit}) if other.country == row.country else other
