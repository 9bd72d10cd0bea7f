"""Workbooks as files: read by their path, and written with their result sheets to another."""

from datetime import date
from pathlib import Path

from models.answers.result import RunResult
from planner.workbook.openxml.opening.container import original_bytes
from planner.workbook.openxml.saving import save_whole
from planner.workbook.reading.reader import Reading, read_content
from planner.workbook.writing.writer import workbook_bytes


def read(path: Path, plan_start: date | None = None, plan_end: date | None = None) -> Reading:
    """What the workbook of a path says."""
    return read_content(original_bytes(path), path.name, plan_start, plan_end)


def write(source: Path, target: Path, result: RunResult) -> None:
    """Write a copy of an input workbook with the result sheets, whole or not at all."""
    save_whole(target, workbook_bytes(original_bytes(source), source.name, result))
