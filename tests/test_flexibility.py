"""Must, may, never, against all best plans of tiny years."""

from functools import cache

import pytest

from models.facts.instance import Year
from planner.domain.calendars import Calendars
from planner.formulation.eligibility import Pool
from planner.search.backbone import FilledSeat, Search, flexibility
from planner.solver.cp_sat import Engine
from planner.solver.deadline import Deadline
from planner.solver.outcome import Outcome
from planner.solver.params import SearchParams
from tests.brute import Brute, gains
from tests.rich import rich_year
from tests.shrink import described
from tests.solving import SECONDS, engine, solve
from tests.tiny import tiny_year


@cache
def planned() -> tuple[tuple[Year, Outcome, Brute], ...]:
    # In the last of the rich years some experts are in some of the best plans only.
    rich = (*range(400, 414), 420, 433, 438)
    years = [rich_year(seed) for seed in rich] + [tiny_year(n) for n in range(400, 410)]
    found = []
    for drawn in years:
        rows = (row for row in drawn.assignments if not row.pinned)
        year = drawn.replace(assignments=tuple(rows))
        calendars = Calendars(year)
        found.append((year, solve(year, calendars), Brute(year, calendars)))
    return tuple(found)


def best_seats(brute: Brute) -> list[set[FilledSeat]]:
    """The filled seats of every best plan."""
    best = gains(brute.levels, brute.best or ())
    pairs = zip(brute.valid_plans, brute.values, strict=True)
    plans = [plan for plan, values in pairs if gains(brute.levels, values) == best]
    return [
        {FilledSeat(r.mission_id, r.expertise, r.expert_id) for r in plan.placements}
        for plan in plans
    ]


@pytest.mark.no_cover
@pytest.mark.parametrize("together", [1, 20])
def test_everybody_is_in_all_in_some_or_in_none_of_the_best_plans(together: int) -> None:
    """Also where one mission changes at a time before all of them do."""
    must = may = 0
    for year, outcome, brute in planned():
        every = best_seats(brute)
        always, ever = set.intersection(*every), set.union(*every)
        by = Engine(Deadline(SECONDS), params=SearchParams(varied_missions=together))
        answers = flexibility(Pool(year, brute.calendars), outcome, by)
        said_must = {FilledSeat(a.mission_id, a.expertise, e) for a in answers for e in a.must}
        said_may = {FilledSeat(a.mission_id, a.expertise, e) for a in answers for e in a.may}
        about = described(year)
        assert not [a for a in answers if a.open], about
        assert said_must == always, about
        assert said_may == ever - always, about
        must, may = must + len(said_must), may + len(said_may)
    assert min(must, may) >= 10, (must, may)


def test_nothing_is_said_where_the_run_ended_before() -> None:
    year, outcome, brute = next(entry for entry in planned() if entry[1].plan.placements)
    answers = flexibility(Pool(year, brute.calendars), outcome, Engine(Deadline(0.0)))
    assert answers == ()


def test_what_a_run_had_no_time_for_stays_open() -> None:
    year, outcome, brute = next(entry for entry in planned() if entry[1].plan.placements)
    deadline = Deadline()
    search = Search(Pool(year, brute.calendars), outcome, Engine(deadline), lambda *_: None)
    deadline.end()
    answers = search.run()
    never = search._never_seats
    left = {FilledSeat(a.mission_id, a.expertise, e) for a in answers for e in a.open}
    assert left
    assert left == search._seats.keys() - never
    assert not [a for a in answers if a.must or a.may]


def test_progress_is_told_up_to_the_end() -> None:
    year, outcome, brute = next(entry for entry in planned() if entry[1].plan.placements)
    told: list[tuple[int, int]] = []
    pool = Pool(year, brute.calendars)
    flexibility(pool, outcome, engine(), lambda done, total: told.append((done, total)))
    assert told
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
