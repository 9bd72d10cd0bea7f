"""Commands that are ended in the middle: see `tests.kills`, which tries many more moments."""

import signal
from functools import cache

import pytest

from tests.kills import COMMANDS, Ended, ended_at
from tests.test_cli_process import POSIX


@cache
def whole(command: str) -> Ended:
    """A run that nobody ends."""
    return ended_at(command, None, signal.SIGINT)


@POSIX
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("share", "by"), [(0.4, "SIGINT"), (0.9, "SIGKILL")])
def test_a_command_that_is_ended(command: str, share: float, by: str) -> None:
    assert whole(command) == whole(command)._replace(code=0, faults=())
    ended = ended_at(command, whole(command).seconds * share, signal.Signals[by])
    assert ended.faults == ()
