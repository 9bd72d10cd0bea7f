"""The form of What if: remedies and every kind of change, read as the sheet Scenarios is."""

from types import SimpleNamespace
from typing import Any

import pytest

from models.answers.not_delivered import NotDelivered, Remedy
from models.answers.plan import Placement, Plan
from models.requests.changes import ExpertAdded, FundChanged
from planner.domain.country_names import country_name
from planner.domain.hypothetical import further_expert, year_with
from planner.workbook.schema.declared import CHANGES
from scenarios.definition.changes import read_change
from scenarios.definition.scenario import Scenario
from tests.web.asking import Answering, asked, main_of, text_of
from tests.web.test_what_is_shown import case, compare
from web.session.desk import Desk
from web.session.what_if import Typed, TypedRow, row_of, understood
from web.shown.offers import THINGS, kinds_of
from web.views import lists, mission, scenarios, what_if


def started(desk: Desk, view: Any, path: str, **form: str) -> tuple[Any, ...]:
    """What a form has the planning process do; () where it does not come to that."""
    found: list[tuple[Any, ...]] = []
    known = desk.jobs
    desk.jobs = SimpleNamespace(  # type: ignore[assignment]
        running=None, current=None, start=lambda *arguments, **_: found.append(arguments)
    )
    asked(desk, view, path, **form)
    desk.jobs = known
    return found[0] if found else ()


def undelivered(desk: Desk) -> dict[str, NotDelivered]:
    """Why the missions of the draft are not delivered, as the page finds out."""
    desk.questions = Answering()  # type: ignore[assignment]
    assert desk.draft is not None
    return {reason.mission_id: reason for reason in desk.undelivered(desk.draft)}


def test_what_would_help_is_a_button_and_nothing_else_is(desk: Desk) -> None:
    """The mission that was taken out by hand fits as it is: no change of facts would help."""
    assert desk.draft is not None
    found = undelivered(desk)
    helped = {m: reason.remedies for m, reason in found.items() if reason.remedies}
    fits = next(m for m, reason in found.items() if not reason.conflicts)
    assert helped
    page = main_of(asked(desk, lists.reasons, "/not-delivered/reasons"))
    assert page.count('action="/what-if/try"') == sum(map(len, helped.values()))
    assert f'id="try-{fits}-1"' not in page
    for mission_id, remedies in helped.items():
        for number, remedy in enumerate(remedies, start=1):
            button = page.partition(f'id="try-{mission_id}-{number}"')[2].partition("</button>")[0]
            assert remedy.brief in button.replace("&#39;", "'")


def test_a_remedy_stands_in_the_form_with_the_very_changes_that_were_proven(desk: Desk) -> None:
    assert desk.draft is not None
    year = desk.draft.now.year
    helped = [reason for reason in undelivered(desk).values() if reason.remedies]
    for reason in helped:
        fields = {"mission_id": reason.mission_id, "number": "0"}
        asked(desk, scenarios.try_remedy, "/what-if/try", **fields)
        found = understood(desk.typed, "x", year).scenario
        assert found is not None
        assert found.apply(year) == year_with(year, reason.remedies[0].changes)
        page = main_of(asked(desk, what_if.what_if, "/what-if"))
        assert f'value="{reason.mission_id} delivered"' in page


def test_the_panel_of_a_mission_has_the_same_buttons_as_the_list(desk: Desk) -> None:
    mission_id, reason = next((m, r) for m, r in undelivered(desk).items() if r.remedies)
    answer = asked(
        desk, mission.reasons, "/missions/x/reasons", path_params={"mission_id": mission_id}
    )
    page = main_of(answer)
    assert page.count('action="/what-if/try"') == len(reason.remedies)
    assert f'id="try-{mission_id}-1"' in page


def test_a_remedy_of_another_plan_is_refused(desk: Desk) -> None:
    for number in ("0", "7", "x"):
        fields = {"mission_id": "M001", "number": number}
        answer = asked(desk, scenarios.try_remedy, "/what-if/try", **fields)
        assert answer.status_code == 422
    assert desk.typed == Typed()


def test_a_remedy_that_no_row_can_say_is_planned_and_can_be_left_out(desk: Desk) -> None:
    assert desk.draft is not None
    assert desk.opened is not None
    more = further_expert(1, "ET/VAL", "ESA", ("en",))
    fund = desk.draft.now.year.funds[0].id
    rows = (TypedRow(kind="fund withdrawn", target=fund),)
    desk.typed = Typed(desk.opened.path, {}, rows, (more,))
    page = main_of(asked(desk, what_if.what_if, "/what-if"))
    assert "One more expert of region ESA holds ET/VAL." in page
    form = {"kind-0": "fund withdrawn", "target-0": fund, "name": "x"}
    kind, _, (scenario,), _ = started(desk, scenarios.plan_scenario, "/what-if", **form)
    assert kind == "compare"
    assert [change.kind for change in scenario.changes] == ["fund withdrawn", "expert added"]
    asked(desk, scenarios.change_rows, "/what-if/changes", **form, remove="further 0")
    assert desk.typed.further == ()
    assert desk.typed.rows == rows
    asked(desk, scenarios.change_rows, "/what-if/changes", **form, remove="row 0")
    assert desk.typed.rows == ()


