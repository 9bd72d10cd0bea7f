"""Progress that is said again while a solver works: a proof may take minutes without news."""

import time

from models.events import Event, LevelFinished, LevelImproved, Listener

_BEAT_SECONDS = 1.0


class Pulse:
    """Passes events on, and repeats the last one about the level at work when it is asked to.

    Parameters
    ----------
    tell : callable
        Whoever listens to the run.
    """

    def __init__(self, tell: Listener) -> None:
        self._tell = tell
        self._last: LevelImproved | None = None
        self._said = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Pass an event on."""
        if isinstance(event, LevelImproved):
            self._last, self._said = event, time.monotonic()
        elif isinstance(event, LevelFinished):
            self._last = None
        self._tell(event)

    def beat(self) -> None:
        """Say again how far the level is, once a second."""
        if self._last is not None and time.monotonic() - self._said >= _BEAT_SECONDS:
            self(self._last)
