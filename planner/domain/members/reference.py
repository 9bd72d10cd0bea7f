"""The reference data that ships with the program: Members, the expertise list, real missions."""

import csv
from pathlib import Path

from models.base import Frozen
from models.facts.expertise import Expertise

_DATA = Path(__file__).parents[2] / "data"


class Member(Frozen):
    """One WCO Member: ISO 3166 codes, name as the WCO writes it, code of its region."""

    code: str
    iso3: str
    name: str
    region: str


def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _members() -> dict[str, Member]:
    return {
        row["iso2"]: Member(
            code=row["iso2"], iso3=row["iso3"], name=row["name"], region=row["region_code"]
        )
        for row in _rows("wco_members.csv")
    }


def _region_names() -> dict[str, str]:
    names = {row["region_code"]: row["region"] for row in _rows("wco_members.csv")}
    return dict(sorted(names.items()))


def _expertise() -> tuple[Expertise, ...]:
    return tuple(
        Expertise(
            code=row["code"],
            title=row["title"],
            also_covers=tuple(code.strip() for code in row["also_covers"].split(";") if code),
        )
        for row in _rows("expertise.csv")
    )


MEMBERS = _members()
"""The 187 Members by country code, in the order of their names."""

REGION_NAMES = _region_names()
"""The six WCO regions: names by code, in the order of the codes."""

EXPERTISE = _expertise()
"""The built-in expertise list (policy, Overview of Accredited Expert Categories)."""

MISSION_EXAMPLES = _rows("mission_examples.csv")
"""Real missions of past years, for realistic samples; the columns are those of the file."""
