"""How a task is done away from home: its failure comes back as a sentence."""

import os
import traceback
from typing import NamedTuple

from planner.app.faults import TRACEBACK, described
from planner.domain.errors import OurFault, PlannerError, WorkerFailed
from scenarios.fanout.desk import Result, Shared, Task, TaskDesk, Work


class Done(NamedTuple):
    """A task that ended as it should."""

    result: object


class Failed(NamedTuple):
    """A task that failed: what to tell the user, and whether the fault is ours."""

    text: str
    ours: bool

    def error(self) -> PlannerError:
        """The failure, to be raised at home."""
        return OurFault(self.text) if self.ours else WorkerFailed(self.text)


def attempt(
    work: Work[Shared, Task, Result], shared: Shared, task: Task, desk: TaskDesk
) -> Done | Failed:
    """Do a task; an error must not end the worker, and not every error can travel."""
    try:
        return Done(work(shared, task, desk))
    except Exception as error:
        told = described(error)
        text = str(told)
        if os.environ.get(TRACEBACK):
            text = f"{text}\n{traceback.format_exc()}"
        return Failed(text, isinstance(told, OurFault))
