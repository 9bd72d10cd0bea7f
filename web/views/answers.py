"""Answers that every view gives: where to go next, what went wrong, what a form said."""

from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Match

from planner.app.faults import described
from web.session.desk import StaleError
from web.shown.render import desk_of, is_part, page, seen_at, texts_of
from web.work.crew import DroppedError, WorkError

Form = dict[str, list[str]]
View = Callable[[Request], Coroutine[Any, Any, Response]]
# What only looks: it may be asked for once more in the place of a request that cannot be done.
_LOOKING: set[View] = set()
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_FORM, _MOST_FIELDS = 200_000, 20_000
_MOST_DIGITS = 9
_OK = 200


class RefusedError(Exception):
    """A request that cannot be done; the text is for the user, `Own` where it is the page's."""


class BusyError(Exception):
    """Something runs already, and only one thing can: whether to stop it is asked."""


def go(request: Request, address: str) -> Response:
    """Send the browser on, whether the script or the browser itself asked."""
    if is_part(request):
        return Response(status_code=204, headers={"x-go": address})
    return RedirectResponse(address, status_code=303)


def told(request: Request, text: str, status: int = 422) -> Response:
    """A sentence instead of what was asked for; the page stays as it is."""
    return page(request, "message.html", status=status, message=text)


def excel_file(content: bytes, name: str) -> Response:
    """A workbook that was made just now, to download under a name."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=EXCEL, headers=headers)


async def body_of(request: Request, most: int) -> bytes | None:
    """What was sent; None where it is more than so many bytes."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


async def form_of(request: Request) -> Form:
    """The fields of a form."""
    body = await body_of(request, _MOST_FORM)
    if body is None or body.count(b"&") >= _MOST_FIELDS:
        raise RefusedError(texts_of(request)("error.too_large"))
    found: Form = {}
    for name, value in parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True):
        found.setdefault(name, []).append(value)
    return found


def one(form: Form, name: str) -> str:
    """The value of a field, "" where it is missing."""
    return form.get(name, [""])[0].strip()


def number_of(typed: str) -> int | None:
    """A whole number as our own pages send it; None where it is none."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS
    return int(typed) if is_number else None


def seen_of(form: Form) -> int:
    """The number of the last edit that the page has seen."""
    number = number_of(one(form, "seen"))
    return -1 if number is None else number


def typed_path(typed: str) -> Path:
    """A path that somebody typed or pasted, as Windows copies it with its quotation marks.

    Raises
    ------
    RefusedError
        No path can be written so.
    """
    try:
        return Path(typed.strip('"')).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        raise RefusedError(f"There is no file of the name {typed[:100]!r}.") from None


def reading(view: Callable[[Request], Response]) -> View:
    """A view that only looks, in a thread of its own."""

    @wraps(view)
    async def answer(request: Request) -> Response:
        request.scope["stamp"] = desk_of(request).stamp  # of what the view may have read
        return await _guarded(request, lambda: view(request))

    _LOOKING.add(answer)
    return answer


def acting(view: Callable[[Request, Form], Response]) -> View:
    """A view that takes a form, in a thread of its own."""

    @wraps(view)
    async def answer(request: Request) -> Response:
        try:
            form = await form_of(request)
        except RefusedError as error:
            return told(request, error.args[0])
        return await _guarded(request, lambda: view(request, form))

    return answer


async def _guarded(request: Request, work: Callable[[], Response]) -> Response:
    """What the work gives, or the sentence that says why not."""
    try:
        return await run_in_threadpool(work)
    except StaleError:
        return await _stale(request)
    except DroppedError:
        return Response(status_code=204)
    except BusyError:
        return await run_in_threadpool(_busy, request)
    except (RefusedError, WorkError) as error:
        return await run_in_threadpool(told, request, error.args[0])
    except (OSError, MemoryError) as error:  # a full disk, a folder that may not be written
        return await run_in_threadpool(told, request, str(described(error)))


def _busy(request: Request) -> Response:
    """The question whether to stop what runs."""
    asked = texts_of(request)("error.one_job")
    return page(request, "message.html", status=422, message=asked, busy=True)


async def _stale(request: Request) -> Response:
    """The newest state of the page in view, beside the sentence that says why it has come."""
    sentence = texts_of(request)("error.stale")
    answer = await _again(request, sentence)
    if answer is None:
        return await run_in_threadpool(told, request, sentence, 409)
    if answer.status_code == _OK:
        answer.status_code = 409
    return answer


async def _again(request: Request, sentence: str) -> Response | None:
    """The page that a request was made on, with a sentence; None where there is no such page."""
    path, _, query = seen_at(request, "").partition("?")
    scope = {
        **request.scope,
        "method": "GET",
        "path": unquote(path),
        "query_string": query.encode(errors="replace"),
        "told": sentence,
    }
    for route in request.app.routes:
        match, child = route.matches(scope)
        if match is Match.FULL and child["endpoint"] in _LOOKING:
            answer: Response = await child["endpoint"](Request({**scope, **child}))
            return None if isinstance(answer, FileResponse | JSONResponse) else answer
    return None
