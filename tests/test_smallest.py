"""Smallest sets: all of their facts together forbid a mission, and no part of them does."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from models.answers.plan import Plan
from models.facts.expert import AppliesTo, Unavailability
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.reasons import minimal_facts
from planner.reasons.conflict_sets import needed
from planner.reasons.facts import Element, elements
from planner.reasons.minimal_facts import smallest_sets
from planner.reasons.one_mission import Probe
from tests.beside import fits
from tests.brute import Brute
from tests.builders import expert, mission, qualification
from tests.builders import year as built
from tests.lifted import Situation, lifted
from tests.shrink import described
from tests.solving import engine
from tests.test_explanations import tiny_cases


def forbidden(situation: Situation, rules: Sequence[str]) -> bool:
    """Whether no team, start and fund keeps these rules, tried out with the checker."""
    year, plan, asked = situation
    calendars = Calendars(year)
    if tuple(rules) == ("dates",):
        return not Brute(year, calendars).starts(asked)
    return not fits(year, calendars, plan, asked, rules)


def test_no_fact_is_superfluous_and_none_is_missing() -> None:
    """Facts are lifted in the year, by other code than the planner's, and the checker judges."""
    rules_seen: Counter[str] = Counter()
    for year, calendars, plan, said in tiny_cases()[::2]:
        asked = year.mission_by_id[said.mission_id]
        probe = Probe(year, calendars, plan, engine())
        for found in smallest_sets(probe, asked):
            rules = tuple(dict.fromkeys(e.rule for e in found))
            others = [e for e in elements(probe, asked, rules) if e.key not in _keys(found, e)]
            alone = lifted((year, plan, asked), others)
            about = f"{asked.id} {[e.text for e in found]}\n{described(year)}"
            assert forbidden(alone, rules), about
            for element in found:
                assert not forbidden(lifted(alone, [element]), rules), f"{element.text}: {about}"
            rules_seen.update(rules)
    assert len(rules_seen) >= 8, rules_seen


def _keys(found: Sequence[Element], other: Element) -> set[str]:
    return {e.key for e in found if e.rule == other.rule}


def test_the_facts_behind_a_lack_of_speakers() -> None:
    """Two of three are needed: that two of them do not speak Arabic is enough."""
    names = ("A", "B", "C")
    countries = ("FR", "DE", "ES")
    year = built(
        missions=(mission(experts=2, languages=("ar",)),),
        experts=tuple(expert(n, c) for n, c in zip(names, countries, strict=True)),
        qualifications=tuple(qualification(n) for n in names),
    )
    probe = Probe(year, Calendars(year), Plan(), engine())
    ((first, *rest),) = smallest_sets(probe, year.missions[0])
    assert first.text == "TOA/PCA needs 2, 3 experts hold it"
    assert [e.rule for e in rest] == ["language", "language"]


def test_the_facts_behind_a_lack_of_dates() -> None:
    closed = Unavailability(
        row=7,
        applies_to=AppliesTo.HOST,
        who="BE",
        start=date(2027, 3, 2),
        end=date(2027, 3, 2),
    )
    year = built(unavailability=(closed,))
    probe = Probe(year, Calendars(year), Plan(), engine())
    ((window, closure),) = smallest_sets(probe, year.missions[0])
    assert (window.key, window.rule) == ("window", "dates")
    assert closure.text == "Belgium is not available on 2 March 2027"
    assert closure.place == ("Unavailability", "start", 7)


def test_a_mission_that_fits_has_no_such_set() -> None:
    year = built()
    assert not tuple(
        smallest_sets(Probe(year, Calendars(year), Plan(), engine()), year.missions[0])
    )


def test_what_does_not_hold_when_it_is_proven_again_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    year = built(missions=(mission(languages=("ar",)),))
    probe = Probe(year, Calendars(year), Plan(), engine())
    monkeypatch.setattr(minimal_facts, "needed", lambda items, forbid: tuple(items)[:1])
    with pytest.raises(Contradiction):
        tuple(smallest_sets(probe, year.missions[0]))


@pytest.mark.parametrize("enough", [{1}, {1, 5}, {0, 6}, {2, 3, 4}, set(range(7))])
def test_the_filter_finds_what_is_enough(enough: set[int]) -> None:
    assert set(needed(range(7), lambda kept: enough <= {*kept})) == enough


def test_the_filter_lets_go_first_what_comes_first() -> None:
    assert needed(range(6), lambda kept: len(kept) >= 2) == (4, 5)
