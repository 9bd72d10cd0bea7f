"""The levels of the objective: words, no logic (RULES.md section 5)."""

from enum import Enum

from models.base import Frozen
from planner.domain.agreements import DELIVERY_PINNED
from planner.domain.policy import (
    CONTACT,
    IN_REGION,
    LAST_RESORT,
    PLAN,
    PRIORITY,
    STEPS,
    Paragraph,
)


class Direction(Enum):
    """Which way a level is better."""

    MORE = "more is better"
    FEWER = "fewer is better"


class LevelDescription(Frozen):
    """A level of the objective; `delivery` stands for the levels it is spread into."""

    id: str
    sentence: str
    unit: str
    direction: Direction
    source: Paragraph


LEVELS = (
    LevelDescription(
        id="delivery",
        sentence="Missions delivered: first those with a pinned expert, then by priority.",
        unit="missions",
        direction=Direction.MORE,
        source=PLAN,
    ),
    LevelDescription(
        id="stability",
        sentence="Proposed, Contacted and Available rows that the plan does not keep.",
        unit="rows",
        direction=Direction.FEWER,
        source=CONTACT,
    ),
    LevelDescription(
        id="pre-accredited",
        sentence="Candidates, each a pair of an expert and an expertise, who get a mission in "
        "which their accreditation can be completed.",
        unit="candidates",
        direction=Direction.MORE,
        source=PRIORITY,
    ),
    LevelDescription(
        id="externals",
        sentence="Positions filled by external experts.",
        unit="positions",
        direction=Direction.FEWER,
        source=LAST_RESORT,
    ),
    LevelDescription(
        id="region",
        sentence="Positions filled by an expert of another region than the mission's.",
        unit="positions",
        direction=Direction.FEWER,
        source=IN_REGION,
    ),
    LevelDescription(
        id="idle",
        sentence="Days since the last mission, summed over the serving experts who get one.",
        unit="days",
        direction=Direction.MORE,
        source=IN_REGION,
    ),
    LevelDescription(
        id="cost",
        sentence="The cost of the delivered missions.",
        unit="currency units",
        direction=Direction.FEWER,
        source=STEPS,
    ),
)

LEVEL_BY_ID = {level.id: level for level in LEVELS}


def is_delivery(name: str) -> bool:
    """Whether a level counts delivered missions."""
    return name.startswith("delivery-")


def level_of(name: str) -> LevelDescription:
    """The level that a name such as ``delivery-3`` belongs to."""
    return LEVEL_BY_ID["delivery" if is_delivery(name) else name]


def level_sentence(name: str) -> str:
    """What a level counts, and which way it is better."""
    return f"{_counted(name)} {level_of(name).direction.value.capitalize()}."


def _counted(name: str) -> str:
    if name == DELIVERY_PINNED:
        return "Missions delivered that have an expert already agreed."
    if is_delivery(name):
        return f"Missions of priority {name.rpartition('-')[2]} delivered."
    return level_of(name).sentence


def gain(name: str, value: int) -> int:
    """A value of a level as something of which more is better; a difference likewise."""
    return value if level_of(name).direction is Direction.MORE else -value
