"""How far a run has come: a live table on a terminal, plain lines elsewhere, or nothing."""

import time
from collections.abc import Callable

from rich.console import Console, Group
from rich.text import Text

from models.answers.report import LevelResult
from models.events import (
    BackboneTested,
    Event,
    Examined,
    LevelFinished,
    LevelImproved,
    LevelStarted,
    NeighbourhoodSearched,
    PriceFound,
    PriceNotFound,
    ProfileTried,
)
from planner.reasons.answers.changes import stage
from planner.terminal.live import LiveView
from planner.terminal.tables import gap, level_table, shown, state

_PLAIN_SECONDS = 2.0
# What is said until something else is: a run reads its workbook first.
_BEGINNING = "Working"
_SEARCHING = "Searching"
_ENDS = "Ctrl-C ends the search and keeps the best plan so far."
_ENDING = "Ending: the best plan so far is kept. Ctrl-C once more: nothing is written."


class PlainLines:
    """One line when a level ends, and one every two seconds while it does not."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = self._said = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Say what happened, unless something was said a moment ago."""
        if isinstance(event, LevelStarted):
            self._said = time.monotonic()  # short levels get one line only
        elif isinstance(event, LevelFinished):
            self._line(finish(event.result))
        elif (line := told(event)) is not None and (_is_due(event) or self._is_time()):
            self._line(f"{line}, {time.monotonic() - self._started:.0f} s")

    def _is_time(self) -> bool:
        due = time.monotonic() - self._said >= _PLAIN_SECONDS
        if due:
            self._said = time.monotonic()
        return due

    def _line(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)


class LiveTable(LiveView):
    """A table that follows the levels, with the one at work at the bottom.

    Parameters
    ----------
    console : Console
        A terminal; the table is gone from it at the end.
    ending : callable
        Whether somebody has asked for the end.
    """

    def __init__(self, console: Console, ending: Callable[[], bool]) -> None:
        super().__init__(console)
        self._ending = ending
        self._done: list[LevelResult] = []
        self._level: str | None = None
        self._value: int | None = None
        self._bound: int | None = None
        self._started = self._since = time.monotonic()
        self._note = _BEGINNING

    def __call__(self, event: Event) -> None:
        """Show what happened."""
        if isinstance(event, LevelStarted):
            self._note = _SEARCHING
            self._level, self._value, self._bound = event.level, None, None
            self._since = time.monotonic()
        elif isinstance(event, LevelImproved):
            self._value, self._bound = event.value, event.bound
        elif isinstance(event, LevelFinished):
            self._level = None
            self._done.append(event.result)
        elif (line := told(event)) is not None:
            self._level, self._note = None, line

    def view(self) -> Group:
        """The table with what is at work below it."""
        table = level_table(self._done, width=0)
        level, value, bound = self._level, self._value, self._bound
        if level is not None:
            seconds = time.monotonic() - self._since
            row = (level, shown(value), shown(bound), gap(value, bound))
            table.add_row(*row, "working", f"{seconds:.0f} s", style="bold")
        elapsed = time.monotonic() - self._started
        hint = _ENDING if self._ending() else _ENDS
        return Group(table, Text(f"{self._note} ({elapsed:.0f} s)"), Text(hint))


class LiveLine(LiveView):
    """What is being done and for how long, in one line.

    Parameters
    ----------
    console : Console
        A terminal; the line is gone from it at the end.
    ends : str
        What Ctrl-C does.
    """

    def __init__(self, console: Console, ends: str) -> None:
        super().__init__(console)
        self._ends, self._note = ends, _BEGINNING
        self._started = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Show what is begun."""
        self._note = told(event) or self._note

    def view(self) -> Group:
        """The line, and how to end the work."""
        elapsed = time.monotonic() - self._started
        return Group(Text(f"{self._note} ({elapsed:.0f} s)"), Text(self._ends))


def told(event: Event) -> str | None:
    """An event in words; None where there is nothing to say about it."""
    if isinstance(event, LevelImproved):
        value, bound = event.value, event.bound
        return f"{event.level}: value {shown(value)}, bound {shown(bound)}, gap {gap(value, bound)}"
    if isinstance(event, PriceFound | PriceNotFound):
        less = isinstance(event, PriceFound)
        return f"{stage(event)}. Looking {'whether another plan loses less' if less else 'further'}"
    return _so_many_done(event)


def _so_many_done(event: Event) -> str | None:
    """How many of how many are done, of what is done one by one."""
    if isinstance(event, NeighbourhoodSearched):
        return f"Bettering a plan made by hand, piece by piece: {event.done} of {event.total}"
    if isinstance(event, Examined):
        what = "Finding out what stands in the way of missions not delivered"
        return f"{what}: {event.done} of {event.total}"
    if isinstance(event, BackboneTested):
        what = "Finding out who must, may or never goes"
        return f"{what}: {event.done:,} of {event.total:,} experts and positions"
    if isinstance(event, ProfileTried):
        return f"Trying further experts, {event.number} of {event.total}: {event.profile}"
    return None


def finish(result: LevelResult) -> str:
    """How a level ended: its value, its bound and whether they meet."""
    value, bound = result.value, result.bound
    return (
        f"{result.level}: value {shown(value)}, bound {shown(bound)}, "
        f"gap {gap(value, bound)}, proven {state(result)}, {result.seconds:.1f} s"
    )


def _is_due(event: Event) -> bool:
    """Whether an event is told whenever it comes: where a step starts or ends."""
    if isinstance(event, NeighbourhoodSearched):
        return event.done == 0
    if isinstance(event, Examined):
        return event.done in (0, event.total)
    return isinstance(event, PriceFound | PriceNotFound | ProfileTried) or (
        isinstance(event, BackboneTested) and event.done == event.total
    )
