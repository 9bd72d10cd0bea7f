"""The workbook: its problems by cell, the sheet as Excel shows it around each."""

from starlette.requests import Request
from starlette.responses import Response

from web.session import excel
from web.shown import problems
from web.shown.render import desk_of, page, texts_of
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
            (problem, problems.slice_of(opened.sheets, problem))
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
