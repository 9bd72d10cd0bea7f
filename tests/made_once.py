"""Folders that one of the processes of a run makes, and all of them read."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest


def made_once(
    name: str, make: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder of this run, made where it is not there yet; nobody may change what is in it.

    Processes do not wait for each other: where two make it at once, that of the first counts.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    target = shared / name
    if not target.exists():
        own = tmp_path_factory.mktemp(name)
        make(own)
        # A folder that is not empty is not replaced.
        with suppress(OSError):
            own.rename(target)
    return target
