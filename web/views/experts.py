"""Experts looked for: by name or ID, expertise, region and language; and the page of one."""

from starlette.requests import Request
from starlette.responses import Response

from models.facts.expert import Expert
from models.requests.question import WhyExpert
from planner.domain.country_names import country_name
from web.session.draft import Draft
from web.shown.names import Names, names_of
from web.shown.render import desk_of, page, texts_of
from web.shown.texts import Texts
from web.views.answers import Form, RefusedError, acting, go, one, reading
from web.views.mission import answered
from web.views.plan import draft_of

_ASKED = ("who", "code", "region", "tongue")
_MOST_SHOWN = 200


@reading
def experts(request: Request) -> Response:
    """Who fits what was asked for last, with where they go."""
    desk, draft, t = desk_of(request), draft_of(request), texts_of(request)
    year, names = draft.now.year, names_of(draft, desk.preferences.choices.hide_names)
    sought = {name: desk.sought.get(name, "") for name in _ASKED}
    return page(
        request,
        "experts.html",
        sought=sought,
        found=[e for e in year.experts if _fits(t, draft, names, e, sought)],
        skills=year.qualifications_by_expert,
        goes=_missions_of(draft),
        codes=sorted({row.expertise for row in year.qualifications}),
        regions=sorted({expert.region for expert in year.experts}),
        tongues=sorted({tongue for expert in year.experts for tongue in expert.languages}),
        most=_MOST_SHOWN,
    )


def _fits(t: Texts, draft: Draft, names: Names, expert: Expert, sought: dict[str, str]) -> bool:
    known = f"{country_name(expert.administration)} {t.country(expert.administration)}"
    words = f"{expert.id} {names.of(expert.id)} {known}".lower()
    codes = {row.expertise for row in draft.now.year.qualifications_by_expert.get(expert.id, ())}
    return (
        sought["who"].lower() in words
        and sought["code"] in {"", *codes}
        and sought["region"] in ("", expert.region)
        and sought["tongue"] in {"", *expert.languages}
    )


def _missions_of(draft: Draft) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in draft.now.plan.placements:
        found.setdefault(row.expert_id, []).append(row.mission_id)
    return found


@acting
def seek(request: Request, form: Form) -> Response:
    """Look for experts; what was typed may be a name, so no address and no history has it."""
    desk_of(request).sought = {name: one(form, name) for name in _ASKED}
    return go(request, "/experts")


@reading
def expert(request: Request) -> Response:
    """The page of one expert: where the expert goes, and why nowhere else."""
    draft = draft_of(request)
    expert_id = request.path_params["expert_id"]
    if expert_id not in draft.now.year.expert_by_id:
        raise RefusedError(texts_of(request)("error.no_expert"))
    return answered(request, WhyExpert(expert_id=expert_id), draft)
