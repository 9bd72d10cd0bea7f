"""Tiny years with fewer obstacles, so that many plans are valid and the levels have a choice."""

from random import Random
from typing import TypeVar

from models.facts.expert import Clearance, Expert, Qualification
from models.facts.expert import QualificationStatus as Status
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.settings import LEVEL_GROUPS
from tests.tiny import SERVING, tiny_year

T = TypeVar("T")


def rich_year(seed: int) -> Year:
    """The tiny year of this seed with willing experts, easier missions and richer funds."""
    draw = Random(seed)
    found = tiny_year(seed)
    return found.replace(
        missions=tuple(_easier(draw, entry) for entry in found.missions),
        experts=tuple(_willing(draw, entry) for entry in found.experts),
        qualifications=_versatile(draw, found),
        unavailability=_fewer(draw, found.unavailability),
        exclusions=_fewer(draw, found.exclusions),
        administrations=_fewer(draw, found.administrations),
        funds=tuple(_richer(draw, entry) for entry in found.funds),
        assignments=_fewer(draw, found.assignments),
    )


def reordered(year: Year, draw: Random) -> Year:
    """The year with some of its levels, in any order behind `delivery`."""
    others = draw.sample(LEVEL_GROUPS[1:], draw.randint(1, len(LEVEL_GROUPS) - 1))
    return year.replace(
        settings=year.settings.model_copy(update={"objectives": ("delivery", *others)})
    )


def _easier(draw: Random, of: Mission) -> Mission:
    return of.model_copy(update={"staff_lead": draw.random() < 0.7, "languages": ()})


def _willing(draw: Random, of: Expert) -> Expert:
    changes = {
        "administration": draw.choice(("DE", "JP", "LU", "ES")),
        "clearance": Clearance.CLEARED,
        "release_cap_weeks": draw.choice((2, 6)),
    }
    return of.model_copy(update={k: v for k, v in changes.items() if draw.random() < 0.8})


def _versatile(draw: Random, of: Year) -> tuple[Qualification, ...]:
    """The qualifications, and for most experts one that covers what the missions ask."""
    listed = [q for q in of.qualifications if q.expertise != "ALL"]
    for expert in of.experts:
        external = expert.id in of.external_ids
        status = Status.EXTERNAL if external else draw.choice(SERVING)
        if draw.random() < 0.8:
            listed.append(Qualification(expert_id=expert.id, expertise="ALL", status=status))
    return tuple(listed)


def _richer(draw: Random, of: Fund) -> Fund:
    terms = {"regions": (), "hosts": (), "expertise": (), "valid_from": None, "valid_to": None}
    return of.model_copy(update={**(terms if draw.random() < 0.7 else {}), "amount": 3 * of.amount})


def _fewer(draw: Random, rows: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(row for row in rows if draw.random() < 0.5)
