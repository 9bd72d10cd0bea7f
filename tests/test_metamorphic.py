"""Changes of a year with a known effect on its best plan."""

from functools import cache
from random import Random

import pytest

from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from planner.sample.build import sample_year
from planner.solver.outcome import Outcome
from tests.breadth import usually
from tests.brute import gains
from tests.changes import (
    IDLE_CHANGES,
    RELAXATIONS,
    UNORDERED,
    fed_back,
    renamed,
    renamed_plan,
    shuffled,
)
from tests.rich import rich_year
from tests.shrink import described
from tests.solving import solve
from tests.tiny import tiny_year

pytestmark = pytest.mark.no_cover

SAMPLES = ((12, 20, 2), *usually((), ((18, 40, 1),)))


@cache
def solved() -> tuple[tuple[Year, Outcome], ...]:
    """Tiny years with a choice, and sample years with agreed rows, with their best plans."""
    years = [_unpinned(rich_year(seed)) for seed in range(usually(6, 10))]
    years += [sample_year(*size) for size in SAMPLES]
    return tuple((year, solve(year)) for year in years)


def _unpinned(year: Year) -> Year:
    """Without what is agreed: in a random year it cannot always be kept."""
    return year.replace(assignments=tuple(row for row in year.assignments if not row.pinned))


def values(outcome: Outcome) -> tuple[int, ...]:
    return tuple(level.value for level in outcome.levels)


def worth(outcome: Outcome) -> tuple[int, ...]:
    """The level values as a tuple of which more is better."""
    return gains((level.level for level in outcome.levels), values(outcome))


@cache
def tight_years() -> tuple[tuple[Year, tuple[int, ...]], ...]:
    """Years that could do with more freedom, each with what its best plan is worth."""
    found = [tiny_year(seed) for seed in (*range(usually(8, 30)), 38, 40, 42, 50, 212, 1534)]
    found += [rich_year(seed) for seed in (*range(8), 61)]
    return tuple((year, worth(solve(year))) for year in map(_unpinned, found))


@pytest.mark.parametrize("change", RELAXATIONS)
def test_more_freedom_never_makes_the_best_plan_worse(change: str) -> None:
    better = 0
    for tight, before in tight_years():
        relaxed = RELAXATIONS[change](tight)
        if relaxed != tight:
            after = worth(solve(relaxed))
            assert before <= after, f"{change}: {before} > {after}\n{described(tight)}"
            better += before < after
    # It has to have made a difference somewhere.
    assert better


@pytest.mark.parametrize("change", IDLE_CHANGES)
def test_a_change_that_means_nothing_changes_nothing(change: str) -> None:
    for year, before in solved():
        after = solve(IDLE_CHANGES[change](year))
        assert values(after) == values(before), described(year)
        # Limits give the model more to say; which of two equal plans it finds may change.
        assert after.plan == before.plan or change == "limits nobody reaches"


def test_other_ids_in_the_same_order_give_the_same_plan() -> None:
    for year, before in solved():
        after = solve(renamed(year))
        assert after.plan == renamed_plan(before.plan)
        assert values(after) == values(before)


def test_the_order_of_rows_that_have_none_does_not_matter() -> None:
    for number, (year, before) in enumerate(solved()):
        after = solve(shuffled(year, UNORDERED, Random(number)))
        assert after.plan == before.plan
        assert values(after) == values(before)


def test_the_order_of_the_other_rows_does_not_matter_to_the_levels() -> None:
    ordered = ("missions", "experts", "qualifications", "funds", "administrations", "assignments")
    for number, (year, before) in enumerate(solved()):
        after = solve(shuffled(year, ordered, Random(number)))
        assert values(after) == values(before), described(year)


def test_the_plan_fed_back_is_the_plan() -> None:
    for year, before in solved():
        again = fed_back(year, before.plan)
        after = solve(again)
        assert after.plan == before.plan, described(year)
        proposed = [r for r in again.assignments if r.status is AssignmentStatus.PROPOSED]
        stability = {level.level: level.value for level in after.levels}.get("stability")
        assert stability == (0 if proposed else None)


def test_two_runs_give_the_same() -> None:
    for year, first in solved():
        second = solve(year)
        assert first.plan == second.plan
        assert [(r.level, r.value, r.bound, r.proof) for r in first.levels] == [
            (r.level, r.value, r.bound, r.proof) for r in second.levels
        ]
