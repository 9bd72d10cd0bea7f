"""What the worker processes do, by name; this module and those it imports may load the solver."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner.domain.errors import OUR_FAULT
from planner.terminal.exits import answer
from web import planning
from web.worker import Work


def read(work: Work, path: Path) -> planning.Opened:
    """Read a workbook, with all that is wrong with it."""
    return planning.read_workbook(path)


TASKS: dict[str, Callable[..., Any]] = {"read": read}


def told(error: Exception) -> tuple[str, bool]:
    """What to tell the user about an error, and whether the planner is to blame."""
    text, exit_code = answer(error)
    return text, exit_code == OUR_FAULT