def test_only_rows_that_say_the_same_stand_for_a_change() -> None:
    assert row_of(FundChanged(target="F", value={"by": -20})) == TypedRow(
        kind="fund amount", target="F", value="-20"
    )
    assert row_of(further_expert(1, "ET/VAL", "ESA", ("en",))) is None


def test_every_kind_of_the_sheet_can_be_typed_and_means_the_same(desk: Desk) -> None:
    """One after the other: what the planning process gets is what the sheet would give it."""
    assert desk.draft is not None
    year = desk.draft.now.year
    targets = {
        "fund": year.funds[0].id,
        "mission": year.missions[0].id,
        "expert": year.experts[0].id,
        "administration": country_name(
            next(e.administration for e in year.experts if e.id not in year.external_ids)
        ),
        "setting": "Rest days",
    }
    values = {
        "fund amount": "-20%",
        "fund from": "2027-06-01",
        "fund split": f"100 to {year.funds[1].id}",
        "mission priority": "2",
        "mission window": "2027-03-01..2027-05-31",
        "expert unavailable": "2027-03-01..2027-05-31",
        "release cap": "8",
        "setting": "3",
    }
    kinds = [(thing, kind) for thing in THINGS for kind in kinds_of(thing)]
    assert {kind for _, kind in kinds} == {change.name for change in CHANGES}
    for thing, kind in kinds:
        asked(desk, scenarios.change_rows, "/what-if/changes", new=kind)
        assert f'name="kind-0" value="{kind}"' in main_of(asked(desk, what_if.what_if, "/what-if"))
        form = {"kind-0": kind, "target-0": targets[thing], "value-0": values.get(kind, "")}
        _, _, (scenario,), _ = started(desk, scenarios.plan_scenario, "/what-if", **form)
        wanted = read_change(kind, targets[thing], values.get(kind))
        assert scenario == Scenario(name="My scenario", changes=(wanted,))


@pytest.mark.parametrize(
    ("kind", "target", "value", "field", "says"),
    [
        ("fund withdrawn", "NOPE", "", "target-0", "There is no fund with the ID"),
        ("fund amount", "*", "-200%", "value-0", "is more than all that there is"),
        ("mission window", "M1", "", "value-0", "Two dates are needed here"),
        ("setting", "Rest dayz", "3", "target-0", "Rest days"),
        ("mission priority", "", "2", "target-0", "There is no mission"),
        ("administration withdrawn", "Atlantis", "", "target-0", "Atlantis"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    desk: Desk, kind: str, target: str, value: str, field: str, says: str
) -> None:
    form = {"kind-0": kind, "target-0": target, "value-0": value}
    answer = asked(desk, scenarios.plan_scenario, "/what-if", **form)
    assert answer.status_code == 422
    page = text_of(answer)
    assert f'id="wrong-{field}"' in page
    assert says in page.partition(f'id="wrong-{field}"')[2].partition("</p>")[0]
    marked = page.partition(f'<input id="{field}"')[2].partition(">")[0]
    assert 'aria-invalid="true"' in marked
    assert f"wrong-{field}" in marked


def test_an_amount_and_a_name_are_marked_too(desk: Desk) -> None:
    assert desk.draft is not None
    fund = desk.draft.now.year.funds[0].id
    form = {f"amount-{fund}": "much", "name": "Base"}
    page = text_of(asked(desk, scenarios.plan_scenario, "/what-if", **form))
    assert 'id="wrong-amount-1"' in page
    assert "Base is the name of the workbook as it is" in page.partition('id="wrong-name"')[2]


def test_a_plan_with_people_who_do_not_exist_is_adopted_without_them(desk: Desk) -> None:
    """A remedy may have asked for one more expert: nobody can be sent who is not there."""
    assert desk.draft is not None
    now = desk.draft.now.plan
    added = further_expert(1, "ET/VAL", "ESA", ("en",))
    assert isinstance(added, ExpertAdded)
    gone = next(m for m in desk.draft.now.year.missions if m.id not in desk.draft.teams)
    row = Placement(
        mission_id=gone.id,
        position=1,
        expertise="ET/VAL",
        expert_id=added.experts[0].id,
        start=gone.earliest_start,
        fund_id=None,
    )
    compare(desk, case(desk, "a", Plan.of((*now.placements, row))))
    page = main_of(asked(desk, what_if.what_if, "/what-if"))
    number = page.partition('name="number" value="')[2].partition('"')[0]
    fields = {"number": number, "seen": str(desk.version)}
    asked(desk, scenarios.adopt, "/what-if/adopt", **fields)
    assert desk.draft.now.plan.teams() == now.teams()


def test_remedies_that_say_all_are_not_said_twice() -> None:
    brief = Remedy(changes=(), text="confirm fund F", brief="confirm fund F")
    reason = NotDelivered(mission_id="M1", remedies=(brief,))
    assert reason.said_by_remedies
    assert not replace_text(reason, "confirm fund F (less may do)").said_by_remedies
    assert not reason.model_copy(update={"together": "More."}).said_by_remedies


def replace_text(reason: NotDelivered, text: str) -> NotDelivered:
    """The same reason whose remedy says more."""
    remedy = reason.remedies[0].model_copy(update={"text": text})
    return reason.model_copy(update={"remedies": (remedy,)})
