"""The growth curve: seconds against missions on two logarithmic scales, and the fitted exponent."""

from collections.abc import Iterable, Mapping
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.results import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Point(NamedTuple):
    """One year of the curve: its missions, the seconds of a planner, and whether all is proven."""

    missions: int
    seconds: float
    proven: bool


class Fit(NamedTuple):
    """seconds = factor × missions ^ exponent, the straight line of the picture."""

    factor: float
    exponent: float

    def at(self, missions: float) -> float:
        """The seconds on the line."""
        return float(self.factor * missions**self.exponent)


def points(runs: Mapping[int, Run]) -> list[Point]:
    """The points of one planner, the smallest year first; years without a plan are left out."""
    return [
        Point(missions, runs[missions].seconds, runs[missions].is_proven)
        for missions in sorted(runs)
        if runs[missions].figures
    ]


def fit(curve: Iterable[Point]) -> Fit | None:
    """The line through the proven points with the least squares; None where there are not two."""
    known = [(log(p.missions), log(p.seconds)) for p in curve if p.proven and p.seconds > 0]
    if len(known) < 2:
        return None
    x_mean = sum(x for x, _ in known) / len(known)
    y_mean = sum(y for _, y in known) / len(known)
    spread = sum((x - x_mean) ** 2 for x, _ in known)
    exponent = sum((x - x_mean) * (y - y_mean) for x, y in known) / spread
    return Fit(exp(y_mean - exponent * x_mean), exponent)


def draw(curves: Mapping[str, list[Point]], target: Path) -> None:
    """Write the picture: a line and its exponent for each planner, unproven years hollow."""
    # Loading it takes a second, which only who draws should wait for.
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt
    from matplotlib.ticker import LogLocator

    figure, axes = plt.subplots(figsize=(8, 5.5), layout="constrained")
    for number, (heading, curve) in enumerate(curves.items()):
        _draw_curve(axes, heading, curve, f"C{number}")
    axes.set(xscale="log", yscale="log", xlabel="missions", ylabel="seconds")
    axes.set_title("Time to a plan, 2.5 experts a mission (hollow: not all levels proven)")
    ticks = sorted({point.missions for curve in curves.values() for point in curve})
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    axes.grid(visible=True, alpha=0.3)
    figure.legend(loc="outside lower center")
    figure.savefig(target, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _draw_curve(axes: "Axes", heading: str, curve: list[Point], colour: str) -> None:
    for proven, face in ((True, colour), (False, "white")):
        chosen = [point for point in curve if point.proven == proven]
        axes.scatter(
            [point.missions for point in chosen],
            [point.seconds for point in chosen],
            facecolor=face,
            edgecolor=colour,
            zorder=3,
        )
    line = fit(curve)
    missions = [point.missions for point in curve if point.proven and line]
    seconds = [line.at(number) for number in missions if line]
    exponent = f": missions to the power of {line.exponent:.2f}" if line else ""
    axes.plot(missions, seconds, color=colour, label=f"{heading}{exponent}")
