"""The pool of experts: who they are, what they speak, and what they are qualified for."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from models.facts.expert import Clearance, Expert, Qualification, QualificationStatus
from models.facts.mission import Mission
from planner.domain.members.reference import MEMBERS
from planner.sample.draw import chance, deck, one
from planner.sample.missions import is_scarce
from planner.sample.openings import Opening, Openings
from planner.sample.people.names import invented_name
from planner.sample.people.standing import (
    StandingProfile,
    qualifications_of,
    record_date,
    release_start,
)
from planner.sample.places import mother_tongues, region_of, senders

PRE, ACCREDITED = QualificationStatus.PRE_ACCREDITED, QualificationStatus.ACCREDITED
RECOGNISED, EXTERNAL = QualificationStatus.RECOGNISED, QualificationStatus.EXTERNAL

_STATUS_SHARES = {PRE: 0.2, ACCREDITED: 0.6, RECOGNISED: 0.1, EXTERNAL: 0.1}
_CLEARANCES = {Clearance.CLEARED: 0.6, Clearance.PENDING: 0.25, Clearance.REFUSED: 0.15}
_ANYWHERE = Opening(code="TOA/PCA", host="", region="", languages=())
_AREA_SHARE, _EXTERNAL_AREA_SHARE = 0.5, 0.25
_IN_REGION_SHARE, _LEARNED_SHARE = 0.6, 0.25
_ENGLISH_SHARE, _FRENCH_SHARE, _SPANISH_SHARE = 0.85, 0.1, 0.05
_OWN_CAP_SHARE, _OWN_FEE_SHARE = 0.05, 0.5
_OWN_CAPS = (4, 6, 8, 15, 18)

# An external expert may live in a country that is no Member; the region is then given.
_NO_MEMBERS = {"LI": "EU", "MC": "EU"}
_NO_MEMBER_SHARE = 0.12


class People(NamedTuple):
    """The Experts and the Qualifications sheets."""

    experts: tuple[Expert, ...]
    qualifications: tuple[Qualification, ...]


# External experts are asked for so many missions of a year at most.
_MOST_MISSIONS = 4


def make_people(rng: Random, missions: Sequence[Mission], count: int) -> People:
    """`count` experts, most of them qualified for what the missions ask for."""
    openings = Openings(rng, missions)
    statuses = deck(rng, _STATUS_SHARES, count)
    made = [_person(rng, openings, index, count, status) for index, status in enumerate(statuses)]
    return People(
        tuple(expert for expert, _ in made),
        tuple(row for _, rows in made for row in rows),
    )


def _person(
    rng: Random, openings: Openings, index: int, count: int, status: QualificationStatus
) -> tuple[Expert, tuple[Qualification, ...]]:
    opening = _opening(rng, openings, status)
    country = _country(rng, opening, status)
    profile = StandingProfile(
        expert_id=f"E{index + 1:0{max(3, len(str(count)))}d}",
        code=opening.code,
        status=status,
        country=country,
        languages=_languages(rng, opening, country),
    )
    rows = qualifications_of(rng, profile, openings)
    return _expert(rng, profile, invented_name(index), rows), rows


def _opening(rng: Random, openings: Openings, status: QualificationStatus) -> Opening:
    shares = {RECOGNISED: 1.0, EXTERNAL: _EXTERNAL_AREA_SHARE} if openings.area_unmet else {}
    wants_area = chance(rng, shares.get(status, _AREA_SHARE if status is RECOGNISED else 0.0))
    found = openings.next_last_resort() if status is EXTERNAL else None
    found = found or (openings.next_area() if wants_area else None)
    return found or openings.next_other() or _ANYWHERE


def _country(rng: Random, opening: Opening, status: QualificationStatus) -> str:
    if status is EXTERNAL and chance(rng, _NO_MEMBER_SHARE):
        return one(rng, dict.fromkeys(_NO_MEMBERS, 1.0))
    region = opening.region if chance(rng, _IN_REGION_SHARE) else None
    language = rng.choice(opening.languages) if opening.languages else None
    if language == "en" or chance(rng, _LEARNED_SHARE):
        language = None
    for weights in (senders(language, region), senders(language), senders()):
        if fitting := _fitting(weights, opening):
            return one(rng, fitting)
    raise AssertionError("some administration fits every opening")


def _fitting(weights: dict[str, float], opening: Opening) -> dict[str, float]:
    """Leave out the host, and those who would end a shortage by chance."""
    return {
        country: weight
        for country, weight in weights.items()
        if country != opening.host
        and (opening.scarce or not is_scarce(opening.code, mother_tongues(country)))
    }


def _languages(rng: Random, opening: Opening, country: str) -> tuple[str, ...]:
    spoken = list(mother_tongues(country) if country in MEMBERS else ("fr", "de"))
    if opening.languages and not set(opening.languages) & set(spoken):
        spoken.append(rng.choice(opening.languages))
    learned = {"en": _ENGLISH_SHARE, "fr": _FRENCH_SHARE, "es": _SPANISH_SHARE}
    spoken += [
        language
        for language, share in learned.items()
        if chance(rng, share) and not is_scarce(opening.code, (language,))
    ]
    return tuple(dict.fromkeys(spoken))


def _expert(
    rng: Random, profile: StandingProfile, name: str, rows: tuple[Qualification, ...]
) -> Expert:
    external = profile.status is EXTERNAL
    return Expert(
        id=profile.expert_id,
        name=name,
        administration=profile.country,
        region=_NO_MEMBERS.get(profile.country) or region_of(profile.country),
        languages=profile.languages,
        release_period_start=None if external else release_start(rng, rows),
        release_cap_weeks=None if external else _own_cap(rng),
        most_missions=_MOST_MISSIONS if external else None,
        clearance=one(rng, _CLEARANCES) if external else Clearance.PENDING,
        daily_fee=_own_fee(rng) if external else None,
        record_updated=record_date(rng),
    )


def _own_cap(rng: Random) -> int | None:
    return rng.choice(_OWN_CAPS) if chance(rng, _OWN_CAP_SHARE) else None


def _own_fee(rng: Random) -> int | None:
    return 50 * rng.randint(8, 18) if chance(rng, _OWN_FEE_SHARE) else None
