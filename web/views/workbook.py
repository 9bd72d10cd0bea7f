"""The workbook: its problems by cell, the sheet as Excel shows it around each."""

from starlette.requests import Request
from starlette.responses import Response

from models.answers.report import Problem
from web.session import excel
from web.shown import problems
from web.shown.names import names_of
from web.shown.render import desk_of, page, texts_of
from web.shown.veil import veiled, veiled_slice
from web.views.answers import Form, RefusedError, acting, go, one, reading, told
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
    desk = desk_of(request)
    opened, hidden = desk.opened, desk.preferences.choices.hide_names
    if opened is None:
        return go(request, "/")
    found = opened.problems
    if hidden:
        names = names_of(desk.draft, hidden) if desk.draft else None
        found = tuple(veiled(problem, names) for problem in found)
    shown = problems.groups(found)
    slices = _slices(opened, shown, hidden)
    return page(request, "workbook.html", opened=opened, groups=shown, slices=slices)


def _slices(
    opened: Opened, groups: tuple[problems.Group, ...], hidden: bool
) -> dict[str, list[tuple[object, object]]]:
    """The first problems of each group, each with its slice."""

    def around(problem: Problem) -> problems.Slice | None:
        found = problems.slice_of(opened.sheets, problem)
        return veiled_slice(found) if hidden else found

    return {
        f"{group.severity}-{group.code}": [
            (problem, around(problem)) for problem in group.problems[: problems.MOST_SHOWN]
        ]
        for group in groups
    }


@acting
def reread(request: Request, form: Form) -> Response:
    """Read the workbook again."""
    desk_of(request).reread()
    return go(request, "/workbook")


@acting
def show(request: Request, form: Form) -> Response:
    """Show a cell in Excel where that is possible; in any case say which cell it is."""
    opened, t = opened_of(request), texts_of(request)
    sheet, cell = one(form, "sheet"), one(form, "cell")
    if not any((p.sheet, p.cell or "") == (sheet, cell) for p in opened.problems):
        raise RefusedError(t("error.no_cell"))
    known = excel.show(opened.path, sheet, cell)
    key = "workbook.shown" if known else "workbook.look"
    return told(request, t(key, name=opened.path.name, place=f"{sheet} {cell}".strip()), 200)


@acting
def marked_copy(request: Request, form: Form) -> Response:
    """Write a copy whose bad cells are coloured, beside the workbook."""
    opened = opened_of(request)
    target = opened.path.with_name(f"{opened.path.stem}-problems.xlsx")
    written = desk_of(request).answers.ask(
        "mark", opened.workbook, opened.problems, opened.path, target
    )
    return told(request, texts_of(request)("workbook.marked", name=written.name), 200)
