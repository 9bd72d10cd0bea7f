"""One mission: its facts at once, its reasons when they come, other dates and funds."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from models.answers.explanation import Block
from models.answers.plan import Placement
from models.facts.mission import Mission
from models.requests.question import Question, WhyMission
from planner.checker.costs import mission_cost
from planner.domain.calendars import Span
from web.session.draft import Draft
from web.shown.names import names_of
from web.shown.render import desk_of, page, texts_of
from web.views.answers import EXCEL, RefusedError, reading
from web.views.plan import draft_of
from web.views.workbook import opened_of
from web.work.crew import WorkError


@dataclass(frozen=True)
class Start:
    """An allowed start: whether it fits with the same team, or what it breaks."""

    run: Span
    fits: bool
    why: str
    now: bool


@dataclass(frozen=True)
class FundChoice:
    """A fund that could pay: whether it fits, or the rule that it breaks."""

    id: str
    fits: bool
    why: str
    now: bool


def mission_of(request: Request) -> Mission:
    """The mission that an address names.

    Raises
    ------
    RefusedError
        There is none.
    """
    year = draft_of(request).now.year
    found = year.mission_by_id.get(request.path_params["mission_id"])
    if found is None:
        raise RefusedError(texts_of(request)("error.no_mission"))
    return found


@reading
def mission(request: Request) -> Response:
    """The panel of a mission."""
    values = panel_values(request, mission_of(request).id)
    return page(request, "panel.html", **values)


def panel_values(request: Request, mission_id: str) -> dict[str, Any]:
    """What the panel of a mission shows at once."""
    desk, draft = desk_of(request), draft_of(request)
    year = draft.now.year
    found = year.mission_by_id[mission_id]
    team = sorted(draft.teams.get(mission_id, ()), key=lambda row: row.position)
    calendars = draft.now.calendars
    return {
        "panel": True,
        "mission": found,
        "team": team,
        "draft": draft,
        "year": year,
        "names": names_of(draft, desk.preferences.choices.hide_names),
        "kept": lambda row: _kept(draft, row),
        "currency": year.settings.currency,
        "run": calendars.run(found, team[0].start) if team else None,
        "cost": mission_cost(year, calendars, found, tuple(team)) if team else 0,
    }


def _kept(draft: Draft, row: Placement) -> bool:
    found = draft.rows.get((row.mission_id, row.expert_id))
    return found is not None and found.keep


def starts_of(draft: Draft, mission: Mission) -> tuple[Start, ...]:
    """Every allowed start, tried with the same team beside the rest of the plan."""
    team = draft.teams[mission.id]
    return tuple(
        _start(draft, mission, team, run) for run in draft.now.calendars.allowed_starts(mission)
    )


def _start(draft: Draft, mission: Mission, team: tuple[Placement, ...], run: Span) -> Start:
    why = broken_by(draft, mission, [row.model_copy(update={"start": run.start}) for row in team])
    return Start(run, not why, why, run.start == team[0].start)


def funds_of(draft: Draft, mission: Mission) -> tuple[FundChoice, ...]:
    """Every fund, tried with the same team and start."""
    team = draft.teams[mission.id]
    found = []
    for fund in draft.now.year.funds:
        rows = [row.model_copy(update={"fund_id": fund.id}) for row in team]
        why = broken_by(draft, mission, rows)
        found.append(FundChoice(fund.id, not why, why, fund.id == team[0].fund_id))
    return tuple(sorted(found, key=lambda choice: not choice.fits))


def broken_by(draft: Draft, mission: Mission, rows: list[Placement]) -> str:
    """What the plan would break with another version of a mission, in the checker's words.

    It is the checker that is asked, not the model's rules: it judges any rows, however broken, and
    the strip says the same after the step. What is agreed moves along, as in the edit itself.
    """
    tried = draft.attempts.violations(mission, tuple(rows))
    found = [violation for violation in tried if violation.rule != "pinned"]
    return "; ".join(f"{violation.rule}: {violation.message}" for violation in found[:2])


@reading
def choices(request: Request) -> Response:
    """Other dates and other funds, each tried beside the rest of the plan."""
    draft, found = draft_of(request), mission_of(request)
    planned = found.id in draft.teams
    return page(
        request,
        "choices.html",
        mission=found,
        starts=starts_of(draft, found) if planned else (),
        funds=funds_of(draft, found) if planned and draft.now.year.funds else (),
    )


@reading
def starts(request: Request) -> Response:
    """The allowed starts as data, for the board."""
    draft, found = draft_of(request), mission_of(request)
    names = names_of(draft, hidden=True)
    first = draft.now.year.settings.plan_start
    known = starts_of(draft, found) if found.id in draft.teams else ()
    return JSONResponse(
        [
            {
                "start": start.run.start.isoformat(),
                "day": (start.run.start - first).days,
                "fits": start.fits,
                "why": names.without(start.why),
                "language": "en",
                "words": texts_of(request).day(start.run.start),
            }
            for start in known
        ]
    )


@reading
def reasons(request: Request) -> Response:
    """Why a mission is planned as it is: what `explain` says of it."""
    found, draft = mission_of(request), draft_of(request)
    return answered(request, WhyMission(mission_id=found.id), draft, found)


def answered(
    request: Request, question: Question, draft: Draft, about: Mission | None = None
) -> Response:
    """The answer to a question, or the sentence that says why there is none."""
    desk, t = desk_of(request), texts_of(request)
    able: dict[int, tuple[str, ...]] = {}
    blocks: tuple[Block, ...] = ()
    trouble = ""
    if draft.now.violations:
        trouble = t("mission.mend_first")
    else:
        try:
            asked = question, about.id if about else ""
            answer, able = desk.questions.ask(draft, "ask", *asked, topic="panel")
            blocks = answer.blocks
            if about and about.id not in draft.teams:
                helps = tuple(remedy for block in blocks for remedy in block.remedies)
                desk.findings.remedies[draft.key, about.id] = helps
        except WorkError as error:
            trouble = str(error)
    rows = draft.teams.get(about.id, ()) if about else ()
    headings = {f"Position {r.position}, {r.expertise}: {r.expert_id}": r for r in rows}
    return page(
        request,
        "reasons.html",
        blocks=blocks,
        trouble=trouble,
        able=able,
        positions=headings,
        mission=about,
        year=draft.now.year,
        names=names_of(draft, desk.preferences.choices.hide_names),
        where=opened_of(request).workbook.where,
    )


@reading
def download(request: Request) -> Response:
    """The workbook as it is on disk, byte for byte."""
    path: Path = opened_of(request).path
    if not path.is_file():
        raise RefusedError(texts_of(request)("download.gone", name=path.name))
    return FileResponse(path, media_type=EXCEL, filename=path.name)
