"""Edits by hand: each is written to the journal, judged by the checker, and undone at will."""

from collections.abc import Mapping
from urllib.parse import unquote

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from models.answers.plan import Placement
from models.answers.price import Price
from models.events import PriceFound
from models.facts.assignment import AssignmentStatus
from models.requests.question import ToDeliver, WhyNot
from web.session import results
from web.session.desk import Desk
from web.session.draft import Draft, demand_of
from web.session.edits import EDIT, Adopt, Edit, SetFund, SetStatus, Swap
from web.shown.addresses import PLAN
from web.shown.render import PART, desk_of, seen_at, texts_of
from web.views.answers import BusyError, Form, RefusedError, acting, go, number_of, one, seen_of
from web.views.mission import panel_values
from web.views.mission.takers import refusal
from web.views.plan import draft_of, plan_page, query_of
from web.views.report import administration_page
from web.views.workbook import opened_of

# What a form may ask for; teams of another plan come from a price alone.
KINDS = ("move", "fund", "swap", "decline", "keep", "remove")
# Where the pages of administrations are.
ADMINISTRATIONS = "/administrations/"


def edited(request: Request, mission_id: str = "") -> Response:
    """The plan after an edit, with the panel of the mission that it was about."""
    panel = {}
    if mission_id and mission_id in draft_of(request).now.year.mission_by_id:
        panel = panel_values(request, mission_id)
    return plan_page(request, query_of(request), **panel)


@acting
def edit(request: Request, form: Form) -> Response:
    """Take one step by hand."""
    t, desk = texts_of(request), desk_of(request)
    fields = {name: one(form, name) for name in form if name != "seen"}
    if fields.get("kind") not in KINDS:
        raise RefusedError(t("error.no_edit"))
    try:
        step: Edit = EDIT.validate_python(fields)
    except ValidationError:
        raise RefusedError(t("error.no_edit")) from None
    _refuse_unknown(request, step)
    if isinstance(step, Swap) and (problem := refusal(t, draft_of(request), step)):
        raise RefusedError(problem)
    desk.edit((step,), seen_of(form))
    return edited(request, fields.get("mission_id", ""))


def _refuse_unknown(request: Request, step: Edit) -> None:
    """Refuse what names nothing in the workbook."""
    year, t = draft_of(request).now.year, texts_of(request)
    if getattr(step, "mission_id", None) not in year.mission_by_id:
        raise RefusedError(t("error.no_mission"))
    new = getattr(step, "new", None)
    if new is not None and new not in year.expert_by_id:
        raise RefusedError(t("error.no_expert"))
    if isinstance(step, SetFund) and step.fund_id not in year.fund_by_id:
        raise RefusedError(t("error.no_fund"))


@acting
def statuses(request: Request, form: Form) -> Response:
    """Set the status of all rows that were chosen, as one step."""
    t, desk, draft = texts_of(request), desk_of(request), draft_of(request)
    try:
        status = AssignmentStatus(one(form, "status"))
    except ValueError:
        raise RefusedError(t("error.no_edit")) from None
    pairs = [tuple(value.split(" ", 1)) for value in form.get("row", []) if " " in value]
    known = [pair for pair in pairs if pair in draft.statuses]
    if not known:
        raise RefusedError(t("error.nothing_chosen"))
    steps = tuple(SetStatus(mission_id=m, expert_id=e, status=status) for m, e in known)
    desk.edit(steps, seen_of(form))
    return _back(request)


@acting
def undo(request: Request, form: Form) -> Response:
    """Take back the last step."""
    desk_of(request).undo(seen_of(form))
    return _back(request)


@acting
def redo(request: Request, form: Form) -> Response:
    """Take the step again that was taken back."""
    desk_of(request).redo(seen_of(form))
    return _back(request)


@acting
def discard(request: Request, form: Form) -> Response:
    """Forget all edits."""
    desk_of(request).discard()
    return _back(request)


def _back(request: Request) -> Response:
    at = seen_at(request, PLAN)
    if desk_of(request).draft is None:  # a step back led to a workbook with errors
        return go(request, "/workbook")
    if at.startswith(PLAN) and request.headers.get(PART):
        return edited(request)
    if at.startswith(ADMINISTRATIONS) and request.headers.get(PART):
        return administration_page(request, unquote(at.removeprefix(ADMINISTRATIONS)))
    return go(request, at)


