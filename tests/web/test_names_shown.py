"""What the pages say of a workbook while names are hidden; the routes alone, without a server."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from starlette.applications import Starlette

from planner.app.load import load
from planner.workbook.schema.declared import ADMINISTRATIONS, ASSIGNMENTS, EXPERTS
from tests.web.test_at_once import InThisProcess
from web.server.routes import ROUTES
from web.session.desk import Desk
from web.work.crew import Worker

CONTACT, EMAIL = "Awa Diallo", "awa.diallo@customs.example"


def visit(desk: Desk, path: str, **form: str) -> tuple[int, str]:
    """Ask a route as the page would; the status of the answer, and its text."""
    app = Starlette(routes=ROUTES)
    app.state.desk = desk
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "POST" if form else "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"accept-language", b"fr")],
    }
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": urlencode(form).encode(), "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    text = b"".join(message.get("body", b"") for message in sent)  # type: ignore[misc]
    return int(str(sent[0]["status"])), text.decode()


def written(path: Path, sheet: str, column: str, value: str, rows: int = 1) -> None:
    """Write a value into the first rows of a column."""
    book = openpyxl.load_workbook(path)
    cells = book[sheet]
    headers = next(n for n in range(1, 9) if any(c.value == column for c in cells[n]))
    at = next(c.column for c in cells[headers] if c.value == column)
    for n in range(rows):
        cells.cell(headers + 1 + n, at).value = value if rows == 1 else value
    book.save(path)
