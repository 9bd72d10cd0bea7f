"""Independent questions side by side, on as many threads as the machine has cores.

The solvers leave the interpreter to others while they work. The answers come in the order of the
questions and are the same on one core.
"""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, local
from typing import Generic, TypeVar

from planner.solver.deadline import Deadline

Desk = TypeVar("Desk")
Task = TypeVar("Task")
Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Once(Generic[Key, Value]):
    """What is made once, for whichever thread asks first; nobody may change it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[Key, Value] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """What is known by this key, or is made now."""
        with self._lock:
            if key not in self._known:
                self._known[key] = make()
            return self._known[key]


def side_by_side(
    work: Callable[[Desk, Task], Result],
    desk: Callable[[], Desk],
    tasks: Iterable[Task],
    deadline: Deadline,
) -> Iterator[Result]:
    """The result of each task, in their order.

    Parameters
    ----------
    work : callable
        ``work(desk, task)``; it looks at the deadline by itself.
    desk : callable
        Makes what one thread works with, and no other one changes.
    deadline : Deadline
        Is told that somebody waits.
    """
    own = local()

    def done(task: Task) -> Result:
        if not hasattr(own, "desk"):
            own.desk = desk()
        return work(own.desk, task)

    threads = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        for result in [threads.submit(done, task) for task in tasks]:
            yield deadline.awaited(result)
    finally:  # a solver that is torn down at work would end the whole process
        threads.shutdown(cancel_futures=True)
