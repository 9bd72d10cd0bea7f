"""Workbooks that can be used: read, or refused with all that is wrong with them."""

from datetime import date
from pathlib import Path

from models.instance import Year
from models.report import Problem
from planner.workbook.reading.reader import Reading, read


class BadInputError(Exception):
    """The workbook has errors: `problems` are all that is wrong with it, warnings included."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the workbook has errors")
        self.problems = problems


def read_good(path: Path, start: date | None, end: date | None) -> tuple[Reading, Year]:
    """Read a workbook that has no error.

    Raises
    ------
    WorkbookError
        Where the file is no workbook that can be read.
    BadInputError
        Where it has errors.
    """
    reading = read(path, start, end)
    if reading.year is None:
        raise BadInputError(reading.problems)
    return reading, reading.year
