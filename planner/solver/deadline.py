"""When work has to end: after some time, or because somebody ends it from any thread."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from typing import TypeVar

from models.answers.report import StopReason
from planner.domain.errors import Undecided

_POLL_SECONDS = 0.1
# A thousand things are gone through in a few milliseconds.
_BETWEEN_LOOKS = 1_000
_T = TypeVar("_T")


class Deadline:
    """A time limit in seconds, counted from now, or none; `end` ends the work before that.

    Parameters
    ----------
    seconds : float, optional
        The limit; the result then depends on the speed of the machine.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._start = time.monotonic()
        self._ended = threading.Event()
        self._beat: Callable[[], object] = _silent

    def telling(self, beat: Callable[[], object]) -> "Deadline":
        """The same deadline, which calls `beat` several times a second while it waits for work.

        Whoever waits calls it: no other thread is heard of.
        """
        heard = self._until(None if self.seconds is None else self.seconds_left)
        heard._beat = beat
        return heard

    def part(self, share: float) -> "Deadline":
        """A deadline after a share of the time that is left; ending this one ends both."""
        left = self.seconds_left
        return self._until(None if self.seconds is None else share * left)

    def after(self, share: float) -> "Deadline":
        """A deadline after a share of the whole time, from the start of this one; ends with it."""
        if self.seconds is None:
            return self._until(None)
        return self._until(max(0.0, share * self.seconds - self.seconds_passed))

    def within(self, seconds: float) -> "Deadline":
        """A deadline after so many seconds, or when this one ends if that is sooner."""
        left = min(seconds, self.seconds_left)
        return self._until(None if left == float("inf") else left)

    def untimed(self) -> "Deadline":
        """A deadline without a limit, which ends only when somebody ends this one."""
        return self._until(None)

    def _until(self, seconds: float | None) -> "Deadline":
        part = Deadline(seconds)
        part._ended, part._beat = self._ended, self._beat
        return part

    def end(self) -> None:
        """Ask for the end: the work stops with the best that it has. Any thread may call this."""
        self._ended.set()

    @property
    def ended(self) -> bool:
        """Whether somebody asked for the end."""
        return self._ended.is_set()

    @property
    def seconds_passed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @property
    def seconds_left(self) -> float:
        """Seconds until the time limit; infinite where there is none."""
        if self.seconds is None:
            return float("inf")
        return max(0.0, self._start + self.seconds - time.monotonic())

    @property
    def over(self) -> StopReason | None:
        """Why the work has to end now, or None."""
        if self.ended:
            return StopReason.INTERRUPTED
        return StopReason.TIME if self.seconds_left <= 0 else None

    def run(self, work: Callable[[], _T], stop: Callable[[], object]) -> _T:
        """Work in a thread of its own, so that whoever ends the work is heard meanwhile.

        This always waits for that thread, even when interrupted: a solver that is torn down at
        work ends the whole process.
        """
        outcome: Future[_T] = Future()
        worker = threading.Thread(target=_fulfil, args=(outcome, work))
        worker.start()
        try:
            while worker.is_alive():
                worker.join(_POLL_SECONDS)
                if self.ended:
                    stop()
                self._beat()
        finally:
            while worker.is_alive():
                stop()
                worker.join(_POLL_SECONDS)
        return outcome.result()

    def awaited(self, outcome: "Future[_T]") -> _T:
        """What comes of work that another thread does, and that ends by itself."""
        while not outcome.done():
            wait((outcome,), _POLL_SECONDS)
            self._beat()
        return outcome.result()

    @property
    def silent(self) -> "Deadline":
        """The same deadline, which tells nobody: for work in threads of its own."""
        return self.telling(_silent)


def _silent() -> None:
    """Tell nobody."""


def _fulfil(outcome: "Future[_T]", work: Callable[[], _T]) -> None:
    """Do the work; what it raises reaches whoever asks for the outcome."""
    try:
        outcome.set_result(work())
    except BaseException as error:
        outcome.set_exception(error)


class _Never(Deadline):
    def _until(self, seconds: float | None) -> Deadline:
        return Deadline(seconds)

    def end(self) -> None:
        """Refuse: everybody shares this one."""
        raise TypeError("NEVER cannot be ended. Pass a Deadline() of your own.")


NEVER = _Never()


def watched(items: Iterable[_T], deadline: Deadline) -> Iterator[_T]:
    """Items of which there may be so many that to go through them takes seconds.

    Raises
    ------
    Undecided
        Once the deadline is over.
    """
    for number, item in enumerate(items):
        if not number % _BETWEEN_LOOKS and deadline.over:
            raise Undecided
        yield item
