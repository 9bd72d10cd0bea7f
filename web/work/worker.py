"""A process beside the server that does what takes long, so that the page never waits for it.

Calls come through a pipe and are answered in their order, but those that stand back come after all
others, and are ended by them; a newer call on the same topic takes the place of one that still
waits. What happens meanwhile is sent as events. The process ends with its parent: the pipe closes
then.
"""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from planner.solver import without_pandas

DONE, FAILED, DROPPED, EVENT, STOP = "done", "failed", "dropped", "event", "stop"


@dataclass(frozen=True)
class Call:
    """Something to do: a function of `web.work.tasks` by name, and what it takes."""

    number: int
    name: str
    arguments: tuple[Any, ...]
    topic: str = ""


class Work:
    """One call as its function sees it: tells events, and knows when it has to stop."""

    def __init__(self, tell: Callable[[object], None]) -> None:
        self.tell = tell
        self._on_stop: Callable[[], None] = lambda: None
        self.stopped = False

    def when_stopped(self, stop: Callable[[], None]) -> None:
        """Say what ends the work at hand; at once where somebody has asked already."""
        self._on_stop = stop
        if self.stopped:
            stop()

    def stop(self) -> None:
        """Ask for the end; what is known so far is the answer."""
        self.stopped = True
        self._on_stop()


class _Inbox:
    def __init__(self, pipe: Connection, patient: Collection[str]) -> None:
        self._pipe, self._sending = pipe, threading.Lock()
        self._patient = patient
        self._calls: deque[Call] = deque()
        self._filled = threading.Condition()
        self._at_work: tuple[Call, Work] | None = None

    def listen(self) -> None:
        """Take what comes until the parent is gone."""
        try:
            while True:
                self._take(self._pipe.recv())
        except (EOFError, OSError):
            os._exit(0)

    def _take(self, message: Any) -> None:
        with self._filled:
            if isinstance(message, Call):
                for old in [c for c in self._calls if c.topic and c.topic == message.topic]:
                    self._calls.remove(old)
                    self.send(old.number, DROPPED, None)
                self._calls.append(message)
                self._filled.notify()
                if self._at_work and self._stands_back(self._at_work[0], message):
                    self._at_work[1].stop()
            elif self._at_work and self._at_work[0].number == message:
                self._at_work[1].stop()

    def _stands_back(self, call: Call, other: Call) -> bool:
        return call.name in self._patient and other.name not in self._patient

    def next(self) -> tuple[Call, Work]:
        """The next call, when there is one."""
        with self._filled:
            self._at_work = None
            self._filled.wait_for(lambda: self._calls)
            call = min(self._calls, key=lambda waiting: waiting.name in self._patient)
            self._calls.remove(call)
            work = Work(lambda event: self.send(call.number, EVENT, event))
            self._at_work = call, work
            return call, work

    def send(self, number: int, kind: str, value: object) -> None:
        """Answer; only one thread at a time may write to the pipe."""
        with self._sending:
            self._pipe.send((number, kind, value))


def main(pipe: Connection) -> None:
    """Work until the parent is gone; Ctrl-C in its window is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    without_pandas.install()
    from web.work.tasks import PATIENT, TASKS, told

    inbox = _Inbox(pipe, PATIENT)
    # Not before: what comes loads some of the same modules, and two threads that load modules which
    # load each other may each wait for the other.
    threading.Thread(target=inbox.listen, daemon=True).start()
    collect_seldom()
    while True:
        call, work = inbox.next()
        try:
            value = TASKS[call.name](work, *call.arguments)
        except Exception as error:
            inbox.send(call.number, FAILED, told(error))
        else:
            inbox.send(call.number, DONE, value)


def collect_seldom() -> None:
    """Look for garbage less often: a large year is many objects, and next to none are in rings."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
