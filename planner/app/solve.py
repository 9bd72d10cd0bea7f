"""From the workbook that comes in to the workbook that goes out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from models.answers.result import RunResult
from models.events import Listener, Read, Written, ignore
from models.requests.options import USUAL, PlanOptions
from models.workbook import Workbook
from planner.app.dataframes.tables import files_of, tables
from planner.app.load import load, year_of
from planner.app.outputs import targets
from planner.app.outputs.saving import save_folder
from planner.app.outputs.targets import JSON
from planner.app.plan import plan
from planner.app.running.run import Contents, Outputs, run
from planner.app.write import document_bytes, workbook_bytes
from planner.solver.deadline import NEVER, Deadline


class SolveOrder(NamedTuple):
    """What a run is asked to do; dates, JSON file and folder of tables may be missing."""

    source: Path
    target: Path
    json: Path | None = None
    tables: Path | None = None
    start: date | None = None
    pool: Path | None = None
    end: date | None = None
    options: PlanOptions = USUAL


def solve(
    order: SolveOrder, *, deadline: Deadline = NEVER, on_event: Listener = ignore
) -> tuple[RunResult, tuple[Path, ...]]:
    """Plan a year and write what was asked for; returns the answer and the files.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """
    documents = {} if order.json is None else {order.json: JSON}
    sources = tuple(filter(None, (order.source, order.pool)))
    outputs = Outputs(sources, order.target, documents)

    def work() -> tuple[Workbook, RunResult]:
        workbook = load(order.source, start=order.start, end=order.end, pool=order.pool)
        on_event(Read.of(year_of(workbook), len(workbook.warnings), len(workbook.read_as)))
        return workbook, plan(workbook, order.options, deadline=deadline, on_event=on_event)

    def contents(done: tuple[Workbook, RunResult]) -> Contents:
        yield order.target, workbook_bytes(*done)
        if order.json is not None:
            yield order.json, document_bytes(done[1])

    if order.tables is not None:
        targets.refuse_folder(order.tables)
    (_, result), files = run(outputs, work, contents, on_event)
    if order.tables is not None:
        files = (*files, *_tables(order.tables, result, on_event))
    return result, files


def _tables(folder: Path, result: RunResult, on_event: Listener) -> Iterator[Path]:
    """Write the tables of an answer into a folder, all of them or none."""
    for path in save_folder(folder, files_of(tables(result))):
        on_event(Written(path=path))
        yield path
