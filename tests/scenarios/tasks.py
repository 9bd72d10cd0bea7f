"""Small tasks for the fan-out; they are sent to other processes by their names."""

import os
import time
from pathlib import Path

from scenarios.fanout import TaskDesk


def square(shared: dict[str, int], task: int, desk: TaskDesk) -> int:
    """Plus something that all tasks share; the last task ends first."""
    desk.say(f"squaring {task}")
    time.sleep(0.02 * (5 - task))
    return task * task + shared["plus"]


def die_once(shared: str, task: int, desk: TaskDesk) -> int:
    """Takes the whole process down the first time that task 1 is done."""
    mark = Path(shared) / "died"
    if task == 1 and not mark.exists():
        mark.write_text("", encoding="utf-8")
        os._exit(9)
    return task


def die_always(shared: None, task: int, desk: TaskDesk) -> int:
    """Takes the whole process down."""
    os._exit(9)


def fail(shared: None, task: int, desk: TaskDesk) -> int:
    """Task 1 fails."""
    if task == 1:
        raise ZeroDivisionError("secret")
    return task


def last_never_ends(shared: str, task: int, desk: TaskDesk) -> int:
    """The last task waits for somebody who stops it, and then says so."""
    if task == 2:
        deadline = desk.deadline()
        (Path(shared) / "waiting").write_text(str(os.getpid()), encoding="utf-8")
        while not deadline.ended:
            time.sleep(0.05)
        (Path(shared) / "stopped").write_text("", encoding="utf-8")
    return task


def wait_for_file(shared: str, task: int, desk: TaskDesk) -> int:
    """Writes the process that does it, and waits until there is a file "go"."""
    folder = Path(shared)
    (folder / f"task-{task}-{os.getpid()}").write_text("", encoding="utf-8")
    while not (folder / "go").exists():
        time.sleep(0.05)
    return task
