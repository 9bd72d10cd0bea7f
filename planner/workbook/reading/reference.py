"""The reference data as the workbook's modules use them."""

from functools import lru_cache
from typing import NamedTuple

from models.expertise import Expertise
from planner.domain.reference import EXPERTISE, MEMBERS, REGION_NAMES


class Member(NamedTuple):
    """A Member of the WCO with its ISO codes, its name and its region."""

    iso2: str
    iso3: str
    name: str
    region_code: str
    region: str


@lru_cache(maxsize=1)
def members() -> dict[str, Member]:
    """All Members by ISO 3166 alpha-2 code."""
    return {
        code: Member(code, entry.iso3, entry.name, entry.region, REGION_NAMES[entry.region])
        for code, entry in MEMBERS.items()
    }


@lru_cache(maxsize=1)
def region_names() -> dict[str, str]:
    """The full name of every WCO region by code, in alphabetical order of the codes."""
    return dict(sorted(REGION_NAMES.items()))


def built_in_expertise() -> tuple[Expertise, ...]:
    """The expertise list of the policy and its areas."""
    return EXPERTISE
