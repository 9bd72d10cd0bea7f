"""When a mission can take place, and what that means for its experts (RULES.md section 3).

The one place where days are counted; model and checker share it, and hand-made cases test it.
"""

from calendar import isleap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import holidays

from models.facts.expert import AppliesTo, Unavailability
from models.facts.instance import Year
from models.facts.kept import kept_with
from models.facts.mission import Mission
from models.facts.settings import Settings

ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """Calendar days from `start` to `end`, both included."""

    start: date
    end: date

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def has(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.start <= day <= self.end

    def contains(self, other: "Span") -> bool:
        """Whether every day of the other is a day of this one."""
        return self.start <= other.start and other.end <= self.end


class HostCalendar:
    """Weekends, public holidays and closures of one host.

    The sheets Administrations (Weekend) and Holidays go before the `holidays` library. Countries
    that neither knows rest on Saturday and Sunday.
    """

    def __init__(self, year: Year, host: str) -> None:
        self._public = public_holidays(host)
        self._avoid = year.settings.avoid_public_holidays
        own = [entry for entry in year.holidays if entry.host == host]
        self._own = {entry.day for entry in own if not entry.working}
        self._worked = {entry.day for entry in own if entry.working}
        limits = year.administration_by_country.get(host)
        self._weekend = limits.weekend if limits else None
        self._closed = [
            closed_days(row)
            for row in year.unavailability
            if row.applies_to is AppliesTo.HOST and row.who == host
        ]
        self._kinds: dict[date, tuple[bool, bool]] = {}

    def is_weekend(self, day: date) -> bool:
        """Whether the day belongs to the host's weekend."""
        return self._kind(day)[0]

    def is_working(self, day: date) -> bool:
        """Whether the day is a week-day, no public holiday (where those are avoided), and open."""
        return self._kind(day)[1]

    def _kind(self, day: date) -> tuple[bool, bool]:
        if day not in self._kinds:
            weekend = self._is_weekend(day)
            self._kinds[day] = weekend, not weekend and not self._is_off(day)
        return self._kinds[day]

    def _is_weekend(self, day: date) -> bool:
        if self._weekend is not None:
            return day.weekday() in self._weekend
        return day.weekday() >= 5 if self._public is None else self._public.is_weekend(day)

    def _is_off(self, day: date) -> bool:
        return self.is_holiday(day) or any(span.has(day) for span in self._closed)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday that missions avoid."""
        if not self._avoid or day in self._worked:
            return False
        return day in self._own or (self._public is not None and day in self._public)


class Calendars:
    """The host calendars of a year and what follows from them for its missions, kept once made."""

    def __init__(self, year: Year) -> None:
        self._year = year
        self._hosts: dict[str, HostCalendar] = {}
        self._starts: dict[tuple[object, ...], tuple[Span, ...]] = {}
        self._runs: dict[tuple[str, date, int], Span] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """Only the year: another thread may be working out a host's calendar just now."""
        return Calendars, (self._year,)

    def of(self, host: str) -> HostCalendar:
        """The calendar of a host, by country code."""
        if host not in self._hosts:
            self._hosts[host] = HostCalendar(self._year, host)
        return self._hosts[host]

    def run(self, mission: Mission, start: date) -> Span:
        """The days of a mission that starts on `start`, whether or not that start is allowed."""
        key = (mission.host, start, mission.working_days)
        if key not in self._runs:
            self._runs[key] = run_from(self.of(mission.host), start, mission.working_days)
        return self._runs[key]

    def allowed_starts(self, mission: Mission) -> tuple[Span, ...]:
        """The runs (start to end) of a mission's allowed starts, earliest first."""
        window = (mission.earliest_start, mission.latest_end)
        key = (mission.host, *window, mission.working_days, mission.agreed_starts)
        if key not in self._starts:
            self._starts[key] = tuple(self._allowed(mission))
        return self._starts[key]

    def start_days(self, mission: Mission) -> frozenset[date]:
        """The days on which a mission may start without being agreed to, if it ends in time."""
        return frozenset(_start_days(self.of(mission.host), *self._window(mission)))

    def _window(self, mission: Mission) -> Span:
        settings = self._year.settings
        return Span(
            max(mission.earliest_start, settings.plan_start),
            min(mission.latest_end, settings.plan_end),
        )

    def _allowed(self, mission: Mission) -> Iterator[Span]:
        calendar, (first, last) = self.of(mission.host), self._window(mission)
        agreed = {s for s in mission.agreed_starts if first <= s <= last and calendar.is_working(s)}
        for start in sorted(agreed | set(_start_days(calendar, first, last))):
            run = run_from(calendar, start, mission.working_days)
            if run.end > last:
                return
            if all(calendar.is_working(d) or calendar.is_weekend(d) for d in days(run)):
                yield run


def calendars_of(year: Year) -> Calendars:
    """The calendars of a year, made once and kept as long as the year is there."""
    return kept_with(year, Calendars)


def closed_days(row: Unavailability) -> Span:
    """The days of a row of Unavailability; a blank side is open."""
    return Span(row.start or date.min, row.end or date.max)


def meeting(spans: Mapping[str, Span]) -> list[tuple[str, ...]]:
    """The largest groups, of two or more, whose spans all share a day; names in given order."""
    groups: dict[tuple[str, ...], None] = {}
    for span in spans.values():
        group = tuple(n for n, other in spans.items() if other.start <= span.start <= other.end)
        if len(group) > 1:
            groups[group] = None
    return [g for g in groups if not any(set(g) < set(other) for other in groups)]


def largest_meeting(spans: Sequence[Span]) -> list[list[int]]:
    """The largest groups of spans that share a day; by their numbers, in date order.

    A group can only be largest on the first day of one of its spans after which one of them ends
    before another one begins.
    """
    begins = sorted(range(len(spans)), key=lambda k: spans[k].start)
    groups: list[list[int]] = []
    open_: list[int] = []
    for place, number in enumerate(begins):
        open_ = [k for k in open_ if spans[k].end >= spans[number].start] + [number]
        is_last = place + 1 == len(begins)
        if is_last or any(spans[k].end < spans[begins[place + 1]].start for k in open_):
            groups.append(sorted(open_))
    return groups


def never_apart(runs: Mapping[str, tuple[Span, ...]]) -> list[tuple[str, ...]]:
    """The largest groups, of two or more, in which any two meet whichever of their runs they take.

    Two can be apart where the first end of one is before the last start of the other. So those
    that occupy a day whatever happens meet where they share one; and one that can begin after its
    own first end meets those that occupy all that lies between.
    """
    outer = {name: _outermost(own) for name, own in runs.items()}
    first_end = {name: ends[0] for name, ends in outer.items()}
    last_start = {name: ends[1] for name, ends in outer.items()}
    sure = {n: Span(last_start[n], first_end[n]) for n in runs if last_start[n] <= first_end[n]}
    groups = meeting(sure)
    for name in [name for name in runs if name not in sure]:
        across = [
            other
            for other, span in sure.items()
            if span.start <= first_end[name] and last_start[name] <= span.end
        ]
        if across:
            groups.append((name, *across))
    return groups


@lru_cache(maxsize=20_000)
def _outermost(runs: tuple[Span, ...]) -> tuple[date, date]:
    """The first end and the last start; asked of the same runs for each who may go."""
    return min(run.end for run in runs), max(run.start for run in runs)


def days(span: Span) -> Iterator[date]:
    """Every day of a span, in order."""
    for offset in range((span.end - span.start).days + 1):
        yield span.start + timedelta(days=offset)


def run_from(calendar: HostCalendar, start: date, working_days: int) -> Span:
    """The span of `working_days` consecutive week-days from `start` on (cut at the last date)."""
    day, left = start, working_days
    while True:
        left -= not calendar.is_weekend(day)
        if left == 0 or day == date.max:
            return Span(start, day)
        day += ONE_DAY


def busy_period(settings: Settings, run: Span) -> Span:
    """A mission's days with the travel days before and after, in calendar days."""
    return Span(
        _shifted(run.start, -settings.travel_days_before),
        _shifted(run.end, settings.travel_days_after),
    )


def busy_and_rest(settings: Settings, run: Span) -> Span:
    """A mission's busy period with the days of rest after it.

    Two missions leave an expert the days of rest between them where these spans do not meet.
    """
    busy = busy_period(settings, run)
    return Span(busy.start, _shifted(busy.end, settings.rest_days))


@lru_cache(maxsize=100_000)
def release_period(first: date, years: int, day: date) -> Span:
    """The release period that contains `day`, counted in both directions from `first`.

    A period lasts `years` years; anniversaries of 29 February fall on the 28th in common years.
    Source: policy HC0150Ea, accreditation process ("twelve weeks over an initial three-year
    period").
    """
    # The anniversary of the next index lies in a later calendar year than `day`, always.
    index = (day.year - first.year) // years
    if _anniversary(first, index * years) > day:
        index -= 1
    return Span(
        _anniversary(first, index * years), _anniversary(first, (index + 1) * years) - ONE_DAY
    )


def _anniversary(first: date, years: int) -> date:
    year = first.year + years
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    leap_day_lost = (first.month, first.day) == (2, 29) and not isleap(year)
    return date(year, 2, 28) if leap_day_lost else first.replace(year=year)


def _shifted(day: date, by: int) -> date:
    """Move a day; a workbook edited by hand may hold the first or the last date there is."""
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return date.min if by < 0 else date.max


def _start_days(calendar: HostCalendar, earliest: date, last: date) -> Iterator[date]:
    first, after_weekend = True, False
    for day in days(Span(earliest, last)):
        if not calendar.is_working(day):
            after_weekend |= calendar.is_weekend(day)
            continue
        if first or after_weekend:
            yield day
        first = after_weekend = False


@cache
def public_holidays(host: str) -> holidays.HolidayBase | None:
    """The public holidays of a country, by its code; None where the library has no such country."""
    try:
        return holidays.country_holidays(host)
    except NotImplementedError:
        return None
