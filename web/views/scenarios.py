"""Scenarios of the form of What if: made of what was typed, planned, compared, one adopted."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from models.answers.not_delivered import Remedy
from models.answers.report import Problem, Severity
from planner.domain.spelling import fold
from scenarios.definition.from_sheet import blocks_of_sheet
from scenarios.definition.scenario import Scenario
from scenarios.definition.understand import understand
from web.session.edits import AddScenario, Adopt
from web.session.what_if import Typed, TypedRow, row_of, understood
from web.shown.addresses import plan_as_last
from web.shown.board.words import bar_label
from web.shown.both import MARKS, both_of
from web.shown.names import names_of
from web.shown.render import desk_of, page, texts_of
from web.views.answers import (
    BusyError,
    Form,
    RefusedError,
    acting,
    excel_file,
    go,
    number_of,
    one,
    reading,
    seen_of,
)
from web.views.edits import team_of
from web.views.plan import draft_of
from web.views.what_if import KINDS, keep, sheet_of, what_if_page
from web.views.workbook import opened_of


@acting
def change_rows(request: Request, form: Form) -> Response:
    """Add a change to the form, or take one out; nothing is planned."""
    typed, desk = keep(request, form), desk_of(request)
    rows, further = list(typed.rows), list(typed.further)
    what, _, place = one(form, "remove").partition(" ")
    gone = number_of(place)
    if what == "row" and gone is not None:
        del rows[gone : gone + 1]
    elif what == "further" and gone is not None:
        del further[gone : gone + 1]
    elif one(form, "new") in KINDS:
        rows.append(TypedRow(kind=one(form, "new")))
        desk.typed = replace(typed, rows=tuple(rows))
        return go(request, f"/what-if?row={len(rows) - 1}")
    desk.typed = replace(typed, rows=tuple(rows), further=tuple(further))
    return go(request, "/what-if")


@acting
def try_remedy(request: Request, form: Form) -> Response:
    """Put the changes of a remedy into the form, ready to plan; what stood there goes."""
    t, mission_id = texts_of(request), one(form, "mission_id")
    remedy = _remedy(request, mission_id, number_of(one(form, "number")))
    said = [(change, row_of(change)) for change in remedy.changes]
    name = t("whatif.delivers", mission=mission_id)
    desk_of(request).typed = Typed(
        path=opened_of(request).path,
        fields={"name": name, "repair": "yes"},
        rows=tuple(row for _, row in said if row is not None),
        further=tuple(change for change, row in said if row is None),
    )
    return go(request, "/what-if")


def _remedy(request: Request, mission_id: str, number: int | None) -> Remedy:
    desk, draft = desk_of(request), draft_of(request)
    known = desk.findings.remedies.get((draft.key, mission_id), ())
    if number is None or number >= len(known):
        raise RefusedError(texts_of(request)("error.old_price"))
    return known[number]


@acting
def plan_scenario(request: Request, form: Form) -> Response:
    """Plan the year under the changes of the form, and compare."""
    typed = keep(request, form)
    found = scenario_of(request, typed)
    if found is None:
        return what_if_page(request, status=422, message=texts_of(request)("whatif.mend"))
    return _compare(request, (found,), typed.repair)


def scenario_of(request: Request, typed: Typed) -> Scenario | None:
    """The scenario of the form; None where it cannot be understood, which the form says then.

    Raises
    ------
    RefusedError
        Nothing was changed.
    """
    t, year = texts_of(request), draft_of(request).now.year
    name = typed.fields.get("name") or t("whatif.default")
    if not (typed.rows or typed.further or typed.amounts(year)):
        raise RefusedError(t("error.nothing_changed"))
    found = understood(typed, name, year)
    desk_of(request).typed = replace(typed, problems=found.problems)
    return found.scenario


@acting
def add_to_sheet(request: Request, form: Form) -> Response:
    """Make the scenario of the form rows of the sheet Scenarios, as a step that Save writes."""
    t, desk, draft = texts_of(request), desk_of(request), draft_of(request)
    typed = keep(request, form)
    if scenario_of(request, typed) is None:
        return what_if_page(request, status=422, message=t("whatif.mend"))
    step = _as_rows(request, typed)
    block = typed.block(step.name, draft.now.year)
    found = understand((*blocks_of_sheet(sheet_of(request)), block), draft.now.year)
    own = tuple(problem for problem in found.problems if problem.cell == "name")
    if own:
        desk.typed = replace(typed, problems=own)
        return what_if_page(request, status=422, message=t("whatif.mend"))
    desk.edit((step,), seen_of(form))
    return go(request, "/what-if?added=yes")


def _as_rows(request: Request, typed: Typed) -> AddScenario:
    """The scenario as an edit; IDs stand for names, which no journal has.

    Raises
    ------
    RefusedError
        No row can say it.
    """
    t, draft = texts_of(request), draft_of(request)
    if typed.further:
        raise RefusedError(t("whatif.no_row"))
    if any(row.kind == "setting" and fold(row.target) == "directors" for row in typed.rows):
        raise RefusedError(t("whatif.no_directors"))
    without = names_of(draft, hidden=True).without
    rows = (*typed.amounts(draft.now.year), *typed.rows)
    return AddScenario(
        name=without(typed.fields.get("name") or t("whatif.default")),
        rows=tuple(row.model_copy(update={"value": without(row.value)}) for row in rows),
    )


@acting
def plan_sheet(request: Request, form: Form) -> Response:
    """Plan the scenarios of the workbook's own sheet, and compare."""
    typed = keep(request, form)
    blocks = blocks_of_sheet(sheet_of(request))
    found = understand(blocks, draft_of(request).now.year)
    refuse_errors(found.problems)
    return _compare(request, found.scenarios, typed.repair)


