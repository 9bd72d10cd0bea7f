"""Hand-made cases for RULES.md section 3; days counted on a calendar.

2027: 1 January is a Friday, 1 March a Monday, Easter Monday is 29 March, 1 April a Thursday.
"""

from datetime import date
from typing import Any

import pytest

from models.facts.expert import AppliesTo, Unavailability
from models.facts.fund import Holiday
from models.facts.instance import Year
from planner.domain.calendars import (
    ONE_DAY,
    Calendars,
    HostCalendar,
    Span,
    busy_period,
    days,
    run_from,
)
from tests.builders import mission, settings, year


def march(day: int) -> date:
    return date(2027, 3, day)


def april(day: int) -> date:
    return date(2027, 4, day)


def closed(who: str, start: date, end: date | None) -> Unavailability:
    return Unavailability(applies_to=AppliesTo.HOST, who=who, start=start, end=end)


def starts(facts: Year | None = None, **changes: Any) -> list[date]:
    """The allowed starts of a mission, in a plain year unless told otherwise."""
    calendars = Calendars(facts or year())
    return [run.start for run in calendars.allowed_starts(mission(**changes))]


def in_window(first: date, last: date, working_days: int, **changes: Any) -> list[date]:
    return starts(earliest_start=first, latest_end=last, working_days=working_days, **changes)


# Week-days and working days


def test_saturday_and_sunday_are_no_week_days_in_belgium() -> None:
    calendar = HostCalendar(year(), "BE")
    assert [calendar.is_weekend(march(d)) for d in range(1, 9)] == [False] * 5 + [True] * 2 + [
        False
    ]
    assert not calendar.is_working(march(6))


def test_friday_and_saturday_are_no_week_days_in_saudi_arabia() -> None:
    calendar = HostCalendar(year(), "SA")
    # 1 April 2027 is a Thursday.
    assert [calendar.is_weekend(april(d)) for d in (1, 2, 3, 4)] == [False, True, True, False]
    assert calendar.is_working(april(4))


def test_a_public_holiday_is_a_week_day_but_no_working_day() -> None:
    calendar = HostCalendar(year(), "BE")
    assert not calendar.is_weekend(march(29))
    assert not calendar.is_working(march(29))


def test_the_holidays_sheet_adds_holidays_of_that_host_alone() -> None:
    facts = year(holidays=(Holiday(host="BE", day=march(3)),))
    assert not HostCalendar(facts, "BE").is_working(march(3))
    assert HostCalendar(facts, "LU").is_working(march(3))


def test_with_holidays_off_public_holidays_of_both_kinds_count_as_working_days() -> None:
    facts = year(
        settings=settings(avoid_public_holidays=False),
        holidays=(Holiday(host="BE", day=march(3)),),
    )
    calendar = HostCalendar(facts, "BE")
    assert calendar.is_working(march(29))
    assert calendar.is_working(march(3))
    assert not calendar.is_working(march(6))


@pytest.mark.parametrize("avoid", [True, False])
def test_a_closed_host_has_no_working_day_holidays_avoided_or_not(avoid: bool) -> None:
    facts = year(
        settings=settings(avoid_public_holidays=avoid),
        unavailability=(closed("BE", march(2), march(3)),),
    )
    calendar = HostCalendar(facts, "BE")
    assert [calendar.is_working(march(d)) for d in (1, 2, 3, 4)] == [True, False, False, True]
    assert not calendar.is_weekend(march(2))


def test_a_closure_without_an_end_stays_open() -> None:
    calendar = HostCalendar(year(unavailability=(closed("BE", march(2), None),)), "BE")
    assert calendar.is_working(march(1))
    assert not calendar.is_working(date(2031, 6, 3))


def test_only_host_rows_of_this_host_close_it() -> None:
    rows = (
        closed("LU", march(2), march(2)),
        Unavailability(applies_to=AppliesTo.ADMINISTRATION, who="BE", start=march(2)),
        Unavailability(applies_to=AppliesTo.EXPERT, who="BE", start=march(2)),
    )
    assert HostCalendar(year(unavailability=rows), "BE").is_working(march(2))


def test_a_country_without_a_built_in_calendar_rests_on_saturday_and_sunday() -> None:
    calendar = HostCalendar(year(holidays=(Holiday(host="ZZ", day=march(3)),)), "ZZ")
    working = [d for d in range(1, 8) if calendar.is_working(march(d))]
    assert working == [1, 2, 4, 5]


# The run of a mission


