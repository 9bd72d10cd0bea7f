"""The whole sweep: points side by side, the values between them at which something changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from planner.solver.deadline import NEVER, Deadline
from scenarios.fanout import Crew, Following, Harvest, TaskDesk, fan_out
from scenarios.study.guarded import guarded
from scenarios.sweep.knobs import FundAmount
from scenarios.sweep.rises import Gap, Rise, nearest, rises_in
from scenarios.sweep.study import Deliveries, Point, Study, delivery_at, point_at, unchanged_at

_Found = TypeVar("_Found")
# The missions delivered at one stop after the other.
_Named = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CurveChange:
    """What happens to the delivered missions on the way from today's value.

    Attributes
    ----------
    value : int
        The value at which it has happened: upwards the least one that delivers more, downwards
        the greatest one that delivers less.
    counts : tuple of int, or None
        The delivery levels from there on; None where what is agreed can no longer be kept.
    gained, lost : tuple of str
        The missions that are delivered, and no longer delivered, against the change before (the
        plan of today for the first one); as few as possible. None where the sweep was ended before
        they were known.
    proven : bool
        Whether the value is exact.
    """

    value: int
    counts: tuple[int, ...] | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    proven: bool


@dataclass(frozen=True)
class Without:
    """The year in which a fund has nothing, against the plan of today.

    Attributes
    ----------
    lost : tuple of str, or None
        The missions that today's plan delivers and that cannot all be kept, as few as possible;
        None where not even what is agreed can be kept.
    gained : tuple of str
        Missions of lower priority that take the place of some of these.
    proven : bool
        Whether no plan without the fund delivers more.
    """

    lost: tuple[str, ...] | None
    gained: tuple[str, ...]
    proven: bool


@dataclass(frozen=True)
class Curve:
    """What a sweep found.

    Attributes
    ----------
    points : tuple of Point
        The lowest value first.
    rises : tuple of Rise
        All values at which more is delivered than just below.
    ups, downs : tuple of CurveChange
        The same seen from today's value, the nearest first.
    without : Without, optional
        The year without the fund that is swept; None for another figure.
    interrupted : bool
        Whether somebody ended the sweep before it was complete.
    """

    study: Study
    points: tuple[Point, ...]
    rises: tuple[Rise, ...] = ()
    ups: tuple[CurveChange, ...] = ()
    downs: tuple[CurveChange, ...] = ()
    without: "Without | None" = None
    interrupted: bool = False

    @property
    def today(self) -> Point | None:
        """The point at the value that the workbook has; None where the sweep did not get there."""
        value = self.study.knob.today(self.study.year)
        return next((point for point in self.points if point.value == value), None)

    def shown(self, value: int) -> str:
        """A value of the figure with its unit."""
        return self.study.knob.shown(self.study.year, value)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Neighbouring points of which the higher one delivers more."""
        pairs = pairwise(point.delivery for point in self.points)
        return tuple(Gap(low, high) for low, high in pairs if high.worth > low.worth)

    @property
    def searched(self) -> bool:
        """Whether every value is known at which more is delivered than just below."""
        if self.interrupted and not self.rises:
            return False
        values = [rise.value for rise in self.rises]
        return all(any(g.low.value < v <= g.high.value for v in values) for g in self.gaps)

    @property
    def proven(self) -> bool:
        """Whether every point and every value of a change is proven."""
        return all(point.proven for point in self.points) and all(r.proven for r in self.rises)

    @property
    def stretches(self) -> tuple[Deliveries, ...]:
        """What is delivered, from the lowest value on, each from its own value to the next one."""
        if not self.points:
            return ()
        return (self.points[0].delivery, *(rise.delivery for rise in self.rises))


@dataclass(frozen=True)
class _Route:
    """Deliveries one after the other, on the way from the missions delivered today."""

    missions: tuple[str, ...]
    stops: tuple[Deliveries, ...]


@dataclass(frozen=True)
class _Ask:
    """A value to solve at, and the nearest point above it that is known."""

    value: int
    above: Point | None


def look(study: Study, values: Sequence[int], by: Crew, told: Following[Point]) -> Curve:
    """Solve at all values; where the end is asked for, the points that were finished are kept.

    Some are solved first. Where the best plan at one of them is possible at lower values, it is
    the best plan there, too, because nothing better comes with less. The others follow.
    """
    known: dict[int, Point] = {}

    def solve(some: Sequence[int]) -> bool:
        """Whether nobody interrupted it."""
        following = told.renumbered([values.index(value) for value in some])
        asked = [_Ask(value, _above(known, value)) for value in some]
        harvest = fan_out(_point, study, asked, by, following)
        known.update((point.value, point) for point in _finished(harvest))
        return not harvest.interrupted

    whole = solve(_first(study, values))
    for value in values:
        if value not in known and (point := _as_above(study, known, value)):
            known[value] = point
            told.finished(values.index(value), point)
    whole = whole and solve([value for value in values if value not in known])
    points = (known[value] for value in values if value in known)
    return Curve(study, tuple(points), interrupted=not whole)


