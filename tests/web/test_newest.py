"""The page shows the newest state: after a step that came too late, and while a year is planned."""

import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.responses import Response

from tests.web.asking import asked, text_of
from tests.web.routes_asked import ask, desk_at
from web.server import watch
from web.server.watch import Watcher
from web.session.desk import Desk
from web.session.edits import Remove
from web.session.jobs import Job, LevelRow
from web.shown import telling
from web.shown.render import _environment, page
from web.shown.texts import LANGUAGES, Texts
from web.views import start

STALE = Texts("en")("error.stale")


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    """A desk on a planned year, of which another tab has taken the first mission out."""
    found = desk_at(year, tmp_path / "state")
    assert found.draft is not None
    found.edit((Remove(mission_id=next(iter(found.draft.teams))),), found.version)
    return found


@pytest.mark.parametrize("view", ["/plan?by=table", "/mobilise", "/administrations/{code}"])
def test_a_step_that_comes_too_late_is_answered_with_the_page_as_it_is_now(
    desk: Desk, view: str
) -> None:
    """The sentence beside it says why; the forms know the newest step, so the next one counts."""
    assert desk.draft is not None
    row = next(iter(desk.draft.now.plan.placements))
    code = desk.draft.now.year.expert_by_id[row.expert_id].administration
    step = {"kind": "remove", "mission_id": row.mission_id, "seen": str(desk.version - 1)}
    at = view.format(code=code)
    answers = ask(desk, "/edits", part=at, **step), ask(desk, "/edits", came=at, **step)
    for answer in answers:
        assert answer.status == 409
        assert STALE in answer.text
        assert f'name="seen" value="{desk.version}"' in answer.text
    part, whole = answers
    assert not part.text.lstrip().startswith("<!doctype")
    assert 'id="main"' in part.text
    assert whole.text.lstrip().startswith("<!doctype")
    assert ('id="table"' in part.text) is view.startswith("/plan")
    again = ask(desk, "/edits", part=at, **{**step, "seen": str(desk.version)})
    assert again.status == 200


@pytest.mark.parametrize("view", ["", "//evil.example", "/download", "/nothing", "/undo"])
def test_a_step_that_comes_too_late_from_no_view_gets_the_sentence(desk: Desk, view: str) -> None:
    answer = ask(desk, "/undo", part=view, seen="0")
    assert answer.status == 409
    assert STALE in answer.text


def test_a_tab_in_the_background_keeps_the_planner_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no stream of events; the planner ends ten minutes after the last word of any tab."""
    watcher = Watcher(desk)
    desk.last_seen = time.monotonic() - watch._LINGER - 1
    assert watcher._nobody_there()
    assert ask(desk, "/alive", said="yes").status == 204
    assert not watcher._nobody_there()
    desk.last_seen = time.monotonic() - watch._LINGER - 1
    assert ask(desk, "/undo", seen="0").status == 409  # who has no script asks for pages alone
    assert not watcher._nobody_there()
    desk.last_seen = time.monotonic() - watch._LINGER - 1
    monkeypatch.setattr(desk, "jobs", SimpleNamespace(running=object()))
    assert not watcher._nobody_there()  # while something runs, it never ends by itself


def test_what_comes_while_a_view_is_made_is_newer_than_the_view(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook that is there before "reading it" is on the screen is shown all the same."""
    desk.arriving = 1

    def late(*arguments: Any, **values: Any) -> Response:
        desk.arriving = 0
        return page(*arguments, **values)

    monkeypatch.setattr(start, "page", late)
    answer = asked(desk, start.arrival, "/arrival")
    assert 'data-stamp="' in text_of(answer)
    assert f'data-stamp="{desk.stamp}"' not in text_of(answer)