@pytest.mark.parametrize(
    ("host", "start", "working_days", "end"),
    [
        ("BE", march(1), 1, march(1)),
        ("BE", march(1), 5, march(5)),
        ("BE", march(1), 6, march(8)),
        ("BE", march(1), 8, march(10)),
        ("BE", march(3), 5, march(9)),
        ("BE", march(1), 11, march(15)),
        # Sunday to Thursday; the sixth week-day is the next Sunday.
        ("SA", april(4), 5, april(8)),
        ("SA", april(4), 6, april(11)),
        # A public holiday is a week-day: the run goes over it (and is no allowed one).
        ("BE", march(26), 2, march(29)),
    ],
)
def test_a_mission_runs_over_its_consecutive_week_days(
    host: str, start: date, working_days: int, end: date
) -> None:
    assert run_from(HostCalendar(year(), host), start, working_days) == Span(start, end)


def test_a_run_from_a_weekend_day_keeps_its_start_and_counts_from_monday() -> None:
    # No allowed start, but a hand-edited workbook may hold one.
    assert run_from(HostCalendar(year(), "BE"), march(6), 5) == Span(march(6), march(12))


def test_a_run_is_cut_at_the_last_date_there_is() -> None:
    run = run_from(HostCalendar(year(), "BE"), date.max - ONE_DAY, 5)
    assert run == Span(date.max - ONE_DAY, date.max)


# Allowed starts


def test_in_a_plain_month_the_allowed_starts_are_its_mondays() -> None:
    assert in_window(march(1), march(26), 5) == [march(d) for d in (1, 8, 15, 22)]


def test_the_runs_come_with_the_starts() -> None:
    calendars = Calendars(year())
    facts = mission(latest_end=march(12))
    assert calendars.allowed_starts(facts) == (
        Span(march(1), march(5)),
        Span(march(8), march(12)),
    )
    assert calendars.run(facts, march(3)) == Span(march(3), march(9))


def test_the_first_working_day_may_be_mid_week_and_later_ones_follow_weekends() -> None:
    assert in_window(march(3), march(19), 3) == [march(3), march(8), march(15)]


def test_a_window_that_opens_on_a_weekend_starts_on_the_monday() -> None:
    assert in_window(march(6), march(14), 3) == [march(8)]
    assert in_window(march(7), march(14), 3) == [march(8)]


def test_the_plan_start_opens_the_window_where_it_is_later() -> None:
    facts = year(settings=settings(plan_start=march(3)))
    window = {"earliest_start": march(1), "latest_end": march(14), "working_days": 2}
    assert starts(facts, **window) == [march(3), march(8)]


def test_the_earliest_start_opens_the_window_where_it_is_later() -> None:
    facts = year(settings=settings(plan_start=march(2)))
    window = {"earliest_start": march(3), "latest_end": march(14), "working_days": 2}
    assert starts(facts, **window) == [march(3), march(8)]


@pytest.mark.parametrize(("last", "allowed"), [(march(5), [march(1)]), (march(4), [])])
def test_the_latest_end_counts_to_the_day(last: date, allowed: list[date]) -> None:
    assert in_window(march(1), last, 5) == allowed


@pytest.mark.parametrize(("last", "allowed"), [(march(5), [march(1)]), (march(4), [])])
def test_the_plan_end_counts_to_the_day(last: date, allowed: list[date]) -> None:
    facts = year(settings=settings(plan_end=last))
    assert starts(facts, latest_end=march(31)) == allowed


def test_after_a_monday_holiday_the_tuesday_is_an_allowed_start() -> None:
    # The run of non-working days before Tuesday 30 March is Saturday, Sunday, Easter Monday.
    assert in_window(march(22), april(9), 4) == [march(22), march(30), april(5)]


def test_a_mission_longer_than_a_week_runs_over_the_weekend() -> None:
    # Tuesday 30 March to Monday 5 April; from 22 March six week-days would end on Easter Monday.
    assert in_window(march(22), april(5), 5) == [march(22), march(30)]
    assert in_window(march(15), april(9), 6) == [march(15), march(30)]
    assert in_window(march(1), march(19), 8) == [march(1), march(8)]


def test_no_week_day_of_the_run_may_be_a_holiday() -> None:
    facts = year(holidays=(Holiday(host="BE", day=march(10)),))
    window = {"earliest_start": march(1), "latest_end": march(19), "working_days": 3}
    assert starts(facts, **window) == [march(1), march(15)]
    assert starts(facts, **window | {"working_days": 2}) == [march(1), march(8), march(15)]


