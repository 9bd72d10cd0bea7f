"""The next steps: by date and by administration, statuses in bulk, dossiers, a refusal."""

import re
from pathlib import Path

import docx
import pytest
from markupsafe import escape

from models.facts.assignment import AssignmentStatus
from planner.app.after_plan.next_steps import NextStep
from planner.app.letters.letter_files import SUFFIX
from tests.web.asking import asked, desk_on, main_of
from web.server.routes import ROUTES
from web.session.desk import Desk
from web.shown.as_sheets import view_of
from web.shown.next_steps import follow_up_of
from web.views import lists, report


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Desk:
    """A planned year."""
    return desk_on(year, tmp_path, lambda _: None)


def steps_of(desk: Desk) -> tuple[NextStep, ...]:
    assert desk.draft is not None
    return follow_up_of(view_of(desk.draft, desk.preferences.choices.hide_names)).steps


def test_the_steps_stand_by_date_or_by_administration_and_none_is_lost(desk: Desk) -> None:
    by_date, grouped = (
        main_of(asked(desk, lists.mobilise, "/mobilise", f"by={by}&later=yes"))
        for by in ("date", "administration")
    )
    numbers = [re.findall(r'name="chosen" value="(\d+)"', page) for page in (by_date, grouped)]
    assert numbers[0] == [str(step.number) for step in steps_of(desk) if step.rows]
    assert numbers[0] != numbers[1]
    assert sorted(numbers[0]) == sorted(numbers[1])
    codes = re.findall(r'rowgroup" colspan="7"><a href="/administrations/(\w+)"', grouped)
    own = {step.line.administration for step in steps_of(desk)}
    assert set(codes) == own - {""}
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("status", ["", AssignmentStatus.DECLINED.value])
def test_steps_that_are_ticked_are_set_together_and_taken_back_together(
    desk: Desk, status: str
) -> None:
    """To what follows each of them, or to one status; it is one step by hand."""
    assert desk.draft is not None
    before = desk.draft.statuses
    able = [step for step in steps_of(desk) if step.status and step.rows][:2]
    numbers = [str(step.number) for step in able]
    assert len(numbers) == 2
    form = {"chosen": numbers, "bulk": "yes", "status": status, "seen": str(desk.version)}
    assert asked(desk, lists.done, "/mobilise", **form).status_code == 200
    wanted = {pair: status or step.status for step in able for pair in step.rows}
    assert {pair: desk.draft.statuses[pair] for pair in wanted} == wanted
    assert wanted.keys() == {p for p, found in desk.draft.statuses.items() if found != before[p]}
    desk.undo(desk.version)
    assert desk.draft.statuses == before


def test_nothing_ticked_changes_nothing(desk: Desk) -> None:
    seen = desk.version
    form = {"bulk": "yes", "status": AssignmentStatus.DECLINED.value, "seen": str(seen)}
    assert asked(desk, lists.done, "/mobilise", **form).status_code == 422
    assert desk.version == seen


def test_an_administration_that_declines_is_chosen_among_those_of_the_plan(desk: Desk) -> None:
    assert desk.draft is not None
    page = main_of(asked(desk, lists.mobilise, "/mobilise"))
    offered = re.findall(r'<option value="([A-Z]{2})">', page)
    experts = desk.draft.now.year.expert_by_id
    plan = desk.draft.now.plan
    assert set(offered) == {experts[row.expert_id].administration for row in plan.placements} - {""}
    gone = asked(desk, report.choose_administration, "/administrations", f"code={offered[0]}")
    assert gone.headers["location"] == f"/administrations/{offered[0]}"
    assert "/administrations" in {route.path for route in ROUTES}


def test_a_dossier_is_read_as_it_is_written_and_names_nobody(desk: Desk) -> None:
    """Every external's; who else holds the expertise stands in it, as on the sheet Last resort."""
    assert desk.draft is not None
    assert desk.opened is not None
    externals = follow_up_of(view_of(desk.draft)).externals
    assert externals
    assert asked(desk, report.write_dossiers, "/dossiers", seen="0").status_code == 200
    folder = desk.opened.path.with_name(f"{desk.opened.path.stem} last resorts")
    written = [folder / f"last resort {r.mission_id}-{r.position}{SUFFIX}" for r in externals]
    assert sorted(folder.glob(f"*{SUFFIX}")) == sorted(written)
    row = externals[0]
    place = f"{row.mission_id}-{row.position}"
    page = main_of(asked(desk, lists.mobilise, "/mobilise"))
    assert f'href="/dossiers/{place}"' in page
    address = f"/dossiers/{place}"
    shown = main_of(asked(desk, report.dossier, address, path_params={"place": place}))
    document = docx.Document(str(written[0]))
    cells = [cell.text for t in document.tables for line in t.rows for cell in line.cells]
    assert row.expert_id in cells
    assert all(escape(text) in shown for text in cells if "\n" not in text)
    names = [expert.name for expert in desk.draft.now.year.experts if expert.name]
    assert not any(name in shown for name in names)


def test_there_is_no_dossier_of_a_position_that_no_external_fills(desk: Desk) -> None:
    params = {"place": "M000-1"}
    assert asked(desk, report.dossier, "/dossiers/x", path_params=params).status_code == 422
