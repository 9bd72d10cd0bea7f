"""What if: sliders on exact curves, scenarios planned and compared, one of them adopted."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from models.fund import Fund
from models.report import Severity
from planner.report.lines import fund_lines
from planner.workbook.schema.declared import CHANGES
from scenarios.definition.changes import read_change
from scenarios.definition.from_sheet import blocks_of_sheet
from scenarios.definition.scenario import Scenario
from scenarios.definition.understand import SaidAt, ScenarioBlock, ScenarioEntry, understand
from web.session.edits import Adopt
from web.shown.as_sheets import view_of
from web.shown.render import desk_of, page, texts_of
from web.views.answers import Form, RefusedError, acting, go, number_of, one, reading, seen_of
from web.views.edits import team_of
from web.views.plan import draft_of
from web.views.workbook import opened_of
from web.work.crew import WorkError


@reading
def what_if(request: Request) -> Response:
    """Funds with their sliders, a further change, and what was compared last."""
    desk, draft = desk_of(request), draft_of(request)
    return page(
        request,
        "what_if.html",
        draft=draft,
        funds=draft.now.year.funds,
        curves=desk.findings.curves_of(draft),
        typed=_typed(request),
        amount=lambda fund, curve: _amount(_typed(request), fund, curve),
        kinds=[kind for kind in CHANGES if kind.name != "fund amount"],
        sheet=len({row.scenario for row in opened_of(request).workbook.scenarios}),
        compared=desk.findings.compared_of(draft),
    )


def _typed(request: Request) -> dict[str, str]:
    """What was typed into the form and sent, about the workbook that is open."""
    path, typed = desk_of(request).typed
    return typed if path == opened_of(request).path else {}


def _keep(request: Request, form: Form) -> None:
    """Keep what was typed: it stands in the form again, whatever comes of it."""
    typed = {name: one(form, name) for name in form}
    desk_of(request).typed = opened_of(request).path, typed


def _amount(typed: dict[str, str], fund: Fund, curve: Any) -> int:
    """Where the slider of a fund stands."""
    wanted = number_of(typed.get(f"amount-{fund.id}", ""))
    low, high = int(curve.low), int(curve.high)
    return min(max(fund.amount if wanted is None else wanted, low), high)


@acting
def curve(request: Request, form: Form) -> Response:
    """Work out the curve of a fund; the slider answers at once then."""
    desk, draft = desk_of(request), draft_of(request)
    if "name" in form:  # the page of a fund asks without the rest of the form
        _keep(request, form)
    fund_id = one(form, "curve")
    if fund_id not in draft.now.year.fund_by_id:
        raise RefusedError(texts_of(request)("error.no_fund"))
    _refuse_second(request)
    key = draft.key

    def then(found: Any) -> None:
        desk.findings.add_curve(key, fund_id, found)

    desk.jobs.start("curve", draft.now.year, fund_id, subject=fund_id, then=then)
    return go(request, "/what-if")


def _refuse_second(request: Request) -> None:
    if desk_of(request).jobs.running:
        raise RefusedError(texts_of(request)("error.one_job"))


@acting
def plan_scenario(request: Request, form: Form) -> Response:
    """Plan the year under the changes of the form, and compare."""
    t, draft = texts_of(request), draft_of(request)
    _keep(request, form)
    year = draft.now.year
    amounts = {fund.id: one(form, f"amount-{fund.id}") for fund in year.funds}
    changed = {f.id: amounts[f.id] for f in year.funds if amounts[f.id] not in ("", str(f.amount))}
    entries = [_entry("fund amount", fund_id, typed) for fund_id, typed in changed.items()]
    if one(form, "kind") not in ("", *(kind.name for kind in CHANGES)):
        raise RefusedError(t("error.no_edit"))
    if one(form, "kind"):
        entries.append(_entry(one(form, "kind"), one(form, "target"), one(form, "value")))
    if not entries:
        raise RefusedError(t("error.nothing_changed"))
    name = one(form, "name") or t("whatif.default")
    block = ScenarioBlock(name, SaidAt("", "", name), tuple(entries))
    return _understood(request, (block,), form)


def _entry(kind: str, target: str, value: str) -> ScenarioEntry:
    """A change of the form, read as a row of the sheet Scenarios is."""
    places = {"target": SaidAt("", "", target), "value": SaidAt("", "", value)}
    return ScenarioEntry(
        lambda year: read_change(kind, target, value or None), places["target"], places
    )


def _understood(request: Request, blocks: tuple[ScenarioBlock, ...], form: Form) -> Response:
    """Plan the scenarios that can be understood; what cannot is said, and nothing is planned."""
    found = understand(blocks, draft_of(request).now.year)
    errors = [p for p in found.problems if p.severity is Severity.ERROR]
    if errors:
        raise RefusedError("\n".join(f"{p.message} {p.remedy}".strip() for p in errors))
    return _compare(request, found.scenarios, one(form, "repair") == "yes")


@acting
def plan_sheet(request: Request, form: Form) -> Response:
    """Plan the scenarios of the workbook's own sheet, and compare."""
    _keep(request, form)
    blocks = blocks_of_sheet(opened_of(request).workbook)
    return _understood(request, tuple(blocks), form)


