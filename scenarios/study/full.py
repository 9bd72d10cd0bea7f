"""The whole workbook of each scenario: its changed facts, and its plan."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from planner.workbook.forms.inputs import write_year
from planner.workbook.openxml.saving import SUFFIX
from planner.workbook.writing import writer
from scenarios.study.compare import Case, Comparison

# Names that Windows keeps for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST = 80


def file_names(names: Iterable[str]) -> dict[str, str]:
    """A file name for each scenario that every system takes, each of them once."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = _NOT_IN_NAMES.sub("-", name)[:_LONGEST].strip(" .") or "scenario"
        if _DEVICES.fullmatch(plain):
            plain = f"{plain}-"
        made, number = plain, 2
        while made.casefold() in taken:
            made, number = f"{plain} ({number})", number + 1
        taken.add(made.casefold())
        found[name] = f"{made}{SUFFIX}"
    return found


def write_full(folder: Path, names: dict[str, str], comparison: Comparison) -> list[Path]:
    """Write the workbooks of all cases that have a plan.

    Raises
    ------
    WorkbookError
        Where a file cannot be written.
    """
    folder.mkdir(exist_ok=True)
    cases = [case for case in comparison.all_cases if case.result is not None]
    return [_write(folder / names[case.name], case) for case in cases]


def _write(target: Path, case: Case) -> Path:
    """The changed year as an input workbook, and its plan in front: so it can be verified."""
    assert case.result is not None
    note = f"The scenario {case.name}. {' '.join(case.words)}".strip()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / target.name
        write_year(source, case.year, note=note)
        writer.write(source, target, case.result)
    return target
