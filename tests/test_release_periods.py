"""Hand-made cases for release periods (RULES.md section 4, `release-cap`)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendars import ONE_DAY, Span, release_period

FIRST = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2024, 6, 15), Span(date(2024, 6, 15), date(2027, 6, 14))),
        (date(2027, 6, 14), Span(date(2024, 6, 15), date(2027, 6, 14))),
        (date(2027, 6, 15), Span(date(2027, 6, 15), date(2030, 6, 14))),
        (date(2030, 6, 14), Span(date(2027, 6, 15), date(2030, 6, 14))),
        (date(2034, 1, 1), Span(date(2033, 6, 15), date(2036, 6, 14))),
        # Before the release period start they go on in the other direction.
        (date(2024, 6, 14), Span(date(2021, 6, 15), date(2024, 6, 14))),
        (date(2021, 6, 15), Span(date(2021, 6, 15), date(2024, 6, 14))),
        (date(2021, 6, 14), Span(date(2018, 6, 15), date(2021, 6, 14))),
        (date(2015, 12, 31), Span(date(2015, 6, 15), date(2018, 6, 14))),
    ],
)
def test_release_periods_follow_one_another_in_both_directions(day: date, period: Span) -> None:
    assert release_period(FIRST, 3, day) == period


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2024, 2, 29), Span(date(2024, 2, 29), date(2027, 2, 27))),
        (date(2027, 2, 27), Span(date(2024, 2, 29), date(2027, 2, 27))),
        (date(2027, 2, 28), Span(date(2027, 2, 28), date(2030, 2, 27))),
        # Twelve years on 29 February is there again, and keeps its day.
        (date(2036, 2, 28), Span(date(2033, 2, 28), date(2036, 2, 28))),
        (date(2036, 2, 29), Span(date(2036, 2, 29), date(2039, 2, 27))),
        (date(2024, 2, 28), Span(date(2021, 2, 28), date(2024, 2, 28))),
        (date(2021, 2, 27), Span(date(2018, 2, 28), date(2021, 2, 27))),
    ],
)
def test_anniversaries_of_29_february_fall_on_the_28th_in_common_years(
    day: date, period: Span
) -> None:
    assert release_period(date(2024, 2, 29), 3, day) == period


@pytest.mark.parametrize(
    ("years", "period"),
    [
        (1, Span(date(2027, 6, 15), date(2028, 6, 14))),
        (5, Span(date(2024, 6, 15), date(2029, 6, 14))),
    ],
)
def test_the_settings_say_how_long_a_release_period_is(years: int, period: Span) -> None:
    assert release_period(FIRST, years, date(2027, 12, 31)) == period


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_release_period_of_an_absurd_day_is_still_a_period(day: date) -> None:
    period = release_period(FIRST, 3, day)
    assert period.start <= day


ANY_DAY = st.dates(date(1980, 1, 1), date(2080, 12, 31))


@given(first=ANY_DAY, day=ANY_DAY, years=st.integers(1, 7))
def test_release_periods_hold_their_day_and_leave_no_gap(
    first: date, day: date, years: int
) -> None:
    period = release_period(first, years, day)
    assert period.start <= day <= period.end
    assert release_period(first, years, period.end + ONE_DAY).start == period.end + ONE_DAY
    assert release_period(first, years, period.start - ONE_DAY).end == period.start - ONE_DAY
