"""Letters: whom they are for, what they say, and that no file is lost."""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from models.facts.administration import Addressee, Administration
from models.facts.assignment import AssignmentStatus as Status
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.app.letters import letter_files
from planner.app.letters.letter_files import (
    DEFAULT_TEMPLATE,
    file_name,
    write_letters,
    write_template,
)
from planner.app.letters.letter_filling import fill_in_all
from planner.app.letters.letter_register import register_in
from planner.domain.errors import BadInput, CannotWrite
from planner.mobilisation.directors import UNKNOWN, Director, director_of
from planner.mobilisation.letters import Letter, letters
from tests.builders import agreed, expert, mission, qualification, settings, year

TODAY = date(2026, 11, 22)
EXTERNAL, PRE = QualificationStatus.EXTERNAL, QualificationStatus.PRE_ACCREDITED


def facts(**changes: object) -> Year:
    """E1 and E2 of France, E3 of Spain, X external: all Available but E2, who is Invited."""
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
            agreed("M1", "E1", Status.AVAILABLE),
            agreed("M2", "E2", Status.INVITED),
            agreed("M1", "E3", Status.AVAILABLE),
            agreed("M1", "X", Status.AVAILABLE),
            agreed("M2", "E3", Status.PROPOSED),
            agreed("M2", "E1", Status.CONTACTED),
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
    (section,) = document.sections
    around = [*section.header.paragraphs, *section.footer.paragraphs]
    paragraphs = [p.text for p in document.paragraphs]
    return "\n".join([*paragraphs, *(p.text for p in around if p.text), *cells])


def by_country(year_: Year) -> dict[str, Letter]:
    return {letter.country: letter for letter in letters(year_, TODAY)}


def written(folder: Path, found: Year, today: date = TODAY, **options: Any) -> list[Path]:
    """The letters written on a day, in their order."""
    return write_letters(folder, found, today, **options)


def test_one_letter_an_administration_for_who_is_available() -> None:
    """None for externals, proposals and informal contacts, and none for letters that are out."""
    found = by_country(facts())
    assert list(found) == ["FR", "ES"]
    asked = {code: [(k.expert_id, k.mission_id) for k in x.keys] for code, x in found.items()}
    assert asked == {"FR": [("E1", "M1")], "ES": [("E3", "M1")]}
    assert [found[code].context["reference"] for code in found] == ["CBD/2027/001", "CBD/2027/002"]


def test_the_address_follows_the_sheet_administrations(tmp_path: Path) -> None:
    france, spain = (text_of(p) for p in written(tmp_path / "L", facts()))
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
    path = written(tmp_path / "L", facts())[0]
    assert path.name == "001 FR France.docx"
    text = text_of(path)
    for part in (
        "Reference: CBD/2027/001",
        "Brussels, 22 November 2026",
        "Subject: Release of 1 expert",
        "Name of E1",
        "Audit <& Co>, Belgium",
        "1 to 5 March 2027",
        "Travel may take up to 1 day before and 1 day after.",
        "Name of E1 successfully attended a WCO accreditation workshop",
        "your reply by 18 January 2027",
        "[Name of the Director]",
    ):
        assert part in text, part
    assert "{" not in text
    assert "earlier letter" not in text


def test_the_director_with_responsibility_for_the_subject_matter_signs(tmp_path: Path) -> None:
    """The code itself goes before its category, and that before all others."""
    who = "TOA: Ms A, Compliance; TOA/AEO: Mr B, Trade; *: Mr C, Capacity Building"
    signed = settings(directors=who)
    text = text_of(written(tmp_path / "L", facts(settings=signed))[0])
    assert "Ms A\nCompliance" in text
    names = [director_of(signed, code).name for code in ("TOA/AEO", "TOA/PCA", "ET/VAL")]
    assert names == ["Mr B", "Ms A", "Mr C"]
    assert director_of(settings(), "ET/VAL") is UNKNOWN
    assert director_of(settings(directors="Ms D, Tariff"), "DF") == Director("Ms D", "Tariff")


