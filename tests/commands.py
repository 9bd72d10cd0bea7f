"""Commands of the program, run in this process, and workbooks to run them on."""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import openpyxl
from click.testing import CliRunner

import cli
from models.facts.instance import Year
from planner.sample.book import write_sample
from planner.workbook.forms.inputs import write_year
from tests.workbook.books import expert, good_book, mission, qualification, save

MONDAY = date(2027, 3, 8)
# A name that must never show on a terminal.
SOMEBODY = "Zebulon Quackenbush"


class Ran(NamedTuple):
    """How a command ended: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


def run(*arguments: object, width: int | None = None) -> Ran:
    """Run a command as if it was typed, its output piped, or shown in so many columns."""
    typed = [str(argument) for argument in arguments]
    columns = {"COLUMNS": None if width is None else str(width)}
    result = CliRunner(env=columns).invoke(cli.program, typed, prog_name="mission-planner")
    return Ran(result.exit_code, result.stdout, result.stderr)


def sample(folder: Path, missions: int = 8, experts: int = 20, seed: int = 3) -> Path:
    """A sample year, small unless more is asked for."""
    path = folder / "sample.xlsx"
    path.write_bytes(_sample_bytes(missions, experts, seed))
    return path


@cache
def _sample_bytes(missions: int, experts: int, seed: int) -> bytes:
    with TemporaryDirectory() as name:
        path = Path(name) / "sample.xlsx"
        write_sample(path, missions, experts, seed)
        return path.read_bytes()


def year_file(path: Path, facts: Year) -> None:
    """Write a year as a workbook; the same year is the same bytes, made once."""
    path.write_bytes(_year_bytes(facts))


@lru_cache(maxsize=100)
def _year_bytes(facts: Year) -> bytes:
    with TemporaryDirectory() as name:
        path = Path(name) / "year.xlsx"
        write_year(path, facts)
        return path.read_bytes()


def small_year(folder: Path) -> Path:
    """Four missions: two delivered, one without money (M3), one in a rare language (M4).

    E3 is proposed for M1, where somebody has declined, and E1 is agreed for M2.
    """
    since = {"E1": 2020, "E2": 2021, "E3": 2022, "E4": 2023}
    countries = {"E1": "France", "E2": "Kenya", "E3": "Spain", "E4": "Japan"}
    book = good_book(
        Missions=[
            mission("M1", Experts=2),
            mission("M2", Host="Peru", Priority=2),
            mission("M3", Funds="F2"),
            mission("M4", Languages="Arabic", Priority=3),
        ],
        Experts=[expert(e, Administration=country) for e, country in countries.items()],
        Qualifications=[qualification(e, Since=date(y, 5, 3)) for e, y in since.items()],
        Funds=[{"Fund ID": "F1", "Amount": 50_000}, {"Fund ID": "F2", "Amount": 1_000}],
        Assignments=[
            {"Mission ID": "M1", "Expert ID": "E3", "Start": MONDAY, "Status": "Proposed"},
            {"Mission ID": "M1", "Expert ID": "E2", "Start": MONDAY, "Status": "Declined"},
            {"Mission ID": "M2", "Expert ID": "E1", "Start": MONDAY, "Status": "Confirmed"},
        ],
    )
    return save(book, folder, "year.xlsx")


def fingerprint(path: Path) -> str:
    """What is in a file, to see whether it was changed."""
    return sha256(path.read_bytes()).hexdigest()


def column(path: Path, sheet: str, header: str) -> list[Any]:
    """The values of a column of a workbook whose header is in row 1."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    place = rows[0].index(header)
    return [row[place] for row in rows[1:] if any(value is not None for value in row)]


def edit(path: Path, sheet: str, change: Callable[[Any], None]) -> None:
    """Change a sheet as somebody would, and save the workbook."""
    book = openpyxl.load_workbook(path)
    change(book[sheet])
    book.save(path)


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every value of every sheet."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
