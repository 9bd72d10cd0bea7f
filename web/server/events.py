"""One stream of events a tab: the page is told what changed, at most four times a second."""

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from web.session.desk import Desk
from web.shown.render import desk_of, rendered

_PAUSE, _ALIVE = 0.25, 15.0


def stream(request: Request) -> StreamingResponse:
    """The events; a tab that comes back gets the state first, so it need not have seen all."""
    return StreamingResponse(_events(request, desk_of(request)), media_type="text/event-stream")


async def _events(request: Request, desk: Desk) -> AsyncIterator[str]:
    shown, version, said = 0, "", time.monotonic()
    desk.tabs += 1
    try:
        while not desk.closing and not await request.is_disconnected():
            # The clock of a running job goes on without news.
            running = desk.jobs.running is not None and time.monotonic() - said >= 1
            if desk.serial != shown or running:
                shown, said = desk.serial, time.monotonic()
                part = await asyncio.to_thread(rendered, request, "live.html")
                yield f"id: {shown}\n{_event('part', part)}"
                if desk.stamp != version:
                    version = desk.stamp
                    yield _event("stamp", version)
            elif time.monotonic() - said >= _ALIVE:
                said = time.monotonic()
                yield ": alive\n\n"
            await asyncio.sleep(_PAUSE)
        yield _event("end", "closed")
    finally:
        desk.tabs -= 1
        desk.last_seen = time.monotonic()


def _event(name: str, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines())
    return f"event: {name}\n{lines}\n"