def refuse_errors(problems: Iterable[Problem]) -> None:
    """Say what is wrong in the place of doing anything.

    Raises
    ------
    RefusedError
        Something is.
    """
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if errors:
        raise RefusedError("\n".join(f"{p.message} {p.remedy}".strip() for p in errors))


def _compare(request: Request, scenarios: tuple[Scenario, ...], repair: bool) -> Response:
    desk, draft = desk_of(request), draft_of(request)
    if desk.jobs.running:
        raise BusyError
    key = draft.key

    def then(found: Any) -> None:
        desk.findings.add_compared(key, found.cases, found.book)

    desk.jobs.start(
        "compare", draft.now.year, scenarios, repair, subject=scenarios[0].name, then=then
    )
    return go(request, "/what-if")


@reading
def download(request: Request) -> Response:
    """The scenarios that were planned last as the workbook that `scenarios` writes."""
    book = desk_of(request).findings.book_of(draft_of(request))
    if not book:
        raise RefusedError(texts_of(request)("error.no_comparison"))
    return excel_file(book, f"{opened_of(request).path.stem}-scenarios.xlsx")


@acting
def adopt(request: Request, form: Form) -> Response:
    """Make the plan of a scenario the draft, as one step; the facts stay those of the workbook."""
    desk, draft = desk_of(request), draft_of(request)
    number = number_of(one(form, "number"))
    cases = desk.findings.compared_of(draft)[1:]
    plan = next((case.plan for case in cases if case.number == number), None)
    if plan is None:
        raise RefusedError(texts_of(request)("error.no_price"))
    year = draft.now.year
    # Missions and experts that only the scenario has stay with it.
    wanted = {
        mission_id: rows
        for mission_id, rows in plan.teams().items()
        if mission_id in year.mission_by_id and all(r.expert_id in year.expert_by_id for r in rows)
    }
    changed = tuple(
        m for m in {**draft.teams, **wanted} if team_of(draft.teams, m) != team_of(wanted, m)
    )
    rows = tuple(row for m in changed for row in wanted.get(m, ()))
    desk.edit((Adopt(mission_ids=changed, placements=rows),), seen_of(form))
    return go(request, plan_as_last(desk.preferences.choices))


@reading
def side_by_side(request: Request) -> Response:
    """Both boards of a scenario that was compared; a mission that is asked for stands out."""
    t = texts_of(request)
    base, case = _compared(request)
    return page(
        request,
        "both.html",
        case=case,
        both=both_of(opened_of(request), base, case),
        marks=MARKS,
        chosen=request.query_params.get("mission", ""),
        label=lambda bar: bar_label(t, bar),
    )


def _compared(request: Request) -> tuple[Any, Any]:
    """The base and the scenario that an address names.

    Raises
    ------
    RefusedError
        It is not compared with the plan as it is now, or one of them has no plan.
    """
    number = number_of(request.path_params["number"])
    known = desk_of(request).findings.compared_of(draft_of(request))
    found = next((case for case in known[1:] if case.number == number), None)
    if found is None or found.plan is None or known[0].plan is None:
        raise RefusedError(texts_of(request)("error.old_comparison"))
    return known[0], found
