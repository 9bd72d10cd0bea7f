"""The board in a real browser: what it shows before a drop, and how much room it takes."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.running import Running

_LENGTHEN = """() => {
    const where = '#table :is(th[scope=row], td[data-label]), #mission p, #mission dd';
    const cells = document.querySelectorAll(where);
    for (const cell of cells) cell.append(' ' + 'x'.repeat(280));
    const right = document.getElementById('table').getBoundingClientRect().right;
    const widest = document.querySelector('#table table').getBoundingClientRect().right;
    return [cells.length, document.documentElement.scrollWidth - innerWidth, widest - right];
}"""


@pytest.mark.parametrize("width", [800, 1100])
def test_no_name_widens_the_table_of_the_plan_beside_a_panel(
    shared: Running, own: Page, width: int
) -> None:
    own.set_viewport_size({"width": width, "height": 768})
    own.goto(f"{shared.address}/plan?by=table")
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert own.evaluate(fits)
    own.locator("#table a[data-mission]").first.click()
    expect(own.locator("#mission-title")).to_be_visible()
    assert own.evaluate(fits)
    cells, beyond_page, beyond_room = own.evaluate(_LENGTHEN)
    assert cells > 20
    assert beyond_page <= 0
    assert beyond_room <= 1


_REACHED_BY_TAB = "() => document.querySelectorAll('#board :is(a, button)[tabindex=\"0\"]').length"
_SMALL = """() => [...document.querySelectorAll('#board button.m')].filter((bar) => {
    const { width, height } = bar.getBoundingClientRect();
    return width < 24 || height < 24;
}).length"""


def test_the_board_is_one_tab_stop_whose_rows_are_reached_by_arrows(
    shared: Running, own: Page
) -> None:
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
