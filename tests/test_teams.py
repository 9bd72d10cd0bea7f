"""Teams of any size are found where there are any, and given up at once where there are none."""

from itertools import combinations, permutations
from random import Random

import pytest

from models.facts.instance import Year
from models.facts.mission import TeamRow
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.heuristics.construction import first_plan
from planner.heuristics.teams import Teams
from planner.solver.deadline import NEVER, Deadline
from planner.solver.params import DEFAULT, ConstructionParams
from tests.builders import CODE, expert, mission, qualification, year

OTHER = "TOA/RM"
SIZES = [2, 3, 8, 20, 40]


def countries(number: int) -> list[str]:
    """Codes of as many countries, none of them the host's."""
    letters = "ACDFGHIJKLMNOPQRSTUVWXYZ"
    return ["".join(pair) for pair in permutations(letters, 2)][:number]


def large(size: int, last: tuple[str, ...]) -> Year:
    """A mission of so many experts, and of two more of another expertise, who are from `last`."""
    team = (TeamRow(expertise=CODE, experts=size), TeamRow(expertise=OTHER, experts=len(last)))
    first = [expert(f"E{n}", country) for n, country in enumerate(countries(2 * size))]
    others = [expert(f"X{n}", country) for n, country in enumerate(last)]
    held = [qualification(e.id) for e in first]
    held += [qualification(e.id, expertise=OTHER) for e in others]
    return year(missions=(mission(team=team),), experts=(*first, *others), qualifications=held)


def delivered(facts: Year, tries: int = DEFAULT.construction.tries) -> bool:
    """Whether the first plan has the mission."""
    plan = first_plan(Pool(facts, Calendars(facts)), NEVER, ConstructionParams(tries=tries))
    return plan is not None and bool(plan.placements)


@pytest.mark.parametrize("size", SIZES)
def test_a_large_team_is_found(size: int) -> None:
    assert delivered(large(size, ("YY", "ZZ")))


@pytest.mark.parametrize("size", SIZES)
def test_a_large_team_that_cannot_be_completed_takes_no_time(size: int) -> None:
    """The last two are of one administration; the bound on tries has no part in it."""
    assert not delivered(large(size, ("ZZ", "ZZ")), tries=10**9)


@pytest.mark.parametrize("size", SIZES)
def test_the_first_ones_leave_the_others_what_they_need(size: int) -> None:
    """The first choice for every position is from one of the countries of the last two."""
    facts = large(size, ("YY", "ZZ"))
    tempting = [expert(f"A{n}", country) for n, country in enumerate(("YY", "ZZ"))]
    held = [*facts.qualifications, *(qualification(e.id) for e in tempting)]
    assert delivered(facts.replace(experts=(*tempting, *facts.experts), qualifications=tuple(held)))


def test_exactly_the_teams_that_there_are_come_in_order() -> None:
    for seed in range(200):
        draw = Random(seed)
        people = [expert(f"E{n}", draw.choice("ABCD") + "X") for n in range(draw.randint(1, 6))]
        able = [draw.sample(people, draw.randint(1, len(people))) for _ in range(3)]
        codes = ("a", "b", "c")
        found = [
            tuple(member.id for member, _ in team)
            for team in Teams(codes, able, lambda e: e.administration, lambda *_: True)
        ]
        expected = [
            (one.id, two.id, three.id)
            for one in able[0]
            for two in able[1]
            for three in able[2]
            if all(
                x.administration != y.administration for x, y in combinations((one, two, three), 2)
            )
        ]
        assert found == expected


def test_a_search_without_end_is_ended() -> None:
    """Nobody fits where the last position is: what the matching does not see."""
    people = [expert(f"E{n}", country) for n, country in enumerate(countries(60))]
    tried = 0

    def fits(*asked: object) -> bool:
        nonlocal tried
        tried += 1
        return len(asked[2]) < 29  # type: ignore[arg-type]

    assert not list(Teams(("a",) * 30, [people] * 30, lambda e: e.administration, fits))
    assert tried <= DEFAULT.construction.tries + 30 * 60


def test_who_ends_the_work_is_heard_before_there_is_a_plan() -> None:
    over = Deadline()
    over.end()
    facts = large(2, ("YY", "ZZ"))
    plan = first_plan(Pool(facts, Calendars(facts)), over)
    assert plan is not None
    assert not plan.placements
