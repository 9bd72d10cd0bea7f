"""Scenarios that cannot be worked out get their sentence, with sheet and cell or TOML place."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.answers.report import Severity
from planner.domain.errors import BadInput
from scenarios.definition.from_sheet import blocks_of_sheet
from scenarios.definition.from_toml import blocks_of_file
from scenarios.definition.understand import ScenariosFound, understand
from tests.commands import run
from tests.scenarios.years import book, row, three_missions
from tests.workbook.files import read

SAME = """
[[scenario]]
name = "Mixed"

[[scenario.change]]
change = "Fund amount"
target = "*"
value = "-20%"

[[scenario.change]]
change = "fund from"
target = "F1"
value = 2027-02-01

[[scenario.change]]
change = "release cap"
target = "*"
value = 18

[[scenario]]
name = "Rest"
change = [
    {change = "administration withdrawn", target = "FR"},
    {change = "setting", target = "Travel days before", value = 0},
    {change = "mission window", target = "M1", value = "2027-03-01..2027-05-31"},
]
"""


def from_sheet(folder: Path, *rows: dict[str, Any], **sheets: Any) -> ScenariosFound:
    reading = read(book(folder, list(rows), **sheets))
    assert reading.year is not None, reading.problems
    return understand(blocks_of_sheet(reading), reading.year)


def from_toml(folder: Path, text: str) -> ScenariosFound:
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    return understand(blocks_of_file(file), three_missions())


def test_a_sheet_and_a_file_give_the_same_scenarios(tmp_path: Path) -> None:
    rows = (
        row("Mixed", "fund amount", "*", "-20%"),
        row("Mixed", "fund from", "F1", date(2027, 2, 1)),
        row("Mixed", "release cap", "*", 18),
        row("Rest", "administration withdrawn", "France"),
        row("Rest", "setting", "travel days before", 0),
        row("Rest", "mission window", "M1", "2027-03-01..2027-05-31"),
    )
    sheet, file = from_sheet(tmp_path, *rows), from_toml(tmp_path, SAME)
    assert sheet.problems == file.problems == ()
    assert sheet.scenarios == file.scenarios
    assert [type(c).__name__ for s in file.scenarios for c in s.changes] == [
        "FundChanged",
        "FundFrom",
        "CapChanged",
        "AdministrationWithdrawn",
        "Setting",
        "MissionWindow",
    ]


def test_a_percentage_that_excel_knows_as_one(tmp_path: Path) -> None:
    path = book(tmp_path, [row("Cut", "fund amount", "*", -0.2)])
    workbook = openpyxl.load_workbook(path)
    workbook["Scenarios"]["D2"].number_format = "0%"
    workbook.save(path)
    reading = read(path)
    assert reading.year is not None
    [scenario] = understand(blocks_of_sheet(reading), reading.year).scenarios
    assert list(scenario.words(reading.year)) == ["All funds: -20%."]


BAD_ROWS = {
    "unknown fund": (row("A", "fund amount", "F-1", "-20%"), "C2", "unknown-fund"),
    "unknown mission": (row("A", "mission cancelled", "M9"), "C2", "unknown-mission"),
    "unknown expert": (row("A", "expert withdrawn", "E9"), "C2", "unknown-expert"),
    "unknown setting": (row("A", "setting", "Colour", "red"), "C2", "unknown-setting"),
    "unknown country": (row("A", "administration withdrawn", "Atlantis"), "C2", "unknown-country"),
    "a percentage of nothing": (
        row("A", "fund amount", "F2", "+20%"),
        "D2",
        "percentage-of-nothing",
    ),
    "a bare percent sign": (row("A", "fund amount", "F1", "%"), "D2", "not-a-percentage"),
    "a window that ends before it starts": (
        row("A", "mission window", "M1", "2027-05-01..2027-04-30"),
        "D2",
        "window-reversed",
    ),
    "more than there is": (row("A", "fund amount", "F1", "-99999"), "D2", "more-than-all"),
    "a value that the setting cannot have": (
        row("A", "setting", "Travel days before", 99),
        "D2",
        "too-large",
    ),
    "the other fund of a split": (row("A", "fund split", "F1", "5 to F9"), "D2", "unknown-fund"),
    "the name of the base": (row(" base", "fund withdrawn", "F1"), "A2", "scenario-named-base"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_has_its_sentence_with_sheet_and_cell(tmp_path: Path, case: str) -> None:
    bad, cell, code = BAD_ROWS[case]
    study = from_sheet(tmp_path, bad)
    [problem] = study.problems
    assert (problem.sheet, problem.cell, problem.code) == ("Scenarios", cell, code)
    assert problem.severity is Severity.ERROR
    assert problem.message.endswith(".")
    assert problem.remedy
    assert study.scenarios == ()


def test_two_scenarios_of_one_name(tmp_path: Path) -> None:
    study = from_sheet(
        tmp_path,
        row("Cut", "fund amount", "F1", "-20%"),
        row("Other", "expert withdrawn", "E1"),
        row("cut ", "fund amount", "F1", "-40%"),
    )
    [problem] = study.problems
    assert (problem.cell, problem.code) == ("A4", "scenario-twice")
    assert "the other one is in A2" in problem.message
    assert [s.name for s in study.scenarios] == ["Cut", "Other"]


def test_one_scenario_that_changes_the_same_thing_twice(tmp_path: Path) -> None:
    study = from_sheet(
        tmp_path,
        row("Cut", "fund amount", "F1", "-20%"),
        row("Cut", "expert withdrawn", "E1"),
        row("Cut", "fund amount", "F1", "-40%"),
    )
    [problem] = study.problems
    assert (problem.cell, problem.code) == ("C4", "changed-twice")
    assert "first in C2" in problem.message


def test_a_target_that_an_earlier_change_takes_away(tmp_path: Path) -> None:
    study = from_sheet(
        tmp_path, row("A", "expert withdrawn", "E1"), row("A", "release cap", "E1", 3)
    )
    [problem] = study.problems
    assert (problem.cell, problem.code) == ("C3", "target-gone")


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    study = from_sheet(
        tmp_path,
        row("A", "fund amount", "F9", "-20%"),
        row("A", "mission window", "M1", "whenever"),
        row("B", "expert withdrawn", "E9"),
        row("C", "expert withdrawn", "E1"),
    )
    assert [problem.cell for problem in study.problems] == ["C2", "D3", "C4"]
    assert [scenario.name for scenario in study.scenarios] == ["C"]


def test_check_reports_bad_scenarios(tmp_path: Path) -> None:
    path = book(tmp_path, [row("Cut", "fund amount", "F-1", "-20%")])
    ran = run("check", path, "--annotate", tmp_path / "problems.xlsx", width=200)
    assert ran.code == 2
    assert "Scenarios" in ran.out
    assert "Did you mean F1?" in ran.out
    sheet = openpyxl.load_workbook(tmp_path / "problems.xlsx")["Scenarios"]
    assert sheet["C2"].comment is not None


def test_check_says_nothing_of_scenarios_where_the_year_itself_is_wrong(tmp_path: Path) -> None:
    path = book(tmp_path, [row("Cut", "fund amount", "F-1", "-20%")], Experts=[{"Expert ID": "E1"}])
    ran = run("check", path)
    assert ran.code == 2
    assert "F-1" not in ran.out


def test_a_year_is_planned_whatever_its_scenarios_say(tmp_path: Path) -> None:
    path = book(tmp_path, [row("Cut", "fund amount", "F-1", "-20%")])
    assert run("solve", path).code == 0
    assert run("scenarios", path).code == 2


# TOML

BAD_CHANGES = {
    "unknown fund": (
        'change = "fund amount"\ntarget = "F-1"\nvalue = "-20%"',
        "target",
        "unknown-fund",
    ),
    "unknown kind": ('change = "funds amount"\ntarget = "F1"', "change", "unknown-choice"),
    "no kind": ('target = "F1"', None, "unknown-choice"),
    "no value": ('change = "fund amount"\ntarget = "F1"', None, "scenario-incomplete"),
    "an unknown key": (
        'change = "fund withdrawn"\ntarget = "F1"\nvalue = 3',
        "value",
        "unknown-key",
    ),
    "a percentage of nothing": (
        'change = "fund amount"\ntarget = "F2"\nvalue = "-20%"',
        "value",
        "percentage-of-nothing",
    ),
    "a window that ends before it starts": (
        'change = "expert unavailable"\ntarget = "E1"\nvalue = "2027-05-01..2027-04-30"',
        "value",
        "window-reversed",
    ),
    "an unknown host": (
        'change = "mission added"\n"Mission ID" = "N"\nHost = "Atlantis"\nExpertise = "CMA"\n'
        'Experts = 1\n"Earliest start" = 2027-05-03\n"Latest end" = 2027-05-31\n"Working days" = 5',
        "Host",
        "unknown-country",
    ),
}


@pytest.mark.parametrize("case", BAD_CHANGES)
def test_a_bad_change_of_a_file_has_its_sentence_and_place(tmp_path: Path, case: str) -> None:
    text, key, code = BAD_CHANGES[case]
    study = from_toml(tmp_path, f'[[scenario]]\nname = "A"\n[[scenario.change]]\n{text}\n')
    [problem] = study.problems
    where = "scenario 1, change 1" + (f", {key}" if key else "")
    assert (problem.sheet, problem.cell, problem.code) == ("study.toml", where, code)


def test_two_scenarios_of_one_name_in_a_file(tmp_path: Path) -> None:
    one = '[[scenario]]\nname = "A"\nchange = [{change = "expert withdrawn", target = "E1"}]\n'
    [problem] = from_toml(tmp_path, one + one).problems
    assert (problem.cell, problem.code) == ("scenario 2", "scenario-twice")
    assert "the other one is in scenario 1" in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("scenario = [", "is no TOML file"),
        ("", "has no list of scenarios alone"),
        ('[[scenarios]]\nname = "A"', "has no list of scenarios alone"),
        ("scenario = 3", "has no list of scenarios alone"),
        ("[[scenario]]\nchange = []", "scenario 1 has no name"),
        ('[[scenario]]\nname = "A"\nchanges = []', 'scenario 1 has "changes"'),
        ('[[scenario]]\nname = "A"\nchange = [3]', "scenario 1 has changes that are no tables"),
    ],
)
def test_files_that_are_built_otherwise(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        from_toml(tmp_path, text)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no file that can be read"):
        blocks_of_file(tmp_path / "none.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="is no TOML file"):
        blocks_of_file(tmp_path / "odd.toml")
