"""Another expert on a position, tried before a drop: fits, breaks which rule, or cannot be."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from models.answers.plan import Placement
from models.facts.mission import Mission
from planner.checker.standing import standing
from web.session.draft import Draft
from web.session.edits import EditError, Swap
from web.shown.names import names_of
from web.shown.render import page, texts_of
from web.shown.texts import Own, Texts
from web.views.answers import RefusedError, reading
from web.views.mission import broken_by, mission_of
from web.views.plan import draft_of

FITS, BREAKS, CANNOT = "✔", "⚠", "✘"
# So many rows are answered for at once: the board asks for those in view, the nearest first.
_MOST = 20


@dataclass(frozen=True)
class Taker:
    """Somebody who could take a position over: the mark, and the sentence behind it."""

    expert_id: str
    row: Placement
    mark: str
    why: str


def refusal(t: Texts, draft: Draft, step: Swap) -> str:
    """Why a step cannot be taken at all: no workbook can hold it; "" where it can."""
    try:
        step.apply(draft.now.year.assignments)
    except EditError as error:
        return str(error)
    rows = [r for r in draft.teams.get(step.mission_id, ()) if r.expert_id == step.old]
    missing = [r.expertise for r in rows if standing(draft.now.year, step.new, r.expertise) is None]
    return t("error.unqualified", expert=step.new, code=missing[0]) if missing else ""


def taker_of(t: Texts, draft: Draft, mission: Mission, row: Placement, new: str) -> Taker:
    """What the step would do, as the step itself says it, and the checker after it."""
    step = Swap(mission_id=mission.id, old=row.expert_id, new=new)
    if why := refusal(t, draft, step):
        return Taker(new, row, CANNOT, why)
    taken = row.model_copy(update={"expert_id": new})
    rows = [taken if other is row else other for other in draft.teams[mission.id]]
    why = broken_by(draft, mission, rows)
    return Taker(new, row, BREAKS, why) if why else Taker(new, row, FITS, t("mission.fits"))


@reading
def takers(request: Request) -> Response:
    """What becomes of a mission on the rows of other experts, as data for the board."""
    t, draft, found = texts_of(request), draft_of(request), mission_of(request)
    known, old = draft.now.year.expert_by_id, request.query_params.get("old", "")
    asked = [e for e in request.query_params.getlist("new") if e in known and e != old][:_MOST]
    names = names_of(draft, hidden=True)
    rows = [row for row in draft.teams.get(found.id, ()) if row.expert_id == old]
    tried = (taker_of(t, draft, found, row, new) for row in rows[:1] for new in asked)
    return JSONResponse(
        [
            {
                "expert": taker.expert_id,
                "mark": taker.mark,
                "why": names.without(taker.why),
                "language": t.language if isinstance(taker.why, Own) else "en",
            }
            for taker in tried
        ]
    )


@reading
def taker(request: Request) -> Response:
    """The same for one expert on every position of a mission, as a part of its panel."""
    t, draft, found = texts_of(request), draft_of(request), mission_of(request)
    new = request.query_params.get("expert_id", "").strip()
    if new not in draft.now.year.expert_by_id:
        raise RefusedError(t("error.no_expert"))
    return page(request, "taker.html", mission=found, takers=tuple(_tried(t, draft, found, new)))


def _tried(t: Texts, draft: Draft, mission: Mission, new: str) -> Iterator[Taker]:
    for row in sorted(draft.teams.get(mission.id, ()), key=lambda row: row.position):
        if row.expert_id != new:
            yield taker_of(t, draft, mission, row, new)
