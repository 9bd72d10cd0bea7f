"""Tabs of the browser, and what every one of them must never do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from tests.web.running import Running

# Milliseconds: two cores may be busy with other tests.
PATIENCE = 60_000
# For what the solver has to do first.
LONG = 180_000
expect.set_options(timeout=PATIENCE)


@contextmanager
def entered(
    browser: Browser, running: Running, plan: Path | None = None, **context: object
) -> Iterator[Page]:
    """A tab that came in by a one-time link, with a workbook opened where one is named.

    At its end: no request went to another host, and the browser had nothing to complain of.
    """
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, **context)  # type: ignore[arg-type]
    try:
        page = opened.new_page()
        page.set_default_timeout(PATIENCE)
        asked: list[str] = []
        faults: list[Response] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda answer: faults.append(answer) if answer.status >= 500 else None)
        page.goto(running.new_link(plan))
        page.wait_for_url(lambda url: "/enter" not in url)
        yield page
        complaints += [f"{answer.url}: {answer.text()}" for answer in faults]
    finally:
        opened.close()
    strangers = [url for url in asked if not url.startswith((running.address, "data:", "blob:"))]
    assert not strangers, strangers
    assert not complaints, complaints


def post(tab: Page, address: str, **fields: str) -> int:
    """Send a form as the page itself would; the status of the answer."""
    send = """([address, fields]) => fetch(address, {
        method: 'POST', headers: {'x-part': '/plan'}, body: new URLSearchParams(fields),
    }).then(answer => answer.status)"""
    return int(tab.evaluate(send, [address, fields]))


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    # The browser itself notes every answer that is no success; those are the tests' own affair.
    if message.type in ("error", "warning") and "status of 4" not in message.text:
        complaints.append(message.text)
