"""What people write in cells and above columns, and what it is taken for."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from models.answers.report import Problem, Severity
from planner.domain.members.reference import EXPERTISE
from planner.workbook.reading.meaning.meanings import understood
from planner.workbook.reading.meaning.meant import Manner
from planner.workbook.reading.reader import Reading
from planner.workbook.reading.sheets.headers import find_header
from planner.workbook.reading.values.cell_values import CellError, Fault
from planner.workbook.reading.values.code_list import Codes
from planner.workbook.reading.values.text_dates import DateOrder, proven_order
from planner.workbook.schema.declared import SHEET_BY_NAME
from planner.workbook.writing.corrected import corrected
from tests.workbook.books import Rows, expert, good_book, mission, qualification, save, settings
from tests.workbook.files import read

CODES = Codes(EXPERTISE)


def value(sheet: str, field: str, raw: object) -> object:
    column = SHEET_BY_NAME[sheet].column(field)
    return understood(column, raw, Manner(CODES, sheet)).value


def faults(sheet: str, field: str, raw: object) -> tuple[Fault, ...]:
    with pytest.raises(CellError) as caught:
        value(sheet, field, raw)
    return caught.value.faults


@pytest.mark.parametrize(
    ("field", "raw", "number"),
    [
        *(("working_days", text, 10) for text in ("2 weeks", "10 days", "2 semaines", "10d")),
        *(("working_days", text, 10) for text in ("two weeks", "10 working days (2 weeks)")),
        *(("working_days", text, 7) for text in ("1 week 2 days", "7 jours", "1 week and 2 days")),
        ("working_days", "a week", 5),
        *(("working_days", text, 5) for text in ("5 w.d.", "5 week days", "5 business days")),
        *(("working_days", text, 10) for text in ("two (2) weeks", "2 (two) weeks")),
        *(("working_days", text, 10) for text in ("a fortnight", "10d (2w)", "ten")),
        ("fixed_cost", "12.000,-", 12_000),
        ("fixed_cost", "5,00,000", 500_000),
        ("experts", "2 experts", 2),
        ("experts", "x3", 3),
        ("priority", "P1", 1),
        ("priority", "Priority 2", 2),
        ("fixed_cost", "12 000 EUR", 12_000),
        ("fixed_cost", "€1.200,50", 1201),
        ("fixed_cost", "12k", 12_000),
        ("fixed_cost", "1.2 million", 1_200_000),
    ],
)
def test_numbers_with_units(field: str, raw: str, number: int) -> None:
    assert value("Missions", field, raw) == number


@pytest.mark.parametrize(
    ("field", "raw", "meanings"),
    [
        ("working_days", "3-5", ("3", "5")),
        ("working_days", "5 days (2 weeks)", ("10", "5")),
        ("fixed_cost", "1,200", ("1200", "1.2")),
        ("fixed_cost", "EUR 12.000", ("12000", "12")),
    ],
)
def test_several_meanings_are_an_error_that_lists_them(
    field: str, raw: str, meanings: tuple[str, ...]
) -> None:
    [fault] = faults("Missions", field, raw)
    assert all(meaning in fault.remedy for meaning in meanings)


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        *(("working_days", text) for text in ("1 month", "some", "7 calendar days", "5 w 2")),
        *(("fixed_cost", text) for text in ("USD 500", "5,00,00", "about 500")),
    ],
)
def test_what_has_no_meaning_is_an_error(field: str, raw: str) -> None:
    assert len(faults("Missions", field, raw)) == 1


def test_weeks_are_weeks_and_days_are_not_made_of_them() -> None:
    assert value("Experts", "release_cap_weeks", "12 weeks") == 12
    assert faults("Experts", "release_cap_weeks", "60 days")[0].code == "not-a-number"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Nairobi, Kenya", "KE"),
        ("Kenya (Nairobi)", "KE"),
        ("Kenya Revenue Authority (KRA)", "KE"),
        ("Sudan, South", "SS"),
        ("Guinea, Bissau", "GW"),
        ("Congo (Kinshasa)", "CD"),
        ("Direction générale des douanes du Sénégal", "SN"),
    ],
)
def test_one_country_among_other_words(raw: str, code: str) -> None:
    assert value("Missions", "host", raw) == code


@pytest.mark.parametrize("raw", ["Kenya, Senegal", "Kenya and Senegal", "Kenya / Uganda"])
def test_two_countries_in_a_cell_for_one_are_listed(raw: str) -> None:
    [fault] = faults("Missions", "host", raw)
    assert fault.code == "several-countries"
    assert "Kenya" in fault.message
    assert len(value("Funds", "hosts", raw)) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", ["n/a", "N/A", "-", "none", "any", "all"])
def test_nothing_to_say_is_a_blank_cell_where_it_may_be_blank(raw: str) -> None:
    assert value("Missions", "funds", raw) is None
    assert faults("Missions", "host", raw)[0].code == "unknown-country"


def test_names_of_choices_in_other_words() -> None:
    assert value("Missions", "status", "Annulé") == "Cancelled"
    assert value("Missions", "status", "Cancelled (by the host)") == "Cancelled"
    assert value("Qualifications", "status", "certified") == "Accredited"
    assert value("Missions", "staff_lead", "oui") is True


def test_two_words_of_a_choice_are_not_the_first_of_them() -> None:
    assert value("Funds", "status", "Confirmed (letter of May)") == "Confirmed"
    assert value("Funds", "status", "Confirmed, 12 May") == "Confirmed"
    for text in ("confirmed, pending signature", "Pending - to be confirmed"):
        assert faults("Funds", "status", text)[0].code == "unknown-choice"


def test_the_opposite_of_a_choice_is_not_suggested() -> None:
    for field, raw in (("status", "not accredited"), ("status", "no longer accredited")):
        [fault] = faults("Qualifications", field, raw)
        assert fault.cell is None
        assert "Did you mean" not in fault.remedy


def test_a_suggestion_is_accepted_by_the_column_it_is_made_for() -> None:
    for sheet, field, raw in [
        ("Missions", "host", "Frnace"),
        ("Funds", "hosts", "Kenia; Senegl"),
        ("Qualifications", "status", "Acredited"),
        ("Missions", "expertise", "TOA/PAC"),
        ("Experts", "languages", "Englsh; Frnch"),
    ]:
        [*found] = faults(sheet, field, raw)
        cells = {fault.cell for fault in found}
        assert len(cells) == 1, raw
        assert value(sheet, field, cells.pop()), raw


@pytest.mark.parametrize(
    ("field", "raw", "day"),
    [
        ("earliest_start", "2027-03-01 (tbc)", date(2027, 3, 1)),
        ("earliest_start", "from 15 March 2027", date(2027, 3, 15)),
        ("earliest_start", "à partir du 15 mars 2027", date(2027, 3, 15)),
        ("earliest_start", "beginning of March 2027", date(2027, 3, 1)),
        ("latest_end", "until 30 June 2027?", date(2027, 6, 30)),
        ("latest_end", "end of June 2027", date(2027, 6, 30)),
        ("latest_end", "30 June 2027 at the latest", date(2027, 6, 30)),
        ("latest_end", "hasta el 30 de junio de 2027", date(2027, 6, 30)),
    ],
)
def test_words_around_a_date_that_only_repeat_the_column(field: str, raw: str, day: date) -> None:
    assert value("Missions", field, raw) == day


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("earliest_start", "until 15 March 2027"),
        ("earliest_start", "end of March 2027"),
        ("earliest_start", "before 15 March 2027"),
        ("earliest_start", "1 to 5 March 2027"),
        ("earliest_start", "15 or 22 March 2027"),
        ("latest_end", "from 1 June 2027"),
        ("latest_end", "Q2 2027"),
        ("latest_end", "tbc"),
    ],
)
def test_words_around_a_date_that_say_something_else(field: str, raw: str) -> None:
    assert [fault.code for fault in faults("Missions", field, raw)] == ["not-a-date"]


@pytest.mark.parametrize(
    ("raw", "code"), [("S. Africa", "ZA"), ("N. Macedonia", "MK"), ("S. Korea", "KR")]
)
def test_quarters_of_the_sky_may_be_abbreviated(raw: str, code: str) -> None:
    assert value("Missions", "host", raw) == code


@pytest.mark.parametrize("raw", ["Korea", "Congo", "Virgin Islands"])
def test_what_two_countries_may_be_is_corrected_to_neither(raw: str) -> None:
    [fault] = faults("Missions", "host", raw)
    assert " or " in fault.remedy
    assert fault.cell is None


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        *(("languages", text) for text in ("no French", "English, no French", "bilingual")),
        *(("languages", text) for text in ("not English", "sans anglais", "en-KE")),
        *(("expertise", text) for text in ("TOA", "ET")),
    ],
)
def test_nothing_is_suggested_that_was_not_meant(field: str, raw: str) -> None:
    [fault] = faults("Missions", field, raw)
    assert "Did you mean" not in fault.remedy
    assert fault.cell is None


def test_an_article_is_no_number() -> None:
    for field in ("priority", "working_days", "experts"):
        assert faults("Missions", field, "A")[0].code == "not-a-number"
    assert value("Missions", "working_days", "a day") == 1


def test_names_joined_by_and_stay_whole_in_a_list() -> None:
    raw = "Trinidad and Tobago, Barbados; Bosnia and Herzegovina; Kenya"
    assert value("Funds", "hosts", raw) == ("TT", "BB", "BA", "KE")
    assert value("Funds", "hosts", "Kenya and Uganda, Senegal") == ("KE", "UG", "SN")


@pytest.mark.parametrize("raw", ["excluding Kenya", "Uganda (not Somalia)", "all but not Kenya"])
def test_what_is_left_out_is_not_suggested(raw: str) -> None:
    assert "Did you mean" not in faults("Funds", "hosts", raw)[0].remedy


@pytest.mark.parametrize("raw", ["200 EUR per day", "200/day", "200 € par jour"])
def test_what_a_column_of_days_says_already(raw: str) -> None:
    assert value("Rates", "daily_allowance", raw) == 200
    assert faults("Missions", "fixed_cost", raw)[0].code == "not-a-number"


def test_languages_on_both_sides_of_a_hyphen() -> None:
    assert value("Missions", "languages", "English-French") == ("en", "fr")
    assert value("Missions", "languages", "no; fr") == ("no", "fr")
    assert value("Missions", "languages", "en-GB") == ("en",)


def test_how_many_of_each_code_belongs_to_the_sheet_of_teams() -> None:
    [fault] = faults("Missions", "expertise", "2 ET/VAL + 1 x TOA/RM")
    assert (fault.code, "Teams" in fault.remedy) == ("several-codes", True)
    [fault] = faults("Missions", "expertise", "2 ET/VAL")
    assert fault.cell is None


@pytest.mark.parametrize("field", ["host", "expertise", "languages", "earliest_start", "experts"])
def test_long_texts_cost_no_time(field: str) -> None:
    assert faults("Missions", field, "x" * 32_000)


def test_the_order_of_dates_is_proven_by_the_column() -> None:
    assert proven_order(["04/05/2027", "31/03/2027"]) is DateOrder.DAY_FIRST
    assert proven_order(["04/05/2027", "03/31/2027"]) is DateOrder.MONTH_FIRST
    assert proven_order(["04/05/2027", "05/05/2027"]) is None
    assert proven_order(["31/03/2027", "03/31/2027"]) is None


def dated(*starts: object, **more: object) -> dict[str, Rows]:
    rows = [mission(f"M{n}", **{"Earliest start": day}) for n, day in enumerate(starts, start=1)]
    return good_book(Missions=rows, Settings=settings(**more))


def starts(found: Reading) -> list[date]:
    assert found.year is not None, found.problems
    return [mission.earliest_start for mission in found.year.missions]


def test_dates_of_one_column(tmp_path: Path) -> None:
    found = read(save(dated("02/03/2027", "15/03/2027"), tmp_path))
    assert starts(found) == [date(2027, 3, 2), date(2027, 3, 15)]
    found = read(save(dated("02/03/2027", "03/15/2027"), tmp_path))
    assert starts(found) == [date(2027, 2, 3), date(2027, 3, 15)]
    found = read(save(dated("02/03/2027"), tmp_path))
    assert [p.code for p in found.problems] == ["date-ambiguous"]
    assert "2027-03-02 or 2027-02-03" in found.problems[0].message
    found = read(save(dated("02/03/2027", **{"Date order": "month first"}), tmp_path))
    assert starts(found) == [date(2027, 2, 3)]
    found = read(save(dated("Mon 1 March 2027", "lundi 1er mars 2027"), tmp_path))
    assert starts(found) == [date(2027, 3, 1)] * 2
    found = read(save(dated("Tuesday 1 March 2027"), tmp_path))
    assert [p.code for p in found.problems] == ["date-weekday"]


def header(sheet: str, *texts: str) -> dict[str, str]:
    found = find_header(SHEET_BY_NAME[sheet], {1: texts})
    return {} if found is None else {field: texts[place] for field, place in found.columns.items()}


def test_other_words_above_columns() -> None:
    found = header("Missions", "No.", "Activity", "Beneficiary", "From", "To", "Days", "Donor")
    assert found == {
        **{"id": "No.", "title": "Activity", "host": "Beneficiary", "earliest_start": "From"},
        **{"latest_end": "To", "working_days": "Days", "funds": "Donor"},
    }
    found = header("Missions", "#", "Pays bénéficiaire", "Date de début", "Date de fin", "Jours")
    assert (found["host"], found["latest_end"]) == ("Pays bénéficiaire", "Date de fin")
    found = header("Funds", "Code", "Donor", "Budget", "From", "To")
    assert (found["id"], found["name"], found["valid_to"]) == ("Code", "Donor", "To")
    assert header("Funds", "Donor", "Budget")["id"] == "Donor"
    assert header("Experts", "No.", "Surname", "Country")["name"] == "Surname"
    assert header("Qualifications", "Name", "Expertise", "Status")["expert_id"] == "Name"


def test_headers_in_their_own_words_keep_their_columns() -> None:
    found = header("Unavailability", "Applies to", "Who", "From", "To", "Start", "Country")
    assert (found["start"], found["end"], found["who"]) == ("From", "To", "Who")
    assert "Start" not in found.values()


def test_two_words_for_one_column_are_not_guessed(tmp_path: Path) -> None:
    rows = [{**mission(), "From": 1, "Start": 2}]
    del rows[0]["Earliest start"]
    found = read(save(good_book(Missions=rows), tmp_path))
    ambiguous = next(p for p in found.problems if p.code == "column-ambiguous")
    assert '"From" and "Start"' in ambiguous.message
    assert found.year is None


def test_the_settings_may_keep_a_word(tmp_path: Path) -> None:
    rows = [{("Receiving office" if k == "Host" else k): v for k, v in mission().items()}]
    book = good_book(Missions=rows)
    assert [p.code for p in read(save(book, tmp_path)).problems] == ["column-missing"]
    book["Settings"] = settings(**{"Column Receiving office": "Missions: Host"})
    assert read(save(book, tmp_path)).problems == ()
    book["Settings"] = settings(**{"Column Receiving office": "Missions: Hots"})
    assert "unknown-column" in {p.code for p in read(save(book, tmp_path)).problems}


def test_names_stand_for_ids(tmp_path: Path) -> None:
    book = good_book(
        Experts=[expert("E1", Name="Amber Ash"), expert("E2", Name="Beryl Birch")],
        Qualifications=[qualification("ASH, Amber"), qualification("E2")],
    )
    [problem] = read(save(book, tmp_path)).problems
    assert (problem.severity, problem.becomes) == (Severity.READ_AS, "E1")
    book["Experts"].append(expert("E3", Name="Ash Amber"))
    book["Qualifications"].append(qualification("E3"))
    [problem] = [p for p in read(save(book, tmp_path)).problems if p.severity is Severity.ERROR]
    assert problem.code == "name-ambiguous"
    assert "E1 or E3" in problem.message


def assigned(who: str, **book: Rows) -> dict[str, Rows]:
    """A row of Assignments with this in the place of an expert's ID."""
    row = {"Mission ID": "M1", "Expert ID": who, "Start": date(2027, 3, 8), "Status": "Proposed"}
    people = [expert("E1", Name="Amber Ash"), expert("E2", Name="Beryl Birch")]
    return good_book(Experts=people, Assignments=[row]) | book


