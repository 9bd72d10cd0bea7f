"""How far a study has come: a live table on a terminal, plain lines elsewhere, or nothing."""

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from planner.terminal import tables
from planner.terminal.live import LiveView
from planner.terminal.screen import Screen
from scenarios.fanout import Unobserved

_ENDS = "Ctrl-C ends everything and keeps what is finished."
# More rows than fit on a screen help nobody; those at work come first.
_MOST_ROWS = 24
# The header, the lines below the table, and what was on the screen before.
_LINES_AROUND = 9
_WAITING = "waiting"


class Watcher(Unobserved):
    """An observer of tasks, as a context manager; this one says nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass


def watcher(
    screen: Screen, names: Sequence[str], describe: Callable[[Any], str], what: str
) -> Watcher:
    """Who follows the tasks of a study on this screen.

    Parameters
    ----------
    names : sequence of str
        What each task is called.
    describe : callable
        Says a result in a few words.
    what : str
        The heading of the names, such as "Scenario".
    """

    def live(console: Console) -> Watcher:
        return LiveTasks(console, names, describe, what)

    def plain(console: Console) -> Watcher:
        return TaskLines(console, names, describe)

    return screen.watcher(live, plain, Watcher())


class TaskLines(Watcher):
    """A line when a task ends."""

    def __init__(
        self, console: Console, names: Sequence[str], describe: Callable[[Any], str]
    ) -> None:
        self._console, self._names, self._describe = console, names, describe
        self._since: dict[int, float] = {}

    def started(self, task: int) -> None:
        """Nothing yet."""
        self._since[task] = time.monotonic()

    def said(self, task: int, words: str) -> None:
        """Nothing: the line at the end is enough."""

    def finished(self, task: int, result: Any) -> None:
        """Say how the task ended."""
        now = time.monotonic()
        seconds = now - self._since.get(task, now)
        line = f"{self._names[task]}: {self._describe(result)}, {seconds:.1f} s"
        self._console.print(tables.text(line), soft_wrap=True)


class LiveTasks(LiveView, Watcher):
    """A table of the tasks, gone from the terminal at the end."""

    def __init__(
        self,
        console: Console,
        names: Sequence[str],
        describe: Callable[[Any], str],
        what: str,
    ) -> None:
        super().__init__(console)
        self._names, self._describe, self._what = names, describe, what
        self._states = [_WAITING] * len(names)
        self._times: dict[int, float] = {}
        self._at_work: dict[int, float] = {}
        self._started = time.monotonic()

    def started(self, task: int) -> None:
        """Show the task as being at work."""
        self._at_work[task] = time.monotonic()
        self._states[task] = "working"

    def said(self, task: int, words: str) -> None:
        """Show how far the task is."""
        self._states[task] = f"working: {words}"

    def finished(self, task: int, result: Any) -> None:
        """Show how the task ended."""
        now = time.monotonic()
        self._times[task] = now - self._at_work.pop(task, now)
        self._states[task] = self._describe(result)

    def view(self) -> Group:
        """The tasks, and how many are done."""
        table = tables.new_table(self._what, "State", "Time>")
        shown = self._shown()
        for task in shown:
            self._row(table, task)
        done, elapsed = len(self._times), time.monotonic() - self._started
        hidden = len(self._names) - len(shown)
        more = f", {hidden} not shown" if hidden else ""
        line = f"{done} of {len(self._names)} done{more} ({elapsed:.0f} s)"
        return Group(table, Text(line), Text(_ENDS))

    def _shown(self) -> list[int]:
        """Those at work, then the last that are done, then those that wait; in their order."""
        done = list(reversed(self._times))
        waiting = [task for task, state in enumerate(self._states) if state == _WAITING]
        room = max(1, min(_MOST_ROWS, self._console.height - _LINES_AROUND))
        return sorted([*self._at_work, *done, *waiting][:room])

    def _row(self, table: Table, task: int) -> None:
        since = self._at_work.get(task)
        seconds = self._times.get(task) if since is None else time.monotonic() - since
        table.add_row(
            tables.text(self._names[task]),
            tables.text(self._states[task]),
            "" if seconds is None else f"{seconds:.0f} s",
            style=None if since is None else "bold",
        )