def test_two_directors_two_letters() -> None:
    apart = facts(
        missions=(mission(), mission("M2", host="NL", expertise="ET/VAL")),
        qualifications=(qualification(), qualification("E2", expertise="ET/VAL")),
        assignments=(
            agreed("M1", "E1", Status.AVAILABLE),
            agreed("M2", "E2", Status.AVAILABLE),
        ),
        settings=settings(directors="TOA: Ms A, Compliance; ET: Mr B, Tariff"),
    )
    signed = [(x.number, x.country, x.context["director"]) for x in letters(apart, TODAY)]
    assert signed == [(1, "FR", "Mr B"), (2, "FR", "Ms A")]


def test_a_reminder_is_a_letter_of_its_own(tmp_path: Path) -> None:
    paths = written(tmp_path / "L", facts(), reminders=True)
    names = [path.name for path in paths]
    assert names == ["001 FR France.docx", "002 ES Spain.docx", "003 FR France reminder.docx"]
    text = text_of(paths[2])
    assert "Name of E2 *" in text
    assert "asked for this release in an earlier letter" in text


def test_a_country_that_the_title_names_is_not_named_twice(tmp_path: Path) -> None:
    title = "Workshop, Côte d’Ivoire"
    there = facts(missions=(mission(experts=3, title=title, host="CI"), mission("M2", host="NL")))
    text = text_of(written(tmp_path / "L", there)[0])
    assert title in text
    assert "Côte d'Ivoire" not in text


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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            (
                "ORGANISATION MONDIALE DES DOUANES",
                "Rue du Marché 30, B-1210 Bruxelles, Belgique",
                "[Nom du Directeur ou de la Directrice]",
                "Bruxelles, le 22 novembre 2026",
                "Administration des douanes : France",
                "Madame la Directrice générale, Monsieur le Directeur général,",
                "mise à disposition officielle du fonctionnaire suivant",
                "1er au 5 mars 2027",
                "jusqu'à 1 jour avant et 1 jour après",
                "d'ici au 18 janvier 2027",
                "Copie : Point de contact national, Ms X",
            ),
        ),
        (
            "es",
            (
                "ORGANIZACIÓN MUNDIAL DE ADUANAS",
                "[Nombre del Director o de la Directora]",
                "Bruselas, 22 de noviembre de 2026",
                "Estimado Director General, estimada Directora General:",
                "puesta a disposición oficial del siguiente funcionario",
                "1 al 5 de marzo de 2027",
                "a más tardar el 18 de enero de 2027",
                "Copia: Punto Nacional de Contacto, Ms X",
            ),
        ),
    ],
)
def test_a_letter_is_in_the_language_of_the_administration(
    tmp_path: Path, language: str, said: tuple[str, ...]
) -> None:
    row = Administration(country="FR", ncp_name="Ms X", language=language)
    text = text_of(written(tmp_path / "L", facts(administrations=(row,)))[0])
    for part in said:
        assert part in text, part
    for word in (
        "Dear",
        "Yours",
        "WORLD CUSTOMS",
        "Name of the",
        "Belgium",
        "expert:",
        "mission is",
        "{",
    ):
        assert word not in text, word


def test_names_of_files_are_plain() -> None:
    assert file_name(Letter("CI", {}, 12)) == "012 CI Cote dIvoire.docx"


def test_the_same_letter_has_the_same_bytes() -> None:
    (france, *_) = letters(facts(), TODAY)
    context = france.context
    assert len(set(fill_in_all(DEFAULT_TEMPLATE, [context, context]))) == 1
    assert fill_in_all(DEFAULT_TEMPLATE, [context]) == fill_in_all(DEFAULT_TEMPLATE, [context])


def test_what_was_asked_for_is_not_asked_for_again(tmp_path: Path) -> None:
    """An edited letter stays as it is, the others are written, and numbers run on."""
    folder = tmp_path / "L"
    paths = written(folder, facts())
    edited = Document(str(paths[1]))
    edited.add_paragraph("By hand.")
    edited.save(str(paths[1]))
    before = [path.read_bytes() for path in paths]
    assert written(folder, facts(), date(2026, 11, 23)) == []
    rows = (*facts().assignments, agreed("M2", "E3", Status.AVAILABLE))
    more = facts(assignments=rows[:4] + rows[6:])
    (new,) = written(folder, more, date(2026, 12, 1))
    assert new.name == "003 ES Spain.docx"
    assert "Reference: CBD/2027/003" in text_of(new)
    assert [path.read_bytes() for path in paths] == before
    paths[0].unlink()
    assert [path.name for path in written(folder, facts())] == ["004 FR France.docx"]


