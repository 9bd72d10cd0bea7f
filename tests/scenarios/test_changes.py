"""Typed changes: what each kind makes of a year, and that the base stays as it was."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from models.facts.assignment import AssignmentStatus as Status
from models.facts.expert import AppliesTo, Exclusion, QualificationStatus, Unavailability
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.requests.changes import (
    Amount,
    Change,
    FundChanged,
    Setting,
    Transfer,
    Window,
)
from planner.domain.agreements import pinned_rows, preferred_rows
from planner.domain.calendars import Calendars
from planner.domain.hypothetical import year_with
from planner.workbook.schema.declared import CHANGES
from scenarios.definition.changes import (
    KINDS,
    ChangeError,
    misfits,
    read_added,
    read_change,
    words,
)
from scenarios.definition.scenario import Scenario
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    fund,
    history,
    mission,
    qualification,
    settings,
    year,
)

ADDED = {"mission added", "expert added"}


def base(**changes: Any) -> Year:
    """Two missions, three experts (E3 is external), two funds, and rows that name them."""
    facts: dict[str, Any] = {
        "missions": (mission("M1", funds=("F1",)), mission("M2", host="KE", region="ESA")),
        "experts": (expert("E1"), expert("E2", "ES", release_cap_weeks=4), expert("E3", "FR")),
        "qualifications": (
            qualification("E1"),
            qualification("E2"),
            qualification("E3", QualificationStatus.EXTERNAL),
        ),
        "funds": (fund("F1", 1_000, committed=200), fund("F2", 5_001, status=FundStatus.PENDING)),
        "exclusions": (
            Exclusion(expert_id="E1", mission_id="M1"),
            Exclusion(expert_id="E2", host="KE"),
        ),
        "history": (history("E1", date(2026, 5, 4), date(2026, 5, 8)),),
        "unavailability": (
            Unavailability(applies_to=AppliesTo.EXPERT, who="E1", start=date(2027, 8, 1)),
            Unavailability(applies_to=AppliesTo.ADMINISTRATION, who="FR", start=date(2027, 9, 1)),
        ),
        "assignments": (
            agreed("M1", "E2", fund_id="F1"),
            agreed("M1", "E1", Status.DECLINED),
            agreed("M2", "E1", Status.PROPOSED),
        ),
    }
    return year(**facts | changes)


def apply(kind: str, target: object, value: object = None, to: Year | None = None) -> Year:
    """The year after one change; the change fits, and the base stays as it was."""
    before = to or base()
    copied = before.model_dump()
    change = read_change(kind, target, value)
    assert list(misfits(change, before)) == []
    after = year_with(before, [change])
    assert before.model_dump() == copied
    assert after is not before
    return after


def codes(kind: str, target: object, value: object = None, to: Year | None = None) -> list[str]:
    """What does not fit about a change that can be read."""
    found = misfits(read_change(kind, target, value), to or base())
    return [misfit.fault.code for misfit in found]


def test_every_kind_of_the_workbook_is_a_model_and_files_have_two_more() -> None:
    assert set(KINDS) == {change.name for change in CHANGES} | ADDED


def test_every_model_has_a_kind_of_its_own() -> None:
    kinds = [model.model_fields["kind"].default for model in get_args(get_args(Change)[0])]
    assert len(set(kinds)) == len(kinds)
    assert set(kinds) == {*KINDS, "cell changed", "row gone"}


# Funds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-20%", 800),
        ("+15 %", 1_150),
        ("10%", 1_100),
        ("-0.05%", 1_000),  # 999.5 is rounded up
        ("-0.06%", 999),
        ("-100%", 0),
        ("+50000", 51_000),
        ("-400", 600),
        (-400, 600),
        ("300000", 300_000),
        (300_000, 300_000),
        ("0", 0),
    ],
)
def test_the_amount_of_a_fund(value: object, expected: int) -> None:
    after = apply("fund amount", "F1", value)
    assert [f.amount for f in after.funds] == [expected, 5_001]
    assert after.fund_by_id["F1"].committed == 200


def test_the_amounts_of_all_funds_are_rounded_halves_up() -> None:
    assert [f.amount for f in apply("fund amount", "*", "-50%").funds] == [500, 2_501]


def test_a_withdrawn_fund_pays_nothing_and_agreed_rows_no_longer_ask_for_it() -> None:
    after = apply("fund withdrawn", "F1")
    gone = after.fund_by_id["F1"]
    assert gone.available == 0
    assert gone.valid_to is not None
    assert gone.valid_to < after.settings.plan_start
    assert after.mission_by_id["M1"].funds == ("F1",)
    assert [row.fund_id for row in after.assignments] == [None, None, None]


def test_a_fund_that_is_confirmed() -> None:
    assert apply("fund confirmed", "F2").fund_by_id["F2"].status is FundStatus.CONFIRMED


def test_confirming_what_is_confirmed_is_a_warning() -> None:
    [misfit] = misfits(read_change("fund confirmed", "F1"), base())
    assert misfit.warning


def test_a_fund_that_comes_later_frees_the_rows_before() -> None:
    after = apply("fund from", "F1", "2027-05-01")
    assert after.fund_by_id["F1"].valid_from == date(2027, 5, 1)
    assert after.assignments[0].fund_id is None
    earlier = apply("fund from", "F1", date(2027, 2, 1))
    assert earlier.assignments[0].fund_id == "F1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("300 to F2", [700, 5_301]), ("25% to F2", [750, 5_251]), ("+100% to F2", [0, 6_001])],
)
def test_some_of_a_fund_goes_to_another(value: str, expected: list[int]) -> None:
    assert [f.amount for f in apply("fund split", "F1", value).funds] == expected


# Missions


def test_a_cancelled_mission_makes_no_demands_and_its_rows_stay_to_be_told() -> None:
    after = apply("mission cancelled", "M1")
    assert [m.id for m in after.missions] == ["M2"]
    assert [m.id for m in after.called_off] == ["M1"]
    assert after.assignments == base().assignments
    asking = (*pinned_rows(after, Calendars(after)), *preferred_rows(after))
    assert {row.mission_id for row in asking} == {"M2"}
    assert [row.host for row in after.exclusions] == ["KE"]


def test_what_is_over_stays_whatever_is_cancelled() -> None:
    past = agreed("M1", "E1", Status.COMPLETED, date(2026, 11, 2), end=date(2026, 11, 6))
    before = base(assignments=(past,))
    after = apply("mission cancelled", "M2", to=before)
    assert len(after.visits) == len(before.visits) > 0
    assert [m.id for m in after.begun] == ["M1"]


def test_another_priority() -> None:
    assert apply("mission priority", "M2", "3").mission_by_id["M2"].priority == 3


@pytest.mark.parametrize("between", ["..", "...", "…", " to ", " – "])
def test_another_window_voids_what_was_agreed_outside_it(between: str) -> None:
    after = apply("mission window", "M1", f"2027-06-01{between}2027-07-31")
    moved = after.mission_by_id["M1"]
    assert (moved.earliest_start, moved.latest_end) == (date(2027, 6, 1), date(2027, 7, 31))
    assert [row.status for row in after.assignments] == [Status.DECLINED, Status.PROPOSED]


def test_another_window_keeps_what_was_agreed_inside_it() -> None:
    after = apply("mission window", "M1", "2027-02-01..2027-03-05")
    assert after.assignments == base().assignments


# Experts


def test_a_withdrawn_expert_goes_with_every_row() -> None:
    after = apply("expert withdrawn", "E1")
    assert [e.id for e in after.experts] == ["E2", "E3"]
    assert after.history == ()
    named = (after.qualifications, after.exclusions, after.assignments)
    assert not [row for rows in named for row in rows if row.expert_id == "E1"]
    assert [row.who for row in after.unavailability] == ["FR"]


def test_an_expert_who_cannot_come() -> None:
    after = apply("expert unavailable", "E2", "2027-03-06..2027-03-06")
    assert after.unavailability[-1].who == "E2"
    # Travel on Saturday 6 March keeps E2 from the week before.
    assert [row.expert_id for row in after.assignments] == ["E1", "E1"]
    later = apply("expert unavailable", "E2", "2027-03-07..2027-03-31")
    assert later.assignments == base().assignments


def test_an_administration_that_releases_nobody_keeps_its_externals() -> None:
    after = apply("administration withdrawn", "France")
    assert [e.id for e in after.experts] == ["E2", "E3"]
    assert after.external_ids == {"E3"}


def test_the_release_cap_of_one_and_of_all() -> None:
    one = apply("release cap", "E1", "8")
    assert [one.release_cap(e) for e in one.experts] == [8, 4, 12]
    every = apply("release cap", "*", 18)
    assert [every.release_cap(e) for e in every.experts] == [18, 18, 18]


def test_the_cap_of_an_external_is_a_warning() -> None:
    [misfit] = misfits(read_change("release cap", "E3", 3), base())
    assert misfit.warning


# Settings


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("travel days before", "0", "travel_days_before", 0),
        ("Avoid public holidays", "no", "avoid_public_holidays", False),
        ("Use pending funds", True, "use_pending_funds", True),
        ("Daily allowance", "250.5", "daily_allowance", 251),
        ("Objectives", "delivery; cost", "objectives", ("delivery", "cost")),
        ("Plan end", "2028-01-31", "plan_end", date(2028, 1, 31)),
    ],
)
def test_a_setting(name: str, value: object, field: str, expected: object) -> None:
    assert getattr(apply("setting", name, value).settings, field) == expected


def test_dates_of_the_plan_that_other_facts_speak_against() -> None:
    assert codes("setting", "Plan end", "2026-12-31") == ["plan-reversed"]
    assert codes("setting", "Plan end", "2035-12-31") == ["plan-too-long"]
    assert codes("setting", "Plan start", "2026-05-04") == ["history-in-plan"]


# Made in a program, as sweeps and trials do


def test_changes_made_in_a_program_are_those_that_are_read() -> None:
    assert FundChanged(target="F1", value=Amount(percent=Decimal(-20))) == read_change(
        "fund amount", "F1", "-20%"
    )
    assert Setting(target="release_cap_weeks", value=9) == read_change(
        "setting", "Release cap weeks", "9"
    )
    again = Scenario.model_validate(
        Scenario(name="a", changes=(read_change("release cap", "*", 1),))
    )
    assert again.changes[0] == read_change("release cap", "*", 1)


def test_an_amount_changes_in_one_way() -> None:
    with pytest.raises(ValueError, match="exactly one way"):
        Amount(by=1, to=2)


# What does not fit


def test_unknown_targets_get_the_nearest_that_is_there() -> None:
    for kind, target, value, near in (
        ("fund amount", "F-1", "-20%", "F1"),
        ("fund withdrawn", "f2", None, "F2"),
        ("mission cancelled", "m 1", None, "M1"),
        ("expert withdrawn", "E.3", None, "E3"),
        ("release cap", "E-2", 3, "E2"),
        ("fund split", "F1", "5 to F-2", "F2"),
    ):
        [misfit] = misfits(read_change(kind, target, value), base())
        assert f"Did you mean {near}?" in misfit.fault.remedy, kind


@pytest.mark.parametrize(
    ("kind", "target", "message"),
    [
        ("mission window", "M1", "Two dates are needed here."),
        ("fund amount", "F1", "A number is needed here."),
        ("fund split", "F1", "An amount and the fund that gets it are needed here."),
        ("fund from", "F1", "A date is needed here."),
    ],
)
def test_a_value_that_is_missing_is_not_named(kind: str, target: str, message: str) -> None:
    with pytest.raises(ChangeError) as error:
        read_change(kind, target)
    assert str(error.value) == message


def test_an_administration_of_nobody() -> None:
    [misfit] = misfits(read_change("administration withdrawn", "Japan"), base())
    assert misfit.fault.message.startswith("No serving expert comes from Japan")


@pytest.mark.parametrize(
    ("kind", "target", "value", "code"),
    [
        ("fund amount", "F1", "-1001", "more-than-all"),
        ("fund amount", "*", "-1001", "more-than-all"),
        ("fund split", "F1", "1001 to F2", "more-than-all"),
        ("fund split", "F1", "5 to F1", "split-to-itself"),
        ("mission window", "M1", "2028-01-03..2028-02-01", "window-outside-plan"),
    ],
)
def test_values_that_do_not_fit(kind: str, target: str, value: str, code: str) -> None:
    assert codes(kind, target, value) == [code]


def test_a_percentage_of_nothing() -> None:
    empty = base(funds=(fund("F1", 0), fund("F2", 0)))
    assert codes("fund amount", "F1", "+20%", empty) == ["percentage-of-nothing"]
    assert codes("fund amount", "*", "+20%", empty) == ["percentage-of-nothing"]
    assert codes("fund split", "F1", "20% to F2", empty) == ["percentage-of-nothing"]
    assert codes("fund amount", "F1", "+20", empty) == []


def test_no_funds_at_all() -> None:
    assert codes("fund amount", "*", "-20%", base(funds=())) == ["no-funds"]


def test_a_fund_whose_validity_would_end_before_it_starts() -> None:
    short = base(funds=(fund("F1", valid_to=date(2027, 3, 31)),))
    assert codes("fund from", "F1", "2027-04-01", short) == ["window-reversed"]


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("fund amount", "%", "not-a-percentage"),
        ("fund amount", "a fifth%", "not-a-percentage"),
        ("fund amount", "-101%", "more-than-all"),
        ("fund amount", "much", "not-a-number"),
        ("fund from", "soon", "not-a-date"),
        ("fund split", "50000", "not-a-split"),
        ("fund split", "101% to F2", "more-than-all"),
        ("mission priority", "10", "too-large"),
        ("mission window", "2027-03-01", "not-a-window"),
        ("mission window", "2027-03-02..2027-03-01", "window-reversed"),
        ("mission window", "..2027-03-01", "not-a-window"),
        ("expert unavailable", "1/3/2027..2/3/2027", "not-a-date"),
        ("release cap", "-1", "too-small"),
        ("administration withdrawn", None, "unknown-country"),
        ("setting", "3", "unknown-setting"),
    ],
)
def test_values_that_cannot_be_read(kind: str, value: object, code: str) -> None:
    with pytest.raises(ChangeError) as error:
        read_change(kind, "F1", value)
    assert error.value.misfits[0].fault.code == code


def test_the_value_of_a_setting_that_it_cannot_have() -> None:
    with pytest.raises(ChangeError) as error:
        read_change("setting", "Travel days before", "many")
    [misfit] = error.value.misfits
    assert (misfit.field, misfit.fault.code) == ("value", "not-a-number")


# Words


@pytest.mark.parametrize(
    ("kind", "target", "value", "said"),
    [
        ("fund amount", "*", "-20%", "All funds: -20%"),
        ("fund amount", "F1", "+500", "Fund F1: 1,500 EUR instead of 1,000 EUR (+500)"),
        ("fund amount", "F1", "7", "Fund F1: 7 EUR instead of 1,000 EUR"),
        ("fund withdrawn", "F1", None, "Fund F1 is withdrawn"),
        ("fund confirmed", "F2", None, "Fund F2 is confirmed"),
        ("fund from", "F1", "2027-05-01", "Fund F1 pays from 1 May 2027 on"),
        ("fund split", "F1", "10% to F2", "100 EUR of fund F1 go to fund F2"),
        ("mission cancelled", "M1", None, "Mission M1 is cancelled"),
        ("mission priority", "M1", 2, "Mission M1 has priority 2 instead of 1"),
        (
            "mission window",
            "M1",
            "2027-03-01..2027-03-31",
            "Mission M1 takes place from 2027-03-01 to 2027-03-31",
        ),
        ("expert withdrawn", "E1", None, "Expert E1 is withdrawn"),
        (
            "expert unavailable",
            "E1",
            "2027-03-01..2027-03-31",
            "Expert E1 is not available from 2027-03-01 to 2027-03-31",
        ),
        (
            "administration withdrawn",
            "FR",
            None,
            "The administration of France releases nobody (1 expert)",
        ),
        ("release cap", "E2", 1, "Expert E2 is released for 1 week instead of 4 weeks"),
        ("release cap", "*", 2, "All experts are released for 2 weeks in a release period"),
        ("setting", "Avoid public holidays", "no", "Avoid public holidays: no instead of yes"),
    ],
)
def test_a_change_in_words(kind: str, target: object, value: object, said: str) -> None:
    assert words(read_change(kind, target, value), base()) == said


def test_a_scenario_applies_its_changes_one_after_the_other() -> None:
    changes = (
        read_change("fund amount", "F1", "-50%"),
        read_change("fund amount", "*", "+100"),
        read_change("fund split", "F1", "50% to F2"),
    )
    scenario = Scenario(name="Three", changes=changes)
    assert [f.amount for f in scenario.apply(base()).funds] == [300, 5_401]
    assert list(scenario.words(base()))[-1] == "300 EUR of fund F1 go to fund F2."


# Added


MISSION = {
    "mission id": "N1",
    "Host": "Kenya",
    "Expertise": "TOA/PCA",
    "Experts": 2,
    "Languages": ["French", "English"],
    "Earliest start": date(2027, 5, 3),
    "Latest end": "2027-05-31",
    "Working days": 5,
    "Funds": "F1",
}
EXPERT = {
    "Expert ID": "N",
    "Name": "Somebody",
    "Administration": "Spain",
    "Languages": "French",
    "Qualifications": [
        {"Expertise": "TOA/PCA", "Status": "Accredited", "Since": date(2025, 5, 1)},
        {"Expertise": "ET/VAL", "Status": "Pre-accredited"},
    ],
}


def added(kind: str, table: dict[str, Any], to: Year | None = None) -> Year:
    change = read_added(kind, table, to or base())
    assert change is not None
    assert list(misfits(change, to or base())) == []
    return year_with(to or base(), [change])


def test_an_added_mission_is_that_of_a_workbook() -> None:
    new = added("mission added", MISSION).missions[-1]
    assert (new.id, new.host, new.region, new.positions) == ("N1", "KE", "ESA", ("TOA/PCA",) * 2)
    assert (new.languages, new.funds, new.latest_end) == (("fr", "en"), ("F1",), date(2027, 5, 31))


def test_an_added_mission_with_a_mixed_team() -> None:
    rows = [{"Expertise": "TOA/PCA", "Experts": 1}, {"Expertise": "CMA", "Experts": 2}]
    rest = {key: value for key, value in MISSION.items() if key not in ("Expertise", "Experts")}
    assert added("mission added", rest | {"Teams": rows}).missions[-1].positions == (
        "TOA/PCA",
        "CMA",
        "CMA",
    )


def test_an_added_expert() -> None:
    after = added("expert added", EXPERT)
    new = after.experts[-1]
    assert (new.id, new.region, new.release_period_start) == ("N", "EU", date(2025, 5, 1))
    assert [q.expertise for q in after.qualifications_by_expert["N"]] == ["TOA/PCA", "ET/VAL"]


def test_several_experts_alike() -> None:
    change = read_added("expert added", EXPERT | {"Copies": 3}, base())
    assert change is not None
    assert [e.id for e in year_with(base(), [change]).experts[-3:]] == ["N-1", "N-2", "N-3"]
    assert words(change, base()) == (
        "3 experts from Spain added: N-1, N-2 and N-3 (TOA/PCA, ET/VAL)"
    )


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"Hosts": "Peru"}, "Hosts", "unknown-column"),
        ({"Host": "Kenyatta land"}, "Host", "unknown-country"),
        ({"Working days": None}, "Working days", "value-missing"),
        ({"Working days": "five"}, "Working days", "not-a-number"),
        ({"Expertise": "TOA/XX"}, "Expertise", "unknown-expertise"),
        ({"Experts": None}, "Experts", "value-missing"),
        ({"Latest end": date(2027, 5, 2)}, "Latest end", "window-reversed"),
        ({"Host": "Taiwan"}, "Region", "region-missing"),
        ({"Teams": [{"Expertise": "CMA"}]}, "Experts", "value-missing"),
    ],
)
def test_an_added_mission_that_is_wrong(change: dict[str, Any], field: str, code: str) -> None:
    table = {key: value for key, value in (MISSION | change).items() if value is not None}
    with pytest.raises(ChangeError) as error:
        read_added("mission added", table, base())
    assert (field, code) in {(m.field, m.fault.code) for m in error.value.misfits}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Qualifications": []}, "value-missing"),
        ({"Qualifications": "TOA/PCA"}, "value-missing"),
        ({"Qualifications": EXPERT["Qualifications"][:1] * 2}, "duplicate-qualification"),
        (
            {
                "Qualifications": [
                    *EXPERT["Qualifications"],
                    {"Expertise": "CMA", "Status": "External"},
                ]
            },
            "external-mixed",
        ),
        ({"Copies": 0}, "too-small"),
        ({"Administration": "Taiwan"}, "region-missing"),
    ],
)
def test_an_added_expert_who_is_wrong(change: dict[str, Any], code: str) -> None:
    with pytest.raises(ChangeError) as error:
        read_added("expert added", EXPERT | change, base())
    assert code in {m.fault.code for m in error.value.misfits}


def test_what_is_added_has_an_id_and_funds_of_its_own() -> None:
    for kind, table, field, code in (
        ("mission added", MISSION | {"mission id": "M1"}, "Mission ID", "duplicate-id"),
        ("mission added", MISSION | {"Funds": "F9"}, "Funds", "unknown-fund"),
        ("expert added", EXPERT | {"Expert ID": "E1"}, "Expert ID", "duplicate-id"),
    ):
        change = read_added(kind, table, base())
        assert change is not None
        [misfit] = misfits(change, base())
        assert (misfit.field, misfit.fault.code) == (field, code)


def test_windows_and_shares_can_be_made_in_a_program() -> None:
    window = Window(start=MONDAY, end=MONDAY)
    assert read_change("mission window", "M1", "2027-03-01..2027-03-01").value == window  # type: ignore[attr-defined]
    share = Transfer(part=Amount(by=-5), to="F2")
    assert share.of(100) == 5
    assert settings().travel_days_before == 1
