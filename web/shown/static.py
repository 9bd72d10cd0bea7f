"""Our own script and style, under names that change with what they hold."""

import hashlib
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@cache
def content(name: str) -> bytes:
    """What a file of ours holds; the positions of bars are generated."""
    if name == "positions.css":
        return _positions().encode()
    return files("web").joinpath("static", name).read_bytes()


@cache
def report_style() -> str:
    """The style of a report that is one file: ours, and the widths of its bars."""
    widths = "\n".join(f".p{n}{{inline-size:{n}%}}" for n in range(101))
    return f"{content('style.css').decode()}\n{widths}"


@cache
def address(name: str) -> str:
    """Where a page finds a file of ours."""
    return f"/static/{hashlib.sha256(content(name)).hexdigest()[:16]}/{name}"


def serve(request: Request) -> Response:
    """Answer with a file of ours; browsers keep it for good."""
    name = request.path_params["name"]
    known = {*_own_names(), "positions.css"}
    if name not in known or address(name) != request.url.path:
        return Response(status_code=404)
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(content(name), media_type=_TYPES[name[name.rindex(".") :]], headers=headers)


@cache
def _own_names() -> frozenset[str]:
    return frozenset(file.name for file in files("web").joinpath("static").iterdir())


def _positions() -> str:
    """Where bars and lanes lie, as classes: pages carry no style of their own."""
    days = [f".d{n}{{grid-column-start:{n + 1}}}" for n in range(373)]
    spans = [f".w{n}{{grid-column-end:span {n}}}" for n in range(1, 373)]
    lanes = [f".l{n}{{grid-row:{n}}}" for n in range(1, 80)]
    rows = [f".n{n}{{grid-template-rows:repeat({n},var(--lane))}}" for n in range(1, 80)]
    shares = [f".p{n}{{inline-size:{n}%}}" for n in range(101)]
    return "\n".join((*days, *spans, *lanes, *rows, *shares))
