"""What the rows of the Assignments sheet mean (RULES.md section 6), case by case."""

import pytest

from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from planner.domain.agreements import (
    declined_pairs,
    delivery_classes,
    level_names,
    pinned_rows,
    preferred_rows,
    without_proposals,
)
from planner.domain.calendars import Calendars
from tests.builders import agreed, mission, year

COMPLETED = AssignmentStatus.COMPLETED


def with_rows(*statuses: AssignmentStatus) -> Year:
    rows = tuple(agreed("M1", f"E{n}", status) for n, status in enumerate(statuses))
    return year(assignments=rows)


def test_statuses_pin_prefer_or_decline() -> None:
    facts = with_rows(*AssignmentStatus)
    pinned = {row.status for row in pinned_rows(facts, Calendars(facts))}
    preferred = {row.status for row in preferred_rows(facts)}
    assert pinned == {COMPLETED, AssignmentStatus.CONFIRMED, AssignmentStatus.INVITED}
    assert preferred == {
        AssignmentStatus.PROPOSED,
        AssignmentStatus.CONTACTED,
        AssignmentStatus.AVAILABLE,
    }
    declined = next(r for r in facts.assignments if r.status is AssignmentStatus.DECLINED)
    assert declined_pairs(facts) == {("M1", declined.expert_id)}


def test_what_is_to_be_kept_is_pinned_and_no_part_of_stability() -> None:
    rows = (agreed("M1", "E1", AssignmentStatus.PROPOSED, keep=True),)
    facts = year(assignments=rows)
    assert pinned_rows(facts, Calendars(facts)) == rows
    assert preferred_rows(facts) == ()
    assert level_names(facts, Calendars(facts))[:2] == ("delivery-pinned", "pre-accredited")


@pytest.mark.parametrize("status", [AssignmentStatus.DECLINED, AssignmentStatus.WITHDRAWN])
def test_what_is_declined_or_withdrawn_is_not_kept(status: AssignmentStatus) -> None:
    facts = year(assignments=(agreed("M1", "E1", status, keep=True),))
    assert pinned_rows(facts, Calendars(facts)) == ()


def test_fresh_forgets_proposals_lets_go_of_those_asked_and_keeps_the_rest() -> None:
    facts = with_rows(*AssignmentStatus)
    kept = without_proposals(facts)
    assert preferred_rows(kept) == ()
    assert len(kept.assignments) == len(facts.assignments) - 3
    let_go = {row.status for row in kept.let_go}
    assert let_go == {AssignmentStatus.CONTACTED, AssignmentStatus.AVAILABLE}
    assert pinned_rows(kept, Calendars(kept)) == pinned_rows(facts, Calendars(facts))


def test_delivery_levels_are_pinned_first_then_by_priority_and_none_is_empty() -> None:
    missions = (
        mission("M1", priority=9),
        mission("M2", priority=2),
        mission("M3", priority=2),
        mission("M4", priority=1),
    )
    facts = year(missions=missions, assignments=(agreed("M4", "E1"),))
    assert delivery_classes(facts, Calendars(facts)) == {
        "delivery-pinned": ("M4",),
        "delivery-2": ("M2", "M3"),
        "delivery-9": ("M1",),
    }
    assert level_names(facts, Calendars(facts))[:3] == (
        "delivery-pinned",
        "delivery-2",
        "delivery-9",
    )
