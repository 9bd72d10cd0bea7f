"""Names of files that are made of what people have typed."""

from pathlib import Path

import openpyxl

from planner.app.outputs.file_names import file_names
from tests.commands import run, sample


def test_names_of_files_that_every_system_takes() -> None:
    names = [
        "Base",
        "a/b: *?",
        "A/B: *?",
        "con",
        "...",
        "x" * 200,
        "base",
        "Base.XLSM",
        "\ud800",
        "",
    ]
    found = file_names(names, ".xlsx", "scenario")
    assert list(found) == names
    assert len({name.casefold() for name in found.values()}) == len(names)
    assert found["a/b: *?"] == "a-b- -.xlsx"
    assert found["con"] == "_con.xlsx"
    assert found["..."] == "scenario.xlsx"
    assert found["Base.XLSM"] == "Base (3).xlsx"
    assert found["\ud800"] == "-.xlsx"
    assert found[""] == "scenario (2).xlsx"
    assert len(found["x" * 200]) == 125


def test_plans_whose_names_look_alike_are_split_into_files_of_their_own(tmp_path: Path) -> None:
    path = sample(tmp_path, 4, 12)
    book = openpyxl.load_workbook(path)
    sheet = book["Missions"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Plan")
    for row, plan in enumerate(("a/North", "a:North", "north.xlsx", "North"), start=2):
        sheet.cell(row, column, plan)
    book.save(path)
    ran = run("split", path, tmp_path / "parts")
    assert ran.code == 0, ran.err
    parts = sorted(file.name for file in (tmp_path / "parts").glob("*.xlsx"))
    parts.remove("without-plan.xlsx")
    assert parts == ["North (2).xlsx", "a-North (2).xlsx", "a-North.xlsx", "north.xlsx"]
    held = [
        openpyxl.load_workbook(tmp_path / "parts" / name)["Missions"]["A2"].value for name in parts
    ]
    assert len(set(held)) == 4