@pytest.mark.parametrize(
    "text",
    [
        "E1 (Amber Ash)",
        "E1 - Amber Ash",
        "Ash, Amber (E1)",
        "E1: ASH Amber",
        "Mr Ash Amber E1",
    ],
)
def test_an_id_beside_its_own_name_is_the_id(tmp_path: Path, text: str) -> None:
    [problem] = read(save(assigned(text), tmp_path)).problems
    assert (problem.severity, problem.becomes) == (Severity.READ_AS, "E1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E1 (Beryl Birch)", "contradiction"),
        ("E1 (Coral Cedar)", "unknown-expert"),
        ("E1, E2", "unknown-expert"),
        ("E1 and E2", "unknown-expert"),
    ],
)
def test_an_id_beside_something_else_is_an_error(tmp_path: Path, text: str, code: str) -> None:
    [problem] = read(save(assigned(text), tmp_path)).problems
    assert (problem.code, problem.becomes) == (code, None)
    several = "names experts E1 and E2" in problem.message
    assert (problem.remedy == "Give each a row of its own.") is several is ("E2" in text)


@pytest.mark.parametrize(
    ("known", "typed", "becomes"),
    [("M001", "M1", "M001"), ("M-023", "m23", "M-023"), ("M10", "M1O", None), ("M12", "M1", None)],
)
def test_leading_zeros_are_a_slip_where_one_id_is_left(
    tmp_path: Path, known: str, typed: str, becomes: str | None
) -> None:
    book = good_book(
        Missions=[mission(known)],
        Exclusions=[{"Expert ID": "E1", "Mission ID": typed, "Host": None}],
    )
    [problem] = read(save(book, tmp_path)).problems
    assert (problem.code, problem.becomes) == ("unknown-mission", becomes)
    assert ("Did you mean" in problem.remedy) == (becomes is not None)


