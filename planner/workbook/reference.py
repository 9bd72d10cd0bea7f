"""The data that come with the planner: Members, their WCO regions, and the expertise list."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from models.expertise import Expertise

_DATA = Path(__file__).resolve().parent.parent / "data"


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
    return {row["iso2"]: Member(**row) for row in _rows("wco_members.csv")}


@lru_cache(maxsize=1)
def region_names() -> dict[str, str]:
    """The full name of every WCO region by code, in alphabetical order of the codes."""
    found = {member.region_code: member.region for member in members().values()}
    return dict(sorted(found.items()))


@lru_cache(maxsize=1)
def built_in_expertise() -> tuple[Expertise, ...]:
    """The expertise list of the policy and its areas."""
    return tuple(
        Expertise(code=row["code"], title=row["title"], also_covers=_codes(row["also_covers"]))
        for row in _rows("expertise.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in cell.split(";") if code.strip())
