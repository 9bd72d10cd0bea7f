"""How a task is done away from home: its failure comes back as a sentence."""

import os
import traceback
from typing import NamedTuple

from planner.domain.errors import CommandError
from planner.terminal.click_options import TRACEBACK
from planner.terminal.exits import answer
from scenarios.fanout.desk import Desk, Result, Shared, Task, Work


class Done(NamedTuple):
    """A task that ended as it should."""

    result: object


class Failed(NamedTuple):
    """A task that failed: what to tell the user, and the exit code."""

    text: str
    exit_code: int

    def error(self) -> CommandError:
        """The failure, to be raised at home."""
        return CommandError(self.text, self.exit_code)


def attempt(
    work: Work[Shared, Task, Result], shared: Shared, task: Task, desk: Desk
) -> Done | Failed:
    """Do a task; an error must not end the worker, and not every error can travel."""
    try:
        return Done(work(shared, task, desk))
    except Exception as error:
        text, exit_code = answer(error)
        if os.environ.get(TRACEBACK):
            text = f"{text}\n{traceback.format_exc()}"
        return Failed(text, exit_code)
