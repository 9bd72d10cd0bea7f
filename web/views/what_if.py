"""What if: sliders on exact curves, and the form of a scenario as somebody left it."""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from models.facts.fund import Fund
from models.workbook import Workbook
from planner.workbook.schema.declared import CHANGES
from scenarios.definition.changes import words
from web.session.edits import AddScenario
from web.session.what_if import Typed, TypedRow, amount_field
from web.shown.names import names_of
from web.shown.offers import offers_of
from web.shown.render import desk_of, page, texts_of
from web.views.answers import BusyError, Form, RefusedError, acting, go, number_of, one, reading
from web.views.plan import draft_of
from web.views.workbook import opened_of

# The kinds of change that the sheet Scenarios knows, by their names.
KINDS = {change.name: change for change in CHANGES}
# Nobody types more changes into one scenario.
_MOST_ROWS = 100


@reading
def what_if(request: Request) -> Response:
    """Funds with their sliders, further changes, and what was compared last."""
    last = draft_of(request).edits[-1:]
    added = "added" in request.query_params and any(isinstance(e, AddScenario) for e in last)
    return what_if_page(request, message=texts_of(request)("whatif.added") if added else "")


def what_if_page(request: Request, status: int = 200, message: str = "") -> Response:
    """The page of What if with what was typed, and what is wrong with it."""
    desk, draft = desk_of(request), draft_of(request)
    typed = _typed(request)
    at = number_of(request.query_params.get("row", ""))
    return page(
        request,
        "what_if.html",
        status=status,
        message=message,
        draft=draft,
        funds=draft.now.year.funds,
        curves=desk.findings.curves_of(draft),
        typed=typed,
        at=at,
        kinds=KINDS,
        amount=lambda fund, curve: _amount(typed.fields, fund, curve),
        targets=offers_of(draft.now.year, names_of(draft, desk.preferences.choices.hide_names)),
        further=[words(change, draft.now.year) for change in typed.further],
        sheet=len({row.scenario for row in sheet_of(request).scenarios}),
        compared=desk.findings.compared_of(draft),
    )


def sheet_of(request: Request) -> Workbook:
    """The workbook with the scenarios that edits add to its sheet, as far as they are read."""
    workbook, added = opened_of(request).workbook, draft_of(request).scenarios
    return workbook.model_copy(update={"scenarios": (*workbook.scenarios, *added)})


def _typed(request: Request) -> Typed:
    """What was typed into the form, about the workbook that is open."""
    typed = desk_of(request).typed
    return typed if typed.path == opened_of(request).path else Typed()


def keep(request: Request, form: Form) -> Typed:
    """Keep what was typed: it stands in the form again, whatever comes of it."""
    desk, further = desk_of(request), _typed(request).further
    rows = tuple(_rows(request, form))
    fields = {name: one(form, name) for name in form}
    path = opened_of(request).path
    desk.typed = Typed(path=path, fields=fields, rows=rows, further=further)
    return desk.typed


def _rows(request: Request, form: Form) -> Iterable[TypedRow]:
    for number in range(_MOST_ROWS):
        kind = one(form, f"kind-{number}")
        if not kind:
            return
        if kind not in KINDS:
            raise RefusedError(texts_of(request)("error.no_edit"))
        cells = {field: one(form, f"{field}-{number}") for field in ("target", "value")}
        yield TypedRow(kind=kind, **cells)


def _amount(typed: Mapping[str, str], fund: Fund, curve: Any) -> int:
    """Where the slider of a fund stands."""
    wanted = number_of(typed.get(amount_field(fund.id), ""))
    low, high = int(curve.low), int(curve.high)
    return min(max(fund.amount if wanted is None else wanted, low), high)


@acting
def curve(request: Request, form: Form) -> Response:
    """Work out the curve of a fund; the slider answers at once then."""
    desk, draft = desk_of(request), draft_of(request)
    if "name" in form:  # the page of a fund asks without the rest of the form
        keep(request, form)
    fund_id = one(form, "curve")
    if fund_id not in draft.now.year.fund_by_id:
        raise RefusedError(texts_of(request)("error.no_fund"))
    if desk.jobs.running:
        raise BusyError
    key = draft.key

    def then(found: Any) -> None:
        desk.findings.add_curve(key, fund_id, found)

    desk.jobs.start("curve", draft.now.year, fund_id, subject=fund_id, then=then)
    return go(request, "/what-if")
