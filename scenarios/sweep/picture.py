"""The sweep as a picture for somebody who has never seen the program: a donor, a Director.

The line shows how many missions are delivered at each amount. Each step has a number; what it
means is written beside the picture, in words, so that close steps never write over each other.
"""

import textwrap
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from planner.domain.wording import counted, day, listed
from planner.report.drawing import BLUE, GREY, NAVY, ORANGE, PALE, drawing, plain, png_of
from scenarios.sweep.curve import Curve, CurveChange
from scenarios.sweep.knobs import FundAmount
from scenarios.sweep.rows import Stair, in_words, stairs
from scenarios.sweep.words import distance, value_axis, what_else

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE_INCHES, _DPI = (13.0, 7.0), 110
_WRAP_AT, _WRAP_HEADING_AT, _WRAP_NOTE_AT, _WRAP_ALSO_AT = 52, 84, 160, 62
# Heights as shares of the picture's height: a line of an explanation, what is between two, all.
_LINE, _BETWEEN, _ROOM = 0.031, 0.026, 0.62
_ALSO_LINE, _ALSO_BOTTOM = 0.027, 0.075
# The least distance of two numbers above the line, as a share of its width.
_APART = 0.035
_MOST_MISSIONS = 3
_BADGE: Any = {
    "size": 10.5,
    "weight": "bold",
    "color": "white",
    "ha": "center",
    "va": "center",
    "bbox": {"boxstyle": "circle,pad=0.25", "facecolor": NAVY, "edgecolor": "none"},
}


def png(curve: Curve) -> bytes:
    """The picture as PNG; the same curve gives the same bytes."""
    with drawing(_SIZE_INCHES, _DPI) as figure:
        _draw(figure, curve)
        return png_of(figure)


def heading(curve: Curve) -> str:
    """What the picture shows, as a question that it answers."""
    knob, year = curve.study.knob, curve.study.year
    name = knob.name
    if isinstance(knob, FundAmount) and (own := year.fund_by_id[knob.fund_id].name):
        name = f"{name}, {own}"
    return f"How many missions can be delivered with {name}?"


def subtitle(curve: Curve) -> str:
    """The plan year and what a mission is."""
    settings = curve.study.year.settings
    first, last = settings.plan_start, settings.plan_end
    whole = first == date(first.year, 1, 1) and last == date(first.year, 12, 31)
    period = str(first.year) if whole else f"{day(first)} to {day(last)}"
    return f"Capacity-building missions of the World Customs Organization, {period}"


def numbered(curve: Curve) -> tuple[CurveChange, ...]:
    """The changes that the picture has room to explain: on both sides those nearest to today."""
    sides = (curve.ups, curve.downs)
    ranked = [(rank, side, c) for side, cs in enumerate(sides) for rank, c in enumerate(cs)]
    every = [change for *_, change in sorted(ranked, key=lambda found: found[:2])]
    heights = accumulate(_height(curve, change) for change in every)
    room = _ROOM - _ALSO_LINE * len(_also(curve))
    fitting = [c for c, height in zip(every, heights, strict=True) if height <= room]
    return tuple(sorted(fitting, key=lambda change: change.value))


def explanation(curve: Curve, change: CurveChange) -> str:
    """What happens at a step, with the missions by topic and country."""
    by = distance(curve, change.value)
    if change.counts is None:
        return f"{by}: not enough for what is agreed already"
    gained, lost = (_in_words(curve, m) for m in (change.gained, change.lost))
    if not gained and not lost:
        return f"{by}: {counted(sum(change.counts), 'mission')} in all"
    if gained and lost:
        return f"{by}: {gained} instead of {lost}"
    return f"{by}: {gained} as well" if gained else f"{by}: without {lost}"


def footnote(curve: Curve) -> str:
    """How sure the picture is."""
    if not curve.searched:
        return "The calculation was ended early: between the points the line is a guess."
    sure = (
        "Every step is proven by mathematics to be exact: with one unit less it would not be there."
        if curve.proven
        else "Not every step is proven to be exact; the workbook says which."
    )
    numbers = [corner.missions for corner in stairs(curve)]
    if any(after < before for before, after in pairwise(numbers)):
        sure += " Where the line falls, an urgent mission takes the place of several others."
    return f"{sure} The vertical axis does not start at 0." if min(numbers, default=0) > 1 else sure


def _in_words(curve: Curve, missions: Sequence[str]) -> str:
    named = list(in_words(curve.study.year, missions[:_MOST_MISSIONS]))
    more = len(missions) - _MOST_MISSIONS
    return listed([*named, *([counted(more, "other mission")] if more > 0 else [])])


def _lines(curve: Curve, change: CurveChange) -> list[str]:
    return textwrap.wrap(explanation(curve, change), _WRAP_AT)


def _height(curve: Curve, change: CurveChange) -> float:
    return len(_lines(curve, change)) * _LINE + _BETWEEN


def _draw(figure: "Figure", curve: Curve) -> None:
    lines = textwrap.wrap(heading(curve), _WRAP_HEADING_AT)
    figure.text(0.05, 0.965, plain("\n".join(lines)), size=17, weight="bold", color=NAVY, va="top")
    under = 0.93 - 0.04 * len(lines)
    figure.text(0.05, under, plain(subtitle(curve)), size=11, color=GREY, va="center")
    note = "\n".join(textwrap.wrap(footnote(curve), _WRAP_NOTE_AT))
    figure.text(0.05, 0.012, plain(note), size=9, color=GREY, va="bottom")
    axes = figure.add_axes((0.06, 0.13, 0.52, 0.65))
    corners = stairs(curve)
    _axes(axes, curve, corners)
    if corners:
        _line(axes, corners)
    _today(axes, curve)
    _numbers(axes, curve, corners)
    _explanations(figure, curve)


