"""The sample as a workbook: it reads back as the same year, and says what it is."""

from pathlib import Path

import openpyxl
import pytest

from models.answers.report import Severity
from planner.sample.book import cancelled_missions, write_sample
from planner.sample.whatifs import make_whatifs
from tests.breadth import usually
from tests.sample.years import DEFAULT, bare, year_of
from tests.workbook.files import read

SIZES = [(1, 1, 1), (5, 10, 1), (40, 20, 3), DEFAULT, *usually((), ((120, 300, 1),))]


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    write_sample(target)
    return target


@pytest.mark.no_cover
@pytest.mark.parametrize("size", SIZES)
def test_reads_back_as_the_same_year(tmp_path: Path, size: tuple[int, int, int]) -> None:
    target = tmp_path / "sample.xlsx"
    written = write_sample(target, *size)
    reading = read(target)
    assert reading.errors == ()
    assert reading.year is not None
    assert written == year_of(*size)
    assert bare(reading.year) == bare(written)


def test_scenarios_read_back(default: Path) -> None:
    whatifs = make_whatifs(year_of(*DEFAULT))
    expected = [(r.scenario, r.change, r.target, str(r.value)) for r in whatifs]
    rows = read(default).scenarios
    assert [(r.scenario, r.change, r.target, r.value) for r in rows] == expected


def test_warnings_tell_only_of_the_shortages_that_are_meant(default: Path) -> None:
    warnings = {p.code for p in read(default).problems if p.severity is Severity.WARNING}
    stale = {"record-stale", "accreditation-undated", "candidate-waiting"}
    assert warnings <= {"nobody-speaks", "no-allowed-start"} | stale


def test_cancelled_missions_are_listed_and_left_out(default: Path) -> None:
    header, *rows = openpyxl.load_workbook(default)["Missions"].iter_rows(values_only=True)
    status = {row[0]: row[header.index("Status")] for row in rows}
    gone = {mission.id for mission in cancelled_missions(year_of(*DEFAULT))}
    assert {mission for mission, word in status.items() if word == "Cancelled"} == gone


def test_says_that_everything_is_invented(tmp_path: Path) -> None:
    target = tmp_path / "sample.xlsx"
    write_sample(target, 2, 3)
    texts = [cell.value for row in openpyxl.load_workbook(target)["Read me"] for cell in row]
    assert any("invented" in str(text) for text in texts)


@pytest.mark.no_cover
def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    write_sample(one, 12, 30, 5)
    write_sample(other, 12, 30, 5)
    assert one.read_bytes() == other.read_bytes()


def test_too_few_leaves_no_file_behind(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="experts"):
        write_sample(tmp_path / "sample.xlsx", 3, 0)
    assert list(tmp_path.iterdir()) == []
