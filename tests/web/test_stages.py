""" "Make it possible" and prices in stages, asked of the views: no browser, no server."""

import threading
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.answers.price import Price
from models.events import PriceFound, PriceNotFound
from models.facts.assignment import AssignmentStatus
from models.requests.move import MoveStart
from planner.app.edit import edit as tried
from planner.domain.calendars import Calendars
from planner.reasons.answers.changes import stage
from tests.web.asking import desk_on
from tests.web.test_what_is_shown import asked, text_of
from web.session.desk import Desk
from web.session.edits import Move
from web.session.jobs import Job, Jobs
from web.shown import telling
from web.shown.texts import Texts
from web.views import edits, plan
from web.work.planning import Stage
from web.work.tasks import TASKS
from web.work.worker import Work

EMPTY = Price.model_validate(
    {"plan": {"placements": []}, "before": {}, "after": {}, "gains": {}, "exact": False}
)
EVENTS = (
    PriceNotFound(proven=True),
    PriceNotFound(proven=False),
    PriceNotFound(free=("M1",), proven=True),
    PriceNotFound(free=tuple(f"M{n}" for n in range(1, 12)), proven=False),
    PriceFound(price=EMPTY),
    PriceFound(price=EMPTY, moved=("M1",), repaid=("M2", "M3"), dropped=("M4",)),
    PriceFound(price=EMPTY, moved=("M1", "M2"), repaid=("M3",), dropped=("M4", "M5")),
)


@pytest.mark.parametrize("event", EVENTS)
def test_the_page_says_of_a_stage_what_explain_says(event: PriceFound | PriceNotFound) -> None:
    assert telling.stage(Texts("en"), event) == stage(event)
    assert "M1" not in stage(event) or "M1" in telling.stage(Texts("fr"), event)


def broken(desk: Desk) -> Job:
    """A mission moved to where it breaks a rule, and the stages of making that possible."""
    draft = desk.draft
    assert draft is not None
    year, calendars = draft.now.year, Calendars(draft.now.year)
    for mission_id, team in draft.teams.items():
        for run in calendars.allowed_starts(year.mission_by_id[mission_id]):
            move = Move(mission_id=mission_id, start=run.start)
            put = MoveStart(mission_id=mission_id, start=run.start)
            if run.start == team[0].start or not tried(draft.now.plan, put, year).violations:
                continue
            desk.edit((move,), desk.version)
            job = stages_of(desk)
            if any(isinstance(stage.found, PriceFound) for stage in job.stages):
                return job
            desk.undo(desk.version)
    pytest.fail("nothing can be made possible in this year")


def stages_of(desk: Desk) -> Job:
    """The job that the page would start, done here; it still runs as far as the page knows."""
    draft = desk.draft
    assert draft is not None
    assert draft.before_last is not None
    before, question = draft.before_last, edits.demand_of(draft.edits[-1])
    job = Job(1, "price", draft=draft.key)
    TASKS["price"](Work(job.take), before.now.year, before.now.plan, before.best, question)
    return job


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    """A planned year."""
    return desk_on(year, tmp_path, lambda _: None)


def test_the_plan_of_a_stage_is_taken_keeps_every_rule_and_costs_what_was_said(desk: Desk) -> None:
    """While the search goes on, by the number of the stage that the page has shown."""
    job = broken(desk)
    number, stands = next(
        (n, s) for n, s in enumerate(job.stages) if isinstance(s.found, PriceFound)
    )
    job.stages = job.stages[: number + 1]
    desk.jobs.current = job
    shown = text_of(asked(desk, plan.plan, "/plan")).partition('id="pricing"')[2]
    assert stage(stands.found) in shown.replace("&#39;", "'")
    assert all(sentence in shown for sentence in stands.sentences)
    assert 'id="stop-price"' in shown
    assert f'name="stage" value="{number}"' in shown
    # Another stage comes before the click: what is taken is what was seen.
    job.stages = (*job.stages, Stage(PriceFound(price=EMPTY)))
    desk.jobs.stop = lambda at_once=False: None  # type: ignore[method-assign]
    taken = {"stage": str(number), "seen": str(desk.version)}
    assert asked(desk, edits.take_price, "/prices/take", **taken).status_code == 200
    draft, found = desk.draft, stands.found
    assert draft is not None
    assert isinstance(found, PriceFound)
    assert draft.now.violations == ()
    said = {name: value for name, value in found.price.after.items() if name != "stability"}
    assert {row.level: row.value for row in draft.now.levels} == said
    assert job.left


def test_what_no_stage_has_is_not_taken(desk: Desk) -> None:
    draft = desk.draft
    assert draft is not None
    job = Job(1, "price", draft=draft.key, stages=(Stage(PriceNotFound(proven=True)),))
    desk.jobs.current = job
    before = desk.version
    for wanted in ("0", "1", "x", ""):
        form = {"stage": wanted, "seen": str(desk.version)}
        assert asked(desk, edits.take_price, "/prices/take", **form).status_code == 422
    assert desk.version == before


def test_a_job_that_is_left_goes_when_it_has_ended() -> None:
    """Its plan was taken already: nobody is told that it belongs to an older plan."""
    future: Future[Any] = Future()
    worker = SimpleNamespace(call=lambda *_, **__: (1, future), stop=lambda number: None)
    told = threading.Event()
    jobs = Jobs(worker, told.set)  # type: ignore[arg-type]
    jobs.start("price")
    jobs.leave()
    assert jobs.current is not None
    told.clear()
    future.set_result(None)
    assert told.wait(10)
    assert jobs.current is None


def test_what_was_proven_says_nothing_once_somebody_may_go_who_had_declined(desk: Desk) -> None:
    """The plan is the same, and what it delivers: but a better one may have become possible."""
    draft = desk.draft
    assert draft is not None
    assert draft.best
    rows = draft.now.year.assignments
    declined = rows[0].model_copy(update={"status": AssignmentStatus.DECLINED, "expert_id": "E0"})
    before = draft.now.year.replace(assignments=(*rows, declined))
    assert not replace(draft, base=SimpleNamespace(year=before)).best
    assert replace(draft, now=replace(draft.now, year=before)).best
