"""What holds for all tests."""

import gc
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from planner.app.letters import letter_filling
from scenarios.fanout import processes, scheduler
from tests import looked_through
from tests.forked import context


@pytest.fixture(scope="session", autouse=True)
def forked() -> Iterator[None]:
    """Processes beside the tests' own are copies of one that has loaded all.

    Commands that run as processes of their own start theirs afresh, as users have them.
    """
    with pytest.MonkeyPatch.context() as patch:
        copies = SimpleNamespace(get_context=lambda method: context())
        for module in (processes, scheduler, letter_filling):
            patch.setattr(module, "multiprocessing", copies)
        yield


@pytest.fixture(scope="session", autouse=True)
def looked_through_once() -> Iterator[None]:
    """Workbooks that are the same without their cells are opened once to see that they open."""
    with pytest.MonkeyPatch.context() as patch:
        looked_through.once(patch)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Nothing that is made while the tests are listed is garbage: a tenth less."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What all tests share is not looked through for garbage again and again: a twentieth less."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
