"""The clock of a job goes on in the page while nothing is heard of the job."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import pytest

from web.server import events
from web.session.jobs import Job

SECONDS = 10.0


class Clock:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def told(clock: Clock, running: object) -> list[tuple[float, str]]:
    """What a tab is sent in the first seconds, with the time, where nothing changes on the desk."""

    async def is_over() -> bool:
        return clock.now > SECONDS

    jobs = SimpleNamespace(running=running)
    desk = SimpleNamespace(tabs=0, closing=False, serial=1, stamp="", jobs=jobs, last_seen=0.0)
    request = SimpleNamespace(is_disconnected=is_over)
    stream = events._events(cast(Any, request), cast(Any, desk))
    return [(clock.now, said) async for said in stream if "event: part" in said]


@pytest.mark.parametrize(("running", "most"), [(object(), 2.0), (None, SECONDS + 1)])
def test_a_running_job_shows_something_new_every_two_seconds_without_news(
    running: object, most: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(work: Callable[..., str], *of: object) -> str:
        return work(*of)

    clock = Clock()
    monkeypatch.setattr("web.session.jobs.time", SimpleNamespace(monotonic=lambda: clock.now))
    job = Job(number=1, kind="plan", started=0.0)
    monkeypatch.setattr(events, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(events, "asyncio", SimpleNamespace(sleep=clock.sleep, to_thread=at_once))
    monkeypatch.setattr(events, "rendered", lambda *_: f"{job.seconds} s")
    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may have its loop in this one
        parts = apart.submit(asyncio.run, told(clock, running)).result()
    times = [0.0, *(now for now, _ in parts), SECONDS]
    assert max(later - before for before, later in pairwise(times)) <= most
    assert len({said for _, said in parts}) == len(parts)
    assert (len(parts) > 1) == (running is not None)
