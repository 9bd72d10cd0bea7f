"""The one long job at a time: what it is, how far it is, and how it ended."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from web.work.crew import Worker, WorkError
from web.work.planning import Stage

# Events of one job reach the pages at most this often, in seconds.
_PAUSE = 0.25


@dataclass
class LevelRow:
    """How far a level is: `state` is waiting, working or done."""

    name: str
    state: str = "waiting"
    value: int | None = None
    bound: int | None = None
    proven: bool = False


@dataclass
class Job:
    """A job as the pages show it.

    Attributes
    ----------
    kind : str
        What it does: plan, price, scenarios, curve.
    draft : str
        The key of the draft that it is about; "" where that does not matter.
    note : str
        A sentence on what it does now.
    outcome : object
        What it gave; None while it runs, and where it failed.
    stages : tuple of Stage
        How far the search for a price is.
    left : bool
        Whether it is put away as soon as it has ended.
    failed : str
        Why there is nothing; "" where there is something or it still runs.
    """

    number: int
    kind: str
    subject: str = ""
    draft: str = ""
    levels: list[LevelRow] = field(default_factory=list)
    note: tuple[str, int, int] | None = None
    started: float = field(default_factory=time.monotonic)
    last_news: float = field(default_factory=time.monotonic)
    ended: float | None = None
    stopping: float | None = None
    outcome: Any = None
    failed: str = ""
    fault: bool = False
    stages: tuple[Stage, ...] = ()
    left: bool = False

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self.ended is None

    @property
    def seconds(self) -> int:
        """How long it runs, or ran."""
        return int((self.ended or time.monotonic()) - self.started)

    @property
    def silent(self) -> int:
        """Seconds since the last news."""
        return int(time.monotonic() - self.last_news)

    @property
    def may_end_at_once(self) -> bool:
        """Whether somebody who asked for the end has waited long enough to end it hard."""
        return self.stopping is not None and time.monotonic() - self.stopping > 5

    def take(self, event: tuple[str, Any]) -> None:
        """Take news of the worker."""
        self.last_news = time.monotonic()
        kind, value = event
        if kind == "level":
            self._level(*value)
        elif kind == "stage":
            self.stages = (*self.stages, replace(value, seconds=self.seconds))
        else:
            self.note = (kind, *value)

    def _level(
        self, name: str, state: str, value: int | None, bound: int | None, proven: bool
    ) -> None:
        rows = {row.name: row for row in self.levels}
        row = rows.get(name)
        if row is None:
            row = LevelRow(name)
            self.levels.append(row)
        row.state, row.value, row.bound, row.proven = state, value, bound, proven
        self.note = None


class Jobs:
    """The job at work, or the last one."""

    def __init__(self, worker: Worker, changed: Callable[[], None]) -> None:
        self._worker, self._changed = worker, changed
        self._lock = threading.Lock()
        self._told = 0.0
        self._number = 0
        self.current: Job | None = None

    @property
    def running(self) -> Job | None:
        """The job at work, if there is one."""
        return self.current if self.current and self.current.running else None

    def start(
        self,
        kind: str,
        *arguments: object,
        subject: str = "",
        draft: str = "",
        levels: tuple[str, ...] = (),
        then: Callable[[Any], None] = lambda outcome: None,
    ) -> Job:
        """Start a job; `then` is called with what it gave before the pages hear of its end."""
        with self._lock:
            assert not self.running, "one job at a time"
            job = Job(0, kind, subject, draft, [LevelRow(name) for name in levels])
            self.current = job
            self._number, future = self._worker.call(
                kind, *arguments, on_event=lambda event: self._news(job, event)
            )
            job.number = self._number
        threading.Thread(target=self._wait, args=(job, future, then), daemon=True).start()
        self._changed()
        return job

    def stop(self, at_once: bool = False) -> None:
        """End the job with the best it has; at once, nothing of it is kept."""
        job = self.running
        if job is None:
            return
        if at_once:
            self._worker.kill()
        else:
            job.stopping = job.stopping or time.monotonic()
            self._worker.stop(job.number)
        self._changed()

    def forget(self) -> None:
        """Forget the last job, where none runs."""
        if not self.running:
            self.current = None

    def leave(self) -> None:
        """Put the job away; one at work is ended first, and nobody wants what it gives."""
        with self._lock:
            if (job := self.running) is not None:
                job.left = True
        self.stop()
        self.forget()

    def _news(self, job: Job, event: Any) -> None:
        job.take(event)
        if time.monotonic() - self._told >= _PAUSE:
            self._told = time.monotonic()
            self._changed()

    def _wait(self, job: Job, future: Any, then: Callable[[Any], None]) -> None:
        try:
            outcome = future.result()
            then(outcome)
            job.outcome = outcome
        except WorkError as error:
            job.failed, job.fault = str(error), error.fault
        finally:
            with self._lock:
                job.ended, job.note = time.monotonic(), None
                if job.left:
                    self.current = None
            self._changed()
