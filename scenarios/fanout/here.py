"""Tasks one after the other, in this process."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from planner.domain.errors import PlannerError
from scenarios.fanout.desk import Following, Harvest, Result, Shared, Task, TaskDesk, Work


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
        following: Following[Result],
    ) -> Harvest[Result]:
        """Do the tasks in their order."""
        results: list[Result | None] = [None] * len(tasks)
        for number, task in enumerate(tasks):
            following.started(number)
            desk = TaskDesk(
                partial(following.said, number), following.deadline.within(float("inf"))
            )
            try:
                result = work(shared, task, desk)
            except PlannerError:
                if not following.deadline.ended:
                    raise
            if following.deadline.ended:  # what it gave has not seen its own end
                return Harvest(tuple(results), interrupted=True)
            results[number] = result
            following.finished(number, result)
        return Harvest(tuple(results))
