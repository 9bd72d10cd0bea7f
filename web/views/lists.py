"""Lists about the plan: what is not delivered, what to do next, letters, the rules."""

from collections.abc import Iterator
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Placement
from models.facts.assignment import AssignmentStatus
from planner.app.after_plan.next_steps import NextStep
from planner.app.letters.due import document_of, due_letters, without_start
from planner.domain.country_names import plain_letters
from planner.domain.errors import PlannerError
from planner.domain.policy import POLICY
from planner.domain.rules import RULES
from web.session.draft import Draft
from web.session.edits import SetStatus
from web.shown.as_sheets import view_of, year_of
from web.shown.documents import pieces_of
from web.shown.next_steps import follow_up_of, grouped
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
    draft, t = draft_of(request), texts_of(request)
    _refuse_unqualified(request, draft)
    hidden, today = _are_hidden(request), date.today()
    steps = follow_up_of(view_of(draft, hidden)).steps
    asked = {**query_of(request), **request.query_params}
    shown = [s for s in steps if "later" in asked or not s.line.after]
    by = "administration" if asked.get("by") == "administration" else "date"
    return page(
        request,
        "mobilise.html",
        draft=draft,
        groups=grouped(shown, by == "administration", t.country),
        by=by,
        later="later" in asked,
        waiting=len(steps) - len(shown),
        statuses=list(AssignmentStatus),
        administrations=sorted(_administrations(draft), key=t.country),
        last_resorts=_last_resorts(draft, hidden),
        letters=due_letters(year_of(draft, hidden), today),
        without_start=without_start(draft.now.year),
        today=today,
    )


def _administrations(draft: Draft) -> set[str]:
    """Whose experts the plan has."""
    by_id = draft.now.year.expert_by_id
    found = {by_id[row.expert_id].administration for row in draft.now.plan.placements}
    return found - {""}


def _last_resorts(draft: Draft, hidden: bool) -> list[tuple[str, Placement]]:
    """The positions that external experts fill, each with the place of its dossier."""
    rows = follow_up_of(view_of(draft, hidden)).externals
    return [(f"{plain_letters(row.mission_id)}-{row.position}", row) for row in rows]


def _refuse_unqualified(request: Request, draft: Draft) -> None:
    if any(violation.rule == "qualified" for violation in draft.now.violations):
        raise RefusedError(texts_of(request)("error.unqualified_rows"))


@acting
def done(request: Request, form: Form) -> Response:
    """Note that steps were done: a status for all whom they are about, as one step by hand."""
    desk, draft = desk_of(request), draft_of(request)
    _refuse_unqualified(request, draft)
    follow_up = follow_up_of(view_of(draft, _are_hidden(request)))
    edits = tuple(_edits(follow_up.steps, form))
    if not edits:
        raise RefusedError(texts_of(request)("error.nothing_chosen"))
    desk.edit(edits, seen_of(form))
    return _steps_shown(request)


def _edits(steps: tuple[NextStep, ...], form: Form) -> Iterator[SetStatus]:
    """What the button of one line sets, or the one for all lines that were chosen."""
    single = one(form, "step")
    numbers = {single} if single else {*form.get("chosen", [])}
    typed = "" if single else one(form, "status")
    wanted = AssignmentStatus(typed) if typed in {*AssignmentStatus} else None
    set_to: dict[tuple[str, str], AssignmentStatus] = {}
    for step in steps:
        status = wanted or step.status
        if str(step.number) in numbers and status is not None:
            set_to |= dict.fromkeys(step.rows, status)
    for (mission_id, expert_id), status in set_to.items():
        yield SetStatus(mission_id=mission_id, expert_id=expert_id, status=status)


@reading
def letter(request: Request) -> Response:
    """The letter to an administration as it would be written, to read before."""
    draft, country = draft_of(request), request.path_params["country"]
    year = year_of(draft, _are_hidden(request))
    found = [one for one in due_letters(year, date.today()) if one.country == country]
    if not found:
        raise RefusedError(texts_of(request)("letters.none"))
    try:
        shown = pieces_of(document_of(found[0]))
    except PlannerError as error:
        raise RefusedError(str(error)) from None
    tongue = found[0].context["language"]
    return page(request, "letter.html", place=f"letter-{country}", pieces=shown, tongue=tongue)


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
def rules(request: Request) -> Response:
    """Every rule with its paragraph of the policy, and where the plan breaks it."""
    draft = draft_of(request)
    broken = {rule.id: [v for v in draft.now.violations if v.rule == rule.id] for rule in RULES}
    return page(request, "rules.html", rules=RULES, broken=broken, policy=POLICY)