def test_of_two_workbooks_that_come_in_turn_the_last_one_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is there while the second is read: a browser that came for that one waits."""
    read = {name: threading.Event() for name in ("first", "second")}
    done = threading.Semaphore(0)
    monkeypatch.setattr(desk, "open", lambda path: read[path.name].wait())
    monkeypatch.setattr(desk, "changed", done.release)
    for name in read:
        desk.open_soon(Path(name))
    for name, waits in (("first", True), ("second", False)):
        read[name].set()
        assert done.acquire(timeout=60)
        assert bool(desk.arriving) is waits


def job(*rows: LevelRow) -> Job:
    return Job(1, "plan", levels=list(rows))


SAID = [
    (LevelRow("delivery-2"), "Its turn comes after the goals before it."),
    (LevelRow("delivery-2", "working", 3), "No limit is proven yet."),
    (
        LevelRow("delivery-2", "working", 143, 145),
        "No plan as good in the goals before it delivers more than 145 missions of priority 2.",
    ),
    (
        LevelRow("delivery-2", "done", 1, 1, True),
        "No plan as good in the goals before it delivers more than 1 mission of priority 2. "
        "This plan reaches it: proven.",
    ),
    (LevelRow("externals", "working", 4, 0), "No limit is proven yet."),
    (LevelRow("externals", "done", 0, 0, True), "Proven: no plan can do better than none."),
    (
        LevelRow("cost", "done", 1_400_000, 1_300_000),
        "No plan as good in the goals before it costs less than 1,300,000.",
    ),
]


@pytest.mark.parametrize(("row", "sentence"), SAID)
def test_a_level_says_what_no_plan_can_pass(row: LevelRow, sentence: str) -> None:
    """Its bound holds of plans that are as good in the goals before; the first has none before."""
    assert telling.level_sentence(Texts("en"), row, False) == sentence
    first = telling.level_sentence(Texts("en"), row, True)
    assert first == sentence.replace(" as good in the goals before it", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["delivery-pinned", "stability", "pre-accredited", "region", "idle"]
)
def test_every_level_has_its_sentence_in_both_languages(language: str, name: str) -> None:
    said = telling.level_sentence(Texts(language), LevelRow(name, "working", 5, 12), False)
    assert "12" in said
    assert "{" not in said


def test_what_is_said_aloud_changes_when_a_level_ends_and_not_before() -> None:
    first, second = LevelRow("delivery-1"), LevelRow("delivery-2")
    found, t = job(first, second), Texts("en")
    said = [telling.level_news(t, found)]
    for row, state, value, bound, proven in (
        (first, "working", 3, 9, False),
        (first, "working", 8, 9, False),
        (first, "done", 9, 9, True),
        (second, "working", 1, 4, False),
    ):
        row.state, row.value, row.bound, row.proven = state, value, bound, proven
        said.append(telling.level_news(t, found))
    assert said == ["Planning", "Planning", "Planning", *2 * ["delivery, priority 1: 9 proven"]]


def band(*rows: LevelRow, silent: int) -> str:
    found = job(*rows)
    found.last_news = time.monotonic() - silent
    desk = SimpleNamespace(jobs=SimpleNamespace(current=found))
    values = {"t": Texts("en"), "desk": desk, "names": None, "path": "/plan", "plan_view": "/plan"}
    return _environment().get_template("band.html").render(**values)


def test_what_comes_late_or_beside_leaves_what_is_seen_alone(own: Page) -> None:
    """A band that is told again, and an answer that comes after a newer event."""
    # Nothing runs, and the server would say so in the place of the band.
    own.route("**/events*", lambda it: it.fulfill(content_type="text/event-stream", body=""))
    own.reload()
    _an_answer_that_comes_after_a_newer_event_does_not_put_back_what_it_said(own)
    _the_band_tells_by_hover_and_focus_and_keeps_the_focus_calm(own)


def _the_band_tells_by_hover_and_focus_and_keeps_the_focus_calm(own: Page) -> None:
    """The clock goes on beside: what has the focus stays the same element, told once alone."""
    rows = LevelRow("delivery-1", "working", 8, 9), LevelRow("cost")
    own.evaluate("html => page.swap(html)", band(*rows, silent=0))
    expect(own.locator("#band-news")).to_have_text("news just now")
    level, tip = own.locator("#level-delivery-1"), own.locator("#tip-delivery-1")
    expect(tip).to_be_hidden()
    level.hover()
    expect(tip).to_have_text("No plan delivers more than 9 missions of priority 1.")
    expect(tip).to_be_visible()
    own.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    level.focus()
    expect(tip).to_be_visible()
    own.evaluate("window.before = document.activeElement")
    own.evaluate("html => page.swap(html)", band(*rows, silent=2))
    expect(own.locator("#band-news")).to_have_text("last news 2 s ago")
    assert own.evaluate("window.before === document.activeElement")
    own.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    assert own.evaluate("document.documentElement.scrollWidth") <= 1366


def _an_answer_that_comes_after_a_newer_event_does_not_put_back_what_it_said(own: Page) -> None:
    saved = own.locator(".saved")
    said = saved.inner_text()
    own.evaluate("""() => {
        const head = document.getElementById("head").cloneNode(true);
        head.querySelector(".saved").textContent = "newer";
        return page.hear(head.outerHTML, 1e9);
    }""")
    own.evaluate("page.load(page.here())")
    expect(saved).to_have_text("newer")
    head = "document.getElementById('head').outerHTML.replace('newer', 'older')"
    own.evaluate(f"page.hear({head}, 1e9 - 1)")
    expect(saved).to_have_text("newer")
    own.evaluate("page.forget()")
    own.evaluate("page.load(page.here())")
    expect(saved).to_have_text(said)


@pytest.mark.parametrize("address", ["/jobs", "/prices", "/curves"])
def test_a_second_job_asks_whether_to_stop_the_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """One at a time: the sentence has the button that stops the first and keeps its best."""
    assert desk.draft is not None
    year, running = desk.draft.now.year, job(LevelRow("cost"))
    monkeypatch.setattr(desk, "jobs", SimpleNamespace(running=running, current=running))
    form = {"mission_id": year.missions[0].id, "curve": year.funds[0].id}
    answer = ask(desk, address, part="/plan", **form)
    assert answer.status == 422
    assert Texts("en")("error.one_job") in answer.text
    assert 'action="/jobs/stop" data-part class="told"><button id="stop-first">' in answer.text
