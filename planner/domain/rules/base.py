"""What a hard rule is described by: words and what they are about, no judgement."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cached_property
from typing import NamedTuple

from models.base import Frozen
from planner.domain.policy import Paragraph


class Scope(Enum):
    """What a rule looks at, the narrowest first; `joins` says whether it looks at other missions.

    POSITION looks at one expert on one position, TEAM at one mission's experts together, EXPERT at
    all missions of an expert, ADMINISTRATION at all missions of its serving experts, HOST at all
    missions there, FUND at all that it pays, MISSION at the mission as a whole.
    """

    POSITION = 1
    TEAM = 2
    EXPERT = 3
    ADMINISTRATION = 4
    HOST = 5
    FUND = 6
    MISSION = 7

    @property
    def joins(self) -> bool:
        """Whether a plan uses up what one more mission asks of the rule; money is counted apart."""
        return self in (Scope.EXPERT, Scope.ADMINISTRATION, Scope.HOST)

    @property
    def about_people(self) -> bool:
        """Whether other experts could make a difference."""
        return self in (Scope.POSITION, Scope.TEAM, Scope.EXPERT, Scope.ADMINISTRATION)


class Ease(StrEnum):
    """The kinds of change that can make a rule easier to obey, the easiest to grant first."""

    WAIVER = "the waiver Same administration allowed"
    STAFF_LEAD = "a staff lead"
    CONFIRMATION = "confirmation"
    MONEY = "money"
    HOST = "a host that receives more"
    ADMINISTRATION = "an administration that releases more"
    EXPERTS = "experts"
    DATES = "dates"


class InPapers(NamedTuple):
    """A rule in short, in one language of the papers.

    Attributes
    ----------
    mission : str
        What stands in the way of a mission.
    person : str
        What keeps one expert away, without the subject.
    """

    mission: str
    person: str


class HardRule(Frozen):
    """A hard rule in words; the constraint and the check of the same name judge.

    Attributes
    ----------
    id, sentence : str
        As in RULES.md section 4.
    place : int
        Where it stands in that list; numbers are in tens, so that a new rule finds room.
    unit : str
        In which a violation is measured.
    source : Paragraph
        What the rule comes from.
    scope : Scope
        What it looks at.
    by_dates : bool
        Whether other dates of a mission can make a difference.
    eased_by : frozenset of Ease
        The kinds of change that can help where the rule stands in the way.
    way_out : str
        What to do where an agreed row breaks the rule; "" where the row itself has to change.
    cells : (str, str)
        The sheet and the field that say what the rule asks.
    singular, plural : str
        What keeps one expert, or several, from a mission, without the subject; `{languages}` and
        `{host}` stand for those of the mission. "" where the rule keeps no single expert away.
    team : str
        What keeps a mission's experts from going together; "" where the rule looks at each alone.
    in_papers : mapping of str to InPapers
        The rule in short, by the languages of planner/data/texts.toml.
    telling : int
        Of several rules that would do to say why, the one with the highest number is named.
    structural : bool
        Whether a plan makes no sense without the rule.
    """

    id: str
    place: int
    unit: str
    source: Paragraph
    sentence: str
    scope: Scope
    cells: tuple[str, str]
    in_papers: Mapping[str, InPapers]
    by_dates: bool = False
    eased_by: frozenset[Ease] = frozenset()
    way_out: str = ""
    singular: str = ""
    plural: str = ""
    team: str = ""
    telling: int = 50
    structural: bool = False

    @cached_property
    def module(self) -> str:
        """The name of the files about the rule."""
        return self.id.replace("-", "_")