def _compare(request: Request, scenarios: tuple[Scenario, ...], repair: bool) -> Response:
    desk, draft = desk_of(request), draft_of(request)
    _refuse_second(request)
    key = draft.key

    def then(found: Any) -> None:
        desk.findings.add_compared(key, found)

    desk.jobs.start(
        "compare", draft.now.year, scenarios, repair, subject=scenarios[0].name, then=then
    )
    return go(request, "/what-if")


@acting
def adopt(request: Request, form: Form) -> Response:
    """Make the plan of a scenario the draft, as one step; the facts stay those of the workbook."""
    desk, draft = desk_of(request), draft_of(request)
    number = number_of(one(form, "number"))
    cases = desk.findings.compared_of(draft)[1:]
    plan = next((case.plan for case in cases if case.number == number), None)
    if plan is None:
        raise RefusedError(texts_of(request)("error.no_price"))
    known = draft.now.year.mission_by_id
    wanted = {m: rows for m, rows in plan.teams().items() if m in known}
    changed = tuple(
        m for m in {**draft.teams, **wanted} if team_of(draft.teams, m) != team_of(wanted, m)
    )
    rows = tuple(row for m in changed for row in wanted.get(m, ()))
    desk.edit((Adopt(mission_ids=changed, placements=rows),), seen_of(form))
    return go(request, "/plan")


@dataclass(frozen=True)
class Picture:
    """A curve as the points of a line."""

    points: str
    today: float
    lowest: int
    highest: int


@reading
def fund(request: Request) -> Response:
    """The donor's view of a fund: what it makes possible, what another amount would do."""
    desk, draft = desk_of(request), draft_of(request)
    found = draft.now.year.fund_by_id.get(request.path_params["fund_id"])
    if found is None:
        raise RefusedError(texts_of(request)("error.no_fund"))
    return page(
        request, "fund.html", **_fund_values(request, found, desk.findings.curves_of(draft))
    )


@reading
def wishes(request: Request) -> Response:
    """What more of a fund would deliver of several missions; it takes a moment."""
    desk, draft = desk_of(request), draft_of(request)
    fund_id = request.path_params["fund_id"]
    found: tuple[str, ...] = ()
    trouble = ""
    if not draft.now.violations:
        try:
            desk.undelivered(draft)
            found = desk.questions.ask(draft, "wishes", fund_id)
        except WorkError as error:
            trouble = str(error)
    return page(request, "wishes.html", fund_id=fund_id, wishes=found, trouble=trouble, asked=True)


def _fund_values(request: Request, fund: Fund, curves: dict[str, Any]) -> dict[str, Any]:
    draft = draft_of(request)
    view = view_of(draft)
    curve = curves.get(fund.id)
    line = next(line for line in fund_lines(view) if line.fund_id == fund.id)
    return {
        "draft": draft,
        "fund": fund,
        "fund_id": fund.id,
        "wishes": (),
        "trouble": "",
        "asked": len(draft.teams) == len(draft.now.year.missions),
        "line": line,
        "teams": [team for team in view.teams if team.mission.id in line.missions],
        "currency": draft.now.year.settings.currency,
        "curve": curve,
        "picture": None if curve is None else picture_of(curve),
    }


def picture_of(curve: Any) -> Picture:
    """Stairs from the lowest amount to the highest, in the coordinates of the picture."""
    counts = [step.missions or 0 for step in curve.steps]
    low, high = min(counts), max(counts)
    width: float = max(1, curve.high - curve.low)
    height = max(1, high - low)

    def x(value: int) -> float:
        share = float(value - curve.low) / width
        return round(50 + 650 * share, 1)

    def y(missions: int) -> float:
        return round(200 - 170 * (missions - low) / height, 1)

    points, before = [], None
    for step in curve.steps:
        at = x(max(step.value, curve.low))
        if before is not None:
            points.append(f"{at},{before}")
        before = y(step.missions or 0)
        points.append(f"{at},{before}")
    points.append(f"{x(curve.high)},{before}")
    return Picture(" ".join(points), x(curve.today), low, high)