@pytest.mark.parametrize("text", ["F1 60%, F2 40%", "F1 (60%); F2 (40 %)"])
def test_parts_in_per_cent_belong_to_the_sheet_shares(tmp_path: Path, text: str) -> None:
    funds = [{"Fund ID": name, "Amount": 50_000} for name in ("F1", "F2")]
    found = read(save(good_book(Missions=[mission(Funds=text)], Funds=funds), tmp_path))
    assert {p.code for p in found.problems} == {"unknown-fund"}
    assert all("Shares" in p.remedy for p in found.problems)


@pytest.mark.parametrize(
    "text",
    [
        "Note: dates to be confirmed",
        "* subject to signature",
        "Source: plan, v3",
        "NB - new",
    ],
)
def test_notes_below_a_table_are_told_and_left_out(tmp_path: Path, text: str) -> None:
    found = read(save(good_book(Missions=[mission(), {"Mission ID": text}]), tmp_path))
    assert [(p.code, p.cell) for p in found.problems] == [("row-left-out", "A3")]
    assert found.year is not None


def test_a_row_with_more_than_a_note_is_a_row(tmp_path: Path) -> None:
    found = read(save(good_book(Missions=[mission(), mission("Note-1")]), tmp_path))
    assert found.problems == ()
    half = {"Mission ID": "Note: see below", "Host": "Kenya"}
    found = read(save(good_book(Missions=[mission(), half]), tmp_path))
    assert "value-missing" in {p.code for p in found.problems}


