"""How far a study has come: a live table on a terminal, plain lines elsewhere, or nothing."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from models.events import (
    Event,
    Listener,
    TaskFinished,
    TaskReported,
    TasksEnded,
    TasksQueued,
    TaskStarted,
    ignore,
)
from planner.terminal import tables
from planner.terminal.live import LiveView
from planner.terminal.progress import LiveLine
from planner.terminal.screen import Screen

_ENDS = "Ctrl-C ends everything and keeps what is finished."
# More rows than fit on a screen help nobody; those at work come first.
_MOST_ROWS = 24
# The header, the lines below the table, and what was on the screen before.
_LINES_AROUND = 9
_WAITING = "waiting"


@contextmanager
def watcher(screen: Screen, check: str) -> Iterator[Listener]:
    """Who follows a study on this screen: what was read, and its tasks, one list after another.

    Parameters
    ----------
    check : str
        What to type to see the warnings of the workbook.
    """
    shown: AbstractContextManager[Listener] = screen.watcher(
        LiveTasks, lambda err: nullcontext(TaskLines(err)), nullcontext(ignore)
    )
    with shown as listener:
        yield screen.remarking(listener, check)


class TaskLines:
    """A line when a task ends."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._names: tuple[str, ...] = ()
        self._since: dict[int, float] = {}

    def __call__(self, event: Event) -> None:
        """Say how a task ended."""
        now = time.monotonic()
        if isinstance(event, TasksQueued):
            self._names, self._since = event.names, {}
        elif isinstance(event, TaskStarted):
            self._since[event.task] = now
        elif isinstance(event, TaskFinished):
            seconds = now - self._since.get(event.task, now)
            line = f"{self._names[event.task]}: {event.text}, {seconds:.1f} s"
            self._console.print(tables.text(line), soft_wrap=True)


class LiveTasks(LiveView):
    """A table of the tasks while they are worked on, and a line before and after them.

    Parameters
    ----------
    console : Console
        A terminal; what is shown is gone from it at the end.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._line = LiveLine(console, _ENDS)
        self._table: TaskTable | None = None

    def __call__(self, event: Event) -> None:
        """Show what happened."""
        if isinstance(event, TasksQueued):
            self._table = TaskTable(self._console, event.names, event.what)
        elif isinstance(event, TasksEnded):
            self._table = None
        elif self._table is not None:
            self._table(event)

    def view(self) -> Group:
        """The tasks at work; while the workbook is read or the answer made, for how long."""
        return (self._table or self._line).view()


class TaskTable:
    """A table of tasks with their states, as high as a terminal has room for."""

    def __init__(self, console: Console, names: Sequence[str], what: str) -> None:
        self._console = console
        self._names, self._what = names, what
        self._states = [_WAITING] * len(names)
        self._times: dict[int, float] = {}
        self._at_work: dict[int, float] = {}
        self._started = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Show how far a task is."""
        now = time.monotonic()
        if isinstance(event, TaskStarted):
            self._at_work[event.task] = now
            self._states[event.task] = "working"
        elif isinstance(event, TaskReported):
            self._states[event.task] = f"working: {event.text}"
        elif isinstance(event, TaskFinished):
            self._times[event.task] = now - self._at_work.pop(event.task, now)
            self._states[event.task] = event.text

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
