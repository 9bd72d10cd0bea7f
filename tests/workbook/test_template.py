"""The template: complete, helpful, empty without noise, and read back once it is filled in."""

import zipfile
from datetime import date
from pathlib import Path
from xml.dom import minidom

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from models.facts.expert import Clearance, QualificationStatus
from models.facts.expertise import Expertise
from models.facts.instance import Year
from models.facts.mission import Mission, TeamRow
from planner.domain.errors import CannotWrite
from planner.domain.members.reference import EXPERTISE, MEMBERS
from planner.domain.wording import language
from planner.workbook.forms.drop_downs import LISTS
from planner.workbook.forms.header_notes import note_of
from planner.workbook.forms.inputs import write_year
from planner.workbook.forms.read_me import READ_ME
from planner.workbook.forms.template import write_template
from planner.workbook.reading.reader import Reading
from planner.workbook.schema.columns import Kind
from planner.workbook.schema.core import MISSIONS
from planner.workbook.schema.declared import (
    INPUT_SHEETS,
    RESULT_SHEETS,
    SETTING_ROWS,
    SETTINGS,
    Sheet,
)
from tests import builders
from tests.sample.years import bare
from tests.workbook.files import read

LIMIT_OF_A_RULE = 255


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("template") / "template.xlsx"
    write_template(target)
    return target


