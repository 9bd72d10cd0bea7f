"""Who signs a letter: the Director with responsibility for the subject-matter.

Source: policy HC0150Ea, Mobilization Process ("a letter signed by the WCO Director with
responsibility for the subject-matter"). The setting Directors says who that is.
"""

import re
from typing import NamedTuple

from models.facts.settings import Settings
from planner.domain.spelling import fold

ALL_OTHERS = "*"


class Director(NamedTuple):
    """Who signs, and for which Directorate."""

    name: str
    directorate: str


UNKNOWN = Director(
    "[Name of the Director]", "[Director, Directorate with responsibility for the subject-matter]"
)
"""What a letter says where the setting names nobody, for the office to fill in."""


def director_of(settings: Settings, expertise: str) -> Director:
    """The Director for an expertise: named for the code, else for its category, else for all."""
    known = _directors(settings.directors)
    for code in (expertise, expertise.partition("/")[0]):
        if fold(code) in known:
            return known[fold(code)]
    return known.get(ALL_OTHERS, UNKNOWN)


def _directors(text: str) -> dict[str, Director]:
    found = {}
    for entry in re.split(r"[;\n]", text):
        code, colon, who = entry.partition(":")
        name, _, directorate = (who if colon else code).partition(",")
        if name.strip():
            key = fold(code) or ALL_OTHERS if colon else ALL_OTHERS
            found[key] = Director(name.strip(), directorate.strip())
    return found
