"""Tabs of the browser, and what every one of them must never do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

from tests.web.running import Running

# Milliseconds: two cores may be busy with other tests.
PATIENCE = 60_000
# For what the solver has to do first.
LONG = 180_000
expect.set_options(timeout=PATIENCE)


# The tab that the last test left behind: a new one costs two seconds of processor time.
_LEFT: dict[Browser, Page] = {}
_SIZE: ViewportSize = {"width": 1366, "height": 768}


class Watch:
    """What a tab asks for, and what the browser complains of meanwhile."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.faults: list[Response] = []
        self.complaints: list[str] = []
        self._page = page
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("response", self._response)

    def end(self) -> None:
        """Look no longer."""
        self._page.remove_listener("request", self._request)
        self._page.remove_listener("console", self._console)
        self._page.remove_listener("pageerror", self._error)
        self._page.remove_listener("response", self._response)

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself notes every answer that is no success; those are the tests' own affair.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _response(self, answer: Response) -> None:
        if answer.status >= 500:
            self.faults.append(answer)


@contextmanager
def entered(
    browser: Browser, running: Running, plan: Path | None = None, **context: object
) -> Iterator[Page]:
    """A tab that came in, with a workbook opened where one is named, as at the first start.

    At its end: no request went to another host, and the browser had nothing to complain of.
    """
    page = (None if context else _LEFT.pop(browser, None)) or _tab(browser, **context)
    watch = Watch(page)
    try:
        _come_in(page, running, plan, bool(context))
        yield page
        watch.complaints += [f"{answer.url}: {answer.text()}" for answer in watch.faults]
    except BaseException:
        page.context.close()
        raise
    watch.end()
    if not context and not page.is_closed():
        _forget_view(page, running)
    _leave(browser, page, bool(context))
    own = (running.address, "data:", "blob:", "about:")
    strangers = [url for url in watch.asked if not url.startswith(own)]
    assert not strangers, strangers
    assert not watch.complaints, watch.complaints


def _come_in(page: Page, running: Running, plan: Path | None, unlike: bool) -> None:
    """By a one-time link; the tabs after the first with its cookie.

    The link leads over three pages, each of which takes a third of a second of processor time.
    """
    if running.cookie is None or unlike:
        page.goto(running.new_link(plan))
        page.wait_for_url(lambda url: "/enter" not in url)
        [running.cookie] = page.context.cookies(running.address)
        return
    running.as_at_first()
    if plan is not None:
        running.open(plan)
    page.context.add_cookies([running.cookie])
    page.goto(f"{running.address}/arrival")


def _forget_view(page: Page, running: Running) -> None:
    """The next test of the same server comes to the plan as at the first start."""
    if page.url.startswith(running.address):
        page.evaluate("() => fetch('/plan/seen', { method: 'POST' }).catch(() => 0)")


def _tab(browser: Browser, **context: object) -> Page:
    page = browser.new_context(viewport=_SIZE, **context).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    return page


def _leave(browser: Browser, page: Page, unlike: bool) -> None:
    """Keep a tab for the next test as if it was new; not one that is unlike the others."""
    if unlike or browser in _LEFT or page.is_closed():
        page.context.close()
        return
    for other in page.context.pages:
        if other is not page:
            other.close()
    # A test that answered in the server's place does not do so for the next one.
    page.unroute_all(behavior="ignoreErrors")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.set_viewport_size(_SIZE)
    _LEFT[browser] = page


def post(tab: Page, address: str, **fields: str) -> int:
    """Send a form as the page itself would; the status of the answer."""
    send = """([address, fields]) => fetch(address, {
        method: 'POST', headers: {'x-part': '/plan'}, body: new URLSearchParams(fields),
    }).then(answer => answer.status)"""
    return int(tab.evaluate(send, [address, fields]))


def leave(tab: Page) -> None:
    """Close the workbook that is open, if there is one; the page goes to the start by itself."""
    post(tab, "/leave")
    tab.wait_for_url(lambda url: urlsplit(url).path == "/")