def test_first_names_stand_before_surnames(tmp_path: Path) -> None:
    rows = [{"Expert ID": "E1", "First name": "Amber", "Surname": "Ash"}]
    rows[0] |= {"Administration": "France", "Languages": "English"}
    book = good_book(Experts=rows, Qualifications=[qualification("Amber Ash")])
    found = read(save(book, tmp_path))
    assert found.year is not None
    assert found.year.experts[0].name == "Amber Ash"


def test_funds_in_one_cell(tmp_path: Path) -> None:
    funds = [{"Fund ID": name, "Amount": 50_000} for name in ("F1", "F2", "A, B")]
    for text, expected in [
        ("F1, F2", ("F1", "F2")),
        ("F1 and F2", ("F1", "F2")),
        ("F1/F2", ("F1", "F2")),
        ("A, B", ("A, B",)),
        ("F2; A, B", ("F2", "A, B")),
    ]:
        found = read(save(good_book(Missions=[mission(Funds=text)], Funds=funds), tmp_path))
        assert found.year is not None, text
        assert found.year.missions[0].funds == expected


def problems_after_fix(path: Path) -> tuple[Problem, ...]:
    found = read(path)
    target = path.with_name("fixed.xlsx")
    target.write_bytes(corrected(path.read_bytes(), found.problems))
    return read(target).problems


