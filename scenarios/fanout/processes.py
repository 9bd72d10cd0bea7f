"""Tasks on processes of this machine, each started afresh, so that all systems work alike."""

import multiprocessing
import pickle
import signal
import sys
import warnings
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, NamedTuple, cast

from planner.domain.errors import WorkerFailed
from planner.domain.program.child_processes import leave_with_parent, without_interrupts
from planner.solver import without_pandas
from scenarios.fanout.desk import (
    MOST_LOSSES,
    POLL_SECONDS,
    Following,
    Harvest,
    Result,
    Shared,
    Task,
    TaskDesk,
    Work,
)
from scenarios.fanout.here import Here
from scenarios.fanout.remote import Done, Failed, attempt

_SECONDS_TO_LEAVE = 5.0


class _Over(NamedTuple):
    """Sent in the place of a task: there are no more of this kind."""


@dataclass
class _Worker:
    process: SpawnProcess
    line: "Connection[Any, Any]"
    task: int = -1


@dataclass(frozen=True)
class Processes:
    """So many processes of this machine; they stay for the next tasks, until the program ends."""

    number: int
    _idle: list[_Worker] = field(default_factory=list, init=False, repr=False, compare=False)

    def run(
        self,
        work: Work[Shared, Task, Result],
        shared: Shared,
        tasks: Sequence[Task],
        following: Following[Result],
    ) -> Harvest[Result]:
        """Give each process its next task as soon as it is free; a single task stays at home."""
        if len(tasks) < 2:
            return Here().run(work, shared, tasks, following)
        office = _Office(pickle.dumps((work, shared)), tasks, following, self._idle)
        try:
            office.open(min(self.number, len(tasks)))
            while office.busy and not following.deadline.ended:
                office.listen()
            return Harvest(tuple(office.results), interrupted=office.busy)
        finally:
            office.close()


class _Office(Generic[Task, Result]):
    """Keeps the processes busy.

    Parameters
    ----------
    content : bytes
        The work and the shared facts, packed once for all processes.
    idle : list of _Worker
        Processes from which some are taken, and to which they come back.
    """

    def __init__(
        self,
        content: bytes,
        tasks: Sequence[Task],
        following: Following[Result],
        idle: list[_Worker],
    ) -> None:
        self.results: list[Result | None] = [None] * len(tasks)
        self._content, self._tasks, self._following = content, tasks, following
        self._waiting = deque(range(len(tasks)))
        self._losses: Counter[int] = Counter()
        self._workers: dict[Any, _Worker] = {}
        self._idle = idle

    @property
    def busy(self) -> bool:
        """Whether a task is being worked on."""
        return bool(self._workers)

    def open(self, number: int) -> None:
        """Give so many processes their first tasks."""
        for _ in range(number):
            self._employ(self._idle.pop() if self._idle else _hired())

    def listen(self) -> None:
        """Hear what the processes have to say; comes back now and then if they say nothing."""
        for line in wait(list(self._workers), POLL_SECONDS):
            worker = self._workers[line]
            try:
                message = worker.line.recv()
            except (EOFError, OSError):
                self._lost(worker)
            else:
                self._heard(worker, message)

    def close(self) -> None:
        """End all processes, also those at work."""
        for worker in self._workers.values():
            worker.process.terminate()
        for worker in self._workers.values():
            worker.process.join(_SECONDS_TO_LEAVE)
            if worker.process.is_alive():
                worker.process.kill()
            worker.line.close()
        self._workers.clear()

    def _employ(self, worker: _Worker) -> None:
        worker.task = -1
        self._workers[worker.line] = worker
        self._send(worker, self._content)

    def _send(self, worker: _Worker, content: bytes) -> None:
        """Send a first message, then the next task; who has died meanwhile is found out later."""
        try:
            worker.line.send_bytes(content)
        except OSError:
            return
        self._next(worker)

    def _next(self, worker: _Worker) -> None:
        if not self._waiting:
            self._release(worker)
            return
        worker.task = self._waiting.popleft()
        self._following.started(worker.task)
        try:
            worker.line.send(self._tasks[worker.task])
        except OSError:
            return  # the next attempt to listen finds out

    def _release(self, worker: _Worker) -> None:
        """Let a process wait for other work; one that has died meanwhile is forgotten."""
        del self._workers[worker.line]
        try:
            worker.line.send(_Over())
        except OSError:
            worker.line.close()
        else:
            self._idle.append(worker)

    def _heard(self, worker: _Worker, message: str | Done | Failed) -> None:
        if isinstance(message, str):
            self._following.said(worker.task, message)
            return
        if isinstance(message, Failed):
            raise message.error()
        result = cast(Result, message.result)
        self.results[worker.task] = result
        self._following.finished(worker.task, result)
        self._next(worker)

    def _lost(self, worker: _Worker) -> None:
        """Do the task of a process that died again, on a new one."""
        del self._workers[worker.line]
        worker.line.close()
        worker.process.join(_SECONDS_TO_LEAVE)
        self._losses[worker.task] += 1
        if self._losses[worker.task] > MOST_LOSSES:
            raise WorkerFailed(_given_up(worker.process.exitcode))
        if worker.task >= 0:
            self._waiting.appendleft(worker.task)
        self._employ(_hired())


def serve(line: "Connection[Any, Any]") -> None:
    """Do tasks until the line is dead or the office gone: what a process of the crew runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the office decides when to stop
    leave_with_parent()
    without_pandas.install()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    try:
        while True:
            work, shared = pickle.loads(line.recv_bytes())
            while not isinstance(task := line.recv(), _Over):
                line.send(attempt(work, shared, task, TaskDesk(line.send)))
    except (EOFError, OSError):
        return  # the office is closed


def _hired() -> _Worker:
    """A new process, which waits for work."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(theirs,), daemon=True
    )
    with without_interrupts():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _given_up(exit_code: int | None) -> str:
    return (
        f"A process that worked on a task ended by itself {MOST_LOSSES + 1} times (its exit code "
        f"was {exit_code}), probably because the memory of this computer is not enough. Run again "
        "with one process alone (1 job)."
    )
