"""What a sweep found, in sentences; missions by ID, nobody by name."""

from collections.abc import Iterator

from planner.domain.agreements import delivery_classes
from planner.domain.wording import counted, listed, upper_first
from scenarios.sweep.curve import Curve, CurveChange
from scenarios.sweep.effects import besides, effect_of, needing
from scenarios.sweep.knobs import FundAmount
from scenarios.sweep.rises import Rise
from scenarios.sweep.study import Point, Study

_MOST_MISSIONS = 8


def headline(curve: Curve) -> Iterator[str]:
    """What today's value delivers, what a little more or less of it does, and what is proven."""
    if curve.today is None:
        yield "The sweep was ended before today's point was solved."
        return
    yield _today(curve)
    if curve.interrupted:
        yield _ended(curve)
        return
    yield _upwards(curve)
    yield _downwards(curve)
    yield from _else(curve)
    yield from thanks_to_fund(curve)
    yield proof(curve)


def proof(curve: Curve) -> str:
    """Whether the points and the values between them are known to be right."""
    if curve.proven:
        return (
            "All of this is proven: no plan delivers more at any point, and every value at which "
            "the deliveries change is exact."
        )
    points = [curve.shown(p.value) for p in curve.points if not p.proven]
    changes = [curve.shown(rise.value) for rise in curve.rises if not rise.proven]
    parts = []
    if points:
        parts.append(f"the best plan at {listed(points)}")
    if changes:
        parts.append(f"the change at {listed(changes)} (a smaller value may do)")
    return f"Not proven: {'; '.join(parts)}. All else is."


def change_sentence(curve: Curve, change: CurveChange) -> str:
    """A change, from today's value: "4,200 EUR more delivers M17"."""
    return f"{distance(curve, change.value)} {effect(change)}"


def distance(curve: Curve, value: int) -> str:
    """How far a value is from today's: "4,200 EUR more"."""
    study = curve.study
    by = value - study.knob.today(study.year)
    word = "more" if by > 0 else "less"
    return f"{study.knob.shown(study.year, abs(by))} {word}" if by else "today"


def effect(change: CurveChange) -> str:
    """What a change does to the missions."""
    if change.counts is None:
        return "is not enough for what is agreed already"
    gained, lost = _named(change.gained), _named(change.lost)
    if not gained and not lost:
        return f"delivers {counted(sum(change.counts), 'mission')} in all"
    if gained and lost:
        return f"delivers {gained} instead of {lost}"
    return f"delivers {gained}" if gained else f"loses {lost}"


def level_word(level: str) -> str:
    """A delivery level in a word or two."""
    kind = level.removeprefix("delivery-")
    return "agreed" if kind == "pinned" else f"priority {kind}"


def delivery_levels(study: Study) -> tuple[str, ...]:
    """The names of the delivery levels of the year, in their order."""
    return tuple(delivery_classes(study.year, study.calendars))


def _ended(curve: Curve) -> str:
    """What an ended sweep has not found out."""
    if curve.searched:
        return "The sweep was ended before it was known which missions each step gains or loses."
    some = " Those that were found are on the sheet Steps." if curve.rises else ""
    return f"The sweep was ended before the exact values between the points were found.{some}"


def _today(curve: Curve) -> str:
    today, total = curve.today, len(curve.study.year.missions)
    assert today is not None
    value = upper_first(f"{curve.study.knob.name} at {curve.shown(today.value)}, as today,")
    if today.delivery.counts is None:
        return f"{value} is not enough for what is agreed already."
    return f"{value} delivers {today.missions} of {counted(total, 'mission')}."


def _upwards(curve: Curve) -> str:
    highest = curve.shown(curve.points[-1].value)
    today = curve.today
    if today is not None and today.missions == len(curve.study.year.missions):
        return "No further mission is delivered with more: every mission is."
    if not curve.ups:
        return f"No more missions are delivered up to {highest}."
    first, *rest = curve.ups
    if not rest:
        return f"{change_sentence(curve, first)}; no further mission up to {highest}."
    return f"{change_sentence(curve, first)}; the next step is at {distance(curve, rest[0].value)}."


def _downwards(curve: Curve) -> str:
    lowest = curve.shown(curve.points[0].value)
    if not curve.downs:
        return f"Down to {lowest} as many missions are delivered."
    first, *rest = curve.downs
    if not rest:
        return f"{change_sentence(curve, first)}; no other mission is lost down to {lowest}."
    return f"{change_sentence(curve, first)}; the next step is at {distance(curve, rest[0].value)}."


def _else(curve: Curve) -> Iterator[str]:
    """What else changes at both ends of the sweep."""
    for point in dict.fromkeys((curve.points[0], curve.points[-1])):
        if text := what_else(curve, point):
            yield f"At {curve.shown(point.value)}, against today: {text}."


def what_else(curve: Curve, point: Point) -> str:
    """What a point changes beside the missions that it gains or loses; "" where nothing does."""
    effect = effect_of(curve.study, curve.today, point) if curve.today else None
    return besides(effect) if effect else ""


def thanks_to_fund(curve: Curve, *, by_id: bool = True) -> Iterator[str]:
    """Which missions a fund makes possible, apart from all others; else how many they are."""
    without, knob, today = curve.without, curve.study.knob, curve.today
    if without is None or today is None or not isinstance(knob, FundAmount):
        return
    if without.lost is None:
        yield f"Without {knob.name} what is agreed already cannot be kept."
        return
    if not without.lost:
        yield f"Without {knob.name} every mission of today's plan could still be delivered."
        return
    paid = counted(len(needing(curve.study, today.plan, knob.fund_id)), "mission")
    lost, gained = (
        _named(m) if by_id else counted(len(m), "mission") for m in (without.lost, without.gained)
    )
    instead = f", and {gained} would be instead" if without.gained else ""
    yield (
        f"Where other funds pay what they can, {knob.name} pays {paid} of today's plan. "
        f"Without it {lost} would not be delivered{instead}."
    )


def _named(missions: tuple[str, ...]) -> str:
    if len(missions) <= _MOST_MISSIONS:
        return listed(missions)
    return f"{', '.join(missions[:_MOST_MISSIONS])} and {len(missions) - _MOST_MISSIONS} more"


def title(curve: Curve) -> str:
    """What the sweep is about."""
    reach = f", {curve.shown(curve.points[0].value)} to {curve.shown(curve.points[-1].value)}"
    return f"Missions delivered against {curve.study.knob.name}{reach}"


def value_axis(curve: Curve) -> str:
    """The axis of the figure, with its unit."""
    study = curve.study
    unit = study.knob.shown(study.year, 2).removeprefix("2 ")
    if isinstance(study.knob, FundAmount):
        return f"Amount of {study.knob.name} ({unit})"
    return f"{upper_first(study.knob.name)} ({unit})"


def describe_point(point: Point) -> str:
    """A point in a few words, for those who wait."""
    if point.delivery.counts is None:
        return "not enough for what is agreed"
    proof = "proven" if point.proven else "not proven"
    return f"{counted(point.missions, 'mission')} delivered, {proof}"


def describe_rises(rises: tuple[Rise, ...]) -> str:
    """The steps between two points in a few words."""
    return counted(len(rises), "step")
