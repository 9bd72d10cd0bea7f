"""Tasks one after the other, in this process."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from scenarios.fanout.desk import Desk, Harvest, Observer, Result, Shared, Task, Work


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Here:
    """The process that asks, alone."""

    def run(
        self,
        work: Work[Shared, Task, Result],
        shared: Shared,
        tasks: Sequence[Task],
        observer: Observer[Result],
    ) -> Harvest[Result]:
        """Do the tasks in their order."""
        results: list[Result | None] = [None] * len(tasks)
        try:
            for number, task in enumerate(tasks):
                observer.started(number)
                result = work(shared, task, Desk(partial(observer.said, number)))
                results[number] = result
                observer.finished(number, result)
        except KeyboardInterrupt:
            return Harvest(tuple(results), interrupted=True)
        return Harvest(tuple(results))
