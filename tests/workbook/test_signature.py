"""A workbook that the planner wrote is known again, until anybody saves it."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from planner.workbook import markup
from planner.workbook.annotate import annotate
from planner.workbook.package import Package
from planner.workbook.signature import is_as_written, sign
from planner.workbook.template import write_template
from planner.workbook.writer import write
from tests.workbook import year2027
from tests.workbook.book_of_year import save_book
from tests.workbook.books import good_book, save

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return save(good_book(), tmp_path)


def signed(path: Path, when: datetime | None = NOON) -> Package:
    package = Package.read(path)
    sign(package, when)
    path.write_bytes(package.to_bytes())
    return package


def test_a_workbook_of_somebody_else_is_not_ours(plain: Path) -> None:
    assert not is_as_written(plain)


def test_a_signed_workbook_is_ours_until_it_is_saved(plain: Path) -> None:
    signed(plain)
    assert is_as_written(plain)
    openpyxl.load_workbook(plain).save(plain)
    assert not is_as_written(plain)


@pytest.mark.parametrize("when", [NOON, None])
def test_a_workbook_without_properties_gets_them(plain: Path, when: datetime | None) -> None:
    package = Package.read(plain)
    package.remove(["docProps/core.xml"])
    package.set_relations("", [r for r in package.relations("") if r.kind != "core-properties"])
    plain.write_bytes(package.to_bytes())
    signed(plain, when)
    assert is_as_written(plain)
    assert openpyxl.load_workbook(plain).properties.modified is not None


def test_signing_twice_leaves_one_signature(plain: Path) -> None:
    signed(plain)
    root = markup.parse(signed(plain).parts["docProps/core.xml"])
    namespace = "http://purl.org/dc/elements/1.1/"
    assert len(markup.children(root, "identifier", namespace)) == 1


def test_signing_without_a_time_keeps_the_time(plain: Path) -> None:
    before = openpyxl.load_workbook(plain).properties.modified
    signed(plain, when=None)
    assert openpyxl.load_workbook(plain).properties.modified == before


def test_everything_that_the_planner_writes_is_signed(plain: Path, tmp_path: Path) -> None:
    result = year2027.example()
    source = save_book(result.year, tmp_path / "year.xlsx")
    write(source, tmp_path / "out.xlsx", result)
    write_template(tmp_path / "template.xlsx")
    annotate(plain, tmp_path / "marked.xlsx", ())
    for name in ("out.xlsx", "template.xlsx", "marked.xlsx"):
        assert is_as_written(tmp_path / name), name


@pytest.mark.parametrize("content", [b"", b"PK", b"Mission ID;Host"])
def test_what_is_no_workbook_is_not_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    assert not is_as_written(path)
    assert not is_as_written(tmp_path / "missing.xlsx")