@acting
def save(request: Request, form: Form) -> Response:
    """Write the edits into a workbook; nothing of them lives only in the page."""
    t, draft = texts_of(request), draft_of(request)
    if any(violation.rule == "qualified" for violation in draft.now.violations):
        raise RefusedError(t("error.unqualified_rows"))
    desk = desk_of(request)
    old = opened_of(request).path
    new = results.save(desk)
    if new != old:
        desk.trouble = t("save.elsewhere", old=old.name, new=new.name)
    return _back(request)


@acting
def price(request: Request, form: Form) -> Response:
    """Find out what the year would give up for something; the answer comes in stages."""
    question = _question(request, form)
    draft = draft_of(request)
    if draft.now.violations:
        raise RefusedError(texts_of(request)("mission.mend_first"))
    _start(request, draft, draft, question)
    return _back(request)


def _question(request: Request, form: Form) -> WhyNot | ToDeliver:
    mission_id = one(form, "mission_id")
    if mission_id not in draft_of(request).now.year.mission_by_id:
        raise RefusedError(texts_of(request)("error.no_mission"))
    asked = {name: one(form, name) for name in ("expert_id", "start", "fund_id") if one(form, name)}
    if asked.get("expert_id", "") not in {"", *draft_of(request).now.year.expert_by_id}:
        raise RefusedError(texts_of(request)("error.no_expert"))
    if not asked:
        return ToDeliver(mission_id=mission_id)
    try:
        return WhyNot.model_validate({"mission_id": mission_id, **asked})
    except ValidationError:
        raise RefusedError(texts_of(request)("error.no_edit")) from None


@acting
def repair(request: Request, form: Form) -> Response:
    """Look for the least that has to move so that the last edit is possible."""
    draft = draft_of(request)
    before = draft.before_last
    if before is None:
        raise RefusedError(texts_of(request)("error.no_repair"))
    question = demand_of(draft.edits[-1])
    assert question is not None
    _start(request, draft, before, question)
    return edited(request)


def _start(request: Request, draft: Draft, of: Draft, question: WhyNot | ToDeliver) -> None:
    """Ask what something would cost the plan of a draft; the answer is about the open one."""
    desk = desk_of(request)
    if desk.jobs.running:
        raise BusyError
    asked = of.now.year, of.now.plan, of.best, question
    desk.jobs.start("price", *asked, subject=question.mission_id, draft=draft.key)


@acting
def take_price(request: Request, form: Form) -> Response:
    """Make the plan of a price the draft, as one step: of the stage that the page has shown."""
    desk, draft = desk_of(request), draft_of(request)
    found = _price(desk, one(form, "stage"))
    if found is None:
        raise RefusedError(texts_of(request)("error.no_price"))
    if desk.jobs.current is None or desk.jobs.current.draft != draft.key:
        raise RefusedError(texts_of(request)("error.old_price"))
    now, wanted = draft.teams, found.plan.teams()
    changed = tuple(m for m in {**now, **wanted} if team_of(now, m) != team_of(wanted, m))
    rows = tuple(row for row in found.plan.placements if row.mission_id in changed)
    desk.edit((Adopt(mission_ids=changed, placements=rows),), seen_of(form))
    desk.jobs.leave()
    return edited(request)


def _price(desk: Desk, stage: str) -> Price | None:
    """The plan of a stage of the price job, by its number; "" is its last word."""
    job = desk.jobs.current
    if job is None or job.kind != "price":
        return None
    if not stage:
        last: Price | None = job.outcome and job.outcome.price
        return last
    found = dict(enumerate(job.stages)).get(number_of(stage) or 0)
    return found.found.price if found and isinstance(found.found, PriceFound) else None


def team_of(teams: Mapping[str, tuple[Placement, ...]], mission_id: str) -> set[object]:
    """A team as something to compare."""
    return {(r.expert_id, r.position, r.start, r.fund_id) for r in teams.get(mission_id, ())}
