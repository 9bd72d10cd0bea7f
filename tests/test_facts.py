"""What the rows of the Assignments sheet mean (RULES.md section 6), case by case."""

from datetime import date

import pytest

from models.assignment import AssignmentStatus
from models.instance import Year
from planner.domain.agreements import (
    declined_pairs,
    delivery_classes,
    level_names,
    past_missions,
    pinned_rows,
    preferred_rows,
    without_proposals,
)
from planner.domain.calendars import Calendars
from tests.builders import agreed, history, mission, settings, year

COMPLETED = AssignmentStatus.COMPLETED
# Ten working days from Monday 7 December 2026 end on Friday 18 December.
BEFORE = date(2026, 12, 7)


def with_rows(*statuses: AssignmentStatus) -> Year:
    rows = tuple(agreed("M1", f"E{n}", status) for n, status in enumerate(statuses))
    return year(assignments=rows)


def completed(start: date | None, plan_start: date = date(2027, 1, 1)) -> Year:
    return year(
        settings=settings(plan_start=plan_start),
        missions=(mission("M0", working_days=10, earliest_start=BEFORE),),
        assignments=(agreed("M0", "E1", COMPLETED, start),),
    )


def test_statuses_pin_prefer_or_decline() -> None:
    facts = with_rows(*AssignmentStatus)
    pinned = {row.status for row in pinned_rows(facts, Calendars(facts))}
    preferred = {row.status for row in preferred_rows(facts)}
    assert pinned == {COMPLETED, AssignmentStatus.CONFIRMED, AssignmentStatus.INVITED}
    assert preferred == {AssignmentStatus.PROPOSED, AssignmentStatus.CONTACTED}
    declined = next(r for r in facts.assignments if r.status is AssignmentStatus.DECLINED)
    assert declined_pairs(facts) == {("M1", declined.expert_id)}


def test_fresh_forgets_proposals_and_nothing_else() -> None:
    facts = with_rows(*AssignmentStatus)
    kept = without_proposals(facts)
    assert preferred_rows(kept) == ()
    assert len(kept.assignments) == len(facts.assignments) - 2
    assert pinned_rows(kept, Calendars(kept)) == pinned_rows(facts, Calendars(facts))


def test_a_completed_row_before_the_plan_is_history_with_started_calendar_weeks() -> None:
    facts = completed(BEFORE)
    (entry,) = past_missions(facts, Calendars(facts))
    # 7 to 18 December are 12 days: two started weeks.
    assert (entry.expert_id, entry.start, entry.end) == ("E1", BEFORE, date(2026, 12, 18))
    assert entry.weeks == 2
    assert pinned_rows(facts, Calendars(facts)) == ()


@pytest.mark.parametrize(("day", "past"), [(18, False), (19, True)])
def test_a_mission_is_past_when_it_ended_before_the_plan_start(day: int, past: bool) -> None:
    facts = completed(BEFORE, plan_start=date(2026, 12, day))
    assert bool(past_missions(facts, Calendars(facts))) is past
    assert bool(pinned_rows(facts, Calendars(facts))) is not past


def test_a_completed_row_without_a_start_stays_pinned() -> None:
    facts = completed(None)
    assert past_missions(facts, Calendars(facts)) == ()
    assert len(pinned_rows(facts, Calendars(facts))) == 1


def test_only_completed_rows_become_history() -> None:
    rows = (agreed("M1", "E1", AssignmentStatus.CONFIRMED, BEFORE),)
    facts = year(assignments=rows)
    assert past_missions(facts, Calendars(facts)) == ()
    assert pinned_rows(facts, Calendars(facts)) == rows


def test_the_history_sheet_comes_first() -> None:
    entry = history("E9", BEFORE, BEFORE)
    facts = completed(BEFORE).model_copy(update={"history": (entry,)})
    first, second = past_missions(facts, Calendars(facts))
    assert first == entry
    assert second.expert_id == "E1"


def test_a_mission_with_a_past_completed_row_alone_has_no_pinned_expert() -> None:
    facts = completed(BEFORE)
    assert delivery_classes(facts, Calendars(facts)) == {"delivery-1": ("M0",)}


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
