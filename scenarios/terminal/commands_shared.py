"""What the commands for what-if questions share: who follows a run, and what ends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.terminal.click_options import typed_as

if TYPE_CHECKING:
    from models.events import Listener
    from planner.solver.deadline import Deadline
    from planner.terminal.screen import Screen


@contextmanager
def followed(
    ctx: click.Context, screen: "Screen", plan: Path
) -> "Iterator[tuple[Deadline, Listener]]":
    """A deadline that Ctrl-C ends, and who follows the run until it is over."""
    from planner.solver.deadline import Deadline
    from planner.terminal.interrupt import interruptible
    from scenarios.terminal.watch import watcher

    deadline = Deadline()
    check = f"{typed_as(ctx)} check {plan}"
    with interruptible(deadline) as heard, watcher(screen, check) as shown:
        yield deadline, heard.then(shown)
