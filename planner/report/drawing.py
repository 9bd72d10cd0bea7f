"""Pictures without a window system: the same figures give the same bytes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAVY, BLUE, PALE, GREY, ORANGE = "#1F3864", "#2F5597", "#DCE6F1", "#595959", "#C55A11"

# Notebooks set the first one to a backend of their own; no window system is needed here.
_OF_MATPLOTLIB = ("MPLBACKEND", "MATPLOTLIBRC")


@contextmanager
def drawing(size: tuple[float, float], dpi: int) -> Iterator["Figure"]:
    """An empty figure of a size in inches, drawn on with the library's own defaults."""
    mpl, canvas_on = _matplotlib()
    with mpl.rc_context(mpl.rcParamsDefault):
        from matplotlib.figure import Figure  # noqa: PLC0415, a heavy import

        figure = Figure(figsize=size, dpi=dpi, facecolor="white")
        canvas_on(figure)
        yield figure


def png_of(figure: "Figure") -> bytes:
    """A figure as PNG; to be called while it is drawn on."""
    buffer = BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": "mission-planner"})
    return buffer.getvalue()


def plain(text: str) -> str:
    """Text in which nothing is taken for a formula."""
    return text.replace("$", r"\$")


def _matplotlib() -> tuple[Any, Any]:
    """The library, and its canvas that needs no window system."""
    with _without(*_OF_MATPLOTLIB):
        import matplotlib as mpl  # noqa: PLC0415, a heavy import
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415

    return mpl, FigureCanvasAgg


@contextmanager
def _without(*variables: str) -> Iterator[None]:
    """Import matplotlib as it is installed: it fails on values that others set for themselves."""
    before = {name: os.environ.pop(name) for name in variables if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(before)
