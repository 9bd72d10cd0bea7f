"""The Director's view to look at and to print, last-resort dossiers, and administrations."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.mission import PAYERS, Mission
from planner.app.on_paper.last_resorts import LastResorts, last_resorts
from planner.checker.levels import pre_accredited
from planner.domain.errors import PlannerError
from planner.domain.members.reference import REGION_NAMES
from planner.report.overview import money
from web.session.draft import Draft
from web.shown import static
from web.shown.as_sheets import view_of
from web.shown.board import board_of
from web.shown.documents import pieces_of
from web.shown.names import names_of
from web.shown.next_steps import follow_up_of
from web.shown.render import desk_of, page, texts_of
from web.shown.table import lines_of
from web.shown.texts import Texts
from web.views.answers import Form, RefusedError, acting, excel_file, go, reading, told
from web.views.plan import draft_of
from web.views.workbook import opened_of

Chart = list[tuple[str, int, int]]


@reading
def report(request: Request) -> Response:
    """One page to print: the plan, what is proven, last resorts, what is not delivered."""
    return page(request, "report.html", **_values(request))


@reading
def report_file(request: Request) -> Response:
    """The same as one file that needs nothing beside it, with every reason in it."""
    desk, draft = desk_of(request), draft_of(request)
    values = _values(request)
    if draft.now.violations:
        values["trouble"] = texts_of(request)("mission.mend_first")
    else:
        found = desk.undelivered(draft)
        values["why"] = {reason.mission_id: reason for reason in found}
    answer = page(request, "report.html", **values, layout="file.html", style=static.report_style())
    name = f"{opened_of(request).path.stem}-report.html"
    answer.headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@reading
def pool(request: Request) -> Response:
    """The counts of the experts of a region, for its ROCB or RTCs: what `pool` writes."""
    code = request.query_params.get("region", "")
    if code not in REGION_NAMES:
        raise RefusedError(texts_of(request)("error.no_region"))
    content = desk_of(request).answers.ask("pool", draft_of(request).now.year, code)
    name = f"{opened_of(request).path.stem}-pool-{code}.xlsx"
    return excel_file(content, name)


def _values(request: Request) -> dict[str, Any]:
    t, draft = texts_of(request), draft_of(request)
    if any(violation.rule == "qualified" for violation in draft.now.violations):
        raise RefusedError(t("error.unqualified_rows"))
    year = draft.now.year
    view = view_of(draft, desk_of(request).preferences.choices.hide_names)
    purse = money(view)
    follow_up = follow_up_of(view)
    charts = _charts(t, draft)
    return {
        "draft": draft,
        "year": year,
        "confirmed": sum(post.status is AssignmentStatus.CONFIRMED for post in view.posts),
        "candidates": pre_accredited(view.context),
        "externals": [(row, follow_up.summary(row)) for row in follow_up.externals],
        "planned": sum(team.cost for team in view.teams),
        "available": 0 if purse is None else purse.available,
        "charts": charts,
        "scale": {
            title: max((a + b for _, a, b in rows), default=1) or 1 for title, rows in charts
        },
        "missions": [m for m in year.missions if m.id not in draft.teams],
        "missing": [m for m in year.missions if m.id not in draft.teams],
        "compared": desk_of(request).findings.compared_of(draft),
        "why": {},
        "regions": REGION_NAMES,
        "trouble": "",
    }


def _charts(t: Texts, draft: Draft) -> list[tuple[str, Chart]]:
    """Delivered and not delivered missions by region, priority and month; by fund."""
    funds = {mission_id: rows[0].fund_id or "" for mission_id, rows in draft.teams.items()}
    paid = Counter(fund for named in funds.values() for fund in named.split(PAYERS) if fund)
    starts = Counter(rows[0].start.replace(day=1) for rows in draft.teams.values())
    return [
        ("by_region", _counted(draft, lambda mission: mission.region)),
        ("by_priority", _counted(draft, lambda m: t("bar.priority", n=m.priority))),
        ("by_month", [(t.month(first), starts[first], 0) for first in sorted(starts)]),
        ("by_fund", [(fund, number, 0) for fund, number in paid.most_common(12)]),
    ]


def _counted(draft: Draft, key: Callable[[Mission], str]) -> Chart:
    missions = draft.now.year.missions
    delivered = Counter(key(m) for m in missions if m.id in draft.teams)
    missing = Counter(key(m) for m in missions if m.id not in draft.teams)
    return [(k, delivered[k], missing[k]) for k in sorted({*delivered, *missing})]


@reading
def choose_administration(request: Request) -> Response:
    """Go to the page of an administration.

    Raises
    ------
    RefusedError
        None was chosen.
    """
    code = request.query_params.get("code", "")
    if not code:
        raise RefusedError(texts_of(request)("error.no_administration"))
    return go(request, f"/administrations/{quote(code, safe='')}")


@reading
def administration(request: Request) -> Response:
    """The experts of one administration, to set what it answered."""
    return administration_page(request, request.path_params["code"])


def administration_page(request: Request, code: str) -> Response:
    """Whom the plan has of an administration, and whom it will not send."""
    desk, draft = desk_of(request), draft_of(request)
    names = names_of(draft, desk.preferences.choices.hide_names)
    own = {e.id for e in draft.now.year.experts if e.administration == code}
    bars = [bar for bar in board_of(draft).bars if any(r.expert_id in own for r in bar.rows)]
    mine = [line for line in lines_of(draft, names, bars, "start") if line.expert_id in own]
    gone = [row for row in draft.rows.values() if _is_gone(draft, row, own)]
    if not mine and not gone:
        raise RefusedError(texts_of(request)("error.no_administration"))
    return page(
        request,
        "administration.html",
        draft=draft,
        name=texts_of(request).country(code),
        lines=mine,
        gone=gone,
        statuses=list(AssignmentStatus),
    )


def _is_gone(draft: Draft, row: AssignmentRow, experts: Collection[str]) -> bool:
    """Whether a row says that one of some experts will not go."""
    is_known = row.mission_id in draft.now.year.mission_by_id
    return is_known and row.expert_id in experts and not row.status.demanding


def _dossiers(request: Request) -> LastResorts:
    """The dossiers of the plan; nobody signs one beside a plan that breaks rules."""
    draft, t = draft_of(request), texts_of(request)
    if draft.now.violations:
        raise RefusedError(t("mission.mend_first"))
    view = view_of(draft, True)
    name = opened_of(request).path.name
    found = last_resorts(follow_up_of(view), t.language, date.today(), name)
    if not found.papers:
        raise RefusedError(t("dossiers.none"))
    return found


@reading
def dossier(request: Request) -> Response:
    """One dossier as it would be written, to read before."""
    dossiers, t = _dossiers(request), texts_of(request)
    place = request.path_params["place"]
    found = dossiers.about(place).documents()
    if not found:
        raise RefusedError(t("dossiers.none"))
    shown = pieces_of(found[0])
    return page(request, "letter.html", place=f"dossier-{place}", pieces=shown, tongue=t.language)


@acting
def write_dossiers(request: Request, form: Form) -> Response:
    """Write all dossiers into a folder beside the workbook."""
    dossiers, t = _dossiers(request), texts_of(request)
    path = opened_of(request).path
    folder = path.with_name(str(t("dossiers.folder", name=path.stem)))  # as paths want it
    try:
        written = dossiers.write(folder)
    except PlannerError as error:
        raise RefusedError(str(error)) from None
    said = t.count("dossiers.written", len(written), folder=folder.name)
    return told(request, said, 200)
