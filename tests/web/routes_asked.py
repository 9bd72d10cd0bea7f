"""Routes asked without a server or a browser: what a desk answers, and what it leaves on disk."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.applications import Starlette

from tests.web.asking import Answering, desk_on
from web.server.routes import ROUTES
from web.session.desk import Desk


class Answer(NamedTuple):
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]


def ask(desk: Desk, address: str, /, part: str = "", came: str = "", **form: str) -> Answer:
    """Ask a route.

    `part` is the page in view where the script asks, `came` the one that the browser comes from.
    """
    app = Starlette(routes=ROUTES)
    app.state.desk = desk
    path, _, query = address.partition("?")
    sent: list[dict[str, object]] = []
    headers = {"host": "page", "accept-language": "en", "content-length": "0"}
    scope = {
        "type": "http",
        "method": "POST" if form else "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(n.encode(), v.encode()) for n, v in (headers | _from(part, came)).items()],
    }

    bodies = [urlencode(form).encode()]

    async def receive() -> dict[str, object]:
        while not bodies:  # who asked waits for the whole answer
            await asyncio.sleep(1)
        return {"type": "http.request", "body": bodies.pop(), "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    # In a thread of its own: the browser of other tests has a loop that runs in this one.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: asyncio.run(app(scope, receive, send))).result()  # type: ignore[arg-type]
    text = b"".join(message.get("body", b"") for message in sent)  # type: ignore[misc]
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}  # type: ignore[attr-defined]
    return Answer(int(str(sent[0]["status"])), text.decode(errors="replace"), found)


def _from(part: str, came: str) -> dict[str, str]:
    known = {"x-part": part, "referer": f"http://page{came}" if came else ""}
    return {name: value for name, value in known.items() if value}


def desk_at(path: Path, folder: Path) -> Desk:
    """A desk with a workbook open, whose questions are answered in this process."""
    folder.mkdir(exist_ok=True)
    desk = desk_on(path, folder, lambda desk: None)
    desk.questions = Answering()  # type: ignore[assignment]
    return desk
