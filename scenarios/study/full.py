"""The whole workbook of each scenario: its changed facts, and its plan."""

import re
from collections.abc import Iterable

from planner.workbook.forms.inputs import year_book
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


def full_workbooks(comparison: Comparison) -> dict[str, bytes]:
    """The workbooks of all cases that have a plan, by file name."""
    names = file_names(case.name for case in comparison.all_cases)
    cases = [case for case in comparison.all_cases if case.result is not None]
    return {names[case.name]: _workbook(names[case.name], case) for case in cases}


def _workbook(name: str, case: Case) -> bytes:
    """The changed year as an input workbook, and its plan in front: so it can be verified."""
    assert case.result is not None
    note = f"The scenario {case.name}. {' '.join(case.words)}".strip()
    return writer.workbook_bytes(year_book(case.year, note=note), name, case.result)
