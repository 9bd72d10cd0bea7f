"""A scenario of the page becomes rows of the sheet Scenarios, and is the same when read again."""

from pathlib import Path

import openpyxl

from models.workbook import Workbook
from planner.domain.hypothetical import further_expert
from planner.workbook.openxml.opening.signature import is_as_written
from scenarios.app.comparing import scenarios_in
from tests.web.asking import asked, main_of, text_of
from tests.web.read_once import loaded
from tests.web.test_scenario_form import started
from tests.web.test_what_is_shown import case, compare
from web.session import results
from web.session.desk import Desk
from web.session.edits import AddScenario
from web.session.journal import Journal
from web.views import plan, scenarios, what_if


def form_of(desk: Desk, **more: str) -> dict[str, str]:
    """Two changes, an amount and a row that Excel would take for something else."""
    assert desk.draft is not None
    fund, other = desk.draft.now.year.funds[:2]
    return {
        f"amount-{fund.id}": str(fund.amount + 1),
        "kind-0": "fund amount",
        "target-0": other.id,
        "value-0": "+5000",
        "kind-1": "expert unavailable",
        "target-1": desk.draft.now.year.experts[0].id,
        "value-1": "2027-03-01..2027-05-31",
        "name": "Donors cut",
        "seen": str(desk.version),
    } | more


def add(desk: Desk, **more: str) -> str:
    """Add the scenario of the form; what the page says where it refuses."""
    return text_of(asked(desk, scenarios.add_to_sheet, "/what-if/add", **form_of(desk, **more)))


def test_what_was_planned_on_the_page_is_what_the_command_plans_afterwards(desk: Desk) -> None:
    _, _, (planned,), _ = started(desk, scenarios.plan_scenario, "/what-if", **form_of(desk))
    asked(desk, scenarios.add_to_sheet, "/what-if/add", **form_of(desk))
    _, _, sheet, _ = started(desk, scenarios.plan_sheet, "/what-if/sheet", repair="no")
    assert sheet[-1] == planned
    saved = loaded(results.save(desk))
    assert scenarios_in(saved) == sheet
    assert desk.journal is not None
    assert desk.journal.edits == ()


def test_a_scenario_alone_leaves_what_is_proven_of_the_plan(desk: Desk, year: Path) -> None:
    desk.undo(desk.version)
    before = loaded(year)
    compare(desk, case(desk, "a"))
    add(desk)
    assert results.save(desk) == year  # the planner's own file, as it left it
    after = loaded(year)
    assert after.recorded == before.recorded
    assert all(level.proven for level in after.recorded.values())
    assert after.year == before.year
    assert is_as_written(year)
    assert desk.draft is not None
    assert len(desk.findings.compared_of(desk.draft)) == 2  # of the same facts and the same plan


def test_a_workbook_of_somebody_else_is_left_as_it_is(desk: Desk, year: Path) -> None:
    desk.undo(desk.version)
    openpyxl.load_workbook(year).save(year)
    content = year.read_bytes()
    desk.reread()
    add(desk)
    new = results.save(desk)
    assert new != year
    assert year.read_bytes() == content
    assert loaded(new).scenarios[-1].scenario == "Donors cut"


def test_the_plan_that_comes_out_has_the_scenario_too(desk: Desk) -> None:
    add(desk)
    kind, workbook, *_ = started(desk, plan.start_job, "/jobs")
    assert kind == "plan"
    assert isinstance(workbook, Workbook)
    assert workbook.scenarios[-1].scenario == "Donors cut"
    assert desk.opened is not None
    assert workbook.content != desk.opened.workbook.content


def test_it_is_a_step_that_leaves_the_comparison_and_can_be_taken_back(
    desk: Desk, tmp_path: Path
) -> None:
    compare(desk, case(desk, "a"))
    add(desk)
    assert desk.draft is not None
    assert len(desk.findings.compared_of(desk.draft)) == 2
    page = main_of(asked(desk, what_if.what_if, "/what-if", "added=yes"))
    assert "The scenario is in the sheet Scenarios once you save" in text_of(
        asked(desk, what_if.what_if, "/what-if", "added=yes")
    )
    assert "scenarios of the workbook" in page
    assert desk.opened is not None
    again = Journal(tmp_path, desk.opened.path)
    assert isinstance(again.edits[-1], AddScenario)
    desk.undo(desk.version)
    assert desk.draft.scenarios == ()


def test_a_name_that_is_taken_is_refused_at_its_field(desk: Desk) -> None:
    add(desk)
    page = add(desk, name="donors cut")
    assert "There are two scenarios of the name" in page.partition('id="wrong-name"')[2]
    assert desk.draft is not None
    assert {row.scenario for row in desk.draft.scenarios} == {"Donors cut"}


def test_what_no_row_can_say_is_not_added(desk: Desk) -> None:
    assert desk.opened is not None
    desk.typed = type(desk.typed)(
        desk.opened.path, {}, (), (further_expert(1, "ET/VAL", "ESA", ("en",)),)
    )
    assert "No row of the sheet Scenarios can say" in add(desk)
    desk.typed = type(desk.typed)()
    said = add(desk, **{"kind-0": "setting", "target-0": "Directors", "value-0": "*: Ms A, X"})
    assert "Who signs letters changes no plan" in said
    assert desk.draft is not None
    assert desk.draft.scenarios == ()


def test_no_name_of_an_expert_gets_into_the_journal(desk: Desk, tmp_path: Path) -> None:
    assert desk.draft is not None
    expert = desk.draft.now.year.experts[0]
    assert expert.name
    add(desk, name=f"Without {expert.name}")
    assert desk.draft.scenarios[-1].scenario == f"Without {expert.id}"
    for file in tmp_path.glob("edits-*.jsonl"):
        assert expert.name not in file.read_text(encoding="utf-8")


def test_a_page_that_has_not_seen_the_newest_edit_adds_nothing(desk: Desk) -> None:
    fields = form_of(desk, seen=str(desk.version - 1))
    assert asked(desk, scenarios.add_to_sheet, "/what-if/add", **fields).status_code == 409
