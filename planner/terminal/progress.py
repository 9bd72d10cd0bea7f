"""How far a run has come: a live table on a terminal, plain lines elsewhere, or nothing."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, Group
from rich.text import Text

from models.report import LevelResult
from planner.terminal.live import LiveView
from planner.terminal.tables import gap, level_table, shown, state

_PLAIN_SECONDS = 5.0
_SEARCHING = "Searching"
_ENDS = "Ctrl-C ends the search and keeps the best plan so far."
_ENDING = "Ending: the best plan so far is kept. Ctrl-C once more: nothing is written."


class Follower(Protocol):
    """Somebody who follows a run from its model to the last reason, as a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def replanned(self, done: int, total: int) -> None:
        """Say how many pieces of a long year are planned anew before the levels."""

    def level_started(self, level: str) -> None:
        """Say that the search for a level starts."""

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Say that a better value or bound is known."""

    def level_finished(self, result: LevelResult) -> None:
        """Say how a level ended."""

    def examined(self, done: int, total: int) -> None:
        """Say for how many missions that are not delivered the reasons are known."""

    def settled(self, done: int, total: int) -> None:
        """Say for how many experts and positions it is known whether they are negotiable."""


class Silent:
    """Says nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def replanned(self, done: int, total: int) -> None:
        """Nothing."""

    def level_started(self, level: str) -> None:
        """Nothing."""

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Nothing."""

    def level_finished(self, result: LevelResult) -> None:
        """Nothing."""

    def examined(self, done: int, total: int) -> None:
        """Nothing."""

    def settled(self, done: int, total: int) -> None:
        """Nothing."""


class PlainLines(Silent):
    """One line when a level ends, and one every few seconds while it does not."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said = time.monotonic()

    def replanned(self, done: int, total: int) -> None:
        """Say at the start, and now and then after that."""
        if done == 0 or self._is_time():
            self._line(replanning(done, total))

    def level_started(self, level: str) -> None:
        """Nothing yet: short levels get one line only."""
        self._said = time.monotonic()

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Say how far the level is, now and then."""
        if self._is_time():
            self._line(
                f"{level}: value {shown(value)}, bound {shown(bound)}, gap {gap(value, bound)} ..."
            )

    def level_finished(self, result: LevelResult) -> None:
        """Say the value, the bound and whether they meet."""
        value, bound = result.value, result.bound
        self._line(
            f"{result.level}: value {shown(value)}, bound {shown(bound)}, "
            f"gap {gap(value, bound)}, proven {state(result)}, {result.seconds:.1f} s"
        )

    def examined(self, done: int, total: int) -> None:
        """Say at the start, at the end, and now and then in between."""
        if done in (0, total) or self._is_time():
            self._line(examination(done, total))

    def settled(self, done: int, total: int) -> None:
        """Say at the end, and now and then before."""
        if done == total or self._is_time():
            self._line(settlement(done, total))

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
        self._note = _SEARCHING

    def replanned(self, done: int, total: int) -> None:
        """Show how far the pieces of a long year are."""
        self._note = replanning(done, total)

    def level_started(self, level: str) -> None:
        """Show the level as the one at work."""
        self._note = _SEARCHING
        self._level, self._value, self._bound = level, None, None
        self._since = time.monotonic()

    def level_improved(self, level: str, value: int | None, bound: int | None) -> None:
        """Show the better value or bound."""
        self._value, self._bound = value, bound

    def level_finished(self, result: LevelResult) -> None:
        """Show the level as done."""
        self._level = None
        self._done.append(result)

    def examined(self, done: int, total: int) -> None:
        """Show how far the reasons are."""
        self._level = None
        self._note = examination(done, total)

    def settled(self, done: int, total: int) -> None:
        """Show how far must, may and never are."""
        self._level = None
        self._note = settlement(done, total)

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


def replanning(done: int, total: int) -> str:
    """How far the search has come that betters the plan of a long year before the levels."""
    return f"Bettering a plan made by hand, piece by piece: {done} of {total}"


def examination(done: int, total: int) -> str:
    """How far the search for reasons has come."""
    return f"Finding out what stands in the way of missions not delivered: {done} of {total}"


def settlement(done: int, total: int) -> str:
    """How far the search for must, may and never has come."""
    return f"Finding out who must, may or never goes: {done:,} of {total:,} experts and positions"
