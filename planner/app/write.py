"""Put the answer of a run into a workbook or a document."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from models.answers.report import Problem
from models.answers.result import RunResult
from models.workbook import ScenarioRow, Workbook
from planner.app.outputs import targets
from planner.app.outputs.seals import sealed_json
from planner.workbook.openxml.opening.vouched import vouch
from planner.workbook.openxml.saving import save_whole
from planner.workbook.writing import more_scenarios, writer
from planner.workbook.writing.annotate import annotated
from planner.workbook.writing.corrected import corrected
from planner.workbook.writing.document import document


def write(workbook: Workbook, result: RunResult, target: Path | str) -> Path:
    """Write a copy of a workbook with the result sheets, whole or not at all.

    Every sheet of the workbook goes into the copy as it was read; result sheets of an earlier run
    are replaced. The same arguments give the same bytes.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    CannotWrite
        Where the target is the input, holds somebody's work, or cannot be written.
    """
    path = Path(target)
    targets.refuse_workbook(path)
    save_whole(path, workbook_bytes(workbook, result), targets.refuse_work_of_others)
    return path


def workbook_bytes(workbook: Workbook, result: RunResult) -> bytes:
    """The workbook that `write` writes; who reads it again here need not look through it."""
    content = writer.workbook_bytes(workbook.content, workbook.name, result)
    vouch(content)
    return content


def with_scenarios(workbook: Workbook, rows: Sequence[ScenarioRow]) -> Workbook:
    """The workbook with more rows in its sheet Scenarios; nothing is written to disk.

    Raises
    ------
    BadInput
        The sheet lacks a column that a row needs.
    """
    if not rows:
        return workbook
    content = more_scenarios.with_scenarios(workbook, rows)
    scenarios = (*workbook.scenarios, *rows)
    return workbook.model_copy(update={"content": content, "scenarios": scenarios})


def annotated_bytes(workbook: Workbook, problems: Iterable[Problem]) -> bytes:
    """A copy of a workbook with its problems marked where they are."""
    return annotated(workbook.content, problems)


def corrected_bytes(workbook: Workbook, problems: Iterable[Problem]) -> bytes:
    """A copy of a workbook in which every correction with a single answer is made."""
    return corrected(workbook.content, problems)


def document_bytes(result: RunResult) -> bytes:
    """The document of `to_json` as a file."""
    return sealed_json(document(result))


def to_json(result: RunResult) -> dict[str, Any]:
    """The answer as plain lists, dicts, text and numbers, as the JSON Schema describes it."""
    return document(result)
