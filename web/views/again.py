"""The page in view as it is now: what a request that came too late is answered with."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Match

from web.shown.render import seen_at

View = Callable[[Request], Coroutine[Any, Any, Response]]
# What only looks: it may be asked for once more in the place of a request that cannot be done.
LOOKING: set[View] = set()


async def again(request: Request, sentence: str) -> Response | None:
    """The page that a request was made on, with a sentence; None where there is no such page."""
    path, _, query = seen_at(request, "").partition("?")
    scope = {
        **request.scope,
        "method": "GET",
        "path": unquote(path),
        "query_string": query.encode(errors="replace"),
        "told": sentence,
    }
    for route in request.app.routes:
        match, child = route.matches(scope)
        if match is Match.FULL and child["endpoint"] in LOOKING:
            answer: Response = await child["endpoint"](Request({**scope, **child}))
            return None if isinstance(answer, FileResponse | JSONResponse) else answer
    return None