@pytest.fixture(scope="module")
def book(template: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(template)


def test_sheets_come_in_order_with_the_help_first_and_the_lists_last(
    book: openpyxl.Workbook,
) -> None:
    declared = [sheet.name for sheet in INPUT_SHEETS]
    assert book.sheetnames == [READ_ME, *declared, LISTS]
    assert book.active is book[READ_ME]


@pytest.mark.parametrize("sheet", INPUT_SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_is_there_with_a_note(book: openpyxl.Workbook, sheet: Sheet) -> None:
    header = book[sheet.name][1]
    assert tuple(cell.value for cell in header)[: len(sheet.columns)] == sheet.headers
    for cell, column in zip(header, sheet.columns, strict=False):
        assert cell.comment.text == note_of(sheet, column)
        assert column.help in cell.comment.text


@pytest.mark.parametrize("sheet", INPUT_SHEETS, ids=lambda sheet: sheet.name)
def test_required_headers_look_different(book: openpyxl.Workbook, sheet: Sheet) -> None:
    fills: dict[str, set[str]] = {"required": set(), "optional": set(), "written": set()}
    for cell, column in zip(book[sheet.name][1], sheet.columns, strict=False):
        kind = "written" if column.written_only else "required" if column.required else "optional"
        fills[kind].add(cell.fill.start_color.rgb)
    groups = [colours for colours in fills.values() if colours]
    assert all(len(colours) == 1 for colours in groups)
    assert len(set().union(*groups)) == len(groups)


@pytest.mark.parametrize("sheet", INPUT_SHEETS, ids=lambda sheet: sheet.name)
def test_header_stays_in_sight_and_the_rows_are_a_table(
    book: openpyxl.Workbook, sheet: Sheet
) -> None:
    found = book[sheet.name]
    assert found.freeze_panes == "B2"
    (table,) = found.tables.values()
    names = [column.name for column in table.tableColumns]
    assert names == [cell.value for cell in found[1]]
    assert table.ref.startswith("A1:")


def test_notes_say_whether_a_value_is_needed_what_to_type_and_the_default() -> None:
    assert note_of(MISSIONS, MISSIONS.column("host")).startswith("Needed in every row.")
    assert note_of(MISSIONS, MISSIONS.column("expertise")).startswith("Needed in most rows.")
    assert note_of(MISSIONS, MISSIONS.column("priority")).startswith("May stay blank.")
    assert "Blank: 1." in note_of(MISSIONS, MISSIONS.column("priority"))
    assert "Example: Senegal, or SN" in note_of(MISSIONS, MISSIONS.column("host"))
    assert "One of: Planned, Cancelled, Postponed." in note_of(MISSIONS, MISSIONS.column("status"))


def test_choices_are_offered_word_for_word(book: openpyxl.Workbook) -> None:
    for sheet in INPUT_SHEETS:
        rules = _rules(book[sheet.name])
        for index, column in enumerate(sheet.columns):
            if column.kind is Kind.CHOICE and not column.written_only:
                assert _offered(book, rules[index]) == list(column.choices)


def test_codes_countries_regions_and_languages_are_offered(book: openpyxl.Workbook) -> None:
    rules = _rules(book["Missions"])
    offered = {
        field: _offered(book, rules[MISSIONS.columns.index(MISSIONS.column(field))])
        for field in ("host", "expertise", "region", "languages", "staff_lead")
    }
    assert offered["expertise"] == [entry.code for entry in EXPERTISE]
    assert sorted(offered["host"]) == sorted(member.name for member in MEMBERS.values())
    assert sorted(offered["region"]) == ["AC", "AP", "ESA", "EU", "MENA", "WCA"]
    assert {"English", "French", "Arabic", "Swahili"} <= set(offered["languages"])
    assert offered["staff_lead"] == ["yes", "no"]


def test_rules_keep_to_excels_limits(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.formula1 or "") <= LIMIT_OF_A_RULE
            assert len(rule.error or "") <= LIMIT_OF_A_RULE


def test_dates_are_shown_as_dates_in_cells_still_to_be_filled(book: openpyxl.Workbook) -> None:
    missions = book["Missions"]
    for index, column in enumerate(MISSIONS.columns, start=1):
        letter = openpyxl.utils.get_column_letter(index)
        is_date = missions.column_dimensions[letter].number_format == "d mmm yyyy"
        assert is_date == (column.kind is Kind.DATE)


def test_settings_hold_their_defaults(book: openpyxl.Workbook) -> None:
    values = {row[0]: row[1] for row in book["Settings"].iter_rows(min_row=2, values_only=True)}
    assert set(values) == {row.name for row in SETTING_ROWS}
    assert {name: str(value) for name, value in values.items() if value is not None} == {
        row.name: row.default for row in SETTING_ROWS if row.default
    }


def test_read_me_lists_every_sheet_that_goes_in_and_comes_out(book: openpyxl.Workbook) -> None:
    labels = [row[0] for row in book[READ_ME].iter_rows(values_only=True)]
    for sheet in (*INPUT_SHEETS, *RESULT_SHEETS):
        assert sheet.name in labels


def test_an_unfilled_template_says_what_is_missing_and_nothing_else(template: Path) -> None:
    found = {(problem.code, problem.sheet) for problem in read(template).problems}
    assert found == {
        ("plan-start-missing", "Settings"),
        ("plan-end-missing", "Settings"),
        ("sheet-empty", "Missions"),
        ("sheet-empty", "Experts"),
        ("sheet-empty", "Qualifications"),
    }


def test_a_template_filled_in_by_hand_is_read(template: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["Settings"]["B2"], book["Settings"]["B3"] = date(2027, 1, 1), date(2027, 12, 31)
    days = (date(2027, 3, 1), date(2027, 4, 30))
    _fill(book["Missions"], ["M1", "PCA", "Senegal", None, "TOA/PCA", 1, "French", *days, 5])
    _fill(book["Experts"], ["E1", "Acacia Agate", "France", None, "French; English"])
    _fill(book["Qualifications"], ["E1", "TOA/PCA", "Accredited", date(2026, 3, 2)])
    book.save(tmp_path / "filled.xlsx")
    reading = read(tmp_path / "filled.xlsx")
    assert reading.problems == ()
    assert reading.year is not None
    assert reading.year.missions[0].host == "SN"
    assert reading.year.experts[0].languages == ("fr", "en")


def test_the_same_bytes_every_time(template: Path, tmp_path: Path) -> None:
    write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == template.read_bytes()


def test_nothing_is_left_behind_where_the_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="no folder"):
        write_template(tmp_path / "none" / "template.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_every_part_is_sound_xml(template: Path) -> None:
    with zipfile.ZipFile(template) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                minidom.parseString(archive.read(name))


def test_a_year_reads_back_whatever_its_texts_look_like(tmp_path: Path) -> None:
    year = builders.year(
        missions=(
            builders.mission("12", title="=1+1", funds=("007", "F;2".replace(";", "-"))),
            builders.mission("@M", title="-5", region="WCA", staff_lead=True, fixed_cost=1234),
            builders.mission(
                "Mixed", team=tuple(TeamRow(expertise=c, experts=1) for c in ("CMA", "ET/VAL"))
            ),
        ),
        experts=(
            builders.expert("E1", name="+32 2 209 92 11", languages=("ja", "pt")),
            builders.expert("E2", "XK", release_cap_weeks=0),
            builders.expert("E3", "LI", clearance=Clearance.CLEARED, daily_fee=0),
        ),
        qualifications=(
            builders.qualification("E1"),
            builders.qualification("E2", QualificationStatus.RECOGNISED, "GENDER"),
            builders.qualification("E3", QualificationStatus.EXTERNAL),
        ),
        expertise=(*EXPERTISE, Expertise(code="GENDER", title="Gender equality")),
        funds=(builders.fund("007", 10), builders.fund("F-2", hosts=("NA", "CI"))),
        assignments=(
            builders.agreed("12", "E1", AssignmentStatus.CONTACTED, start=None),
            builders.agreed("@M", "E1", AssignmentStatus.DECLINED),
        ),
        settings=builders.settings(currency="CHF", daily_allowance=0, objectives=("delivery",)),
    )
    reading = _written(tmp_path, year)
    assert reading.errors == ()
    assert reading.year is not None
    assert bare(reading.year) == bare(year)


def test_texts_never_become_formulas(tmp_path: Path) -> None:
    _written(tmp_path, builders.year(missions=(builders.mission(title='=HYPERLINK("x")'),)))
    cell = openpyxl.load_workbook(tmp_path / "year.xlsx")["Missions"]["B2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("x")')


def test_cancelled_missions_do_not_come_back(tmp_path: Path) -> None:
    gone: tuple[Mission, ...] = (builders.mission("GONE"),)
    write_year(tmp_path / "year.xlsx", builders.year(), cancelled=gone)
    year = read(tmp_path / "year.xlsx").year
    assert year is not None
    assert [mission.id for mission in year.missions] == ["M1"]


def test_english_names_of_languages() -> None:
    assert [language(code) for code in ("fr", "zh", "xx")] == ["French", "Chinese", "xx"]


def test_settings_sheet_keeps_its_declared_columns_first(book: openpyxl.Workbook) -> None:
    header = [cell.value for cell in book[SETTINGS.name][1]]
    assert header == [*SETTINGS.headers, "Meaning"]


def _written(folder: Path, year: Year) -> Reading:
    write_year(folder / "year.xlsx", year)
    return read(folder / "year.xlsx")


def _fill(sheet: Worksheet, values: list[object]) -> None:
    for index, value in enumerate(values, start=1):
        sheet.cell(2, index).value = value


def _rules(sheet: Worksheet) -> dict[int, openpyxl.worksheet.datavalidation.DataValidation]:
    """The validation of every column by its index (0 is the first)."""
    return {
        cells.min_col - 1: rule
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
    }


def _offered(
    book: openpyxl.Workbook, rule: openpyxl.worksheet.datavalidation.DataValidation
) -> list[str]:
    """The words of a drop-down list, wherever they stand."""
    if rule.formula1.startswith('"'):
        return rule.formula1.strip('"').split(",")
    name = book.defined_names[rule.formula1].attr_text
    title, _, cells = name.rpartition("!")
    rows = book[title.strip("'")][cells.replace("$", "")]
    return [cell.value for row in rows for cell in row]