def test_after_a_holiday_in_mid_week_no_mission_starts() -> None:
    # Wednesday 10 March is off; the run of non-working days before Thursday has no weekend day.
    facts = year(holidays=(Holiday(host="BE", day=march(10)),))
    window = {"earliest_start": march(8), "latest_end": march(12), "working_days": 1}
    assert starts(facts, **window) == [march(8)]


def test_a_holiday_on_friday_belongs_to_the_run_before_monday() -> None:
    facts = year(holidays=(Holiday(host="BE", day=march(5)),))
    window = {"earliest_start": march(1), "latest_end": march(12), "working_days": 3}
    assert starts(facts, **window) == [march(1), march(8)]


def test_a_host_that_reopens_in_mid_week_after_a_weekend_starts_that_day() -> None:
    facts = year(unavailability=(closed("BE", march(4), march(9)),))
    window = {"earliest_start": march(1), "latest_end": march(12), "working_days": 3}
    assert starts(facts, **window) == [march(1), march(10)]


def test_a_host_closed_at_the_opening_of_the_window_starts_when_it_opens() -> None:
    # Monday to Wednesday are closed; Thursday is the first working day, though no weekend
    # day lies between the Earliest start and it.
    facts = year(unavailability=(closed("BE", march(1), march(3)),))
    window = {"earliest_start": march(1), "latest_end": march(12), "working_days": 2}
    assert starts(facts, **window) == [march(4), march(8)]


def test_a_host_that_is_closed_throughout_has_no_start() -> None:
    assert starts(year(unavailability=(closed("BE", march(1), None),))) == []


def test_with_holidays_off_easter_monday_is_a_start_and_tuesday_is_none() -> None:
    facts = year(settings=settings(avoid_public_holidays=False))
    window = {"earliest_start": march(22), "latest_end": april(2), "working_days": 4}
    assert starts(facts, **window) == [march(22), march(29)]


def test_where_the_weekend_is_friday_and_saturday_missions_start_on_sunday() -> None:
    saudi: dict[str, Any] = {"host": "SA", "region": "MENA"}
    assert in_window(april(2), april(15), 5, **saudi) == [april(4), april(11)]
    # Thursday 1 April is the first working day; a one-day mission may start there.
    assert in_window(april(1), april(8), 1, **saudi) == [april(1), april(4)]


def test_a_window_shorter_than_the_mission_has_no_start() -> None:
    assert in_window(march(5), march(1), 1) == []
    assert in_window(march(1), march(3), 4) == []


# Busy periods and weeks


@pytest.mark.parametrize(
    ("before", "after", "busy"),
    [
        (1, 1, Span(date(2027, 2, 28), march(6))),
        (0, 0, Span(march(1), march(5))),
        (2, 3, Span(date(2027, 2, 27), march(8))),
    ],
)
def test_the_busy_period_adds_calendar_days(before: int, after: int, busy: Span) -> None:
    plan_settings = settings(travel_days_before=before, travel_days_after=after)
    assert busy_period(plan_settings, Span(march(1), march(5))) == busy


def test_a_busy_period_stays_within_the_dates_there_are() -> None:
    assert busy_period(settings(), Span(date.min, date.max)) == Span(date.min, date.max)


@pytest.mark.parametrize(("working_days", "weeks"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_weeks_charged_are_working_days_over_five_rounded_up(working_days: int, weeks: int) -> None:
    assert mission(working_days=working_days).weeks_charged == weeks


# Spans


@pytest.mark.parametrize(
    ("other", "meets", "contains"),
    [
        (Span(march(1), march(5)), True, True),
        (Span(march(2), march(4)), True, True),
        (Span(march(5), march(9)), True, False),
        (Span(march(6), march(9)), False, False),
        (Span(date(2027, 2, 1), march(1)), True, False),
        (Span(date(2027, 2, 1), date(2027, 2, 28)), False, False),
        (Span(date(2027, 2, 1), march(9)), True, False),
    ],
)
def test_spans_include_both_ends(other: Span, meets: bool, contains: bool) -> None:
    span = Span(march(1), march(5))
    assert span.meets(other) is meets
    assert other.meets(span) is meets
    assert span.contains(other) is contains


def test_days_are_those_of_the_span_in_order() -> None:
    span = Span(date(2027, 2, 27), march(1))
    assert list(days(span)) == [date(2027, 2, 27), date(2027, 2, 28), march(1)]
