"""From data to HTML: one place that knows templates, and what stands in every head."""

import time
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web.session.desk import Desk
from web.shown import offers, static, telling
from web.shown.addresses import PLAN, filtered, local, looked_at, plan_at, remembered
from web.shown.names import names_of
from web.shown.texts import Texts, preferred

# Headers that our own script sends: which page a part is for, and that the window is narrow.
PART, NARROW = "x-part", "x-narrow"
# What an answer says of itself: how new it is, in the numbers of the events.
_SERIAL = "x-serial"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.globals |= {"static": static.address, "told": telling, "offers": offers}
    return environment


def desk_of(request: Request) -> Desk:
    """The state of the server."""
    desk: Desk = request.app.state.desk
    return desk


def texts_of(request: Request) -> Texts:
    """The words in the language that was chosen, else in the browser's."""
    chosen = desk_of(request).preferences.choices.language
    return Texts(chosen or preferred(request.headers.get("accept-language", "")))


def is_part(request: Request) -> bool:
    """Whether our own script asks for the parts that change, not for a whole page."""
    return PART in request.headers


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page, or its parts where the script asks for them."""
    age = {_SERIAL: str(desk_of(request).serial)}
    return HTMLResponse(rendered(request, template, **values), status, age)


def rendered(request: Request, template: str, **values: Any) -> str:
    """The HTML of a template; `t` are the words, `desk` the state."""
    desk, t = desk_of(request), texts_of(request)
    desk.last_seen = time.monotonic()  # without the script no page says that it is still there
    layout = "part.html" if is_part(request) else "page.html"
    draft = desk.draft
    names = names_of(draft, desk.preferences.choices.hide_names) if draft else None
    shown = _shown_plan(request)
    common = {
        "t": t,
        "names": names,
        "desk": desk,
        "layout": layout,
        "path": _path(request),
        "back": seen_at(request, "/workbook" if desk.opened else "/"),
        "plan_view": plan_at(looked_at(shown)),
        "to_plan": lambda mission: plan_at(shown, mission=mission),
        "busy": False,
        "stamp": request.scope.get("stamp", desk.stamp),
        "message": request.scope.get("told", ""),
    }
    return _environment().get_template(template).render(**common | values)


def seen_at(request: Request, otherwise: str = "/") -> str:
    """The page in view that a part is asked for, or that a form was sent from.

    Our own script says it, else the browser: in both, the address bar has it.
    """
    said = request.headers.get(PART)
    if said is None:
        came = urlsplit(request.headers.get("referer", ""))
        is_ours = came.netloc == request.headers.get("host") and came.path != request.url.path
        said = came._replace(scheme="", netloc="").geturl() if is_ours else ""
    return local(said, otherwise)


def _shown_plan(request: Request) -> dict[str, str]:
    """How the plan is looked at: as on the page in view, else as it was last."""
    path, query = request.url.path, request.url.query
    if PART in request.headers:
        path, _, query = request.headers[PART].partition("?")
    if path == PLAN:
        return filtered(dict(parse_qsl(query)))
    return remembered(desk_of(request).preferences.choices)


def _path(request: Request) -> str:
    """The address of the page that is in view; parts and events say which one it is."""
    return request.headers.get(PART) or request.query_params.get("at") or request.url.path


def prepare() -> None:
    """Compile all templates, so that nobody waits for it who first looks at a view."""
    for name in templates():
        _environment().get_template(name)


def templates() -> tuple[str, ...]:
    """The names of all templates."""
    return tuple(sorted(f.name for f in files("web").joinpath("templates").iterdir()))
