"""From the workbook that comes in to the workbook that goes out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from models.events import Listener, Read, Writing, Written, ignore
from models.options import USUAL, PlanOptions
from models.result import RunResult
from planner.app import targets
from planner.app.load import load, year_of
from planner.app.plan import plan
from planner.app.write import document_bytes, workbook_bytes
from planner.solver.deadline import NEVER, Deadline


class Order(NamedTuple):
    """What a run is asked to do; dates and JSON file may be missing."""

    source: Path
    target: Path
    json: Path | None = None
    start: date | None = None
    end: date | None = None
    options: PlanOptions = USUAL


def solve(
    order: Order, *, deadline: Deadline = NEVER, on_event: Listener = ignore
) -> tuple[RunResult, tuple[Path, ...]]:
    """Plan a year and write what was asked for; returns the answer and the files.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """
    targets.refuse_workbook(order.target, order.source)
    if order.json is not None:
        targets.refuse_document(order.json, order.source, order.target)
    workbook = load(order.source, start=order.start, end=order.end)
    on_event(Read.of(year_of(workbook), len(workbook.warnings)))
    result = plan(workbook, order.options, deadline=deadline, on_event=on_event)
    on_event(Writing())

    def contents() -> Iterator[tuple[Path, bytes]]:
        yield order.target, workbook_bytes(workbook, result)
        if order.json is not None:
            yield order.json, document_bytes(result)

    return result, tuple(written(contents(), on_event))


def written(contents: Iterator[tuple[Path, bytes]], on_event: Listener) -> Iterator[Path]:
    """Write files one by one, each under another name where its own is not free any more."""
    for target, content in contents:
        path = targets.save(target, content)
        on_event(Written(path=path))
        yield path
