"""Several planners: what speaks against joining their plans comes first, then the joined plan."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from models.answers.report import Problem, Severity
from web.shown.render import desk_of, page, texts_of
from web.shown.veil import veiled
from web.views.answers import Form, RefusedError, acting, go, number_of, one, typed_path

_AT_LEAST = 2


@acting
def look(request: Request, form: Form) -> Response:
    """All that contradicts itself between several workbooks; nothing is written."""
    paths = _paths(request, form)
    found: tuple[Problem, ...] = desk_of(request).answers.ask("clashes", paths)
    if desk_of(request).preferences.choices.hide_names:
        found = tuple(veiled(problem, None) for problem in found)
    errors = any(problem.severity is Severity.ERROR for problem in found)
    return page(request, "together.html", paths=paths, problems=found, can_join=not errors)


@acting
def join(request: Request, form: Form) -> Response:
    """Write the joined plan into a new workbook beside the first one, and open it."""
    desk, paths = desk_of(request), _paths(request, form)
    wanted = paths[0].with_name(f"{paths[0].stem}-joined.xlsx")
    desk.open(desk.answers.ask("join", paths, wanted))
    return go(request, "/workbook")


def _paths(request: Request, form: Form) -> tuple[Path, ...]:
    """The workbooks that were chosen among the last ones, and those typed, one a line."""
    recent = desk_of(request).preferences.recent()
    numbers = [number_of(number) for number in form.get("recent", [])]
    chosen = [recent[n].file for n in numbers if n is not None and n < len(recent)]
    typed = [line.strip() for line in one(form, "paths").splitlines() if line.strip()]
    paths = tuple(dict.fromkeys((*chosen, *map(typed_path, typed))))
    if len(paths) < _AT_LEAST:
        raise RefusedError(texts_of(request)("together.two"))
    return paths
