"""Problems of a workbook, grouped by repair, each shown in its slice of the sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from models.answers.report import Problem, Severity
from web.work.planning import SheetRows, row_of

_COLUMNS = 6
MOST_SHOWN = 40


@dataclass(frozen=True)
class Cell:
    """A cell of a slice; `bad` is the one that the problem is about."""

    text: str
    bad: bool = False


@dataclass(frozen=True)
class Slice:
    """The cells around a problem, with Excel's letters and numbers."""

    letters: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Group:
    """Problems that are mended in the same way."""

    code: str
    severity: Severity
    problems: tuple[Problem, ...]

    @property
    def is_error(self) -> bool:
        """Whether it stops a run."""
        return self.severity is Severity.ERROR

    @property
    def places(self) -> tuple[str, ...]:
        """The cells, each once."""
        return tuple(dict.fromkeys(place_of(problem) for problem in self.problems))


def place_of(problem: Problem) -> str:
    """Sheet and cell of a problem, "" where it is about the whole workbook."""
    return " ".join(filter(None, (problem.sheet, problem.cell)))


def groups(problems: Iterable[Problem]) -> tuple[Group, ...]:
    """The groups, errors first, then in the order of the workbook."""
    found: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.severity, problem.code), []).append(problem)
    made = (Group(code, severity, tuple(rows)) for (severity, code), rows in found.items())
    return tuple(sorted(made, key=lambda group: not group.is_error))


def slice_of(sheets: Mapping[str, SheetRows], problem: Problem) -> Slice | None:
    """The row of a problem with the rows above and below; None where no cell is named."""
    sheet = sheets.get(problem.sheet or "")
    row = row_of(problem)
    if sheet is None or not row or not problem.cell:
        return None
    bad = column_index_from_string(coordinate_from_string(problem.cell)[0]) - 1
    columns = _columns(sheet, bad)
    rows = [n for n in (row - 1, row, row + 1) if n in sheet.rows]
    return Slice(
        letters=tuple(get_column_letter(column + 1) for column in columns),
        headers=tuple(str(_at(sheet.headers, column) or "") for column in columns),
        rows=tuple((n, _cells(sheet, n, columns, (row, bad))) for n in rows),
    )


def _columns(sheet: SheetRows, bad: int) -> list[int]:
    """The first column, which holds the ID, and those around the bad one."""
    first = max(1, bad - _COLUMNS // 2)
    last = max(len(sheet.headers), bad + 1)
    around = range(first, min(last, first + _COLUMNS))
    return sorted({0, bad, *around})


def _cells(
    sheet: SheetRows, number: int, columns: list[int], bad: tuple[int, int]
) -> tuple[Cell, ...]:
    row = sheet.rows[number]
    return tuple(Cell(_text(_at(row, column)), (number, column) == bad) for column in columns)


def _at(row: tuple[object, ...], column: int) -> object:
    return row[column] if column < len(row) else None


def _text(value: object) -> str:
    """A value as Excel shows it, or nearly so."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
