"""What a task has at hand while it works, and what those who wait are told."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from models.events import (
    Event,
    LevelStarted,
    Listener,
    TaskFinished,
    TaskReported,
    TasksEnded,
    TasksQueued,
    TaskStarted,
    ignore,
)
from planner.solver.deadline import NEVER, Deadline

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")

# A worker that is lost takes its task with it; a task that loses so many is at fault itself.
MOST_LOSSES = 3
# How long to wait, in seconds, before looking whether somebody asked for the end.
POLL_SECONDS = 0.2


class TaskDesk:
    """Where a task says how far it is, and learns that it has to stop.

    Parameters
    ----------
    say : callable
        Takes words to those who wait.
    end : Deadline, optional
        Ends the task with the whole run.
    """

    def __init__(self, say: Callable[[str], None], end: Deadline | None = None) -> None:
        self._say = say
        self._said: str | None = None
        self._end = Deadline() if end is None else end

    def say(self, words: str) -> None:
        """Say how far the task is; the same words are said once."""
        if words != self._said:
            self._said = words
            self._say(words)

    def hear(self, event: Event) -> None:
        """Say which level is at work."""
        if isinstance(event, LevelStarted):
            self.say(event.level)

    def deadline(self, time_limit: float | None = None) -> Deadline:
        """A deadline, with a limit in seconds or none, that the end of the whole run stops."""
        return self._end.within(float("inf") if time_limit is None else time_limit)

    def stop(self) -> None:
        """End what is at work."""
        self._end.end()


# What is done for each task: work(shared, task, desk).
Work = Callable[[Shared, Task, TaskDesk], Result]


@dataclass(frozen=True)
class Harvest(Generic[Result]):
    """The results in the order of the tasks; None for those that were left unfinished."""

    results: tuple[Result | None, ...]
    interrupted: bool = False


@dataclass(frozen=True)
class Following(Generic[Result]):
    """Who follows some tasks, and when they have to end.

    Attributes
    ----------
    on_event : callable
        Is told when a task starts, reports and ends, always in the thread that called.
    describe : callable
        Says a result in a few words.
    deadline : Deadline
        Ends all tasks; the results of those that are finished are kept.
    numbers : sequence of int, optional
        Which one each task is of all that were announced, where these are some of them.
    """

    on_event: Listener = ignore
    describe: Callable[[Result], str] = str
    deadline: Deadline = NEVER
    numbers: Sequence[int] | None = None

    def renumbered(self, numbers: Sequence[int]) -> "Following[Result]":
        """The same for some of all tasks."""
        return replace(self, numbers=numbers)

    def started(self, task: int) -> None:
        """Tell that a task starts; again where its worker was lost."""
        self.on_event(TaskStarted(task=self._number(task)))

    def said(self, task: int, words: str) -> None:
        """Tell how far a task is."""
        self.on_event(TaskReported(task=self._number(task), text=words))

    def finished(self, task: int, result: Result) -> None:
        """Tell that a task ended."""
        self.on_event(TaskFinished(task=self._number(task), text=self.describe(result)))

    def _number(self, task: int) -> int:
        return task if self.numbers is None else self.numbers[task]


@contextmanager
def announced(on_event: Listener, what: str, names: Sequence[str]) -> Iterator[None]:
    """Tell the names of the tasks that follow, under a heading, and when their work is over."""
    on_event(TasksQueued(what=what, names=tuple(names)))
    try:
        yield
    finally:
        on_event(TasksEnded())
