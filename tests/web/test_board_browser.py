"""The board in a real browser: what it shows before a drop, and how much room it takes."""

from pathlib import Path

from playwright.sync_api import Page, expect

import planner
from tests.web.browsing import LONG
from tests.web.read_once import loaded
from tests.web.running import Running

_LENGTHEN = """() => {
    const where = '#table :is(th[scope=row], td[data-label]), #mission p, #mission dd';
    const cells = document.querySelectorAll(where);
    for (const cell of cells) cell.append(' ' + 'x'.repeat(280));
    const right = document.getElementById('table').getBoundingClientRect().right;
    const widest = document.querySelector('#table table').getBoundingClientRect().right;
    return [cells.length, document.documentElement.scrollWidth - innerWidth, widest - right];
}"""


def no_name_widens_the_table_of_the_plan_beside_a_panel(shared: Running, own: Page) -> None:
    """Where the panel is above the table, on a small screen, and where it is beside it."""
    fits = "document.documentElement.scrollWidth <= innerWidth"
    for width in (800, 1100):
        own.set_viewport_size({"width": width, "height": 768})
        own.goto(f"{shared.address}/plan?by=table")
        assert own.evaluate(fits)
        own.locator("#table a[data-mission]").first.click()
        expect(own.locator("#mission-title")).to_be_visible()
        assert own.evaluate(fits)
        cells, beyond_page, beyond_room = own.evaluate(_LENGTHEN)
        assert cells > 20
        assert beyond_page <= 0
        assert beyond_room <= 1
    own.set_viewport_size({"width": 1366, "height": 768})


def rows_of_others_say_before_the_drop_what_verify_says_after_it(
    shared: Running, own: Page, year: Path
) -> None:
    """By mouse every row in view is marked; by keyboard a bar is carried to one and dropped."""
    plan = loaded(year).plan
    assert plan is not None
    row = plan.placements[0]
    own.goto(f"{shared.address}/plan?by=expert&zoom=year")
    own.fill("#text", row.expertise)
    own.press("#text", "Enter")
    expect(own.locator("#clear")).to_be_visible()
    ids = own.locator("#board .name a").all_inner_texts()
    others = [expert_id for expert_id in ids if expert_id != row.expert_id]
    query = "&".join((f"old={row.expert_id}", *(f"new={other}" for other in others[:20])))
    ask = "a => fetch(a).then(r => r.json())"
    found = own.evaluate(ask, f"/missions/{row.mission_id}/takers?{query}")
    bar = own.locator(f"#b-{row.expert_id}{row.mission_id}")
    _drag_and_leave(own, bar.bounding_box())
    wanted = next(one for one in found if one["mark"] == "⚠")
    steps = ids.index(wanted["expert"]) - ids.index(row.expert_id)
    bar.focus()
    for _ in range(abs(steps)):
        own.keyboard.press("Alt+ArrowDown" if steps > 0 else "Alt+ArrowUp")
    said = f"{wanted['expert']} ⚠ {wanted['why']}"
    expect(own.locator("#hint")).to_have_text(said)
    own.keyboard.press("Enter")
    expect(own.locator("#strip section")).to_be_visible()
    expect(own.locator(f"#b-{wanted['expert']}{row.mission_id}")).to_be_focused()
    own.click("#clear")  # the server remembers what was looked for, for other tests too
    expect(own.locator("#clear")).to_have_count(0)
    own.click("#save")
    expect(own.locator(".saved")).to_have_text("saved", timeout=LONG)
    broken = planner.verify(loaded(year)).violations
    assert wanted["why"] == "; ".join(f"{v.rule}: {v.message}" for v in broken[:2])


def _drag_and_leave(tab: Page, box: dict[str, float] | None) -> None:
    """Drag a bar until rows are marked, and leave it with Escape: nothing has happened."""
    assert box is not None
    tab.mouse.move(box["x"] + 2, box["y"] + 4)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 9, box["y"] + 34, steps=3)
    expect(tab.locator("#board [data-mark]").first).to_be_attached()
    tab.keyboard.press("Escape")
    tab.mouse.up()
    expect(tab.locator("#board [data-mark]")).to_have_count(0)
    expect(tab.locator("#strip section")).to_have_count(0)


_REACHED_BY_TAB = "() => document.querySelectorAll('#board :is(a, button)[tabindex=\"0\"]').length"
_SMALL = """() => [...document.querySelectorAll('#board button.m')].filter((bar) => {
    const { width, height } = bar.getBoundingClientRect();
    return width < 24 || height < 24;
}).length"""


def the_board_is_one_tab_stop_whose_rows_are_reached_by_arrows(shared: Running, own: Page) -> None:
    """Links of experts would be hundreds of stops; in a quarter, bars are targets of 24 px."""
    own.goto(f"{shared.address}/plan?by=expert&zoom=quarter")
    bar = own.locator("#board button.m").first
    expert = own.locator("#board .name a").first.inner_text()
    assert own.evaluate(_REACHED_BY_TAB) == 1
    assert own.evaluate(_SMALL) == 0
    bar.focus()
    own.keyboard.press("ArrowLeft")
    link = own.locator("#board .name a:focus")
    expect(link).to_have_text(expert)
    assert own.evaluate(_REACHED_BY_TAB) == 1
    own.keyboard.press("ArrowDown")
    expect(link).not_to_have_text(expert)
    own.keyboard.press("ArrowUp")
    own.keyboard.press("ArrowRight")
    expect(bar).to_be_focused()


def test_the_board_and_the_table_beside_it(shared: Running, own: Page, year: Path) -> None:
    """One opened page; the step that saves comes last."""
    no_name_widens_the_table_of_the_plan_beside_a_panel(shared, own)
    the_board_is_one_tab_stop_whose_rows_are_reached_by_arrows(shared, own)
    rows_of_others_say_before_the_drop_what_verify_says_after_it(shared, own, year)
