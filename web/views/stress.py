"""Administrations decline: the stress test of the plan, its findings, and how it is started."""

from starlette.requests import Request
from starlette.responses import Response

from web.shown.render import desk_of, page, texts_of
from web.views.answers import BusyError, Form, RefusedError, acting, go, number_of, one, reading
from web.views.plan import draft_of
from web.work.stressed import StressAsked, Stressed

_MOST_TRIALS = 10_000


@reading
def stress(request: Request) -> Response:
    """What was found about the plan as it is now, and the form of a test."""
    desk, draft = desk_of(request), draft_of(request)
    administrations = draft.now.year.administrations
    return page(
        request,
        "stress.html",
        draft=draft,
        found=desk.findings.stressed_of(draft),
        asked=desk.findings.stress_asked,
        known=sum(row.decline_percent is not None for row in administrations),
    )


@acting
def start_stress(request: Request, form: Form) -> Response:
    """Start the test of the plan as it is now."""
    desk, draft, t = desk_of(request), draft_of(request), texts_of(request)
    if draft.now.violations:
        raise RefusedError(t("stress.mend_first"))
    if desk.jobs.running:
        raise BusyError
    percent, trials = number_of(one(form, "percent")), number_of(one(form, "trials"))
    if trials is None or not 1 <= trials <= _MOST_TRIALS:
        raise RefusedError(t("error.trials", most=_MOST_TRIALS))
    if one(form, "percent") and (percent is None or percent > 100):
        raise RefusedError(t("error.percent"))
    asked = StressAsked(percent=percent, trials=trials, quick=one(form, "quick") == "yes")
    desk.findings.stress_asked = asked
    key = draft.key

    def then(found: Stressed) -> None:
        desk.findings.add_stressed(key, found)

    desk.jobs.start("stress", draft.now.year, draft.now.plan, asked, then=then)
    return go(request, "/what-if/stress")
