"""A table that changes on a terminal while something is at work, and is gone at the end."""

from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live

_TIMES_A_SECOND = 4


class LiveView:
    """Shows what `view` gives, again and again, as long as the context is open.

    Parameters
    ----------
    console : Console
        A terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console

    def view(self) -> RenderableType:
        """What to show now."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        # Made here, because it asks for the view at once.
        self._live = Live(
            console=self._console,
            refresh_per_second=_TIMES_A_SECOND,
            transient=True,
            get_renderable=self.view,
        )
        self._live.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.__exit__(kind, error, trace)
