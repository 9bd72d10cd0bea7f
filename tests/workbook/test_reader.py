"""A workbook as people make it, read into the facts it means."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from models.answers.report import Severity
from models.facts.administration import Addressee
from models.facts.assignment import AssignmentStatus
from models.facts.expert import AppliesTo, Clearance, QualificationStatus
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import TeamRow
from planner.domain.agreements import pinned_rows
from planner.domain.calendars import Calendars
from planner.domain.members.reference import EXPERTISE
from planner.workbook.reading.reader import Reading
from tests.workbook import books
from tests.workbook.books import Book, expert, good_book, make, mission, qualification, save
from tests.workbook.files import read


def reading(book: Book, folder: Path, **options: Any) -> Reading:
    return read(save(book, folder), **options)


def year_of(found: Reading) -> Year:
    assert found.problems == ()
    assert found.year is not None
    return found.year


def test_a_good_book_has_no_problems(tmp_path: Path) -> None:
    year = year_of(reading(good_book(), tmp_path))
    (found,) = year.missions
    assert (found.id, found.row, found.host, found.region) == ("M1", 2, "BE", "EU")
    assert found.team == (TeamRow(expertise="TOA/PCA", experts=1),)
    assert found.languages == ("en",)
    assert (found.earliest_start, found.latest_end) == (date(2027, 3, 1), date(2027, 3, 31))
    assert (found.priority, found.fixed_cost, found.funds) == (1, 0, ())
    assert not found.staff_lead
    assert not found.same_administration_allowed
    assert [e.administration for e in year.experts] == ["FR", "KE"]
    assert [e.region for e in year.experts] == ["EU", "ESA"]
    assert year.experts[0].languages == ("en", "fr")
    assert year.expertise == EXPERTISE
    assert year.settings.plan_end == date(2027, 12, 31)


def test_defaults_that_other_rows_decide(tmp_path: Path) -> None:
    book = good_book(
        Experts=[
            expert("E1"),
            expert("E2"),
            expert("E3", **{"Release period start": date(2020, 2, 29)}),
            expert("E4", **{"Release cap weeks": 6, "Daily fee": 450, "Region": "mena"}),
        ],
        Qualifications=[
            qualification("E1", Since=date(2025, 5, 1)),
            qualification("E1", Expertise="CMA", Since=date(2024, 3, 1)),
            qualification("E1", Expertise="DF", Status="Recognized", Since=date(2019, 1, 1)),
            qualification("E2", Status="Pre-accredited"),
            qualification("E3"),
            qualification("E4", Status="external", Since=None),
        ],
        History=[
            {"Expert ID": "E1", "Start": date(2026, 3, 2), "End": date(2026, 3, 6)},
            {"Expert ID": "E1", "Start": date(2026, 5, 4), "End": date(2026, 5, 11)},
            {"Expert ID": "E2", "Start": date(2026, 3, 2), "End": date(2026, 3, 6), "Weeks": 4},
        ],
    )
    year = year_of(reading(book, tmp_path))
    starts = [e.release_period_start for e in year.experts]
    assert starts == [date(2024, 3, 1), None, date(2020, 2, 29), None]
    assert [e.release_cap_weeks for e in year.experts] == [None, None, None, 6]
    assert [e.daily_fee for e in year.experts] == [None, None, None, 450]
    assert year.experts[3].region == "MENA"
    assert year.experts[3].clearance is Clearance.PENDING
    assert year.external_ids == {"E4"}
    assert year.qualifications[2].status is QualificationStatus.RECOGNISED
    assert [entry.weeks for entry in year.history] == [1, 2, 4]


def test_every_sheet_is_read(tmp_path: Path) -> None:
    book = good_book(
        Missions=[
            mission("M1", Funds="F1; 7", **{"Fixed cost": 1000.5, "Staff lead": "x"}),
            mission("M2", Expertise=None, Experts=None, **{"Same administration allowed": 1}),
        ],
        Teams=[
            {"Mission ID": "M2", "Expertise": "TOA/PCA", "Experts": 1},
            {"Mission ID": "M2", "Expertise": "cma", "Experts": "2"},
            {"Mission ID": "M2", "Expertise": "TOA/PCA", "Experts": 1},
        ],
        Qualifications=[qualification("E1"), qualification("E2", Expertise="MPA")],
        Unavailability=[
            {"Applies to": "Expert", "Who": "E1", "From": date(2027, 7, 1), "Reason": "leave"},
            {"Applies to": "host", "Who": "Belgique", "From": "2027-12-20", "To": "2027-12-31"},
            {"Applies to": "Administration", "Who": "KE", "From": date(2027, 8, 1)},
        ],
        Exclusions=[
            {"Expert ID": "E1", "Mission ID": "M2", "Host": None},
            {"Expert ID": "E2", "Mission ID": None, "Host": "Namibia"},
        ],
        Administrations=[
            {"Administration": "France", "Max experts away": 2, "Addressee": "director general"},
            {"Administration": "NA", "Max missions hosted": 0, "NCP e-mail": "ncp@example.org"},
        ],
        Funds=[
            {"Fund ID": "F1", "Amount": "50 000", "Committed": 1.5, "Regions": "EU; MENA"},
            {
                "Fund ID": 7,
                "Amount": 100,
                "Status": "pending",
                "Expertise": "CMA",
                "Hosts": "Belgium",
                "Valid from": date(2027, 1, 1),
            },
        ],
        Rates=[{"Host": "EU", "Daily allowance": 210}, {"Host": "Kenya", "Daily allowance": 180}],
        Holidays=[{"Host": "Belgium", "Date": date(2027, 3, 2)}],
        Expertise=[
            {"Code": "New", "Title": "A new area", "Also covers": "toa/pca; other"},
            {"Code": "Other", "Title": "Another", "Also covers": None},
        ],
        Assignments=[
            {"Mission ID": "M1", "Expert ID": "E1", "Start": date(2027, 3, 8), "Fund": 7.0}
            | {"Status": "confirmed", "Position": 1, "Expertise": "TOA/PCA", "Cost": "whatever"},
            {"Mission ID": "M2", "Expert ID": "E2"},
        ],
    )
    year = year_of(reading(book, tmp_path))
    first, second = year.missions
    assert (first.funds, first.fixed_cost, first.staff_lead) == (("F1", "7"), 1001, True)
    assert second.positions == ("TOA/PCA", "CMA", "CMA", "TOA/PCA")
    assert second.same_administration_allowed
    assert [(u.applies_to, u.who, u.end) for u in year.unavailability] == [
        (AppliesTo.EXPERT, "E1", None),
        (AppliesTo.HOST, "BE", date(2027, 12, 31)),
        (AppliesTo.ADMINISTRATION, "KE", None),
    ]
    assert [(e.mission_id, e.host) for e in year.exclusions] == [("M2", None), (None, "NA")]
    france, namibia = year.administrations
    assert (france.max_experts_away, france.max_weeks) == (2, None)
    assert france.addressee is Addressee.DIRECTOR_GENERAL
    assert (namibia.country, namibia.max_missions_hosted) == ("NA", 0)
    one, seven = year.funds
    assert (one.amount, one.committed, one.regions) == (50_000, 2, ("EU", "MENA"))
    assert (seven.id, seven.status, seven.hosts) == ("7", FundStatus.PENDING, ("BE",))
    assert [(r.place, r.daily_allowance) for r in year.rates] == [("EU", 210), ("KE", 180)]
    assert year.holidays[0].day == date(2027, 3, 2)
    assert year.expertise_by_code["New"].also_covers == ("TOA/PCA", "Other")
    agreed, proposed = year.assignments
    assert (agreed.status, agreed.fund_id, agreed.position) == (AssignmentStatus.CONFIRMED, "7", 1)
    assert (proposed.status, proposed.start) == (AssignmentStatus.PROPOSED, None)


def test_an_expertise_row_replaces_a_built_in_code_in_its_place(tmp_path: Path) -> None:
    rows = [{"Code": "mpa", "Title": "Adviser", "Also covers": "DF"}]
    year = year_of(reading(good_book(Expertise=rows), tmp_path))
    assert [e.code for e in year.expertise] == [e.code for e in EXPERTISE]
    assert year.expertise_by_code["MPA"].also_covers == ("DF",)
    assert year.expertise_by_code["MPA"].title == "Adviser"


def test_settings_by_name(tmp_path: Path) -> None:
    values = {"release CAP weeks": "10", "Use pending funds": "yes", "Currency": "CHF"}
    values |= {"Objectives": "delivery; cost", "Daily allowance": None}
    settings = year_of(reading(good_book(Settings=books.settings(**values)), tmp_path)).settings
    assert (settings.release_cap_weeks, settings.use_pending_funds) == (10, True)
    assert (settings.currency, settings.objectives) == ("CHF", ("delivery", "cost"))
    assert settings.daily_allowance == 200


def test_options_take_the_place_of_settings(tmp_path: Path) -> None:
    options = {"plan_start": date(2027, 2, 1), "plan_end": date(2027, 4, 30)}
    with_sheet = year_of(reading(good_book(), tmp_path, **options))
    book = good_book()
    del book["Settings"]
    without = year_of(reading(book, tmp_path, **options))
    assert with_sheet.settings == without.settings
    assert without.settings.plan_start == date(2027, 2, 1)


def test_cancelled_missions_are_gone_but_for_who_was_asked(tmp_path: Path) -> None:
    gone = mission("M2", Host="Atlantis", Status="cancelled", **{"Latest end": "no idea"})
    book = good_book(
        Missions=[mission("M1"), gone],
        Teams=[{"Mission ID": "M2", "Expertise": "nonsense", "Experts": 0}],
        Exclusions=[{"Expert ID": "E1", "Mission ID": "M2", "Host": "Kenya"}],
        Assignments=[
            {"Mission ID": "M2", "Expert ID": "E1", "Start": None, "Status": "Confirmed"},
            {"Mission ID": "M1", "Expert ID": "E1", "Start": None, "Status": "Proposed"},
        ],
    )
    year = year_of(reading(book, tmp_path))
    assert [m.id for m in year.missions] == ["M1"]
    assert year.exclusions == ()
    assert [(m.id, m.host) for m in year.called_off] == [("M2", None)]
    assert [row.mission_id for row in year.assignments] == ["M2", "M1"]
    assert pinned_rows(year, Calendars(year)) == ()


def test_completed_rows_of_forgotten_missions_are_history(tmp_path: Path) -> None:
    row = {"Mission ID": "OLD", "Expert ID": "E1", "Start": date(2026, 11, 2), "Fund": "gone"}
    row |= {"End": date(2026, 11, 6), "Status": "Completed"}
    fund = {"Fund ID": "F1", "Amount": 1}
    found = reading(good_book(Assignments=[row], Funds=[fund]), tmp_path)
    assert found.year is not None
    (kept,) = found.year.assignments
    assert (kept.mission_id, kept.end, kept.fund_id) == ("OLD", date(2026, 11, 6), None)
    assert [p.code for p in found.problems] == ["fund-forgotten"]


def test_numbers_and_text_name_the_same_mission(tmp_path: Path) -> None:
    book = good_book(
        Missions=[mission(12, Expertise=None, Experts=None)],
        Teams=[{"Mission ID": "12", "Expertise": "TOA/PCA", "Experts": 1.0}],
        Assignments=[{"Mission ID": 12.0, "Expert ID": "E1", "Start": None}],
    )
    year = year_of(reading(book, tmp_path))
    assert year.missions[0].id == year.assignments[0].mission_id == "12"


def test_sheets_and_columns_are_found_whatever_they_look_like(tmp_path: Path) -> None:
    book = make(good_book())
    missions = book["Missions"]
    missions.title = "MISSIONS "
    missions.insert_rows(1, amount=4)
    missions["A1"] = "Annual delivery plan 2027"
    missions.merge_cells("A1:I1")
    missions["B2"] = "Experts and funds"
    for cell in missions[5]:
        cell.value = f"  {str(cell.value).upper()}\xa0\n"
    missions["I5"] = "Working  days (without travel)"
    missions.append([None] * 9)
    missions.append(["   ", None, ""])
    missions.insert_cols(1)
    missions["A5"] = "Our own notes"
    missions["A6"] = "=NOW()"
    book.create_sheet("Minutes of the meeting")["A1"] = "Hello"
    path = tmp_path / "plan.xlsx"
    book.save(path)
    found = read(path)
    year = year_of(found)
    assert [m.row for m in year.missions] == [6]
    assert found.sheet_names["Missions"] == "MISSIONS "
    assert found.cell("Missions", "host", 6) == "D6"
    assert found.cell("Funds", "amount", 2) is None


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    turned = [dict(reversed(row.items())) for row in good_book()["Missions"]]
    assert year_of(reading(good_book(Missions=turned), tmp_path)).missions == (
        year_of(reading(good_book(), tmp_path)).missions
    )


def test_rows_that_hold_only_unknown_columns_are_no_rows(tmp_path: Path) -> None:
    book = make(good_book(), extra_headers=["Notes"])
    book["Missions"].cell(9, 10).value = "remember the venue"
    path = tmp_path / "plan.xlsx"
    book.save(path)
    assert len(year_of(read(path)).missions) == 1


def test_sheets_without_rows_mean_no_restriction(tmp_path: Path) -> None:
    empty = {name: [] for name in ("Funds", "Rates", "Assignments", "Scenarios", "Teams")}
    assert year_of(reading(good_book(**empty), tmp_path)).funds == ()
    book = make(good_book())
    book.create_sheet("Funds")
    book.save(tmp_path / "plan.xlsx")
    assert year_of(read(tmp_path / "plan.xlsx")).funds == ()


def test_dates_with_times_and_text_dates(tmp_path: Path) -> None:
    dates = {"Earliest start": datetime(2027, 3, 1, 8, 30), "Latest end": "2027-03-31T00:00:00"}
    year = year_of(reading(good_book(Missions=[mission(**dates)]), tmp_path))
    assert year.missions[0].earliest_start == date(2027, 3, 1)
    assert year.missions[0].latest_end == date(2027, 3, 31)


def test_dates_that_count_from_1904(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = make(good_book())
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "plan.xlsx")
    assert year_of(read(tmp_path / "plan.xlsx")).missions[0].earliest_start == date(2027, 3, 1)


def test_namibia_is_no_missing_value(tmp_path: Path) -> None:
    book = good_book(
        Missions=[mission(Host="NA")],
        Experts=[expert("E1", Administration="NA"), expert("E2", Administration="na")],
    )
    year = year_of(reading(book, tmp_path))
    assert year.missions[0].host == "NA"
    assert [e.administration for e in year.experts] == ["NA", "NA"]


def test_scenarios_are_read_as_text_with_their_cells(tmp_path: Path) -> None:
    rows = [
        {"Scenario": "Cut", "Change": "Fund amount", "Target": "*", "Value": "-20%"},
        {"Scenario": "Cut", "Change": "fund from", "Target": 7, "Value": date(2027, 4, 1)},
        {"Scenario": "Cut", "Change": "mission priority", "Target": "M1", "Value": 2.0},
        {"Scenario": "Cut", "Change": "fund amount", "Target": "F1", "Value": -0.15},
        {"Scenario": "Less", "Change": "expert withdrawn", "Target": "E1", "Value": None},
    ]
    book = make(good_book(Scenarios=rows))
    book["Scenarios"]["D5"].number_format = "0%"
    book.save(tmp_path / "plan.xlsx")
    found = read(tmp_path / "plan.xlsx")
    assert found.problems == ()
    assert [(s.change, s.target, s.value) for s in found.scenarios] == [
        ("fund amount", "*", "-20%"),
        ("fund from", "7", "2027-04-01"),
        ("mission priority", "M1", "2"),
        ("fund amount", "F1", "-15%"),
        ("expert withdrawn", "E1", ""),
    ]
    assert found.scenarios[0].row == 2
    assert (found.scenarios[1].target_cell, found.scenarios[1].value_cell) == ("C3", "D3")


def test_formulas_count_by_their_saved_values(tmp_path: Path) -> None:
    path = save(good_book(), tmp_path)
    _set_cell_markup(path, "E2", '<c r="E2"><f>1+1</f><v>2</v></c>')
    assert year_of(read(path)).missions[0].team[0].experts == 2


def test_a_formula_that_gives_an_empty_text_is_blank(tmp_path: Path) -> None:
    book = good_book(Missions=[mission(Priority=3)])
    path = save(book, tmp_path)
    _set_cell_markup(path, "J2", '<c r="J2" t="str"><f>IF(A1="","",1)</f><v></v></c>')
    assert year_of(read(path)).missions[0].priority == 1


def _set_cell_markup(path: Path, cell: str, markup: str) -> None:
    """Replace a cell of the sheet Missions in the file itself."""
    import re

    from planner.workbook.openxml.package import Package
    from planner.workbook.openxml.sheet_marks import sheet_parts

    package = Package.read(path)
    part = sheet_parts(package)["Missions"]
    old = rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % cell.encode()
    assert re.search(old, package.parts[part])
    package.parts[part] = re.sub(old, markup.encode(), package.parts[part], count=1)
    path.write_bytes(package.to_bytes())


def test_warnings_do_not_stop_a_run(tmp_path: Path) -> None:
    found = reading(good_book(Experts=[expert("E1"), expert("E2"), expert("E3")]), tmp_path)
    assert found.year is not None
    assert [p.severity for p in found.problems] == [Severity.WARNING]
    assert (found.errors, found.warnings) == ((), found.problems)


def test_the_fingerprint_is_that_of_the_file(tmp_path: Path) -> None:
    import hashlib

    path = save(good_book(), tmp_path)
    assert read(path).fingerprint == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_file_is_not_changed_and_not_kept_open(tmp_path: Path) -> None:
    path = save(good_book(), tmp_path)
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before
    path.rename(tmp_path / "renamed.xlsx")


@pytest.mark.parametrize("missing", ["Title", "Languages"])
def test_optional_columns_may_be_absent(tmp_path: Path, missing: str) -> None:
    rows = [{k: v for k, v in mission().items() if k != missing}]
    year_of(reading(good_book(Missions=rows), tmp_path))


def test_an_empty_workbook_names_the_sheets_it_needs(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "plan.xlsx")
    found = read(tmp_path / "plan.xlsx")
    missing = [p.message for p in found.problems if p.code == "sheet-missing"]
    assert missing == [
        f"The workbook has no sheet {name}." for name in ("Missions", "Experts", "Qualifications")
    ]
    assert {p.code for p in found.problems} == {
        "sheet-missing",
        "plan-start-missing",
        "plan-end-missing",
    }
