"""The file that comes out: text stays text, it goes in again, it is whole or not there at all."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from planner.domain.errors import CannotWrite
from planner.domain.past import settled
from planner.workbook.openxml import saving
from planner.workbook.schema.declared import RESULT_SHEETS
from tests.workbook import year2027
from tests.workbook.book_of_year import save_book
from tests.workbook.files import read, write


def rows(sheet: Worksheet, top: int = 1) -> list[dict[str, Any]]:
    """The rows of a table as dicts by header, from the header's row to the first empty row."""
    values = list(sheet.iter_rows(min_row=top, values_only=True))
    found = []
    for row in values[1:]:
        if all(value is None for value in row):
            break
        found.append(dict(zip(values[0], row, strict=True)))
    return found


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org","x")'
    missions = [
        m.model_copy(update={"title": f"{sign}{evil}"})
        for m, sign in zip(year2027.example().year.missions, ["", "+", "-", "@"] * 9, strict=False)
    ]
    year = year2027.example().year.model_copy(update={"missions": tuple(missions)})
    result = year2027.example().model_copy(update={"year": year})
    source = save_book(year2027.example().year, tmp_path / "in.xlsx")
    write(source, tmp_path / "out.xlsx", result)
    book = load_workbook(tmp_path / "out.xlsx")
    seen = 0
    for declared in RESULT_SHEETS:
        for row in book[declared.name].iter_rows():
            for cell in row:
                assert cell.data_type not in ("f", "e"), f"{declared.name}!{cell.coordinate}"
                if str(cell.value).endswith(evil):
                    assert cell.data_type == "s"
                    assert cell.quotePrefix
                    seen += 1
    assert seen > len(year2027.example().plan.placements)


def test_what_came_out_goes_in_again(target: Path) -> None:
    reading = read(target)
    assert reading.errors == ()
    assert reading.year is not None
    kept = {
        (r.mission_id, r.expert_id, r.start, r.fund_id, r.position)
        for r in reading.year.assignments[: len(year2027.example().plan.placements)]
    }
    assert kept == {
        (p.mission_id, p.expert_id, p.start, p.fund_id, p.position)
        for p in year2027.example().plan.placements
    }
    after = reading.year.assignments[len(year2027.example().plan.placements) :]
    assert [(r.mission_id, r.expert_id, r.status) for r in after] == [
        ("M-03", "E40", AssignmentStatus.DECLINED),
        ("OLD-7", "E02", AssignmentStatus.COMPLETED),
    ]
    before = read_again(target.with_name("plan 2027.xlsx"))
    assert without_rows(reading.year) == without_rows(before)


def without_rows(year: Year) -> Year:
    """A year without the rows of earlier planning, and what follows from them."""
    return settled(year.replace(assignments=()))


def read_again(path: Path) -> Any:
    year = read(path).year
    assert year is not None
    return year


def test_a_second_run_replaces_the_result_sheets(folder: Path, target: Path) -> None:
    again = folder / "again.xlsx"
    result = year2027.example().model_copy(update={"year": read_again(target)})
    write(target, again, result)
    first, second = load_workbook(target), load_workbook(again)
    assert second.sheetnames == first.sheetnames
    for sheet in first.worksheets:
        if sheet.title in ("Summary", "Compliance", "Actions", "Last resort"):
            continue  # they count the Proposed rows, of which there are more now
        cells = list(sheet.iter_rows(values_only=True))
        assert list(second[sheet.title].iter_rows(values_only=True)) == cells, sheet.title
    assert [list(s.tables) for s in second.worksheets] == [list(s.tables) for s in first.worksheets]


def test_the_same_result_gives_the_same_bytes(folder: Path, source: Path, target: Path) -> None:
    other = folder / "same.xlsx"
    write(source, other, year2027.example())
    assert other.read_bytes() == target.read_bytes()


def test_bytes_do_not_depend_on_the_hash_seed(folder: Path, source: Path, target: Path) -> None:
    other = folder / "seed.xlsx"
    code = (
        "from pathlib import Path; from tests.workbook import year2027; "
        "from tests.workbook.files import write; "
        f"write(Path({str(source)!r}), Path({str(other)!r}), year2027.example())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert other.read_bytes() == target.read_bytes()


def test_the_input_is_never_changed(folder: Path) -> None:
    source = save_book(year2027.example().year, folder / "untouched.xlsx")
    before = hashlib.sha256(source.read_bytes()).digest()
    write(source, folder / "out.xlsx", year2027.example())
    assert hashlib.sha256(source.read_bytes()).digest() == before


def test_an_output_that_is_open_in_excel_is_left_alone(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = folder / "locked.xlsx"
    locked.write_bytes(b"open in Excel")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(saving.os, "replace", refuse)
    with pytest.raises(CannotWrite, match=r"locked\.xlsx cannot be written: it is open in Excel"):
        write(source, locked, year2027.example())
    assert locked.read_bytes() == b"open in Excel"
    assert [path.name for path in folder.iterdir() if path.name.endswith(".tmp")] == []


def test_other_faults_of_the_disk_are_said_in_plain_words(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.os, "replace", refuse)
    with pytest.raises(CannotWrite, match=r"full\.xlsx cannot be written: No space left"):
        write(source, folder / "full.xlsx", year2027.example())
    assert not (folder / "full.xlsx").exists()


def test_a_folder_that_is_missing_is_said_in_plain_words(folder: Path, source: Path) -> None:
    with pytest.raises(CannotWrite, match="There is no folder"):
        write(source, folder / "missing/out.xlsx", year2027.example())


def test_an_empty_plan_still_has_all_sheets(tmp_path: Path) -> None:
    year = year2027.example().year.model_copy(update={"assignments": (), "funds": ()})
    empty = year2027.result(year, year2027.example().plan.of(()))
    source = save_book(year, tmp_path / "in.xlsx")
    write(source, tmp_path / "out.xlsx", empty)
    book = load_workbook(tmp_path / "out.xlsx")
    assert rows(book["Assignments"]) == []
    assert rows(book["Fund use"]) == []
    assert [table.ref for table in book["Fund use"].tables.values()] == ["A1:K2"]
    assert [table.ref for table in book["Assignments"].tables.values()] == ["A1:V2"]
    assert len(rows(book["Not delivered"])) == 26
    assert book["Calendar"]["A5"].value == "No mission is delivered."
    assert read(tmp_path / "out.xlsx").errors == ()
