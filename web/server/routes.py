"""The routes of the page."""

import time
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from web.server.events import stream
from web.server.security import DOOR, ENTER, App, Guard, Keys
from web.session.desk import Desk
from web.session.places import REDIRECTS
from web.shown import static
from web.shown.render import page
from web.views import (
    edits,
    experts,
    funds,
    lists,
    mission,
    plan,
    report,
    scenarios,
    start,
    stress,
    together,
    versions,
    what_if,
    workbook,
)
from web.views.mission import takers

_DAY = 86400


def application(desk: Desk, keys: Keys) -> App:
    """The server: what it answers, behind what it refuses."""
    app = Starlette(routes=ROUTES, exception_handlers={404: _missing, 405: _missing, 500: _fault})
    app.state.desk, app.state.keys = desk, keys
    return Guard(app, keys)


async def enter(request: Request) -> Response:
    """Let a browser in that has a good link; 200, for a redirect would lose the strict cookie."""
    keys: Keys = request.app.state.keys
    if not keys.used(request.query_params.get("once", "")):
        return page(request, "refused.html", status=403)
    for file in request.app.state.desk.folder.glob(REDIRECTS):  # they have done their work
        file.unlink(missing_ok=True)
    answer = page(request, "entered.html")
    cookie = {"httponly": True, "samesite": "strict", "path": "/", "max_age": 30 * _DAY}
    answer.set_cookie(keys.cookie_name, keys.cookie, **cookie)  # type: ignore[arg-type]
    return answer


async def door(request: Request) -> Response:
    """Give a second start of the program a link, and open the workbook that it names."""
    wanted = (await request.body()).decode()
    if wanted:
        request.app.state.desk.open_soon(Path(wanted))
    return PlainTextResponse(request.app.state.keys.new_link())


async def alive(request: Request) -> Response:
    """A tab in the background says that it is still there."""
    request.app.state.desk.last_seen = time.monotonic()
    return Response(status_code=204)


async def icon(request: Request) -> Response:
    """The picture in the tab."""
    return Response(static.content("icon.svg"), media_type="image/svg+xml")


async def _missing(request: Request, error: Exception) -> Response:
    return page(request, "missing.html", status=404)


async def _fault(request: Request, error: Exception) -> Response:
    from planner.app.faults import described

    return page(request, "message.html", status=500, message=str(described(error)))


ROUTES = [
    Route(ENTER, enter),
    Route(DOOR, door, methods=["POST"]),
    Route("/alive", alive, methods=["POST"]),
    Route("/favicon.ico", icon),
    Route("/static/{digest}/{name}", static.serve),
    Route("/events", stream),
    Route("/", start.start),
    Route("/arrival", start.arrival),
    Route("/open", start.open_recent, methods=["POST"]),
    Route("/unsaved/discard", start.discard, methods=["POST"]),
    Route("/unsaved/restore", start.restore, methods=["POST"]),
    Route("/choose", start.choose, methods=["POST"]),
    Route("/drop", start.drop, methods=["PUT"]),
    Route("/new", start.new, methods=["POST"]),
    Route("/sample", start.sample, methods=["POST"]),
    Route("/leave", start.leave, methods=["POST"]),
    Route("/choices", start.choices, methods=["POST"]),
    Route("/close", start.close, methods=["POST"]),
    Route("/workbook", workbook.workbook),
    Route("/workbook/reread", workbook.reread, methods=["POST"]),
    Route("/plan", plan.plan),
    Route("/plan/find", plan.find, methods=["POST"]),
    Route("/plan/seen", plan.note, methods=["POST"]),
    Route("/jobs", plan.start_job, methods=["POST"]),
    Route("/jobs/stop", plan.stop_job, methods=["POST"]),
    Route("/jobs/forget", plan.forget_job, methods=["POST"]),
    Route("/missions/{mission_id}", mission.mission),
    Route("/missions/{mission_id}/choices", mission.choices),
    Route("/missions/{mission_id}/starts", mission.starts),
    Route("/missions/{mission_id}/takers", takers.takers),
    Route("/missions/{mission_id}/taker", takers.taker),
    Route("/missions/{mission_id}/reasons", mission.reasons),
    Route("/experts", experts.experts, methods=["GET"]),
    Route("/experts", experts.seek, methods=["POST"]),
    Route("/experts/{expert_id}", experts.expert),
    Route("/download", mission.download),
    Route("/edits", edits.edit, methods=["POST"]),
    Route("/statuses", edits.statuses, methods=["POST"]),
    Route("/undo", edits.undo, methods=["POST"]),
    Route("/redo", edits.redo, methods=["POST"]),
    Route("/discard", edits.discard, methods=["POST"]),
    Route("/save", edits.save, methods=["POST"]),
    Route("/prices", edits.price, methods=["POST"]),
    Route("/prices/repair", edits.repair, methods=["POST"]),
    Route("/prices/take", edits.take_price, methods=["POST"]),
    Route("/not-delivered", lists.not_delivered),
    Route("/not-delivered/reasons", lists.reasons),
    Route("/mobilise", lists.mobilise, methods=["GET"]),
    Route("/mobilise", lists.done, methods=["POST"]),
    Route("/letters/{country}", lists.letter),
    Route("/letters", lists.write_letters, methods=["POST"]),
    Route("/versions", versions.versions),
    Route("/diff", versions.diff),
    Route("/rules", lists.rules),
    Route("/what-if", what_if.what_if, methods=["GET"]),
    Route("/what-if", scenarios.plan_scenario, methods=["POST"]),
    Route("/what-if/changes", scenarios.change_rows, methods=["POST"]),
    Route("/what-if/try", scenarios.try_remedy, methods=["POST"]),
    Route("/what-if/add", scenarios.add_to_sheet, methods=["POST"]),
    Route("/what-if/sheet", scenarios.plan_sheet, methods=["POST"]),
    Route("/what-if/adopt", scenarios.adopt, methods=["POST"]),
    Route("/what-if/download", scenarios.download),
    Route("/what-if/compare/{number}", scenarios.side_by_side),
    Route("/what-if/stress", stress.stress, methods=["GET"]),
    Route("/what-if/stress", stress.start_stress, methods=["POST"]),
    Route("/curves", what_if.curve, methods=["POST"]),
    Route("/funds/{fund_id}", funds.fund),
    Route("/funds/{fund_id}/wishes", funds.wishes),
    Route("/report", report.report),
    Route("/report/file", report.report_file),
    Route("/report/pool", report.pool),
    Route("/together", together.look, methods=["POST"]),
    Route("/together/join", together.join, methods=["POST"]),
    Route("/workbook/show", workbook.show, methods=["POST"]),
    Route("/dossiers", report.write_dossiers, methods=["POST"]),
    Route("/dossiers/{place}", report.dossier),
    Route("/administrations", report.choose_administration),
    Route("/administrations/{code}", report.administration),
    Route("/workbook/marked-copy", workbook.marked_copy, methods=["POST"]),
]
