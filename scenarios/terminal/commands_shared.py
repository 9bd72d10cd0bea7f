"""What the commands for what-if questions share: a run that is followed, and its answer."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from planner.terminal.click_options import typed_as

if TYPE_CHECKING:
    from planner.terminal.screen import Screen

T = TypeVar("T")


def answered(
    ctx: click.Context,
    screen: "Screen",
    plan: Path,
    work: Callable[..., tuple[T, tuple[Path, ...]]],
    show: "Callable[[Screen, T], None]",
) -> None:
    """Do the work until its end or Ctrl-C, and show what was found and the files with it.

    Parameters
    ----------
    work : callable
        Takes a `deadline` and a listener `on_event`.
    """
    from planner.solver.deadline import Deadline
    from planner.terminal.interrupt import interruptible
    from scenarios.terminal.watch import watcher

    deadline = Deadline()
    check = f"{typed_as(ctx)} check {plan}"
    with interruptible(deadline, reads=True) as heard, watcher(screen, check) as shown:
        found, files = work(deadline=deadline, on_event=heard.then(shown))
    show(screen, found)
    screen.say()
    screen.written(*files)
