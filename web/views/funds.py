"""The page of a fund, for its donor: what the money makes possible, and what more would."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from models.facts.fund import Fund
from planner.report.lines import fund_lines
from web.shown.as_sheets import view_of
from web.shown.render import desk_of, page, texts_of
from web.views.answers import RefusedError, reading
from web.views.plan import draft_of
from web.work.crew import WorkError


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
