"""Commands of the program, run in this process, and workbooks to run them on."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from click.testing import CliRunner

import cli
from planner.sample.book import write_sample

# A name that must never show on a terminal.
SOMEBODY = "Zebulon Quackenbush"


class Ran(NamedTuple):
    """How a command ended: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


def run(*arguments: object) -> Ran:
    """Run a command as if it was typed."""
    typed = [str(argument) for argument in arguments]
    result = CliRunner().invoke(cli.program, typed, prog_name="mission-planner")
    return Ran(result.exit_code, result.stdout, result.stderr)


def sample(folder: Path, missions: int = 8, experts: int = 20, seed: int = 3) -> Path:
    """A small year with a mission that cannot be delivered."""
    path = folder / "year.xlsx"
    write_sample(path, missions, experts, seed)
    return path


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
