"""Views asked directly: no browser, no server; what a worker does is done here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from tests.web import read_once
from web.session.desk import Desk
from web.session.draft import Draft
from web.work.crew import Worker
from web.work.tasks import TASKS
from web.work.worker import Work

_QUIET = Work(lambda event: None)

View = Callable[[Request], Awaitable[Response]]


def asked(
    desk: Desk,
    view: View,
    path: str,
    query: str = "",
    path_params: Mapping[str, str] | None = None,
    **form: str | list[str],
) -> Response:
    """What a view answers to a browser."""
    scope = {
        "type": "http",
        "method": "POST" if form else "GET",
        "path": path,
        "query_string": query.encode(),
        "path_params": path_params or {},
        "headers": [],
        "app": SimpleNamespace(state=SimpleNamespace(desk=desk), routes=()),
    }

    async def receive() -> dict[str, Any]:
        return {
            "type": "http.request",
            "body": urlencode(form, doseq=True).encode(),
            "more_body": False,
        }

    async def answered() -> Response:
        return await view(Request(scope, receive))

    # In a thread of its own: the browser of other tests has a loop that runs in this one.
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(lambda: asyncio.run(answered())).result()


def text_of(answer: Response) -> str:
    return bytes(answer.body).decode()


def main_of(answer: Response) -> str:
    return text_of(answer).partition("<main")[2]


class InThisProcess:
    """The tasks of the answering process, done here; something may happen while it saves."""

    generation = 1

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile = meanwhile

    def hurry(self) -> None:
        """Nothing waits."""

    def ask(self, name: str, *arguments: Any, topic: str = "") -> Any:
        """Do it."""
        if name == "save":
            self._meanwhile()
        if name == "read":
            return read_once.opened(*arguments)
        return TASKS[name](_QUIET, *arguments)

    def call(self, name: str, *arguments: object, topic: str = "") -> "tuple[int, Future[Any]]":
        """What may come later never comes."""
        return 0, Future()


class Answering:
    """Questions about a draft, answered here."""

    def __init__(self) -> None:
        self._key = ""

    def ask(self, draft: Draft, name: str, *arguments: object, topic: str = "") -> Any:
        """Answer, with the draft held that it is about."""
        if self._key != draft.key:
            TASKS["hold"](_QUIET, draft.key, draft.now.year, draft.now.plan, draft.best)
            self._key = draft.key
        return TASKS[name](_QUIET, draft.key, *arguments)


def desk_on(year: Path, folder: Path, meanwhile: Callable[[Desk], object]) -> Desk:
    """A desk with a workbook open."""
    desk = Desk(folder, Worker())
    desk.answers = InThisProcess(lambda: meanwhile(desk))  # type: ignore[assignment]
    desk.open(year)
    return desk
