"""Commands that are ended in the middle: see `tests.kills`, which tries many more moments."""

import signal

import pytest

from tests.kills import COMMANDS, ended_at
from tests.test_cli_process import POSIX


@POSIX
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("share", "by"), [(0.3, "SIGINT"), (0.9, "SIGINT"), (0.9, "SIGKILL")])
def test_a_command_that_is_ended(command: str, share: float, by: str) -> None:
    whole = ended_at(command, None, signal.SIGINT)
    assert whole == whole._replace(code=0, faults=())
    ended = ended_at(command, whole.seconds * share, signal.Signals[by])
    assert ended.faults == ()
