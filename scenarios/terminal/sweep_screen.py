"""The sweep on the terminal: amounts, counts and mission IDs, never a person."""

from collections.abc import Sequence

from rich.table import Table

from planner.terminal import tables
from planner.terminal.screen import Screen
from scenarios.sweep.curve import Curve, CurveChange
from scenarios.sweep.rows import OTHER_LEVELS, other_levels
from scenarios.sweep.study import Point
from scenarios.sweep.words import delivery_levels, distance, effect, headline, level_word

_MOST_STEPS = 20


def show(screen: Screen, curve: Curve) -> None:
    """The points, the steps between them, and what it all means in a few sentences."""
    screen.table(lambda width: _points(curve, width))
    levels = ", ".join(level_word(name) for name in delivery_levels(curve.study))
    screen.say(f"By level: {levels}.")
    changes = (*reversed(curve.downs), *curve.ups)
    if changes:
        today = curve.study.knob.today(curve.study.year)
        near = sorted(changes, key=lambda c: abs(c.value - today))[:_MOST_STEPS]
        screen.say()
        screen.table(lambda width: _steps(curve, [c for c in changes if c in near]))
        if len(changes) > _MOST_STEPS:
            screen.say(f"... and {len(changes) - _MOST_STEPS} more, on the sheet Steps.")
    screen.say()
    for sentence in headline(curve):
        screen.say(sentence, "bold")


def _points(curve: Curve, width: int) -> Table:
    first = ("Value>", "Against today>", "Delivered>", "By level>", "Proven")
    table = tables.new_table(*first, *_headers(curve))
    for point in curve.points:
        table.add_row(*_cells(curve, point), style="bold" if point is curve.today else None)
    return tables.fitted(table, width)


def _headers(curve: Curve) -> list[str]:
    return [f"{OTHER_LEVELS[level][0]}>" for level in other_levels(curve.study)]


def _cells(curve: Curve, point: Point) -> tuple[str, ...]:
    study = curve.study
    by = point.value - study.knob.today(study.year)
    against = f"{by:+,}" if by else "today"
    value = study.knob.shown(study.year, point.value)
    if point.delivery.counts is None:
        return (value, against, "none")
    levels = "/".join(str(count) for count in point.delivery.counts)
    proof = "yes" if point.proven else "no"
    others = (tables.shown(point.figure(level)) for level in other_levels(study))
    return (value, against, str(point.missions), levels, proof, *others)


def _steps(curve: Curve, changes: Sequence[CurveChange]) -> Table:
    study = curve.study
    table = tables.new_table("From>", "Against today>", "What happens", "Proven")
    for change in changes:
        table.add_row(
            study.knob.shown(study.year, change.value),
            distance(curve, change.value),
            tables.text(effect(change)),
            "yes" if change.proven else "no",
        )
    return table