def test_formulas_and_headers_of_tables_are_left_alone(tmp_path: Path) -> None:
    from openpyxl.worksheet.table import Table

    path = save(good_book(Missions=[mission(Expertise="PCA")]), tmp_path)
    book: Workbook = load_workbook(path)
    sheet: Any = book["Missions"]
    sheet["C1"] = "Beneficiary"
    sheet.add_table(Table(displayName="T", ref="A1:I2"))
    book.save(path)
    found = {p.cell: p.becomes for p in read(path).problems}
    assert found == {"C1": None, "D2": "TOA/PCA"}
    assert [p.cell for p in problems_after_fix(path)] == ["C1"]


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        *((text, False) for text in ("no (see mail)", "No - the host provides", "faux", "Non.")),
        *((text, True) for text in ("yes, agreed by phone", "vrai", "oui : accord du 3 mars")),
    ],
)
def test_an_answer_with_a_remark(raw: str, meant: bool) -> None:
    assert value("Missions", "staff_lead", raw) is meant


@pytest.mark.parametrize("raw", ["no, unless asked", "yes; no for 2028", "yes (to be confirmed)"])
def test_a_remark_that_takes_the_answer_back(raw: str) -> None:
    (fault,) = faults("Missions", "staff_lead", raw)
    assert fault.code == "not-yes-or-no"


