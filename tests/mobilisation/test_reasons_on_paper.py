"""What explain and verify say, on paper: the same facts with their cells, names only if wanted."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from models.answers.explanation import Block, Line
from models.answers.verdict import RowEdit
from models.cell_ref import Place
from planner.app.load import load
from planner.app.on_paper.reasons import verdict_blocks, write_reasons
from planner.app.verify import verify
from tests.builders import agreed, expert, qualification, year
from tests.commands import run, small_year, year_file


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reasons")
    source = small_year(folder)
    assert run("solve", source, "-o", folder / "done.xlsx", "--quiet").code == 0
    return folder / "done.xlsx"


def words(path: Path) -> str:
    """All that is written in a document or a workbook, parts that nobody sees included."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def names_in(done: Path) -> list[str]:
    found = load(done).year
    assert found is not None
    return [person.name for person in found.experts]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_verdict_is_handed_on(done: Path, suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"verdict{suffix}"
    ran = run("verify", done, "-o", target)
    assert ran.code == 0, ran.err
    text = words(target)
    assert "The plan keeps every hard rule." in text
    assert "delivery-1" in text
    assert not [name for name in names_in(done) if name in text]


def test_an_answer_names_whom_it_is_about_where_that_is_asked_for(
    done: Path, tmp_path: Path
) -> None:
    silent, open_ = tmp_path / "a.docx", tmp_path / "b.docx"
    for target, more in ((silent, ()), (open_, ("--names",))):
        ran = run("explain", done, "M2", "-o", target, *more)
        assert ran.code == 0, ran.err
    assert not [name for name in names_in(done) if name in words(silent)]
    assert [name for name in names_in(done) if name in words(open_)]
    title = Document(str(silent)).paragraphs[0].text
    assert title
    assert "{" not in "\n".join(p.text for p in Document(str(silent)).paragraphs)


def test_every_fact_has_its_cell(done: Path, tmp_path: Path) -> None:
    place = Place(sheet="Missions", field="host", row=2)
    block = Block("Why", ("A sentence.",), (Line("dates", "A fact about E1.", place),))
    found = load(done).year
    assert found is not None
    path = write_reasons(load(done), found, [block], tmp_path / "why.xlsx", names=True)
    rows = [r[:4] for r in openpyxl.load_workbook(path)["Reasons"].iter_rows(values_only=True)]
    assert ("Why", None, "A sentence.", None) in rows
    assert any(row[1:3] == ("dates", "A fact about E1.") and "Missions" in row[3] for row in rows)
    [name] = [row[2] for row in rows if row[:2] == ("Experts", "E1")]
    assert name == found.expert_by_id["E1"].name


def test_a_bare_number_is_an_id_only_where_it_says_so(tmp_path: Path) -> None:
    numbered = year(
        experts=(expert("12"), expert("3")),
        qualifications=(qualification("12"), qualification("3")),
    )
    year_file(tmp_path / "plan.xlsx", numbered)
    book = load(tmp_path / "plan.xlsx")
    block = Block("Why", ("3 missions, and expert 12 is on one.",))
    path = write_reasons(book, numbered, [block], tmp_path / "why.xlsx", names=True)
    text = words(path)
    assert "Name of 12" in text
    assert "Name of 3" not in text


def test_a_plan_that_breaks_rules_and_was_edited(tmp_path: Path) -> None:
    year_file(tmp_path / "plan.xlsx", year(assignments=(agreed("M1", "E1"),)))
    book = load(tmp_path / "plan.xlsx")
    assert book.year is not None
    verdict = verify(book)
    edit = RowEdit(place=Place(sheet="Assignments", field="start", row=2), text="Moved.")
    changed = verdict.model_copy(update={"edits": (edit,), "recorded": {"cost": 99}})
    text = str(verdict_blocks(book.year, changed))
    assert "Moved." in text
    assert "the run recorded 99" in text


def test_only_documents_and_workbooks_are_written(done: Path, tmp_path: Path) -> None:
    ran = run("verify", done, "-o", tmp_path / "verdict.pdf")
    assert ran.code == 2
    assert "must end in .docx or .xlsx" in ran.err
    assert run("explain", done, "M2", "-o", done).code == 2
