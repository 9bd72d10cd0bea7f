"""Rest days between two missions of an expert: none missing, the last one missing, all of them."""

from datetime import date, timedelta

import pytest

from models.facts.instance import Year
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load
from planner.heuristics.standbys import Standbys
from tests.brute import key_of
from tests.builders import MONDAY, expert, mission, placement, plan, settings, year
from tests.solving import accepted, solve

NEXT_MONDAY = MONDAY + timedelta(days=7)
BOTH = plan(placement(), placement("M2", "E1", NEXT_MONDAY))


def two_weeks(rest: int, *others: str) -> Year:
    """Two missions a week apart: back on Saturday the 6th, off on Sunday the 7th without travel."""
    return year(
        settings=settings(rest_days=rest, travel_days_before=0, travel_days_after=0),
        missions=(
            mission(),
            mission("M2", host="NL", earliest_start=NEXT_MONDAY, latest_end=date(2027, 3, 12)),
        ),
        experts=(expert(), *(expert(other, "ES") for other in others)),
    )


@pytest.mark.parametrize(("rest", "short"), [(0, 0), (2, 0), (3, 1), (9, 7)])
def test_the_days_between_two_missions_are_counted_without_travel(rest: int, short: int) -> None:
    facts = two_weeks(rest)
    found = check(facts, BOTH)
    assert [violation.amount for violation in found] == [short] * bool(short)
    assert all(v.rule == "one-at-a-time" and f"asks for {rest}" in v.message for v in found)
    assert (key_of(BOTH) in accepted(facts, Calendars(facts))) == (not short)
    assert len(solve(facts).plan.placements) == 2 - bool(short)


@pytest.mark.parametrize(("rest", "able"), [(2, ("E1",)), (3, ())])
def test_nobody_stands_by_who_would_have_no_rest(rest: int, able: tuple[str, ...]) -> None:
    facts = two_weeks(rest, "E2")
    facts = facts.replace(
        qualifications=tuple(
            q.model_copy(update={"expert_id": e.id})
            for e in facts.experts
            for q in facts.qualifications[:1]
        )
    )
    taken = plan(placement(), placement("M2", "E2", NEXT_MONDAY))
    assert check(facts, taken) == ()
    calendars = Calendars(facts)
    pool = Pool(facts, calendars)
    found = Standbys(Load(facts, calendars, taken, pool)).all()
    assert found[1].experts == able
