"""The facts behind a rule that stands in the way of a mission, one by one, as cells to look at.

Each fact can be lifted: what the year of the mission would be without it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models.cell_ref import Place
from models.instance import Year
from models.mission import Mission
from planner.reasons.facts import funds, missions, people
from planner.reasons.facts.lifts import Found, Lift
from planner.reasons.one_mission import Probe


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
    lift : callable
        The case without this fact.
    """

    rule: str
    key: str
    text: str
    place: Place
    lift: Lift


def elements(probe: Probe, mission: Mission, rules: Iterable[str]) -> Iterator[Element]:
    """The facts by which these rules stand in the way of a mission, rule by rule."""
    for rule in rules:
        for key, text, place, lift in _OF_RULE[rule](probe, mission):
            yield Element(rule, key, text, place, lift)


def term_elements(year: Year, mission: Mission, fund_id: str) -> Iterator[Element]:
    """Why a fund may never pay a mission, whatever it holds."""
    for key, text, place, lift in funds.never_pays(year, mission, fund_id):
        yield Element("funded", key, text, place, lift)


_OF_RULE: dict[str, Callable[[Probe, Mission], Found]] = {
    "dates": missions.dates,
    "qualified": people.qualified,
    "language": people.language,
    "available": people.available,
    "one-at-a-time": people.busy,
    "release-cap": people.full,
    "administration-capacity": people.administrations,
    "host-capacity": missions.host,
    "different-administrations": missions.same_country,
    "not-own-administration": people.own_administration,
    "evaluation-lead": missions.staff,
    "cleared": people.cleared,
    "not-excluded": people.excluded,
    "funded": funds.funded,
    "pinned": missions.pinned,
}
