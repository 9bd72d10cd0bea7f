"""Puts the parts of a sample year together."""

from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.past import settled
from planner.sample.closures import (
    administration_closures,
    expert_leave,
    host_closures,
    own_holidays,
)
from planner.sample.draw import lots
from planner.sample.earlier.agreed import Agreed, make_agreed
from planner.sample.earlier.lately import lived
from planner.sample.earlier.past import make_history
from planner.sample.funds import Homes, find_homes, make_funds, make_rates, name_funds
from planner.sample.limits import make_administrations, make_exclusions
from planner.sample.missions import make_missions
from planner.sample.people.experts import People, make_people
from planner.sample.topics import expertise_list
from planner.sample.windows import PLAN


def sample_year(missions: int = 60, experts: int = 150, seed: int = 1) -> Year:
    """Invent a year that looks like a real one: real Members and topics, invented people.

    Every rule has something to bite on, and between 85 and 95 of 100 missions can be delivered
    where there are about two and a half experts for each mission. What is agreed already obeys
    every rule.

    Parameters
    ----------
    missions, experts : int
        How many, 1 or more each.
    seed : int
        The same arguments give the same year; another seed gives another one.

    Returns
    -------
    Year
        The plan year 2027 as of November 2026.

    Raises
    ------
    ValueError
        Where one of the numbers is below 1; the text is for the user.
    """
    _refuse_too_few("missions", missions)
    _refuse_too_few("experts", experts)
    asked = make_missions(lots(seed, "missions"), missions, experts)
    homes = find_homes(lots(seed, "homes"), asked)
    named = name_funds(lots(seed, "named funds"), asked, homes)
    people = make_people(lots(seed, "people"), named, experts)
    year = _unlimited(seed, named, people)
    limited = _limited(seed, year, homes, make_agreed(lots(seed, "agreed"), year, homes))
    return settled(lived(limited))


def _refuse_too_few(what: str, number: int) -> None:
    if number < 1:
        raise ValueError(f"A sample needs 1 or more {what}; {number} were asked for.")


def _unlimited(seed: int, missions: tuple[Mission, ...], people: People) -> Year:
    """The year before anybody set a limit or agreed on anything."""
    leave = expert_leave(lots(seed, "leave"), people.experts)
    year = Year(
        settings=PLAN,
        missions=missions,
        experts=people.experts,
        qualifications=people.qualifications,
        expertise=expertise_list(),
        unavailability=host_closures() + administration_closures() + leave,
        rates=make_rates(),
        holidays=own_holidays(),
    )
    held = year.qualifications_by_expert
    history = make_history(lots(seed, "history"), people.experts, held)
    return year.model_copy(update={"history": history})


def _limited(seed: int, year: Year, homes: Homes, agreed: Agreed) -> Year:
    """The year with limits and amounts that hold all that is agreed, and not much more."""
    agreements = agreed.agreements
    paid = {agreement.mission.id for agreement in agreements}
    return year.model_copy(
        update={
            "assignments": agreed.rows,
            "administrations": make_administrations(lots(seed, "limits"), year, agreements),
            "exclusions": make_exclusions(lots(seed, "exclusions"), year, agreements),
            "funds": make_funds(year.missions, homes, paid),
        }
    )
