"""The whole sweep: points side by side, the values between them at which something changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from scenarios.fanout import Crew, Desk, Harvest, Observer, fan_out
from scenarios.guarded import guarded
from scenarios.sweep.rises import Gap, Rise, nearest, rises_in
from scenarios.sweep.study import Delivery, Point, Study, point_at

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Change:
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
        plan of today for the first one); as few as possible.
    proven : bool
        Whether the value is exact.
    """

    value: int
    counts: tuple[int, ...] | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]
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
    ups, downs : tuple of Change
        The same seen from today's value, the nearest first.
    interrupted : bool
        Whether somebody ended the sweep before it was complete.
    """

    study: Study
    points: tuple[Point, ...]
    rises: tuple[Rise, ...] = ()
    ups: tuple[Change, ...] = ()
    downs: tuple[Change, ...] = ()
    interrupted: bool = False

    @property
    def today(self) -> Point | None:
        """The point at the value that the workbook has; None where the sweep did not get there."""
        value = self.study.knob.today(self.study.year)
        return next((point for point in self.points if point.value == value), None)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Neighbouring points of which the higher one delivers more; none of an ended sweep."""
        if self.interrupted:
            return ()
        pairs = pairwise(point.delivery for point in self.points)
        return tuple(Gap(low, high) for low, high in pairs if high.worth > low.worth)

    @property
    def proven(self) -> bool:
        """Whether every point and every value of a change is proven."""
        return all(point.proven for point in self.points) and all(r.proven for r in self.rises)

    @property
    def stretches(self) -> tuple[Delivery, ...]:
        """What is delivered, from the lowest value on, each from its own value to the next one."""
        if not self.points:
            return ()
        return (self.points[0].delivery, *(rise.delivery for rise in self.rises))


@dataclass(frozen=True)
class _Route:
    """Deliveries one after the other, on the way from the missions delivered today."""

    missions: tuple[str, ...]
    stops: tuple[Delivery, ...]


def look(study: Study, values: Sequence[int], by: Crew, told: Observer[Point]) -> Curve:
    """Solve at all values; after Ctrl-C the points that were finished are kept."""
    harvest = fan_out(_point, study, values, by, told)
    return Curve(study, _finished(harvest), interrupted=harvest.interrupted)


def follow(curve: Curve, by: Crew, told: Observer[tuple[Rise, ...]]) -> Curve:
    """Find the values between the points at which the deliveries change."""
    harvest = fan_out(_rises, curve.study, curve.gaps, by, told)
    if harvest.interrupted:
        return replace(curve, interrupted=True)
    found = tuple(rise for part in _finished(harvest) for rise in part)
    return replace(curve, rises=found)


def _point(study: Study, value: int, desk: Desk) -> Point:
    with guarded():
        return point_at(study, value, desk.stopwatch())


def _rises(study: Study, gap: Gap, desk: Desk) -> tuple[Rise, ...]:
    with guarded():
        return rises_in(study, gap, desk.stopwatch())


def _followed(study: Study, route: _Route, desk: Desk) -> tuple[tuple[str, ...], ...]:
    """The missions at every stop: as many as possible of those at the stop before."""
    missions, found = route.missions, []
    for stop in route.stops:
        with guarded():
            missions = nearest(study, stop, missions, desk.stopwatch())
        found.append(missions)
    return tuple(found)


def _finished(harvest: Harvest[_Found]) -> tuple[_Found, ...]:
    return tuple(result for result in harvest.results if result is not None)


def with_missions(curve: Curve, by: Crew) -> Curve:
    """Name the missions that each change gains or loses; nothing of a sweep that was ended."""
    if curve.interrupted:
        return curve
    today = curve.today
    assert today is not None
    missions = tuple(today.delivery.plan.teams())
    above = [rise for rise in curve.rises if rise.value > today.value]
    below = [rise for rise in reversed(curve.rises) if rise.value <= today.value]
    ups = tuple(rise.delivery for rise in above)
    downs = tuple(_just_below(curve, rise) for rise in below)
    routes = (_Route(missions, ups), _Route(missions, downs))
    harvest = fan_out(_followed, curve.study, routes, by)
    if harvest.interrupted:
        return replace(curve, interrupted=True)
    named_ups, named_downs = _finished(harvest)
    return replace(
        curve,
        ups=_changes(missions, ups, named_ups, above),
        downs=_changes(missions, downs, named_downs, below),
    )


def _just_below(curve: Curve, rise: Rise) -> Delivery:
    """What is delivered one unit below a rise: what was delivered from the rise before on."""
    stretches = curve.stretches
    before = stretches[stretches.index(rise.delivery) - 1]
    return replace(before, value=rise.value - 1)


def _changes(
    today: tuple[str, ...],
    stops: Sequence[Delivery],
    named: Sequence[tuple[str, ...]],
    rises: Sequence[Rise],
) -> tuple[Change, ...]:
    before = (today, *named)
    return tuple(
        Change(
            value=stop.value,
            counts=stop.counts,
            gained=tuple(m for m in now if m not in was),
            lost=tuple(m for m in was if m not in now),
            proven=rise.proven,
        )
        for stop, was, now, rise in zip(stops, before, named, rises, strict=False)
    )
