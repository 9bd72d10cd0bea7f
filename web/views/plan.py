"""The plan: the year on one screen, as bars or as a table, and the start of planning."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from models.facts.assignment import AssignmentStatus
from models.facts.expert import Expert
from web.session import results
from web.session.draft import Draft
from web.shown.addresses import (
    FILTERS_OF_MISSIONS,
    filtered,
    looked_at,
    plan_as_last,
    plan_at,
    remembered,
)
from web.shown.as_sheets import money_of
from web.shown.board import Bar, Board, Filter, Row, board_of
from web.shown.board.words import SearchWords, bar_label, row_label
from web.shown.names import Names, names_of
from web.shown.render import NARROW, desk_of, page, seen_at, texts_of
from web.shown.table import RowPage, lines_of, part_of, sort_of
from web.views.answers import BusyError, Form, RefusedError, acting, go, number_of, one, reading
from web.views.workbook import opened_of

FLAGS = ("external", "broken", "agreed")


@reading
def plan(request: Request) -> Response:
    """The plan, or the way to one."""
    desk = desk_of(request)
    if desk.opened is None:
        return go(request, "/")
    if not desk.planned:
        return page(request, "unplanned.html", opened=desk.opened)
    wanted = request.query_params.get("mission", "")
    known = wanted in draft_of(request).now.year.mission_by_id
    panel = _panel(request, wanted) if known else {}
    return plan_page(request, dict(request.query_params), **panel)


def _panel(request: Request, mission_id: str) -> dict[str, Any]:
    from web.views.mission import panel_values

    return panel_values(request, mission_id)


def plan_page(request: Request, query: dict[str, str], **values: object) -> Response:
    """The page of the plan as a query asks for it."""
    return page(request, "plan.html", **{"panel": False, **plan_values(request, query), **values})


def query_of(request: Request) -> dict[str, str]:
    """The query of the page that a part is asked for, or that a form was sent from."""
    return dict(parse_qsl(urlsplit(seen_at(request)).query))


def plan_values(request: Request, query: dict[str, str]) -> dict[str, Any]:
    """All that the page of the plan shows."""
    desk, t = desk_of(request), texts_of(request)
    draft, choices = draft_of(request), desk.preferences.choices
    board, names = board_of(draft), names_of(draft, choices.hide_names)
    stressed = desk.findings.stressed_of(draft)
    hanging = stressed.hanging if stressed else frozenset()
    known = {name: query.get(name, "") for name in FILTERS_OF_MISSIONS}
    wanted = Filter(text=desk.looked_for, hanging=hanging, **known)
    view, narrow = looked_at(query), NARROW in request.headers
    by = view["by"]
    words = SearchWords(t, draft.now.year, names)
    known_as = words.is_known_as if by == "expert" else words.called
    bars = [bar for bar in board.bars if wanted.admits(bar, words.of(bar, known_as))]
    table = narrow or by == "table"
    people = "without" if query.get("people") and by == "expert" and not wanted.on else ""
    found: dict[str, Callable[[list[Bar]], Iterable[Row]]] = {
        "region": board.by_region,
        "expert": lambda shown: _by_expert(board, words, wanted, shown, people),
        "fund": lambda shown: board.by_fund(shown, money_of(draft)),
    }
    return _filters(board, draft) | {
        "board": board,
        "names": names,
        "draft": draft,
        "rows": list(found[by](bars)) if by in found else [],
        "bars": bars,
        "by": by,
        "people": people,
        "narrow": narrow,
        "zoom": view["zoom"],
        # The script notes it where the plan was looked at otherwise last: to look changes nothing.
        "note": "" if view == remembered(choices) else urlencode(view),
        "asked": filtered(query),
        "filter": wanted,
        # Another choice begins with the first rows again, and with no mission open.
        "link": lambda **changes: plan_at(filtered(query), **changes),
        "part": _part(draft, names, bars, query) if table else None,
        "sort": sort_of(query),
        "flags": (*FLAGS, "hanging") if stressed else FLAGS,
        "hanging": hanging,
        "label": lambda bar: bar_label(t, bar, bar.mission.id in hanging),
        "told_of": lambda row: row_label(t, board.start, row),
    }


def _filters(board: Board, draft: Draft) -> dict[str, Any]:
    """What the plan can be filtered by, whatever is shown of it."""
    return {
        "regions": sorted({bar.mission.region for bar in board.bars}),
        "priorities": sorted({m.priority for m in draft.now.year.missions}),
        "statuses": list(AssignmentStatus),
    }


def _part(draft: Draft, names: Names, bars: list[Bar], query: dict[str, str]) -> RowPage:
    return part_of(lines_of(draft, names, bars, sort_of(query)), number_of(query.get("rows", "")))


def draft_of(request: Request) -> Draft:
    """The plan with the edits.

    Raises
    ------
    RefusedError
        There is none.
    """
    desk = desk_of(request)
    opened_of(request)
    draft = desk.draft
    if draft is None:
        raise RefusedError(texts_of(request)("error.no_plan"))
    return draft


def _by_expert(
    board: Board, words: SearchWords, wanted: Filter, shown: list[Bar], people: str
) -> Iterable[Row]:
    """The rows of experts: who is looked for, else those with a mission, or those without.

    All of a large pool at once would be half as heavy again, and nobody sees a thousand rows.
    """

    def is_sought(expert_id: str) -> bool:
        return wanted.finds(words.is_known_as(expert_id))

    def goes(bar: Bar) -> list[str]:
        ids = [row.expert_id for row in bar.rows]
        return ids if wanted.finds(words.about(bar)) else [i for i in ids if is_sought(i)]

    def waits(expert: Expert) -> bool:
        if wanted.on:
            return not wanted.of_missions and is_sought(expert.id)
        return bool(people)

    return board.by_expert(() if people else shown, goes, waits)


@acting
def find(request: Request, form: Form) -> Response:
    """Look for missions; what was typed may be a name, so no address and no history has it."""
    desk = desk_of(request)
    shown = query_of(request)
    if one(form, "clear"):
        desk.looked_for = ""
        return go(request, plan_at(looked_at(shown)))
    desk.looked_for = one(form, "text")
    kept = {name: one(form, name) for name in ("region", "priority")}
    return go(request, plan_at(filtered(shown), **kept))


@acting
def note(request: Request, form: Form) -> Response:
    """Remember how the plan was looked at: the next way to it shows it so again."""
    preferences, seen = desk_of(request).preferences, looked_at({n: one(form, n) for n in form})
    if seen != remembered(preferences.choices):
        preferences.choose(**seen)
    return Response(status_code=204)


@acting
def start_job(request: Request, form: Form) -> Response:
    """Plan the year; edits that were made count, and a new workbook comes out."""
    desk, t = desk_of(request), texts_of(request)
    opened = opened_of(request)
    draft = desk.draft
    if draft is None:
        raise RefusedError(t("error.mend_first"))
    if desk.jobs.running:
        raise BusyError
    workbook = results.with_scenarios(desk, draft, opened.workbook)
    workbook = workbook.model_copy(update={"year": draft.now.year})
    fresh = one(form, "fresh") == "yes"
    results.plan(desk, workbook, fresh, t("plan.changed_meanwhile", name=opened.path.name))
    return go(request, plan_as_last(desk.preferences.choices))


@acting
def stop_job(request: Request, form: Form) -> Response:
    """End the job, with the best it has or at once."""
    desk_of(request).jobs.stop(one(form, "at_once") == "yes")
    return page(request, "live.html")


@acting
def forget_job(request: Request, form: Form) -> Response:
    """Put the last job away."""
    desk = desk_of(request)
    desk.jobs.forget()
    desk.changed()
    return page(request, "live.html")