def _axes(axes: "Axes", curve: Curve, corners: Sequence[Stair]) -> None:
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter  # noqa: PLC0415

    heights = [corner.missions for corner in corners] or [0]
    first, last = curve.points[0].value, curve.points[-1].value
    axes.set_xlim(first - (first == last), last + (first == last))
    axes.set_ylim(max(0, min(heights) - 1.5), max(heights) + 1.5)
    axes.set_xlabel(plain(value_axis(curve)), size=12, color=GREY, labelpad=8)
    axes.set_ylabel("Missions delivered in the year", size=12, color=GREY, labelpad=8)
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.tick_params(labelsize=11, colors=GREY, length=3)
    axes.grid(axis="y", color="#E4E4E4", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _line(axes: "Axes", corners: Sequence[Stair]) -> None:
    values = [corner.value for corner in corners]
    numbers = [corner.missions for corner in corners]
    axes.fill_between(values, numbers, axes.get_ylim()[0], color=PALE, linewidth=0)
    axes.plot(values, numbers, color=BLUE, linewidth=2.6, solid_joinstyle="miter")
    lowest = axes.get_xlim()[0]
    if values[0] > lowest:
        axes.axvspan(lowest, values[0], facecolor="#F2F2F2", hatch="//", edgecolor="#C8C8C8", lw=0)


def _today(axes: "Axes", curve: Curve) -> None:
    study, today = curve.study, curve.today
    if today is None:
        return
    axes.axvline(today.value, color=ORANGE, linewidth=1.6, linestyle=(0, (5, 3)))
    # On the side where there is room; below the line nothing else is written.
    low, high = axes.get_xlim()
    right = today.value > (low + high) / 2
    axes.annotate(
        plain(
            f"today: {study.knob.shown(study.year, today.value)},\n"
            f"{counted(today.missions, 'mission')}"
        ),
        (today.value, axes.get_ylim()[0]),
        xytext=(-8 if right else 8, 10),
        textcoords="offset points",
        ha="right" if right else "left",
        va="bottom",
        size=11,
        weight="bold",
        color=ORANGE,
    )


def _numbers(axes: "Axes", curve: Curve, corners: Sequence[Stair]) -> None:
    """A number above each step, moved aside where two are close, with a thin line to its step."""
    changes = numbered(curve)
    low, high = axes.get_xlim()
    wide = high - low
    places = spread([(change.value - low) / wide for change in changes], _APART)
    for number, (change, place) in enumerate(zip(changes, places, strict=True), start=1):
        near = [c.missions for c in corners if abs(c.value - change.value) <= 1]
        axes.annotate(
            str(number),
            (change.value, max(near, default=axes.get_ylim()[0])),
            xytext=(low + place * wide, axes.get_ylim()[1]),
            arrowprops={"arrowstyle": "-", "color": "#A6A6A6", "linewidth": 0.9},
            annotation_clip=False,
            **_BADGE,
        )


def spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Places in ascending order, as near to the wanted ones as it goes, never closer than apart.

    Neighbours that are too close form a block around the mean of what its members want.
    """
    blocks: list[tuple[float, int]] = []
    for place in wanted:
        # A block is where its first member stands, and how many it has.
        blocks.append((place, 1))
        while len(blocks) > 1 and blocks[-1][0] - blocks[-2][0] < blocks[-2][1] * apart:
            (first, size), (second, more) = blocks[-2], blocks[-1]
            mean = (first * size + (second - size * apart) * more) / (size + more)
            blocks[-2:] = [(mean, size + more)]
    return [start + n * apart for start, size in blocks for n in range(size)]


def _explanations(figure: "Figure", curve: Curve) -> None:
    """The meaning of the numbers, in words, from the top of the right side down."""
    changes = numbered(curve)
    left, place = 0.62, 0.80
    nothing = "As many missions everywhere" if curve.searched else "The steps are not known"
    head = "What changes at each step" if changes else nothing
    figure.text(left, place, head, size=12, weight="bold", color=NAVY, va="center")
    note = "more or less than today; each step adds to those nearer to today"
    if changes:
        figure.text(left, place - 0.033, note, size=9, color=GREY, va="center")
    place -= 0.075
    for number, change in enumerate(changes, start=1):
        text = plain("\n".join(_lines(curve, change)))
        figure.text(left + 0.008, place, str(number), **_BADGE)
        figure.text(left + 0.028, place + 0.014, text, size=10.5, va="top", linespacing=1.25)
        place -= _height(curve, change)
    left_out = len(curve.ups) + len(curve.downs) - len(changes)
    if left_out:
        text = f"{counted(left_out, 'step')} further away: see the workbook."
        figure.text(left, place, text, size=10, color=GREY, va="center")
    note = "\n".join(_also(curve))
    figure.text(left, _ALSO_BOTTOM, plain(note), size=9.5, va="bottom", linespacing=1.25)


def _also(curve: Curve) -> list[str]:
    """What no step shows, at both ends of the picture."""
    ends = dict.fromkeys(point.value for point in (curve.points[0], curve.points[-1]))
    by_value = {point.value: point for point in curve.points}
    texts = {value: what_else(curve, by_value[value]) for value in ends}
    sentences = [f"Also, {distance(curve, v)}: {text}" for v, text in texts.items() if text]
    return [line for text in sentences for line in textwrap.wrap(text, _WRAP_ALSO_AT)]
