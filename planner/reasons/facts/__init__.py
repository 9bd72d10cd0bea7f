"""The facts behind a rule that stands in the way of a mission, one by one, as cells to look at.

Each fact can be lifted: what the year of the mission would be without it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.cell_ref import Place
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.reasons.facts import funds, missions, people
from planner.reasons.facts.lifts import Lift
from planner.reasons.facts.usual import FACTS
from planner.reasons.one_mission import Probe

# Rules with facts of their own; all others are told by their descriptions.
_OWN = (funds, missions, people)


@dataclass(frozen=True)
class Element:
    """One fact that a rule holds against a mission.

    Attributes
    ----------
    rule : str
        The id of the rule.
    key : str
        What the fact is about: an expert, a fund and its term, the number of a row ...
    text : str
        The fact in words.
    place : Place
        Where the workbook says so.
    lift : Lift
        What would be without this fact.
    """

    rule: str
    key: str
    text: str
    place: Place
    lift: Lift


def elements(probe: Probe, mission: Mission, rules: Iterable[str]) -> Iterator[Element]:
    """The facts by which these rules stand in the way of a mission, rule by rule."""
    for rule in rules:
        for key, text, place, lift in FACTS[rule](probe, mission):
            yield Element(rule, key, text, place, lift)


def term_elements(year: Year, mission: Mission, fund_id: str) -> Iterator[Element]:
    """Why a fund may never pay a mission, whatever it holds."""
    for key, text, place, lift in funds.never_pays(year, mission, fund_id):
        yield Element("funded", key, text, place, lift)
