"""The workbook: its problems by cell, the sheet as Excel shows it around each."""

from starlette.requests import Request
from starlette.responses import Response

from web.shown import problems
from web.shown.render import desk_of, page, texts_of
from web.views.answers import Form, RefusedError, acting, go, reading, told
from web.work.planning import Opened


def opened_of(request: Request) -> Opened:
    """The workbook that is open.

    Raises
    ------
    RefusedError
        There is none.
    """
    opened = desk_of(request).opened
    if opened is None:
        raise RefusedError(texts_of(request)("error.nothing_open"))
    return opened


@reading
def workbook(request: Request) -> Response:
    """All problems, grouped by repair."""
    opened = desk_of(request).opened
    if opened is None:
        return go(request, "/")
    shown = problems.groups(opened.problems)
    return page(
        request, "workbook.html", opened=opened, groups=shown, slices=_slices(opened, shown)
    )


def _slices(
    opened: Opened, groups: tuple[problems.Group, ...]
) -> dict[str, list[tuple[object, object]]]:
    """The first problems of each group, each with its slice."""
    return {
        f"{group.severity}-{group.code}": [
            (problem, problems.slice_of(opened, problem))
            for problem in group.problems[: problems.MOST_SHOWN]
        ]
        for group in groups
    }


@acting
def reread(request: Request, form: Form) -> Response:
    """Read the workbook again."""
    desk_of(request).reread()
    return go(request, "/workbook")


@acting
def marked_copy(request: Request, form: Form) -> Response:
    """Write a copy whose bad cells are coloured, beside the workbook."""
    opened = opened_of(request)
    target = opened.path.with_name(f"{opened.path.stem}-problems.xlsx")
    written = desk_of(request).answers.ask("mark", opened, target)
    return told(request, texts_of(request)("workbook.marked", name=written.name), 200)
