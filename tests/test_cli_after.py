"""The commands for what follows a plan, as typed."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest

from tests.commands import SOMEBODY, cells, edit, fingerprint, run, sample, small_year
from tests.workbook.books import expert, good_book, mission, qualification, save


@pytest.fixture
def assigned(tmp_path: Path) -> Path:
    """The small year, solved; the row of E1 is Confirmed, the others are Available now."""
    small_year(tmp_path)
    (tmp_path / "one.xlsx").write_bytes(_assigned())
    return tmp_path / "one.xlsx"


@cache
def _assigned() -> bytes:
    with TemporaryDirectory() as name:
        path, target = small_year(Path(name)), Path(name) / "one.xlsx"
        assert run("solve", path, "-o", target, "--quiet").code == 0
        edit(target, "Assignments", make_available)
        return target.read_bytes()


def make_available(sheet: Any) -> None:
    set_status(sheet, "Proposed", "Available")


def set_status(sheet: Any, before: str, after: str) -> None:
    place = [cell.value for cell in sheet[1]].index("Status")
    for row in sheet.iter_rows(min_row=2):
        if row[place].value == before:
            row[place].value = after


def test_letters(assigned: Path, tmp_path: Path) -> None:
    before = fingerprint(assigned)
    ran = run("letters", assigned, tmp_path / "L")
    assert ran.code == 0, ran.err
    # Who is Available: one of M1's experts at least; nobody's name is on the terminal.
    written = sorted(path.name for path in (tmp_path / "L").glob("*.docx"))
    assert written
    assert f"{len(written)} letters." in ran.out or "1 letter." in ran.out
    assert "Name of" not in ran.out + ran.err
    assert fingerprint(assigned) == before
    assert run("letters", assigned, tmp_path / "L").code == 0


def test_a_plan_that_breaks_rules_is_said_and_the_rest_is_done(
    assigned: Path, tmp_path: Path
) -> None:
    """E3 loses the expertise: letters and differences are written all the same."""
    good = tmp_path / "good.xlsx"
    good.write_bytes(assigned.read_bytes())
    edit(assigned, "Qualifications", lambda sheet: sheet.delete_rows(_row_of(sheet, "E3")))
    for typed in (("letters", assigned, tmp_path / "L"), ("diff", good, assigned)):
        ran = run(*typed)
        assert ran.code == 0, ran.err
        said = [line for line in ran.err.splitlines() if "hard rule" in line]
        assert said == [
            "The plan in one.xlsx breaks 1 hard rule in 1 place; to see them: mission-planner "
            f"verify {assigned}"
        ]
    assert run("verify", assigned).code == 1
    assert "hard rule" not in run("letters", good, tmp_path / "L").err


def _row_of(sheet: Any, expert_id: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if expert_id in {c.value for c in row})


def test_no_letters(tmp_path: Path) -> None:
    ran = run("letters", save(good_book(), tmp_path), tmp_path / "L")
    assert ran.code == 0
    assert "No row of the sheet Assignments is Available that no letter asks for yet." in ran.out
    open_row = {"Mission ID": "M1", "Expert ID": "E1", "Start": None, "Status": "Available"}
    ran = run("letters", save(good_book(Assignments=[open_row]), tmp_path), tmp_path / "L")
    assert ran.code == 0, ran.err
    assert "1 row without a start: no letter asks for them." in ran.out


def test_the_template_and_the_letters_made_with_it(assigned: Path, tmp_path: Path) -> None:
    template = tmp_path / "ours.docx"
    ran = run("letters", "--write-template", template)
    assert (ran.code, ran.out) == (0, f"Written: {template}\n")
    assert run("letters", assigned, tmp_path / "L", "--template", template).code == 0
    ran = run("letters", "--write-template", template)
    assert ran.code == 2
    assert "exists already" in ran.err


def test_bad_input_ends_the_commands(tmp_path: Path) -> None:
    bad = save(good_book(Missions=[mission(Host="Atlantis")]), tmp_path, "bad.xlsx")
    for typed in (
        ("letters", bad, tmp_path / "L"),
        ("diff", bad, bad),
        ("pool", bad, "--region", "EU"),
        ("gaps", bad),
    ):
        ran = run(*typed)
        assert ran.code == 2, typed
        assert "Atlantis" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["bad.xlsx"]


def test_the_round_trip_and_the_difference(assigned: Path, tmp_path: Path) -> None:
    """Somebody declines; the next plan does without, and the difference says so."""
    edit(assigned, "Assignments", lambda sheet: set_status(sheet, "Available", "Declined"))
    assert run("solve", assigned, "-o", tmp_path / "two.xlsx", "--quiet").code == 0
    first = tmp_path / "first.xlsx"
    assert run("solve", small_year(tmp_path), "-o", first, "--quiet").code == 0
    target = tmp_path / "changes.xlsx"
    ran = run("diff", first, tmp_path / "two.xlsx", "-o", target)
    assert ran.code == 0, ran.err
    assert "is Declined for mission M1; that was Proposed." in ran.out
    assert "Mission M1" in ran.out
    rows = cells(target)["Changes"]
    assert rows[0][0] == "What changed, and why"
    sentences = [row[4] for row in rows[4:] if row[4]]
    assert all(sentence in ran.out for sentence in sentences)
    assert "Name of" not in ran.out + ran.err
    assert (
        fingerprint(target)
        == (run("diff", first, tmp_path / "two.xlsx", "-o", target), fingerprint(target))[1]
    )


def test_no_difference(tmp_path: Path) -> None:
    path = small_year(tmp_path)
    assert "Nothing that the planner reads has changed." in run("diff", path, path).out
    assert run("diff", path, path, "-o", path).code == 2


def test_pool(tmp_path: Path) -> None:
    path = sample(tmp_path, 4, 20, 2).rename(tmp_path / "plan.xlsx")
    ran = run("pool", path)
    assert ran.code == 2
    assert "nothing is written without a region" in ran.err
    assert run("pool", path, "--region", "Europe").code == 0
    book = openpyxl.load_workbook(tmp_path / "plan-pool-EU.xlsx")
    assert book.sheetnames == [
        "By category",
        "By language",
        "Expertise by status",
        "Expertise by language",
    ]


def test_gaps(tmp_path: Path) -> None:
    book = good_book(
        Missions=[mission("M1"), mission("M2", Languages="Arabic")],
        Experts=[expert("E1", Name=SOMEBODY), expert("E2", Administration="Kenya")],
        Qualifications=[qualification("E1"), qualification("E2", Status="Pre-accredited")],
    )
    path = save(book, tmp_path)
    ran = run("gaps", path, "--most", 5)
    assert ran.code == 0, ran.err
    assert "1 of 2 missions can be delivered with this pool." in ran.out
    assert "1 x accredited TOA/PCA, Arabic, region EU: 1 mission more (M2)." in ran.out
    assert SOMEBODY not in ran.out + ran.err
    target = tmp_path / "plan-gaps.xlsx"
    sheets = openpyxl.load_workbook(target).sheetnames
    ours = ["Pool gaps", "Pool supply", "Pool releases", "Pool candidates"]
    assert sheets == [*ours, *openpyxl.load_workbook(path).sheetnames]
    assert [row[0] for row in cells(target)["Pool candidates"]][-1] == "E2"
    ran = run("gaps", path, "--most", 0, "-o", tmp_path / "none.xlsx")
    assert "Not tried: 1 kind of expert" in ran.out
    assert "No further expert that was tried would change that." in ran.out


def test_gaps_are_sheets_of_the_workbook_that_was_given(assigned: Path, tmp_path: Path) -> None:
    """Its own sheets stay as they are, an earlier answer is replaced, and `solve` drops it."""
    before, content = fingerprint(assigned), cells(assigned)
    once, twice = tmp_path / "one-gaps.xlsx", tmp_path / "twice.xlsx"
    assert run("gaps", assigned).code == 0
    assert fingerprint(assigned) == before
    found = cells(once)
    assert {name: rows for name, rows in found.items() if name in content} == content
    assert run("gaps", once, "--most", 0, "-o", twice).code == 0
    again = cells(twice)
    assert list(again) == list(found)
    assert again["Pool gaps"] != found["Pool gaps"]
    assert again["Pool supply"] == found["Pool supply"]
    assert run("gaps", assigned).code == 0  # nobody has saved the output since: it is replaced
    assert run("check", twice).out == run("check", assigned).out
    assert run("verify", twice).out == run("verify", assigned).out
    ran = run("solve", twice, "-o", tmp_path / "next.xlsx", "--quiet")
    assert ran.code == 0, ran.err
    assert not [name for name in cells(tmp_path / "next.xlsx") if name.startswith("Pool ")]


def test_gaps_where_what_is_agreed_cannot_be_kept(tmp_path: Path) -> None:
    clash = {"Mission ID": "M1", "Expert ID": "E1", "Start": "2027-03-06", "Status": "Confirmed"}
    ran = run("gaps", save(good_book(Assignments=[clash]), tmp_path))
    assert ran.code == 2
    assert "cannot be kept" in ran.err


def test_gaps_without_time(tmp_path: Path) -> None:
    ran = run("gaps", save(good_book(), tmp_path), "--time-limit", "0.000001")
    assert ran.code == 2
    assert "Run again with more time." in ran.err