def _first(study: Study, values: Sequence[int]) -> tuple[int, ...]:
    """Today's value, whose plan is that of `solve`, and from the highest one every so many."""
    today = study.knob.today(study.year)
    return tuple(sorted({*values[:: -study.params.stride], *(v for v in values if v == today)}))


def _as_above(study: Study, known: Mapping[int, Point], value: int) -> Point | None:
    """The point at a value where the nearest one above has its plan; None where that may not be."""
    above = _above(known, value)
    return None if above is None else unchanged_at(study, above, value)


def _above(known: Mapping[int, Point], value: int) -> Point | None:
    """The nearest point above a value."""
    above = min((v for v in known if v > value), default=None)
    return None if above is None else known[above]


def follow(curve: Curve, by: Crew, told: Following[tuple[Rise, ...]]) -> Curve:
    """Find the values between the points at which the deliveries change; none of an ended sweep."""
    if curve.interrupted:
        return curve
    harvest = fan_out(_rises, curve.study, curve.gaps, by, told)
    found = tuple(rise for part in _finished(harvest) for rise in part)
    return replace(curve, rises=found, interrupted=harvest.interrupted)


def _point(study: Study, ask: _Ask, desk: TaskDesk) -> Point:
    with guarded():
        return point_at(study, ask.value, desk.deadline(), ask.above)


def _rises(study: Study, gap: Gap, desk: TaskDesk) -> tuple[Rise, ...]:
    with guarded():
        return rises_in(study, gap, desk.deadline())


def _followed(study: Study, route: _Route, desk: TaskDesk) -> _Named:
    """The missions at every stop: as many as possible of those at the stop before."""
    missions, found = route.missions, []
    for stop in route.stops:
        with guarded():
            missions = nearest(study, stop, missions, desk.deadline())
        found.append(missions)
    return tuple(found)


def _finished(harvest: Harvest[_Found]) -> tuple[_Found, ...]:
    return tuple(result for result in harvest.results if result is not None)


def with_missions(curve: Curve, by: Crew, deadline: Deadline = NEVER) -> Curve:
    """Tell the changes, and which missions each gains or loses; no missions of an ended sweep."""
    if curve.today is None:
        return curve
    today = curve.today.delivery
    missions = tuple(today.plan.teams())
    above = [rise for rise in curve.rises if rise.value > today.value]
    below = [rise for rise in reversed(curve.rises) if rise.value <= today.value]
    ups = tuple(rise.delivery for rise in above)
    downs = tuple(_just_below(curve, rise) for rise in below)
    named: tuple[_Named | None, ...] = (None, None)
    without: Without | None = None
    if not curve.interrupted:
        routes = (_Route(missions, ups), _Route(missions, downs))
        harvest = fan_out(_followed, curve.study, routes, by, Following(deadline=deadline))
        curve, named = replace(curve, interrupted=harvest.interrupted), harvest.results
        without = _without(curve, missions, by, deadline)
    return replace(
        curve,
        ups=_changes(missions, ups, named[0], above),
        downs=_changes(missions, downs, named[1], below),
        without=without,
    )


def _without(
    curve: Curve, missions: tuple[str, ...], by: Crew, deadline: Deadline
) -> Without | None:
    """What is lost without the fund, where a single fund is swept that today's plan uses."""
    knob = curve.study.knob
    if curve.interrupted or not isinstance(knob, FundAmount):
        return None
    following: Following[Without] = Following(deadline=deadline)
    harvest = fan_out(_stripped, curve.study, (missions,), by, following)
    return next(iter(_finished(harvest)), None)


def _stripped(study: Study, missions: tuple[str, ...], desk: TaskDesk) -> Without:
    with guarded():
        left = delivery_at(study, 0, desk.deadline())
        if left.counts is None:
            return Without(None, (), left.proven)
        kept = nearest(study, left, missions, desk.deadline())
    lost = tuple(m for m in missions if m not in kept)
    return Without(lost, tuple(m for m in kept if m not in missions), left.proven)


def _just_below(curve: Curve, rise: Rise) -> Deliveries:
    """What is delivered one unit below a rise: what is known from the nearest value below."""
    known = [*(point.delivery for point in curve.points), *(r.delivery for r in curve.rises)]
    below = (delivery for delivery in known if delivery.value < rise.value)
    return replace(max(below, key=lambda delivery: delivery.value), value=rise.value - 1)


def _changes(
    today: tuple[str, ...],
    stops: Sequence[Deliveries],
    named: _Named | None,
    rises: Sequence[Rise],
) -> tuple[CurveChange, ...]:
    """The changes at the stops; without missions where those are not known."""
    after = named or (today,) * len(stops)
    before = (today, *after)
    return tuple(
        CurveChange(
            value=stop.value,
            counts=stop.counts,
            gained=tuple(m for m in now if m not in was),
            lost=tuple(m for m in was if m not in now),
            proven=rise.proven,
        )
        for stop, was, now, rise in zip(stops, before, after, rises, strict=False)
    )
