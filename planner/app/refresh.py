"""The refresh of the records: forms for the administrations, and what their answers change."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from models.answers.report import Problem
from models.workbook import Workbook
from planner.app.load import load, year_of
from planner.app.outputs.saving import save, save_folder
from planner.app.outputs.targets import refuse_folder, refuse_workbook
from planner.domain.country_names import plain_name
from planner.domain.errors import BadInput
from planner.domain.tongue import Tongue
from planner.together.refreshing import RecordChange, Refreshed, refreshed, summary
from planner.workbook.forms.refresh_entries import administrations, entries_of
from planner.workbook.forms.refresh_form import refresh_form
from planner.workbook.forms.typed import typed
from planner.workbook.openxml.opening import container
from planner.workbook.reading.refresh_answers import answers_in
from planner.workbook.writing.refreshed import Cells


class RefreshLine(NamedTuple):
    """A row of the sheet Refresh."""

    expert_id: str
    record: str
    was: str
    now: str
    answer: str
    cell: str
    written: bool


class Refresh(NamedTuple):
    """Where the new workbook is, what changed, and the errors that it has since then."""

    path: Path
    found: Refreshed
    lines: tuple[RefreshLine, ...]
    problems: tuple[Problem, ...]


def write_forms(book: Workbook, folder: Path) -> tuple[Path, ...]:
    """Write a form for each administration with serving experts into a folder.

    Raises
    ------
    BadInput
        Where the workbook has errors.
    CannotWrite
        Where the folder cannot be written, or holds somebody's work: then nothing is written.
    """
    year, files = year_of(book), {}
    for country in administrations(year):
        row = year.administration_by_country.get(country)
        form = refresh_form(
            tuple(entries_of(year, country)), country, Tongue(row.language if row else None)
        )
        files[f"{country} {plain_name(country)}.xlsx"] = form
    refuse_folder(folder)
    return tuple(save_folder(folder, files))


def read_answers(book: Workbook, folder: Path, target: Path, today: date) -> Refresh:
    """Write a copy of a workbook with the records as the forms in a folder say they are.

    Parameters
    ----------
    today : date
        Since when the records of experts of whom all was answered are up to date.

    Raises
    ------
    BadInput
        Where an answer contradicts another one, the records, or itself: nothing is written then.
    CannotWrite
        Where the target is an input, holds somebody's work, or cannot be written.
    """
    year, files = year_of(book), _forms(folder)
    refuse_workbook(target, *files)
    answers = [a for path in files for a in answers_in(container.file_bytes(path), path.name)]
    found = refreshed(year, answers, today)
    if found.problems:
        raise BadInput(problems=found.problems)
    cells = Cells(book)
    lines = tuple(_line(cells, change) for change in found.changes)
    notes = (summary(found),)
    content = cells.to_bytes(lines, notes)
    errors = _new_errors(book, content)
    if _repeat(cells, found.changes, errors):
        content = cells.to_bytes(lines, notes)
        errors = _new_errors(book, content)
    return Refresh(save(target, content), found, lines, errors)


def _repeat(
    cells: Cells, changes: Iterable[RecordChange], errors: Iterable[Problem]
) -> list[Problem]:
    """Let cells that repeat the old name of an expert beside the ID say the new one."""
    names = {change.was: change.now for change in changes if change.entry.column.field == "name"}
    stale = [p for p in errors if p.code == "contradiction" and p.found in names]
    for problem in stale:
        assert problem.sheet is not None
        assert problem.cell is not None
        cells.follow(problem.sheet, problem.cell, names[problem.found])
    return stale


def _forms(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}. Give the one with the forms that came back.")
    found = sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith("~$"))
    if not found:
        raise BadInput(f"There is no workbook in {folder}. Put the forms that came back there.")
    return found


def _line(cells: Cells, change: RecordChange) -> RefreshLine:
    entry, answer = change.entry, change.answer
    assert entry.row is not None
    value = typed(entry.column, change.value)
    cell, written = cells.put(entry.sheet, entry.column, entry.row, value)
    return RefreshLine(
        expert_id=entry.expert.id,
        record=entry.column.header if not entry.expertise else entry.key,
        was=change.was,
        now=change.now,
        answer=f"{answer.file}, {answer.sheet} {answer.place('change_to')}" if answer else "",
        cell=cell,
        written=written,
    )


def _new_errors(book: Workbook, content: bytes) -> tuple[Problem, ...]:
    """What the new records make impossible; facts that stand in a pool are not held against it."""
    if book.pool:
        return ()
    return load(content, name=book.name, start=book.start, end=book.end).errors