def test_the_register_says_what_was_asked_for(tmp_path: Path) -> None:
    written(tmp_path / "L", facts(), reminders=True)
    entries = register_in(tmp_path / "L").entries
    assert [(e.number, e.file, e.mission_id, e.expert_id, e.reminder) for e in entries] == [
        (1, "001 FR France.docx", "M1", "E1", False),
        (2, "002 ES Spain.docx", "M1", "E3", False),
        (3, "003 FR France reminder.docx", "M2", "E2", True),
    ]
    assert {e.start for e in entries} == {date(2027, 3, 1)}
    (tmp_path / "L" / "Letters.xlsx").write_text("no", encoding="utf-8")
    with pytest.raises(BadInput, match="is no register of letters"):
        register_in(tmp_path / "L")


def test_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "L"
    paths = written(folder, facts())
    paths[0].unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    real = letter_files.os.replace
    calls: list[object] = []

    def second_fails(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError(13, "denied", str(target))
        real(source, target)

    monkeypatch.setattr(letter_files.os, "replace", second_fails)
    with pytest.raises(BadInput, match=r"Letters.xlsx cannot be written.*No letter"):
        written(folder, facts(), date(2026, 12, 1))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_places_that_are_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CannotWrite, match="is a file"):
        written(tmp_path / "file", facts())
    with pytest.raises(CannotWrite, match="There is no folder"):
        written(tmp_path / "no" / "such", facts())


def test_letters_that_are_interrupted_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = letter_files.os.replace

    def interrupted(source: Path, target: Path) -> None:
        real(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(letter_files.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path / "L", facts())
    assert list(tmp_path.iterdir()) == []


def office_template(folder: Path, text: str) -> Path:
    document = Document()
    document.add_paragraph(text)
    path = folder / "office.docx"
    document.save(str(path))
    return path


def test_the_office_may_replace_the_template(tmp_path: Path) -> None:
    own = office_template(tmp_path, "To {{ administration }}: {{ experts|join('; ') }}")
    path = written(tmp_path / "L", facts(), template=own)[0]
    assert text_of(path) == "To France: Name of E1"


@pytest.mark.parametrize("text", ["{{ nonsense }}", "{% if %}", "{{ ().__class__.__mro__ }}"])
def test_a_template_that_cannot_be_filled_in(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=r"office.docx cannot be filled in"):
        written(tmp_path / "L", facts(), template=office_template(tmp_path, text))
    assert not (tmp_path / "L").exists()


def test_a_template_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("no", encoding="utf-8")
    for name in ("a.docx", "missing.docx"):
        with pytest.raises(BadInput, match="cannot be used as a template"):
            fill_in_all(tmp_path / name, [letters(facts(), TODAY)[0].context])


def test_the_template_to_edit(tmp_path: Path) -> None:
    target = tmp_path / "letter.docx"
    write_template(target, "letter.docx")
    assert target.read_bytes() == DEFAULT_TEMPLATE.read_bytes()
    with pytest.raises(CannotWrite, match="exists already"):
        write_template(target, "letter.docx")
    with pytest.raises(CannotWrite, match=r"must end in .docx"):
        write_template(tmp_path / "letter.doc", "letter.docx")
    with pytest.raises(CannotWrite, match="There is no folder"):
        write_template(tmp_path / "no" / "letter.docx", "letter.docx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_a_letter(tmp_path: Path) -> None:
    path = written(tmp_path / "L", facts())[0]
    copy = tmp_path / "letter.docx"
    copy.write_bytes(path.read_bytes())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", str(copy)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "letter.txt").read_text(encoding="utf-8")
    assert "Dear Director-General," in text
    assert "Name of E1" in text
