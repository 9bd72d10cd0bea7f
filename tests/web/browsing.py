"""Tabs of the browser, and what every one of them must never do."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.web.running import Running

# Milliseconds: two cores may be busy with other tests.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)


@contextmanager
def entered(browser: Browser, running: Running, **context: object) -> Iterator[Page]:
    """A tab that came in by the one-time link.

    At its end: no request went to another host, and the browser had nothing to complain of.
    """
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, **context)  # type: ignore[arg-type]
    page = opened.new_page()
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: _note(complaints, message))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(running.new_link())
    page.wait_for_url(f"{running.address}/")
    yield page
    opened.close()
    strangers = [url for url in asked if not url.startswith((running.address, "data:", "blob:"))]
    assert not strangers, strangers
    assert not complaints, complaints


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    # The browser itself notes every answer that is no success; those are the tests' own affair.
    if message.type in ("error", "warning") and "status of 4" not in message.text:
        complaints.append(message.text)
