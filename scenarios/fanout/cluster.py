"""Tasks on a Dask cluster (the optional library dask.distributed)."""

import logging
import pickle
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Generic, cast

from planner.app.outputs.manifest import versions
from planner.domain.errors import WorkerFailed
from scenarios.fanout.answers import packed, unpacked, words_in
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
from scenarios.fanout.remote import Failed, attempt
from scenarios.fanout.scheduler import no_scheduler, refuse_silent

_SECONDS_TO_ANSWER = 10
# The libraries that have to be the same everywhere, so that every worker finds the same plan.
_MAY_DIFFER = ("python", "openpyxl")
# On a worker: the desks at which it works, by run.
_DESKS: dict[str, set[TaskDesk]] = {}


@dataclass(frozen=True)
class Cluster:
    """The workers of the scheduler at an address such as ``tcp://10.0.0.5:8786``."""

    address: str

    def run(
        self,
        work: Work[Shared, Task, Result],
        shared: Shared,
        tasks: Sequence[Task],
        following: Following[Result],
    ) -> Harvest[Result]:
        """Send the shared facts to all workers, then the tasks; Dask gives them out."""
        with _client(self.address) as client:
            study = _Study(client, work, tasks, following)
            try:
                study.run(shared)
                return Harvest(tuple(study.results), interrupted=study.unfinished)
            finally:
                study.stop()


class _Study(Generic[Task, Result]):
    """One run on a cluster; all its names start with one that no other run has."""

    def __init__(
        self,
        client: Any,
        work: Work[Any, Task, Result],
        tasks: Sequence[Task],
        following: Following[Result],
    ) -> None:
        self.results: list[Result | None] = [None] * len(tasks)
        self._client, self._work, self._tasks, self._following = client, work, tasks, following
        self._name = f"mission-planner-{uuid.uuid4().hex}"
        self._events: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self._left = set(range(len(tasks)))
        self._futures: dict[int, Any] = {}

    def run(self, shared: Any) -> None:
        """Do all tasks; those that went down with the last copy of the facts are done again."""
        self._client.subscribe_topic(self._name, self._heard)
        for turn in range(MOST_LOSSES + 1):
            self._submit(shared, turn)
            while self._futures and not self._following.deadline.ended:
                self._listen()
            if not self._left or self._following.deadline.ended:
                return
        raise WorkerFailed(_given_up())

    @property
    def unfinished(self) -> bool:
        """Whether there are tasks without a result."""
        return bool(self._left)

    def stop(self) -> None:
        """Forget what is waiting and end what is at work."""
        futures, self._futures = list(self._futures.values()), {}
        if futures:
            self._client.cancel(futures, force=True)
            self._client.run(_stop, self._name)

    def _submit(self, shared: Any, turn: int) -> None:
        # In a list, because Dask would send the items of a list or a dictionary one by one.
        [held] = self._client.scatter([shared], broadcast=True, hash=False)
        for number in sorted(self._left):
            asked = pickle.dumps((self._work, self._tasks[number]))
            key = f"{self._name}-{turn}-{number}"
            future = self._client.submit(
                _at_desk, held, asked, self._name, number, key=key, pure=False
            )
            self._futures[number] = future
            future.add_done_callback(partial(self._ended, number))

    def _heard(self, event: Any) -> None:
        said = words_in(event[1] if isinstance(event, tuple) else None, len(self._tasks))
        if said is not None:
            self._events.put(said)

    def _ended(self, number: int, future: Any) -> None:
        self._events.put((number, future))

    def _listen(self) -> None:
        try:
            number, event = self._events.get(timeout=POLL_SECONDS)
        except Empty:
            return
        if isinstance(event, str):
            self._said(number, event)
        elif self._futures.pop(number, None) is not None:
            self._take(number, event)

    def _said(self, number: int, words: str) -> None:
        if words:
            self._following.said(number, words)
        else:
            self._following.started(number)

    def _take(self, number: int, future: Any) -> None:
        """Keep a result; a task without one is left for the next turn."""
        if future.status == "error":
            raise WorkerFailed(_failed(future.exception()))
        if future.status != "finished":
            return
        message = unpacked(self._work, future.result())
        if isinstance(message, Failed):
            raise message.error()
        self._left.remove(number)
        result = self.results[number] = cast(Result, message.result)
        self._following.finished(number, result)


def _at_desk(shared: Any, asked: bytes, run: str, number: int) -> bytes:
    """Do a task; this runs on a worker."""
    from distributed import get_worker  # noqa: PLC0415, an optional library

    worker = get_worker()
    desk = TaskDesk(lambda words: worker.log_event(run, (number, words)))
    work, task = pickle.loads(asked)
    desks = _DESKS.setdefault(run, set())
    desks.add(desk)
    try:
        worker.log_event(run, (number, ""))
        return packed(work, attempt(work, shared, task, desk))
    finally:
        desks.discard(desk)


def _stop(run: str) -> None:
    """End what is at work for a run; this runs on a worker, beside its tasks."""
    for desk in tuple(_DESKS.pop(run, ())):
        desk.stop()


def _libraries() -> dict[str, str]:
    """The versions that shape a plan; this runs on a worker, too."""
    return {name: v for name, v in versions().items() if name not in _MAY_DIFFER}


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A connection to a cluster that can do our work."""
    try:
        from distributed import Client  # noqa: PLC0415, an optional library
    except ImportError:
        raise WorkerFailed(
            "A cluster needs the library dask.distributed, which is not installed. Install it "
            "(pip install distributed), or work on this computer, without a cluster."
        ) from None
    # What goes wrong is told by us, once.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    refuse_silent(address)
    try:
        client = _opened(Client, address)
    except (OSError, ValueError, TypeError, AssertionError):
        raise WorkerFailed(no_scheduler(address)) from None
    with client:
        _refuse_workers(client, address)
        yield client


def _opened(make: Callable[..., Any], address: str) -> Any:
    """A client of the scheduler; on a busy machine its event loop may need a second chance."""
    try:
        return make(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
    except AssertionError:  # what distributed says when that loop does not start within 10 s
        return make(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)


def _refuse_workers(client: Any, address: str) -> None:
    """Raise where the cluster has no workers, or not those that would find the same plans."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
        found = client.run(_libraries)
    except TimeoutError:
        raise WorkerFailed(
            f"The cluster at {address} has no workers. Start some, and run again."
        ) from None
    except Exception as error:
        raise WorkerFailed(
            f"The workers at {address} cannot load mission-planner ({type(error).__name__}). "
            "Install the same version there."
        ) from None
    ours = _libraries()
    for theirs in found.values():
        if not isinstance(theirs, dict):
            raise WorkerFailed(f"The workers at {address} do not say which versions they have.")
        for name, version in ours.items():
            if theirs.get(name) != version:
                raise WorkerFailed(
                    f"The workers at {address} have {name} {theirs.get(name)}, and this computer "
                    f"has {version}. Their plans could differ: install the same version."
                )


def _failed(error: object) -> str:
    if type(error).__name__ == "KilledWorker":
        return _given_up()
    return (
        f"A worker of the cluster could not do its task ({type(error).__name__}). Its log says "
        "more."
    )


def _given_up() -> str:
    return (
        "The workers of the cluster were lost again and again. Perhaps their memory is not enough; "
        "their logs say more."
    )
