"""Who may talk to the server: the browser that the program opened, and no page of anybody else.

Loopback is shared with every page in the browser and with every program of the computer. Requests
are refused before routing: by `Host` (a name rebound to loopback), by `Sec-Fetch-Site` (frames,
scripts and pictures of other pages), by `Origin` to the port (another server on this computer is
the same site to a browser), and without the cookie that the one-time link gave.
"""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ENTER, DOOR = "/enter", "/door"
_SAFE_METHODS = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_NO_STORE = (b"cache-control", b"no-store")


class Keys:
    """What opens the server: the cookie of the browser, links for one use, the door of a start."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = secrets.token_urlsafe(32)
        self.door = secrets.token_urlsafe(32)
        self._links: set[str] = set()

    @property
    def cookie_name(self) -> str:
        """The name of the cookie; ports share cookies, so it carries the port."""
        return f"mission-planner-{self.port}"

    @property
    def origin(self) -> str:
        """What pages of ours say where they come from."""
        return f"http://127.0.0.1:{self.port}"

    def new_link(self) -> str:
        """An address that lets one browser in, once."""
        token = secrets.token_urlsafe(32)
        self._links.add(token)
        return f"{self.origin}{ENTER}?once={token}"

    def used(self, token: str) -> bool:
        """Whether a link is good; it is not any more after that."""
        good = [link for link in self._links if secrets.compare_digest(link, token)]
        self._links.difference_update(good)
        return bool(good)


class Guard:
    """Refuses what does not come from our own pages, and sends the headers that keep them ours."""

    def __init__(self, app: App, keys: Keys) -> None:
        self._app, self._keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        status = self._refusal(scope, headers)
        if status:
            await _refuse(send, status)
            return
        await self._app(scope, receive, _with_headers(scope["path"], send))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> int | None:
        """The status of a refusal; None for who may come in."""
        if headers.get("host") != f"127.0.0.1:{self._keys.port}":
            return 421
        path, method = scope["path"], scope["method"]
        if path == DOOR:
            given = headers.get("x-door", "").encode()
            return None if secrets.compare_digest(given, self._keys.door.encode()) else 403
        if path == ENTER and method == "GET":
            return None
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403
        if method not in _SAFE_METHODS and headers.get("origin") != self._keys.origin:
            return 403
        return None if self._has_cookie(headers.get("cookie", "")) else 403

    def _has_cookie(self, header: str) -> bool:
        try:
            morsel = SimpleCookie(header).get(self._keys.cookie_name)
        except CookieError:
            return False
        given = morsel.value if morsel else ""
        return secrets.compare_digest(given.encode(), self._keys.cookie.encode())


def _with_headers(path: str, send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            extra = _HEADERS if path.startswith("/static/") else (*_HEADERS, _NO_STORE)
            names = {name for name, _ in extra}
            kept = [pair for pair in message["headers"] if pair[0].lower() not in names]
            message["headers"] = [*kept, *extra]
        await send(message)

    return sending


async def _refuse(send: Send, status: int) -> None:
    text = (
        b"This page opens only through the mission planner itself. Start it again, or use the "
        b"window that it opened."
    )
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS, _NO_STORE]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
