"""The worker processes as the server sees them: calls, answers, and a new start after a crash."""

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from web.work.worker import DONE, DROPPED, EVENT, Call, main

OnEvent = Callable[[Any], None]

# What is told to who waits for an answer of a process that is gone.
_DIED = (
    "A process of the planner ended unexpectedly; the page and your edits are safe. Please try "
    "again, and report it if it happens twice."
)


class WorkError(Exception):
    """What a worker could not do; the text is for the user.

    `fault` is true where the planner is to blame, not the workbook.
    """

    def __init__(self, text: str, fault: bool = False) -> None:
        super().__init__(text)
        self.fault = fault


class DroppedError(Exception):
    """A newer question took the place of this one."""


@dataclass
class _Connection:
    """The connection to one process, and who waits for its answers."""

    process: BaseProcess
    pipe: Connection
    waiting: dict[int, tuple["Future[Any]", OnEvent]] = field(default_factory=dict)


def _ignore(event: object) -> None:
    """Say nothing."""


class Worker:
    """One process, started when it is first needed, and again after it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._line: _Connection | None = None
        # Counts the starts: who keeps something in the process knows when it is gone.
        self.generation = 0

    def start(self) -> None:
        """Start the process where it does not run."""
        with self._lock:
            self._ready()

    def call(
        self, name: str, *arguments: object, topic: str = "", on_event: OnEvent = _ignore
    ) -> "tuple[int, Future[Any]]":
        """Have something done; the number stops it, the future has the answer.

        The future raises WorkError, or DroppedError.
        """
        future: Future[Any] = Future()
        with self._lock:
            line = self._ready()
            number = next(self._numbers)
            line.waiting[number] = future, on_event
            # Where the process is gone, the listening thread tells all who wait.
            with suppress(OSError):
                line.pipe.send(Call(number, name, arguments, topic))
        return number, future

    def ask(self, name: str, *arguments: object, topic: str = "") -> Any:
        """Have something done and wait for it.

        Raises
        ------
        WorkError, DroppedError
            There is no answer.
        """
        return self.call(name, *arguments, topic=topic)[1].result()

    def stop(self, number: int) -> None:
        """Ask for the end of a call, with what is known so far."""
        with self._lock, suppress(OSError):
            if self._line is not None:
                self._line.pipe.send(number)

    def hurry(self) -> None:
        """Ask for the end of what is at work: something that cannot wait comes next."""
        with self._lock, suppress(OSError):
            if self._line is not None:
                for number in self._line.waiting:
                    self._line.pipe.send(number)

    def kill(self) -> None:
        """End the process at once; nothing is kept."""
        with self._lock:
            if self._line is not None:
                self._line.process.kill()

    def close(self) -> None:
        """End the process, when the server ends: it goes when its pipe is closed."""
        with self._lock:
            if self._line is not None:
                self._line.process.kill()
                self._line.process.join(2)

    @property
    def pid(self) -> int | None:
        """The process, where there is one."""
        return self._line.process.pid if self._line else None

    def _ready(self) -> _Connection:
        if self._line is None or not self._line.process.is_alive():
            context = get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=main, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._line = _Connection(process, ours)
            self.generation += 1
            threading.Thread(target=self._listen, args=(self._line,), daemon=True).start()
        return self._line

    def _listen(self, line: _Connection) -> None:
        try:
            while True:
                self._answer(line, *line.pipe.recv())
        except (EOFError, OSError):
            with self._lock:
                lost, line.waiting = line.waiting, {}
            for future, _ in lost.values():
                future.set_exception(WorkError(_DIED, fault=True))

    def _answer(self, line: _Connection, number: int, kind: str, value: Any) -> None:
        with self._lock:
            waiting = line.waiting
            found = waiting.get(number) if kind == EVENT else waiting.pop(number, None)
        if found is None:
            return
        future, on_event = found
        if kind == EVENT:
            on_event(value)
        elif kind == DONE:
            future.set_result(value)
        else:
            future.set_exception(DroppedError() if kind == DROPPED else WorkError(*value))
