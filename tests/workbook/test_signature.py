"""A workbook that the planner wrote is known again, until anybody saves it."""

from pathlib import Path

import openpyxl
import pytest

from planner.workbook.forms.template import write_template
from planner.workbook.openxml.opening.signature import is_as_written, sign
from planner.workbook.openxml.package import Package
from planner.workbook.writing.annotate import annotated
from tests.workbook import year2027
from tests.workbook.book_of_year import save_book
from tests.workbook.books import good_book, save
from tests.workbook.files import write


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return save(good_book(), tmp_path)


def signed(path: Path) -> Package:
    package = Package.read(path)
    sign(package)
    path.write_bytes(package.to_bytes())
    return package


def test_a_workbook_of_somebody_else_is_not_ours(plain: Path) -> None:
    assert not is_as_written(plain)


def test_a_signed_workbook_is_ours_until_it_is_saved(plain: Path) -> None:
    signed(plain)
    assert is_as_written(plain)
    book = openpyxl.load_workbook(plain)
    book["Missions"]["B2"] = "Another title"
    book.save(plain)
    assert not is_as_written(plain)


def test_one_changed_letter_is_seen(plain: Path) -> None:
    package = signed(plain)
    styles = package.parts["xl/styles.xml"]
    package.parts["xl/styles.xml"] = styles.replace(b"Calibri", b"Calibre", 1)
    assert package.parts["xl/styles.xml"] != styles
    plain.write_bytes(package.to_bytes())
    assert not is_as_written(plain)


def test_a_workbook_without_properties_gets_them(plain: Path) -> None:
    package = Package.read(plain)
    package.remove(["docProps/core.xml"])
    package.set_relations("", [r for r in package.relations("") if r.kind != "core-properties"])
    plain.write_bytes(package.to_bytes())
    signed(plain)
    assert is_as_written(plain)
    assert openpyxl.load_workbook(plain).properties.identifier.startswith("mission-planner ")


def test_signing_twice_leaves_one_signature(plain: Path) -> None:
    once = signed(plain).to_bytes()
    assert signed(plain).to_bytes() == once


def test_everything_that_the_planner_writes_is_signed(plain: Path, tmp_path: Path) -> None:
    result = year2027.example()
    source = save_book(result.year, tmp_path / "year.xlsx")
    write(source, tmp_path / "out.xlsx", result)
    write_template(tmp_path / "template.xlsx")
    (tmp_path / "marked.xlsx").write_bytes(annotated(plain.read_bytes(), ()))
    for name in ("out.xlsx", "template.xlsx", "marked.xlsx"):
        assert is_as_written(tmp_path / name), name


@pytest.mark.parametrize("content", [b"", b"PK", b"Mission ID;Host"])
def test_what_is_no_workbook_is_not_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    assert not is_as_written(path)
    assert not is_as_written(tmp_path / "missing.xlsx")
