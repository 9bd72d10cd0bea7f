"""The refresh of the records: whose records a form has, and what the answers change."""

import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from models.facts.administration import Administration
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.app.load import load
from planner.app.refresh import Refresh, read_answers, write_forms
from planner.domain.errors import BadInput
from planner.domain.tongue import Tongue
from planner.workbook.forms.refresh_form import COLUMNS, headers
from planner.workbook.openxml.opening.signature import is_as_written
from tests.builders import expert, qualification, year
from tests.commands import run, year_file

TODAY = date(2026, 11, 29)
SINCE = date(2020, 5, 4)


def facts() -> Year:
    """E1 and E2 of France, where French is spoken, E3 of Kenya, E4 who has left, X external."""
    return year(
        experts=(
            expert(name="Ada", languages=("en", "fr")),
            expert("E2", name="Bea"),
            expert("E3", "KE", name="Cyd", region="ESA"),
            expert("E4", name="Dan", left=True),
            expert("X", name="Eve"),
        ),
        qualifications=(
            qualification(since=SINCE),
            qualification("E1", expertise="CMA"),
            qualification("E2", QualificationStatus.PRE_ACCREDITED),
            qualification("E3"),
            qualification("E4"),
            qualification("X", QualificationStatus.EXTERNAL),
        ),
        administrations=(Administration(country="FR", language="fr"),),
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    year_file(path, facts())
    return path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms of the year, written once; nobody changes them."""
    folder = tmp_path_factory.mktemp("written")
    year_file(folder / "plan.xlsx", facts())
    files = write_forms(load(folder / "plan.xlsx"), folder / "forms")
    assert [path.name for path in files] == ["FR France.xlsx", "KE Kenya.xlsx"]
    assert all(is_as_written(path) for path in files)
    return folder / "forms"


@pytest.fixture
def forms(plan: Path, written: Path) -> Path:
    return Path(shutil.copytree(written, plan.parent / "forms"))


def fill_in(path: Path, answers: dict[tuple[str, str], dict[str, object]]) -> dict[str, str]:
    """Fill cells in by expert and record; returns their addresses as "E1 name correct"."""
    book = openpyxl.load_workbook(path)
    sheet, found = book.worksheets[0], {}
    for row in sheet.iter_rows(min_row=7):
        name = (row[1].value, row[0].value)
        for column, value in answers.get(name, {}).items():
            cell = row[COLUMNS.index(column)]
            cell.value = value
            found[f"{name[0]} {name[1]} {column}"] = cell.coordinate
    book.save(path)
    return found


def confirm_all(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=7):
        row[5].value = "x"
    book.save(path)


def taken_back(plan: Path, folder: Path) -> Refresh:
    return read_answers(load(plan), folder, plan.with_name("new.xlsx"), TODAY)


def year_in(path: Path) -> Year:
    book = load(path)
    assert book.errors == ()
    assert book.year is not None
    return book.year


def test_a_form_is_in_the_language_of_the_administration(forms: Path) -> None:
    french = openpyxl.load_workbook(forms / "FR France.xlsx").worksheets[0]
    assert french.title == "Dossiers"
    assert [cell.value for cell in french[6]] == list(headers(Tongue("fr")))
    rows = [tuple(cell.value for cell in row[:5]) for row in french.iter_rows(min_row=7)]
    assert ("languages", "E1", "Ada", "Langues de travail", "anglais; français") in rows
    assert [row[4] for row in rows if row[0] == "TOA/PCA"] == ["Accrédité", "Pré-accrédité"]
    (dated,) = {row[4].number_format for row in french.iter_rows(min_row=7) if row[4].is_date}
    assert dated == "[$-40C]d mmm yyyy"
    assert french.oddFooter.right.text == "Page &P sur &N"
    english = openpyxl.load_workbook(forms / "KE Kenya.xlsx").worksheets[0]
    assert english["B1"].value == "Records of WCO experts of Kenya"


def test_a_form_has_nobody_of_another_administration(forms: Path) -> None:
    """Nobody else, nobody who has left, and no external expert, wherever one looks in the file."""
    for path, own in ((forms / "FR France.xlsx", "Ada Bea"), (forms / "KE Kenya.xlsx", "Cyd")):
        with zipfile.ZipFile(path) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist()).decode()
        for name in ("Ada", "Bea", "Cyd", "Dan", "Eve"):
            assert (name in content) == (name in own.split()), (path.name, name)


def test_only_the_cells_to_fill_in_can_be_changed(forms: Path) -> None:
    sheet = openpyxl.load_workbook(forms / "FR France.xlsx").worksheets[0]
    assert sheet.protection.sheet
    for row in sheet.iter_rows(min_row=1):
        for cell in row:
            is_open = cell.row > 6 and cell.column in (6, 7)
            assert cell.protection.locked is not is_open, cell.coordinate


def test_a_round_trip_loses_nothing(plan: Path, forms: Path) -> None:
    before = plan.read_bytes()
    found = taken_back(plan, forms)
    assert (found.lines, found.found.unanswered) == ((), 17)
    assert year_in(found.path) == year_in(plan)
    for path in forms.iterdir():
        confirm_all(path)
    found = taken_back(plan, forms)
    assert (found.found.confirmed, found.found.unanswered) == (17, 0)
    dated = [e if e.id in ("E4", "X") else e.model_copy(update={"record_updated": TODAY})
             for e in year_in(plan).experts]  # fmt: skip
    assert year_in(found.path) == year_in(plan).replace(experts=tuple(dated))
    assert plan.read_bytes() == before


def test_every_change_is_taken_over_and_listed(plan: Path, forms: Path) -> None:
    cells = fill_in(
        forms / "FR France.xlsx",
        {
            ("E1", "name"): {"change_to": "Ada B.", "correct": "non"},
            ("E1", "languages"): {"change_to": "anglais; arabe"},
            ("E1", "TOA/PCA since"): {"change_to": "6 mai 2021"},
            ("E1", "CMA since"): {"change_to": date(2022, 1, 3)},
            ("E2", "status"): {"change_to": "Parti"},
            ("E2", "TOA/PCA"): {"change_to": "Accrédité", "correct": "non"},
            ("E2", "name"): {"correct": "oui"},
        },
    )
    found = taken_back(plan, forms)
    new = year_in(found.path)
    ada, bea = new.experts[:2]
    assert (ada.name, ada.languages, bea.left) == ("Ada B.", ("en", "ar"), True)
    held = {(q.expert_id, q.expertise): (q.status.value, q.since) for q in new.qualifications}
    assert held["E1", "TOA/PCA"] == ("Accredited", date(2021, 5, 6))
    assert held["E1", "CMA"] == ("Accredited", date(2022, 1, 3))
    assert held["E2", "TOA/PCA"] == ("Accredited", None)
    assert ada.record_updated is None
    assert (found.found.confirmed, len(found.lines)) == (1, 6)
    sheet = openpyxl.load_workbook(found.path)["Refresh"]
    told = {row[:4] + row[6:] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert ("E1", "Languages", "English; French", "English; Arabic", "yes") in told
    assert ("E1", "TOA/PCA since", "4 May 2020", "6 May 2021", "yes") in told
    where = {row[4] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert f"FR France.xlsx, Dossiers {cells['E2 status change_to']}" in where


@pytest.mark.parametrize(
    ("name", "cells", "code", "column"),
    [
        ("languages", {"correct": "oui", "change_to": "arabe"}, "answer-contradicts-itself", "G"),
        ("languages", {"correct": "non"}, "answer-missing", "G"),
        ("languages", {"change_to": "klingonais"}, "unknown-language", "G"),
        ("languages", {"correct": "peut-être"}, "not-yes-or-no", "F"),
        ("languages", {"correct": "oui", "on_record": "arabe"}, "record-changed-meanwhile", "E"),
        ("name", {"correct": "oui", "expert_id": "E9"}, "record-unknown", "A"),
    ],
)
def test_what_contradicts_is_named_by_file_and_cell(
    plan: Path, forms: Path, name: str, cells: dict[str, object], code: str, column: str
) -> None:
    fill_in(forms / "FR France.xlsx", {("E1", name): cells})
    with pytest.raises(BadInput) as error:
        taken_back(plan, forms)
    [problem] = error.value.problems
    assert (problem.code, problem.sheet) == (code, "FR France.xlsx, Dossiers")
    assert (problem.cell or "").startswith(column)
    assert problem.remedy
    assert not plan.with_name("new.xlsx").exists()


def test_two_answers_to_one_question(plan: Path, forms: Path) -> None:
    other = forms / "France again.xlsx"
    other.write_bytes((forms / "FR France.xlsx").read_bytes())
    fill_in(forms / "FR France.xlsx", {("E1", "languages"): {"correct": "oui"}})
    fill_in(other, {("E1", "languages"): {"change_to": "arabe"}})
    with pytest.raises(BadInput) as error:
        taken_back(plan, forms)
    [problem] = error.value.problems
    assert problem.sheet == "France again.xlsx, Dossiers"
    assert "is Arabic here, and English; French in FR France.xlsx, Dossiers G8" in problem.message


def test_columns_that_are_missing_are_made(plan: Path, forms: Path) -> None:
    """A workbook of one's own, without the columns Status and Record updated."""
    book = openpyxl.load_workbook(plan)
    sheet = book["Experts"]
    names = [cell.value for cell in sheet[1]]
    sheet.tables.clear()
    for column in sorted((names.index("Status"), names.index("Record updated")), reverse=True):
        sheet.delete_cols(column + 1)
    sheet["A1"].comment = None
    book.save(plan)
    confirm_all(forms / "FR France.xlsx")
    fill_in(forms / "FR France.xlsx", {("E1", "status"): {"change_to": "Parti", "correct": None}})
    new = year_in(taken_back(plan, forms).path)
    assert [(e.left, e.record_updated) for e in new.experts[:3]] == [
        (True, TODAY),
        (False, TODAY),
        (False, None),
    ]


def test_what_no_folder_of_forms_is(plan: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no folder"):
        taken_back(plan, tmp_path / "nowhere")
    with pytest.raises(BadInput, match=r"plan\.xlsx is no form of a refresh"):
        taken_back(plan, tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="There is no workbook"):
        taken_back(plan, tmp_path / "empty")


def test_the_command_names_nobody(plan: Path, forms: Path) -> None:
    confirm_all(forms / "KE Kenya.xlsx")
    changes = {"change_to": "Zed", "correct": None}
    fill_in(forms / "KE Kenya.xlsx", {("E3", "name"): changes})
    ran = run("refresh", plan, forms, "--read")
    assert ran.code == 0, ran.err
    assert "E3: name changed." in ran.out
    assert "5 records confirmed" not in ran.out
    assert "4 records confirmed, 12 without an answer." in ran.out
    assert not any(name in ran.out + ran.err for name in ("Zed", "Cyd", "Ada"))
    assert plan.with_name("plan-refreshed.xlsx").exists()
    assert run("refresh", plan, forms, "-o", "x.xlsx").code == 2


def test_a_record_in_the_pool_is_named_and_left_alone(plan: Path, tmp_path: Path) -> None:
    pool = tmp_path / "pool.xlsx"
    book = openpyxl.load_workbook(plan)
    for title in book.sheetnames:
        if title not in ("Experts", "Qualifications"):
            del book[title]
    book.save(pool)
    thin = openpyxl.load_workbook(plan)
    for title in ("Experts", "Qualifications"):
        thin[title].tables.clear()
        thin[title].delete_rows(2, 20)
    thin.save(plan)
    ran = run("refresh", plan, tmp_path / "forms", "--pool", pool)
    assert ran.code == 0, ran.err
    confirm_all(tmp_path / "forms" / "KE Kenya.xlsx")
    ran = run("refresh", plan, tmp_path / "forms", "--pool", pool, "--read")
    assert ran.code == 0, ran.err
    assert "1 of them stand in the pool: change them there." in ran.out
    sheet = openpyxl.load_workbook(plan.with_name("plan-refreshed.xlsx"))["Refresh"]
    [line] = list(sheet.iter_rows(min_row=5, values_only=True))
    assert line[5:] == ("pool.xlsx, Experts K4", "no")


def test_a_new_name_is_written_wherever_the_old_one_stood_beside_the_id(
    plan: Path, forms: Path
) -> None:
    book = openpyxl.load_workbook(plan)
    sheet = book["Qualifications"]
    column = sheet.max_column + 1
    for row, text in enumerate(("Name", "Ada", "Ada"), start=1):
        sheet.cell(row, column).value = text
    book.save(plan)
    fill_in(forms / "FR France.xlsx", {("E1", "name"): {"change_to": "Edna Cedar"}})
    found = taken_back(plan, forms)
    assert found.problems == ()
    named = openpyxl.load_workbook(found.path)["Qualifications"]
    assert [named.cell(row, column).value for row in (2, 3)] == ["Edna Cedar"] * 2
