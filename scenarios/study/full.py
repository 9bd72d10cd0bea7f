"""The whole workbook of each scenario: its changed facts, and its plan."""

from planner.app.outputs.file_names import file_names
from planner.app.outputs.targets import WORKBOOK
from planner.workbook.forms.inputs import year_book
from planner.workbook.writing import writer
from scenarios.study.compare import Case, Comparison


def full_workbooks(comparison: Comparison) -> dict[str, bytes]:
    """The workbooks of all cases that have a plan, by file name."""
    names = file_names((case.name for case in comparison.all_cases), WORKBOOK, "scenario")
    cases = [case for case in comparison.all_cases if case.result is not None]
    return {names[case.name]: _workbook(names[case.name], case) for case in cases}


def _workbook(name: str, case: Case) -> bytes:
    """The changed year as an input workbook, and its plan in front: so it can be verified."""
    assert case.result is not None
    note = f"The scenario {case.name}. {' '.join(case.words)}".strip()
    return writer.workbook_bytes(year_book(case.year, note=note), name, case.result)
