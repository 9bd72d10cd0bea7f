"""The standing of experts: what they hold since when, and when their release period started."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from models.facts.expert import Qualification, QualificationStatus
from planner.sample.draw import chance, one
from planner.sample.missions import is_scarce
from planner.sample.openings import Openings
from planner.sample.topics import RECOGNISED_AREAS, all_codes
from planner.sample.windows import TODAY

PRE, ACCREDITED = QualificationStatus.PRE_ACCREDITED, QualificationStatus.ACCREDITED
RECOGNISED, EXTERNAL = QualificationStatus.RECOGNISED, QualificationStatus.EXTERNAL

_HELD = {1: 0.5, 2: 0.35, 3: 0.15}
_FIRST_SINCE = {
    PRE: date(2023, 6, 1),
    ACCREDITED: date(2019, 1, 7),
    RECOGNISED: date(2018, 1, 1),
    EXTERNAL: date(2012, 1, 1),
}
_NO_DATE_SHARE = {PRE: 0.02, ACCREDITED: 0.03, RECOGNISED: 0.3, EXTERNAL: 0.5}
_LEAP_DAY, _LEAP_SHARE = date(2024, 2, 29), 0.02
_STILL_CANDIDATE_SHARE, _ANY_CODE_SHARE = 0.35, 0.2
_OWN_PERIOD_SHARE = 0.06

# Records older than five years are due for the refresh of the policy.
_RECORD_AGES = {(10, 540): 0.7, (541, 1826): 0.2, (1827, 2400): 0.05}
_RECORD_UNKNOWN_SHARE = 0.05


class StandingProfile(NamedTuple):
    """An expert in outline: `code` is the expertise that the expert is known for."""

    expert_id: str
    code: str
    status: QualificationStatus
    country: str
    languages: tuple[str, ...]


def qualifications_of(
    rng: Random, profile: StandingProfile, openings: Openings
) -> tuple[Qualification, ...]:
    """One to three rows, the expertise that the expert is known for first."""
    held = {profile.code: profile.status}
    for _ in range(one(rng, _HELD) - 1):
        code = _another(rng, openings, profile)
        if not is_scarce(code, profile.languages):
            held.setdefault(code, _other_status(rng, profile.status))
    return tuple(
        Qualification(
            expert_id=profile.expert_id, expertise=code, status=status, since=_since(rng, status)
        )
        for code, status in held.items()
    )


def release_start(rng: Random, rows: Sequence[Qualification]) -> date | None:
    """The start of a release period: the earliest accreditation, for some another date."""
    if chance(rng, _OWN_PERIOD_SHARE):
        return date(rng.randint(2022, 2026), rng.choice((1, 4, 7)), 1)
    dates = [row.since for row in rows if row.status is ACCREDITED and row.since]
    return min(dates, default=None)


def record_date(rng: Random) -> date | None:
    """When the record was last brought up to date; most within a year and a half."""
    if chance(rng, _RECORD_UNKNOWN_SHARE):
        return None
    newest, oldest = one(rng, _RECORD_AGES)
    return TODAY - timedelta(days=rng.randint(newest, oldest))


def _another(rng: Random, openings: Openings, profile: StandingProfile) -> str:
    asked = openings.also_for(rng, profile.country, profile.languages)
    if asked and not chance(rng, _ANY_CODE_SHARE):
        return asked
    areas = profile.status in (RECOGNISED, EXTERNAL)
    return rng.choice([code for code in all_codes() if areas or code not in RECOGNISED_AREAS])


def _other_status(rng: Random, status: QualificationStatus) -> QualificationStatus:
    if status is ACCREDITED and chance(rng, _STILL_CANDIDATE_SHARE):
        return PRE
    return status


def _since(rng: Random, status: QualificationStatus) -> date | None:
    if chance(rng, _NO_DATE_SHARE[status]):
        return None
    if status is ACCREDITED and chance(rng, _LEAP_SHARE):
        return _LEAP_DAY
    first = _FIRST_SINCE[status]
    return first + timedelta(days=rng.randint(0, (TODAY - first).days))
