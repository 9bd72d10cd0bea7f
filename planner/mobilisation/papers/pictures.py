"""The pictures of papers, from the same figures as the sheet Summary."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.mobilisation.papers.paper import PaperDesk
from planner.report.drawing import BLUE, GREY, NAVY, drawing, plain, png_of
from planner.report.lines import FundLine
from planner.report.overview import Month

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DPI, _WIDE = 150, 7.0
_LEFT = "#BDD7EE"
MOST_FUNDS = 14


def months_picture(desk: PaperDesk, months: Sequence[Month]) -> bytes:
    """Bars of the missions that start in each month."""
    numbers = [month.missions for month in months]
    with drawing((_WIDE, 2.5), _DPI) as figure:
        axes = figure.add_axes((0.07, 0.15, 0.91, 0.70))
        bars = axes.bar(range(len(months)), numbers, color=BLUE, width=0.65)
        axes.bar_label(bars, [str(n) if n else "" for n in numbers], size=9, color=NAVY, padding=2)
        names = [desk.tongue.month(month.first) for month in months]
        axes.set_xticks(range(len(months)), names, size=9, color=GREY)
        axes.set_yticks([])
        axes.set_ylim(0, max([*numbers, 1]) * 1.18)
        _finish(axes, desk.say("months_axis"))
        return png_of(figure)


def funds_picture(desk: PaperDesk, lines: Sequence[FundLine]) -> bytes:
    """A bar for each fund: what the plan takes, and what is left."""
    shown = lines[:MOST_FUNDS]
    high = 0.9 + 0.26 * len(shown)
    with drawing((_WIDE, high), _DPI) as figure:
        axes = figure.add_axes((0.17, 0.42 / high, 0.80, 1 - 0.86 / high))
        places = range(len(shown))
        planned = [line.planned for line in shown]
        left = [max(0, line.left) for line in shown]
        for numbers, start, colour, name in (
            (planned, [0] * len(shown), BLUE, "planned_column"),
            (left, planned, _LEFT, "left_column"),
        ):
            axes.barh(places, numbers, left=start, color=colour, height=0.6, label=desk.say(name))
        axes.set_yticks(places, [plain(line.fund_id) for line in shown], size=9, color=GREY)
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter(lambda value, _: desk.tongue.number(int(value)))
        axes.tick_params(axis="x", labelsize=8, colors=GREY)
        axes.locator_params(axis="x", nbins=6)
        axes.legend(
            loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, fontsize=9
        )
        currency = desk.view.year.settings.currency
        _finish(axes, f"{desk.say('funds_picture')} ({currency})")
        return png_of(figure)


def _finish(axes: "Axes", title: str) -> None:
    axes.set_title(plain(title), size=10, color=NAVY, loc="left", weight="bold")
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#BFBFBF")
