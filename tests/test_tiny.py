"""The tiny years that model and checker are compared on have everything that the rules know."""

from collections import Counter
from collections.abc import Callable

import pytest

from models.facts.instance import Year
from tests.tiny import tiny_year

SEEDS = range(300)
FEATURES: dict[str, Callable[[Year], bool]] = {
    "a visit on History under way": lambda y: any(not v.listed for v in y.running),
    "a mission under way": lambda y: any(v.listed for v in y.running),
    "a mission that is over": lambda y: any(v.listed and v not in y.running for v in y.visits),
    "a fund that has paid for what is over": lambda y: any(f.spent for f in y.funds),
    "a shared mission": lambda y: any(m.shares for m in y.missions),
    "an expert who has left": lambda y: any(e.left for e in y.experts),
    "a decision on an external": lambda y: any(
        e.decision is not None for e in y.experts if e.id in y.external_ids
    ),
    "a weekend of the sheet": lambda y: any(a.weekend for a in y.administrations),
    "a worked holiday": lambda y: any(h.working for h in y.holidays),
    "a closure without a first day": lambda y: any(u.start is None for u in y.unavailability),
    "an agreed start in the middle of a week": lambda y: any(
        day.weekday() not in (0, 6) for m in y.missions for day in m.agreed_starts
    ),
    "a row to be kept": lambda y: any(row.keep for row in y.assignments),
    "a row that is Available": lambda y: any(r.status == "Available" for r in y.assignments),
    "a row that is Withdrawn": lambda y: any(r.status == "Withdrawn" for r in y.assignments),
}


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    years = [tiny_year(seed) for seed in SEEDS]
    return Counter(name for year in years for name, holds in FEATURES.items() if holds(year))


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_occurs_often_enough_to_be_compared(name: str, seen: Counter[str]) -> None:
    assert seen[name] >= 10