@pytest.mark.parametrize(
    ("raw", "meant"), [("Cancelled by host", "Cancelled"), ("Postponed to 2028", "Postponed")]
)
def test_a_status_with_who_or_until_when(raw: str, meant: str, tmp_path: Path) -> None:
    """The row is left out, so what takes it away is told."""
    path = save(
        good_book(Missions=[mission(), mission(**{"Mission ID": "M2"}, Status=raw)]), tmp_path
    )
    (told,) = read(path).problems
    assert told.message == f'"{raw}" is read as {meant}.'
    assert told.becomes == meant


@pytest.mark.parametrize("raw", ["Cancelled by host unless funded", "Cancelled (not yet)"])
def test_a_status_that_depends_on_something_is_none(raw: str) -> None:
    (fault,) = faults("Missions", "status", raw)
    assert "none of the words" in fault.message


@pytest.mark.parametrize(
    ("raw", "told"), [(0.2, True), ("0.4", True), (1e-13, False), (1.4, False)]
)
def test_an_amount_below_one_unit_is_told(raw: object, told: bool) -> None:
    column = SHEET_BY_NAME["Missions"].column("fixed_cost")
    meant = understood(column, raw, Manner(CODES, "Missions"))
    assert (meant.why != "") == told


@pytest.mark.parametrize("raw", ["jubilada", "Ya no", "à la retraite", "No", "retired (2025)"])
def test_who_works_elsewhere_has_left(raw: str) -> None:
    assert value("Experts", "status", raw) == "Left"


@pytest.mark.parametrize(
    ("field", "raw", "meant"),
    [
        ("max_experts_away", "max 3", 3),
        ("max_experts_away", "Max. 3 experts", 3),
        ("max_weeks", "up to 6 weeks", 6),
        ("max_weeks", "unlimited", None),
        ("max_missions_hosted", "No limit", None),
    ],
)
def test_limits_say_at_most_or_none(field: str, raw: str, meant: int | None) -> None:
    assert value("Administrations", field, raw) == meant


def test_at_most_is_no_number_where_nothing_is_limited() -> None:
    assert faults("Missions", "working_days", "up to 5")
