"""Who may talk to the server: each line of the security table, attacked."""

import http.client
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import entered
from tests.web.running import Running

OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def guarded(shared: Running) -> tuple[Running, str]:
    """A server, and the cookie that its link gave."""
    status, headers = answer(shared, "GET", shared.new_link().removeprefix(shared.address))
    assert status == 200
    return shared, headers["set-cookie"].partition(";")[0]


def answer(
    running: Running, method: str, path: str, **headers: str
) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers of a request, made without a browser."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=given)
    found = connection.getresponse()
    found.read()
    connection.close()
    return found.status, found.headers


def test_the_cookie_is_strict_and_out_of_reach_of_scripts(guarded: tuple[Running, str]) -> None:
    running, _ = guarded
    _, headers = answer(running, "GET", running.second_start().removeprefix(running.address))
    cookie = headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"mission-planner-{running.port}=" in cookie


def test_a_link_works_once(guarded: tuple[Running, str]) -> None:
    running, _ = guarded
    link = running.new_link().removeprefix(running.address)
    assert answer(running, "GET", link)[0] == 200
    status, headers = answer(running, "GET", link)
    assert status == 403
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/events", "/workbook", "/static/0/style.css"])
def test_without_a_cookie_nothing_is_answered(guarded: tuple[Running, str], path: str) -> None:
    running, cookie = guarded
    wrong = f"{cookie[:-4]}AAAA"
    assert answer(running, "GET", path)[0] == 403
    assert answer(running, "GET", path, cookie=wrong)[0] == 403


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1", "evil.example:{port}", ""])
@pytest.mark.parametrize("path", ["/", "/enter?once=x", "/events", "/static/0/style.css"])
def test_another_name_than_the_address_is_misdirected(
    guarded: tuple[Running, str], host: str, path: str
) -> None:
    running, cookie = guarded
    given = host.format(port=running.port)
    assert answer(running, "GET", path, cookie=cookie, host=given)[0] == 421


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_requests_of_other_pages_are_refused(guarded: tuple[Running, str], site: str) -> None:
    running, cookie = guarded
    assert answer(running, "GET", "/", cookie=cookie, sec_fetch_site=site)[0] == 403
    assert answer(running, "GET", "/", cookie=cookie, **OURS)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_changes_come_from_our_own_origin_to_the_port(
    guarded: tuple[Running, str], method: str
) -> None:
    running, cookie = guarded
    path = "/choices" if method == "POST" else "/drop"
    for origin in ("", "null", "http://127.0.0.1:1", f"http://localhost:{running.port}"):
        given = {"cookie": cookie, **({"origin": origin} if origin else {})}
        assert answer(running, method, path, **given)[0] == 403
    status, _ = answer(running, method, path, cookie=cookie, origin=running.address)
    assert status in (303, 422)


@pytest.mark.parametrize(
    "came", ["//evil.example/x", "http://evil.example/x", "{own}//evil.example"]
)
def test_no_answer_leads_to_another_host(guarded: tuple[Running, str], came: str) -> None:
    """A choice for the page leads back to where it was made, and only if that is a page of ours."""
    running, cookie = guarded
    given = {"cookie": cookie, "origin": running.address}
    referer = came.format(own=running.address)
    _, headers = answer(running, "POST", "/choices", referer=referer, **given)
    assert headers["location"] == "/"
    _, headers = answer(
        running, "POST", "/choices", referer=f"{running.address}/rules?a=b", **given
    )
    assert headers["location"] == "/rules?a=b"


def test_nobody_gets_a_link_at_the_door_without_its_secret(guarded: tuple[Running, str]) -> None:
    running, cookie = guarded
    for secret in ("", "AAAA"):
        assert answer(running, "POST", "/door", cookie=cookie, x_door=secret)[0] == 403


def test_reading_never_changes_anything(guarded: tuple[Running, str]) -> None:
    running, cookie = guarded
    for path in ("/close", "/choices", "/open", "/undo", "/save", "/leave"):
        assert answer(running, "GET", path, cookie=cookie)[0] in (404, 405)
    assert answer(running, "GET", "/", cookie=cookie)[0] == 200


def test_every_answer_forbids_what_is_not_ours(guarded: tuple[Running, str]) -> None:
    running, cookie = guarded
    for path in ("/", "/nothing", "/enter?once=x"):
        _, headers = answer(running, "GET", path, cookie=cookie)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the user's folders apart itself")
def test_the_files_of_the_state_are_the_users_own(guarded: tuple[Running, str]) -> None:
    running, _ = guarded
    files = [file for file in running.state.iterdir() if file.is_file()]
    assert files
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[str]:
    """Another server on this computer, whose page a browser would call the same site."""
    told: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(told.get(self.path, b"<p>a page</p>"))

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_port_cannot_read_frame_or_post(
    chromium: Browser, shared: Running, stranger: str
) -> None:
    with entered(chromium, shared) as tab:
        evil = tab.context.new_page()
        evil.goto(stranger)
        read = "a => fetch(a, {credentials: 'include'}).then(r => r.text(), () => 'refused')"
        assert evil.evaluate(read, shared.address) == "refused"
        post = "a => fetch(a, {method: 'POST', mode: 'no-cors', credentials: 'include'})"
        evil.evaluate(f"{post}.catch(() => 0)", f"{shared.address}/close")
        evil.set_content(f'<iframe src="{shared.address}/"></iframe>')
        assert evil.frames[1].locator("#drop").count() == 0
        evil.close()
        tab.reload()  # still there: the post closed nothing
        assert tab.locator("h1").is_visible()


def test_a_browser_that_was_opened_from_a_file_is_logged_in(
    chromium: Browser, shared: Running, tmp_path: Path
) -> None:
    file = tmp_path / "open.html"
    link = shared.new_link()
    file.write_text(f'<meta http-equiv="refresh" content="0; url={link}">', encoding="utf-8")
    context = chromium.new_context()
    page: Page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_url(lambda url: "/enter" not in url)
    expect(page.locator("h1").first).to_be_visible()
    context.close()
