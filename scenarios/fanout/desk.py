"""What a task has at hand while it works, and what those who wait are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from models.events import Event, LevelStarted
from planner.solver.deadline import Deadline

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")
_Heard_contra = TypeVar("_Heard_contra", contravariant=True)

# A worker that is lost takes its task with it; a task that loses so many is at fault itself.
MOST_LOSSES = 3
# How long to wait, in seconds, before looking whether somebody pressed Ctrl-C.
POLL_SECONDS = 0.2


class Desk:
    """Where a task says how far it is, and learns that it has to stop.

    Parameters
    ----------
    say : callable
        Takes words to those who wait.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said: str | None = None
        self._deadlines: list[Deadline] = []

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
        deadline = Deadline(time_limit)
        self._deadlines.append(deadline)
        return deadline

    def stop(self) -> None:
        """End what is at work."""
        for deadline in self._deadlines:
            deadline.end()


# What is done for each task: work(shared, task, desk).
Work = Callable[[Shared, Task, Desk], Result]


@dataclass(frozen=True)
class Harvest(Generic[Result]):
    """The results in the order of the tasks; None for those that Ctrl-C left unfinished."""

    results: tuple[Result | None, ...]
    interrupted: bool = False


class Observer(Protocol[_Heard_contra]):
    """Who wants to know how far the tasks are; they are numbered from 0."""

    def started(self, task: int) -> None:
        """Hear that a task starts; again where its worker was lost."""

    def said(self, task: int, words: str) -> None:
        """Hear how far a task is."""

    def finished(self, task: int, result: _Heard_contra) -> None:
        """Hear that a task ended."""


class Unobserved:
    """Says nothing to nobody."""

    def started(self, task: int) -> None:
        """Nothing."""

    def said(self, task: int, words: str) -> None:
        """Nothing."""

    def finished(self, task: int, result: Any) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Renumbered(Generic[Result]):
    """Tells an observer of all tasks about some of them.

    Attributes
    ----------
    numbers : sequence of int
        For each task, which one it is of all.
    """

    observer: Observer[Result]
    numbers: Sequence[int]

    def started(self, task: int) -> None:
        """Pass it on."""
        self.observer.started(self.numbers[task])

    def said(self, task: int, words: str) -> None:
        """Pass it on."""
        self.observer.said(self.numbers[task], words)

    def finished(self, task: int, result: Result) -> None:
        """Pass it on."""
        self.observer.finished(self.numbers[task], result)
