"""Letters: whom they are for, what they say, and that no file is lost."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from models.administration import Addressee, Administration
from models.assignment import AssignmentStatus as Status
from models.expert import QualificationStatus
from models.instance import Year
from planner.app import letter_files
from planner.app.letter_files import (
    DEFAULT_TEMPLATE,
    file_name,
    write_letters,
    write_template,
)
from planner.app.letter_filling import fill_in_all
from planner.domain.errors import BadInput
from planner.mobilisation.letters import Letter, letters
from tests.builders import agreed, expert, mission, qualification, settings, year

TODAY = date(2026, 11, 22)
EXTERNAL, PRE = QualificationStatus.EXTERNAL, QualificationStatus.PRE_ACCREDITED


def facts(**changes: object) -> Year:
    """E1 and E2 of France, E3 of Spain, X external: all Contacted but E2, who is Invited."""
    parts = {
        "missions": (mission(experts=3, title="Audit <& Co>"), mission("M2", host="NL")),
        "experts": (expert(), expert("E2"), expert("E3", "ES"), expert("X", "CH")),
        "qualifications": (
            qualification(status=PRE),
            qualification("E2"),
            qualification("E3"),
            qualification("X", EXTERNAL),
        ),
        "assignments": (
            agreed("M1", "E1", Status.CONTACTED),
            agreed("M2", "E2", Status.INVITED),
            agreed("M1", "E3", Status.CONTACTED),
            agreed("M1", "X", Status.CONTACTED),
            agreed("M2", "E3", Status.PROPOSED),
        ),
        "administrations": (
            Administration(
                country="ES", ncp_name="Sr Y", ncp_email="y@example.org", addressee=Addressee.NCP
            ),
            Administration(country="FR", ncp_name="Ms X", addressee=Addressee.DIRECTOR_GENERAL),
        ),
    }
    return year(**parts | changes)


def text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def by_country(year_: Year) -> dict[str, Letter]:
    return {letter.country: letter for letter in letters(year_, TODAY)}


def test_one_letter_an_administration_and_none_for_externals_or_proposals() -> None:
    found = by_country(facts())
    assert list(found) == ["FR", "ES"]
    ids = [(r.expert_id, r.mission_id) for r in found["ES"].context["requests"]]
    assert ids == [("E3", "M1")]


def test_the_address_follows_the_sheet_administrations(tmp_path: Path) -> None:
    france, spain = (
        text_of(p) for p in write_letters(tmp_path / "L", letters(facts(), TODAY), None)
    )
    assert "The Director-General\nCustoms administration of France" in france
    assert "Dear Director-General," in france
    assert "Copy: National Contact Point, Ms X" in france
    assert (
        "The National Contact Point\nSr Y\nCustoms administration of Spain\ny@example.org" in spain
    )
    assert "Dear Sr Y," in spain
    assert "Copy:" not in spain
    assert "Dear Name" not in france + spain


def test_the_letter_says_who_what_where_and_when(tmp_path: Path) -> None:
    path = write_letters(tmp_path / "L", letters(facts(), TODAY), None)[0]
    assert path.name == "FR France.docx"
    text = text_of(path)
    for part in (
        "Brussels, 22 November 2026",
        "Subject: Release of 2 experts",
        "Name of E1",
        "Audit <& Co>, Belgium",
        "1 to 5 March 2027",
        "Name of E2 *",
        "asked for this release in an earlier letter",
        "Travel may take up to 1 day before and 1 day after.",
        "Name of E1 successfully attended a WCO accreditation workshop",
        "your reply by 18 January 2027",
    ):
        assert part in text, part
    assert "{" not in text


def test_a_letter_that_is_out_is_written_again_without_remarks() -> None:
    invited = facts(assignments=(agreed("M2", "E2", Status.INVITED),))
    context = by_country(invited)["FR"].context
    assert context["repeated"] is False
    assert context["candidates"] == ""


def test_an_administration_without_a_row_and_a_year_without_travel() -> None:
    plain = facts(
        administrations=(),
        settings=settings(travel_days_before=0, travel_days_after=0),
    )
    context = by_country(plain)["FR"].context
    assert (context["addressee"], context["salutation"]) == (
        "The Director-General",
        "Director-General",
    )
    assert context["travel"] == ""
    late = {letter.country: letter for letter in letters(plain, date(2027, 2, 20))}
    assert late["FR"].context["reply_by"] == "20 February 2027"


def test_names_of_files_are_plain() -> None:
    assert file_name(Letter("CI", {})) == "CI Cote dIvoire.docx"


def test_the_same_letter_has_the_same_bytes() -> None:
    (france, *_) = letters(facts(), TODAY)
    context = france.context
    assert len(set(fill_in_all(DEFAULT_TEMPLATE, [context, context]))) == 1
    assert fill_in_all(DEFAULT_TEMPLATE, [context]) == fill_in_all(DEFAULT_TEMPLATE, [context])


def test_our_own_letters_are_renewed_and_edited_ones_never(tmp_path: Path) -> None:
    paths = write_letters(tmp_path / "L", letters(facts(), TODAY), None)
    write_letters(tmp_path / "L", letters(facts(), date(2026, 11, 23)), None)
    assert "23 November" in text_of(paths[0])
    edited = Document(str(paths[1]))
    edited.add_paragraph("By hand.")
    edited.save(str(paths[1]))
    before = [path.read_bytes() for path in paths]
    with pytest.raises(BadInput, match=r"edited them since: ES Spain.docx.*No letter"):
        write_letters(tmp_path / "L", letters(facts(), TODAY), None)
    assert [path.read_bytes() for path in paths] == before


def test_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "L"
    paths = write_letters(folder, letters(facts(), TODAY), None)
    paths[0].unlink()
    before = paths[1].read_bytes()
    real = letter_files.os.replace
    calls: list[object] = []

    def second_fails(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError(13, "denied", str(target))
        real(source, target)

    monkeypatch.setattr(letter_files.os, "replace", second_fails)
    with pytest.raises(BadInput, match=r"ES Spain.docx cannot be written.*No letter"):
        write_letters(folder, letters(facts(), date(2026, 12, 1)), None)
    assert [path.name for path in folder.iterdir()] == ["ES Spain.docx"]
    assert paths[1].read_bytes() == before
    calls.clear()
    paths[0].write_bytes(fill_in_all(DEFAULT_TEMPLATE, [letters(facts(), TODAY)[0].context])[0])
    was = paths[0].read_bytes()
    with pytest.raises(BadInput):
        write_letters(folder, letters(facts(), date(2026, 12, 1)), None)
    assert paths[0].read_bytes() == was


def test_places_that_are_no_folder(tmp_path: Path) -> None:
    some = letters(facts(), TODAY)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match="is a file"):
        write_letters(tmp_path / "file", some, None)
    with pytest.raises(BadInput, match="There is no folder"):
        write_letters(tmp_path / "no" / "such", some, None)


def office_template(folder: Path, text: str) -> Path:
    document = Document()
    document.add_paragraph(text)
    path = folder / "office.docx"
    document.save(str(path))
    return path


def test_the_office_may_replace_the_template(tmp_path: Path) -> None:
    own = office_template(tmp_path, "To {{ administration }}: {{ experts|join('; ') }}")
    path = write_letters(tmp_path / "L", letters(facts(), TODAY), own)[0]
    assert text_of(path) == "To France: Name of E1; Name of E2"


@pytest.mark.parametrize("text", ["{{ nonsense }}", "{% if %}", "{{ ().__class__.__mro__ }}"])
def test_a_template_that_cannot_be_filled_in(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=r"office.docx cannot be filled in"):
        write_letters(tmp_path / "L", letters(facts(), TODAY), office_template(tmp_path, text))
    assert not (tmp_path / "L").exists()


def test_a_template_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("no", encoding="utf-8")
    for name in ("a.docx", "missing.docx"):
        with pytest.raises(BadInput, match="cannot be used as a template"):
            fill_in_all(tmp_path / name, [letters(facts(), TODAY)[0].context])


def test_the_template_to_edit(tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    write_template(target)
    assert target.read_bytes() == DEFAULT_TEMPLATE.read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        write_template(target)
    with pytest.raises(BadInput, match=r"must end in .docx"):
        write_template(tmp_path / "letter.doc")
    with pytest.raises(BadInput, match="There is no folder"):
        write_template(tmp_path / "no" / "letter.docx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_letter(tmp_path: Path) -> None:
    path = write_letters(tmp_path / "L", letters(facts(), TODAY), None)[0]
    copy = tmp_path / "letter.docx"
    copy.write_bytes(path.read_bytes())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", str(copy)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "letter.txt").read_text(encoding="utf-8")
    assert "Dear Director-General," in text
    assert "Name of E1" in text
