"""Lists about the plan: what is not delivered, what to do next, letters, what changed."""

from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from models.not_delivered import NotDelivered
from planner.domain.errors import PlannerError
from planner.domain.policy import POLICY
from planner.domain.rules import RULES
from planner.mobilisation.differences import differences
from planner.mobilisation.fact_changes import FactDifference
from planner.mobilisation.letters import letters, without_start
from web.session.draft import Draft
from web.session.edits import SetStatus
from web.shown.as_sheets import view_of, year_of
from web.shown.documents import pieces
from web.shown.next_steps import next_steps_of
from web.shown.render import desk_of, page, texts_of
from web.views.answers import Form, RefusedError, acting, one, reading, seen_of, told
from web.views.plan import draft_of, query_of
from web.views.workbook import opened_of
from web.work.crew import WorkError


def _are_hidden(request: Request) -> bool:
    return desk_of(request).preferences.choices.hide_names


@reading
def not_delivered(request: Request) -> Response:
    """The missions that are not in the plan, the highest priority first, each with why."""
    draft = draft_of(request)
    missions = [m for m in draft.now.year.missions if m.id not in draft.teams]
    missions.sort(key=lambda mission: mission.priority)
    return page(request, "not_delivered.html", draft=draft, missions=missions, why={}, trouble="")


@reading
def reasons(request: Request) -> Response:
    """The same list with the reasons, which take a moment."""
    desk, draft, t = desk_of(request), draft_of(request), texts_of(request)
    missions = [m for m in draft.now.year.missions if m.id not in draft.teams]
    missions.sort(key=lambda mission: mission.priority)
    found: tuple[NotDelivered, ...] = ()
    trouble = t("mission.mend_first") if draft.now.violations else ""
    if not trouble:
        try:
            found = desk.undelivered(draft)
        except WorkError as error:
            trouble = str(error)
    why = {reason.mission_id: reason for reason in found}
    return page(
        request, "undelivered.html", draft=draft, missions=missions, why=why, trouble=trouble
    )


@reading
def mobilise(request: Request) -> Response:
    """What to do next, by date; what waits for something else only where it is asked for."""
    return _steps_shown(request)


def _steps_shown(request: Request) -> Response:
    draft = draft_of(request)
    _refuse_unqualified(request, draft)
    hidden, today = _are_hidden(request), date.today()
    steps = next_steps_of(draft, view_of(draft, hidden))
    later = "later" in request.query_params or "later" in query_of(request)
    shown = [s for s in steps if later or not s.line.after]
    return page(
        request,
        "mobilise.html",
        draft=draft,
        steps=[(s.number, s.line, s.status) for s in shown],
        waiting=len(steps) - len(shown),
        letters=letters(year_of(draft, hidden), today),
        without_start=without_start(draft.now.year),
        today=today,
    )


def _refuse_unqualified(request: Request, draft: Draft) -> None:
    if any(violation.rule == "qualified" for violation in draft.now.violations):
        raise RefusedError(texts_of(request)("error.unqualified_rows"))


@acting
def done(request: Request, form: Form) -> Response:
    """Note that a step was done: the status that follows, for all whom it is about."""
    desk, draft = desk_of(request), draft_of(request)
    _refuse_unqualified(request, draft)
    number, steps = one(form, "step"), next_steps_of(draft, view_of(draft, _are_hidden(request)))
    found = {str(s.number): s for s in steps}.get(number)
    if found is None or found.status is None:
        raise RefusedError(texts_of(request)("error.nothing_chosen"))
    set_to = found.status
    edits = (SetStatus(mission_id=m, expert_id=e, status=set_to) for m, e in found.rows)
    desk.edit(tuple(edits), seen_of(form))
    return _steps_shown(request)


@reading
def letter(request: Request) -> Response:
    """The letter to an administration as it would be written, to read before."""
    draft, country = draft_of(request), request.path_params["country"]
    year = year_of(draft, _are_hidden(request))
    found = [one for one in letters(year, date.today()) if one.country == country]
    if not found:
        raise RefusedError(texts_of(request)("letters.none"))
    try:
        shown = pieces(found[0])
    except PlannerError as error:
        raise RefusedError(str(error)) from None
    tongue = found[0].context["language"]
    return page(request, "letter.html", country=country, pieces=shown, tongue=tongue)


@acting
def write_letters(request: Request, form: Form) -> Response:
    """Write the letters into a folder beside the workbook."""
    from planner.app.letters.letter_files import write_letters as write

    draft, opened, t = draft_of(request), opened_of(request), texts_of(request)
    folder = opened.path.with_name(f"{opened.path.stem} letters")
    folder.mkdir(exist_ok=True)
    written = write(folder, draft.now.year, date.today())
    return told(request, t("letters.written", n=len(written), folder=folder.name), 200)


@reading
def versions(request: Request) -> Response:
    """What changed between the workbook and the one before it, or another one."""
    desk, t = desk_of(request), texts_of(request)
    opened, draft = opened_of(request), draft_of(request)
    others = [
        file
        for file in sorted(opened.path.parent.glob("*.xlsx"))
        if file != opened.path and not file.name.startswith("~")
    ]
    wanted = request.query_params.get("old", "")
    chosen = next((f for f in others if f.name == wanted), _before(desk.back, others))
    changes: tuple[FactDifference, ...] = ()
    trouble = ""
    if chosen is not None and wanted:
        try:
            old = desk.answers.ask("read", chosen)
        except WorkError as error:
            raise RefusedError(str(error)) from None
        if old.year is None:
            trouble = t("versions.errors", name=chosen.name)
        else:
            changes = differences(old.year, draft.now.year)
    return page(
        request,
        "versions.html",
        others=others,
        chosen=chosen,
        asked=wanted,
        changes=changes,
        trouble=trouble,
    )


def _before(before: Path | None, others: list[Path]) -> Path | None:
    return before if before in others else None


@reading
def rules(request: Request) -> Response:
    """Every rule with its paragraph of the policy, and where the plan breaks it."""
    draft = draft_of(request)
    broken = {rule.id: [v for v in draft.now.violations if v.rule == rule.id] for rule in RULES}
    return page(request, "rules.html", rules=RULES, broken=broken, policy=POLICY)
