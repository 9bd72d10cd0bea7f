"""The command check, and broken workbooks as the commands meet them."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from planner.workbook.schema.declared import PROBLEMS
from tests.commands import SOMEBODY, edit, fingerprint, run, sample
from tests.workbook.books import Book, expert, good_book, mission, qualification, save, settings
from tests.workbook.test_broken import CASES, Case

COMMANDS = ("check", "solve", "verify")


def test_a_good_workbook(tmp_path: Path) -> None:
    ran = run("check", save(good_book(), tmp_path))
    assert ran.code == 0
    assert ran.out == "No errors and no warnings.\n"
    assert "Read 1 mission, 2 experts and 0 funds" in ran.err


def test_errors_and_warnings_are_shown_at_once(tmp_path: Path) -> None:
    rows = [mission("M1", Host="Frnace"), mission("M2", Priority=10), mission("M3")]
    plan = save(good_book(Missions=rows) | {"Holiday": [{"Host": "Belgium"}]}, tmp_path)
    before = fingerprint(plan)
    ran = run("check", plan)
    assert ran.code == 2
    assert re.search(
        r"error +│ Missions │ C2 +│ Frnace +│ .*no country.* │ .*Did you mean France\?", ran.out
    )
    assert re.search(r"error +│ Missions │ J3 +│ 10 ", ran.out)
    assert re.search(r"warning │ Holiday +│ +│ Holiday │ .* │ Did you mean Holidays\?", ran.out)
    assert "2 errors and 1 warning." in ran.out
    assert fingerprint(plan) == before


def test_agreed_rows_that_cannot_be_kept_are_among_the_problems(tmp_path: Path) -> None:
    row = {"Mission ID": "M1", "Expert ID": "E1", "Start": date(2027, 3, 6), "Status": "Invited"}
    rows = [mission(), mission("M2", Languages="Arabic")]
    plan = save(good_book(Missions=rows, Assignments=[row]), tmp_path)
    ran = run("check", plan)
    assert ran.code == 2
    assert "What is agreed cannot be kept: E1 for M1 (row 2, Invited)" in ran.out
    assert "1 error and 1 warning." in ran.out


def test_the_annotated_copy_shows_the_problems(tmp_path: Path) -> None:
    plan = save(good_book(Missions=[mission(Host="Frnace")]), tmp_path)
    before = fingerprint(plan)
    ran = run("check", plan, "--annotate", tmp_path / "copy.xlsx")
    assert ran.code == 2
    assert f"Written: {tmp_path / 'copy.xlsx'}" in ran.out
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert book.sheetnames[0] == PROBLEMS.name
    assert "Did you mean France?" in book["Missions"]["C2"].comment.text
    assert fingerprint(plan) == before


def test_an_annotated_copy_is_replaced_until_somebody_mends_it(tmp_path: Path) -> None:
    plan, copy = save(good_book(), tmp_path), tmp_path / "copy.xlsx"
    for _ in range(2):
        assert run("check", plan, "--annotate", copy).code == 0
    edit(copy, "Missions", lambda sheet: sheet.__setitem__("B2", "Another title"))
    ran = run("check", plan, "--annotate", copy)
    assert ran.code == 2
    assert "copy.xlsx exists already" in ran.err


def test_the_copy_is_not_the_workbook_itself(tmp_path: Path) -> None:
    plan = save(good_book(), tmp_path)
    ran = run("check", plan, "--annotate", plan)
    assert ran.code == 2
    assert "is the input workbook, which is never changed" in ran.err


def test_a_sample_has_no_error(tmp_path: Path) -> None:
    assert run("check", sample(tmp_path)).code == 0


def test_dates_may_come_as_options(tmp_path: Path) -> None:
    plan = save(good_book(Settings=[{"Setting": "Currency", "Value": "USD"}]), tmp_path)
    assert run("check", plan).code == 2
    assert run("check", plan, "--start", "2027-01-01", "--end", "2027-12-31").code == 0


def test_on_a_narrow_terminal_texts_stand_under_each_other(tmp_path: Path) -> None:
    plan = save(good_book(Missions=[mission(Host="Frnace")]), tmp_path)
    ran = run("check", plan, width=80)
    lines = ran.out.splitlines()
    assert max(len(line) for line in lines) <= 80
    where = [line.split("│")[1].strip() for line in lines if line.startswith("│")]
    assert where[:4] == ["error", "Missions", "C2", '"Frnace"']
    assert "Did you mean France?" in ran.out


def test_a_workbook_cannot_steer_the_terminal(tmp_path: Path) -> None:
    plan = save(good_book(Missions=[mission(Host="Fr_x001B_[2Jnace [red]")]), tmp_path)
    ran = run("check", plan)
    assert ran.code == 2
    assert "\x1b" not in ran.out
    assert "[red]" in ran.out


# Broken workbooks, from the file to the exit code

NAMES = {
    *("country-misspelt", "date-as-text", "half-an-expert", "excel-error", "formula-never-saved"),
    *("sheet-missing", "sheet-empty", "column-missing", "mission-twice", "unknown-expert"),
    *("external-and-serving", "agreed-without-start", "unknown-setting", "plan-reversed"),
    *("unknown-fund", "delivery-not-first"),
}
BROKEN = [case for case in CASES if case.name in NAMES]


def test_the_cases_are_there() -> None:
    assert {case.name for case in BROKEN} == NAMES


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_broken_workbook_is_refused_with_its_message(tmp_path: Path, case: Case) -> None:
    plan = save(case.book, tmp_path)
    before = fingerprint(plan)
    for command in COMMANDS:
        ran = run(command, plan)
        assert ran.code == 2, command
        said = ran.out + ran.err
        for text in (case.message, case.remedy, case.sheet or "", case.cell or ""):
            assert text in said, command
        assert "Traceback" not in said
        assert fingerprint(plan) == before
        assert [file.name for file in tmp_path.iterdir()] == [plan.name]


def as_csv(path: Path) -> None:
    path.write_text("Mission ID;Host\nM1;Belgium\n", encoding="utf-8")


def truncated(path: Path) -> None:
    save(good_book(), path.parent, path.name)
    path.write_bytes(path.read_bytes()[:-200])


def encrypted(path: Path) -> None:
    ole = bytes.fromhex("D0CF11E0A1B11AE1")
    path.write_bytes(ole + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"))


def old_excel(path: Path) -> None:
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 500)


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("plan.txt", "no workbook")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.mkdir()


def absent(path: Path) -> None:
    path.with_name("plam.xlsx").write_bytes(b"")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (as_csv, "plan.xlsx is a text file (such as CSV), whatever its name says."),
        (truncated, "plan.xlsx is incomplete: its end is missing or damaged"),
        (encrypted, "plan.xlsx is protected by a password."),
        (old_excel, "plan.xlsx is in the old Excel format"),
        (zipped, "plan.xlsx is a ZIP archive, but no Excel workbook."),
        (empty, "plan.xlsx is empty (0 bytes)."),
        (folder, "plan.xlsx is a folder."),
        (absent, "Did you mean plam.xlsx?"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_workbook_gets_one_sentence(
    tmp_path: Path, command: str, make: Callable[[Path], None], sentence: str
) -> None:
    plan = tmp_path / "plan.xlsx"
    make(plan)
    ran = run(command, plan)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.err.startswith("Error: ")
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""


def test_no_message_names_an_expert(tmp_path: Path) -> None:
    """Each row of the expert's has something wrong, and her name is in none of the answers."""
    book: Book = good_book(
        Experts=[expert("E1", Name=SOMEBODY, Languages="Englsh", Region="Eurpe"), expert("E2")],
        Qualifications=[qualification("E1", Status="Acredited"), qualification("E2")],
        Settings=settings(),
        Administrations=[{"Administration": "Frnace", "NCP name": SOMEBODY}],
    )
    ran = run("check", save(book, tmp_path))
    assert ran.code == 2
    assert "4 errors" in ran.out
    assert SOMEBODY not in ran.out + ran.err
