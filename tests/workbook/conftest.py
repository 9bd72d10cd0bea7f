"""The workbook that comes out of the made-up year 2027, written once for every file of tests."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from models.answers.result import RunResult
from tests.workbook import year2027
from tests.workbook.book_of_year import save_book
from tests.workbook.files import write


@pytest.fixture(scope="module")
def example() -> RunResult:
    """The made-up year with its plan."""
    return year2027.example()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workbook lies, before and after."""
    return tmp_path_factory.mktemp("written")


@pytest.fixture(scope="module")
def source(folder: Path, example: RunResult) -> Path:
    """The workbook that goes in."""
    return save_book(example.year, folder / "plan 2027.xlsx")


@pytest.fixture(scope="module")
def target(folder: Path, source: Path, example: RunResult) -> Path:
    """The workbook that comes out."""
    path = folder / "plan 2027 result.xlsx"
    write(source, path, example)
    return path


@pytest.fixture(scope="module")
def book(target: Path) -> Workbook:
    """The workbook that comes out, opened."""
    return load_workbook(target)
