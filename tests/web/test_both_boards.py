"""A scenario beside the plan of the workbook: both boards, and every difference marked and said."""

import re

from models.answers.plan import Placement, Plan
from models.requests.changes import FundWithdrawn
from models.workbook import Workbook
from scenarios.app.comparing import compare as compare_all
from scenarios.definition.scenario import Scenario
from scenarios.study.sentences import sentence
from tests.web.asking import asked, main_of
from tests.web.read_once import loaded
from tests.web.test_what_is_shown import case
from web.session.desk import Desk
from web.shown.both import CHANGED, GAINED, LOST, both_of
from web.views import scenarios, what_if
from web.work.what_if import Compared, compared_of


def changed(desk: Desk) -> tuple[Compared, Compared, str, str, str]:
    """A base, and a case in which one mission is lost, one gained, and one is paid otherwise."""
    assert desk.draft is not None
    plan = desk.draft.now.plan
    lost, moved, gained = list(plan.teams())[:3]
    rows = [r for r in plan.placements if r.mission_id != lost]
    after = [_otherwise(r) if r.mission_id == moved else r for r in rows]
    base = case(desk, "base", Plan.of(r for r in plan.placements if r.mission_id != gained))
    told = tuple((m, f"What becomes of {m}.") for m in (lost, moved, gained))
    other = case(desk, "cut", Plan.of(after)).model_copy(update={"sentences": told})
    return base, other, lost, moved, gained


def _otherwise(row: Placement) -> Placement:
    return row.model_copy(update={"fund_id": "ANOTHER"})


def test_each_mission_is_marked_by_how_it_differs(desk: Desk) -> None:
    base, other, lost, moved, gained = changed(desk)
    assert desk.opened is not None
    both = both_of(desk.opened, base, other)
    assert both.kinds == {lost: LOST, moved: CHANGED, gained: GAINED}
    shown = [
        {b.mission.id for r in side.rows for b in r.bars} for side in (both.before, both.after)
    ]
    assert {lost, moved} <= shown[0]
    assert gained not in shown[0]
    assert {gained, moved} <= shown[1]
    assert lost not in shown[1]
    year = base.year
    regions = {year.mission_by_id[m].region for m in both.kinds}
    assert {row.key for row in both.before.rows} <= regions
    assert not regions & {*both.same}


def test_the_page_has_both_boards_the_marks_in_a_legend_and_each_sentence(desk: Desk) -> None:
    base, other, lost, moved, gained = changed(desk)
    assert desk.draft is not None
    desk.findings.add_compared(desk.draft.key, (base, other))
    number = desk.findings.compared_of(desk.draft)[1].number
    start = main_of(asked(desk, what_if.what_if, "/what-if"))
    link = f"/what-if/compare/{number}?mission={lost}#both"
    assert link in start
    page = main_of(
        asked(
            desk,
            scenarios.side_by_side,
            "/x",
            f"mission={lost}",
            path_params={"number": str(number)},
        )
    )
    assert page.count('class="board both') == 2
    for mission_id in (lost, moved, gained):
        assert f"What becomes of {mission_id}." in page
    for kind, number_of in ((LOST, 1), (GAINED, 1), (CHANGED, 2)):
        assert len(re.findall(rf'class="m [^"]*\b{kind}\b', page)) == number_of
        assert f'class="bar-mark {kind}"' in page
    assert len(re.findall(r'class="m [^"]*\bchosen\b', page)) == 1
    assert f'<a href="{link}" aria-current="true">' in page


def test_a_comparison_with_another_plan_is_not_shown(desk: Desk) -> None:
    for number in ("1", "x", "0"):
        answer = asked(desk, scenarios.side_by_side, "/x", path_params={"number": number})
        assert answer.status_code == 422


def test_the_sentences_are_those_of_the_command(desk: Desk) -> None:
    """Of a real comparison, each difference is on the page, in the words of `scenarios`."""
    assert desk.opened is not None
    assert desk.draft is not None
    workbook: Workbook = loaded(desk.opened.path)
    assert workbook.year is not None
    fund = max(workbook.year.funds, key=lambda f: f.amount)
    scenario = Scenario(name="gone", changes=(FundWithdrawn(target=fund.id),))
    found = compare_all(workbook, (scenario,))
    cases = tuple(compared_of(found, one) for one in found.all_cases)
    desk.findings.add_compared(desk.draft.key, cases)
    number = str(desk.findings.compared_of(desk.draft)[1].number)
    page = main_of(asked(desk, scenarios.side_by_side, "/x", path_params={"number": number}))
    differences = found.differences(found.cases[0])
    assert differences
    for difference in differences:
        said = sentence(found.cases[0], difference)
        assert f"<strong>{difference.mission.id}</strong>" in page
        assert said in page.replace("&#39;", "'")
