"""Whatever stands in an address, a form or a header: the page answers, and never with a fault."""

import http.cookiejar
import random
import re
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.breadth import usually
from tests.web.running import Running
from web.server.routes import ROUTES

# What starts or ends something that has nothing to do with what was typed.
LEFT_OUT = {"/close", "/choose", "/events", "/jobs", "/new", "/sample", "/leave", "/open"}
JUNK = (
    *("", "0", "-1", "9" * 5000, "é", "\x00", "../../etc/passwd", "a b", "<b>", "²", "٣", "💥"),
    *("nan", "1e400", "{{7*7}}", "=1+1", "2027-03-01", "2027-02-30", "x" * 3000, "adopt", "KE"),
    *("M1 E1", "yes", "table", "2", "fund amount", "setting", "-10%", "move", "Declined"),
)
FIELDS = (
    *("amount-CCF-J", "at", "at_once", "by", "cell", "clear", "curve", "done", "expert_id", "flag"),
    *("fund_id", "kind", "language", "mission", "mission_id", "name", "new", "number", "old"),
    *("paths", "priority", "recent", "region", "repair", "row", "rows", "seen", "sheet", "sort"),
    *("start", "status", "step", "target", "text", "value", "zoom"),
)
REQUESTS = usually(150, 300)


class Visitor:
    """A browser without a screen, which came in by the link."""

    def __init__(self, running: Running) -> None:
        self._address = running.address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self._opener.open(running.new_link(), timeout=60).close()

    def status(self, method: str, address: str, headers: dict[str, str], body: bytes) -> int:
        """How the page answers."""
        request = urllib.request.Request(
            f"{self._address}{address}",
            method=method,
            data=None if method == "GET" else body,
            headers={"origin": self._address, "sec-fetch-site": "same-origin", **headers},
        )
        try:
            with self._opener.open(request, timeout=120) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                said = error.read().decode(errors="replace")
                pytest.fail(f"{method} {address} {headers} {body!r}: {said}")
            return error.code


@pytest.fixture(scope="module")
def visitor(planned: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("junk")
    shutil.copy(planned, folder / "year.xlsx")
    with Running(folder, folder / "year.xlsx") as running:
        yield Visitor(running)


def test_no_request_makes_the_page_fail(visitor: Visitor) -> None:
    draw = random.Random(1)
    routes = [route for route in ROUTES if route.path not in LEFT_OUT]
    answered = set()
    for _ in range(REQUESTS):
        route = draw.choice(routes)
        method = draw.choice(sorted((route.methods or {"GET"}) - {"HEAD"}))
        fields = {name: draw.choice(JUNK) for name in draw.sample(FIELDS, draw.randint(0, 8))}
        body = urllib.parse.urlencode(fields)
        address = re.sub(r"{\w+}", lambda _: _in_address(draw.choice(JUNK)), route.path)
        if method == "GET":
            address += f"?{body[:2000]}"
        headers = {
            "x-part": draw.choice(
                ("/plan", "/plan?rows=²&by=table".encode().decode("latin-1"), "//x")
            )
        }
        answered.add(visitor.status(method, address, headers, body.encode()))
    assert {200, 404, 422} <= answered


def test_no_name_of_a_dropped_file_makes_the_page_fail(visitor: Visitor) -> None:
    for name in (*JUNK, "CON", "..\\..\\x", "a/b"):
        headers = {"x-file-name": f"{urllib.parse.quote(name)}.xlsx"}
        assert visitor.status("PUT", "/drop", headers, b"no workbook") == 422


def _in_address(text: str) -> str:
    return urllib.parse.quote(text[:200], safe="") or "x"
