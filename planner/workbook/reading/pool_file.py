"""The pool of experts from a workbook of its own, beside that of the plan (RULES.md section 11).

The rows of both are read as if they stood on one sheet. The same row in both is one row; where two
rows about one fact contradict each other, that is told with both cells.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from models.answers.report import Problem
from models.facts.expert import AppliesTo
from planner.workbook.openxml.opening import container
from planner.workbook.reading.meaning.finder import Finder
from planner.workbook.reading.parse_rows import Ways, parse_rows
from planner.workbook.reading.sheets.sources import STEP, Record, Source
from planner.workbook.reading.values.cell_values import Fault
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import (
    ADMINISTRATIONS,
    EXCLUSIONS,
    EXPERTS,
    HISTORY,
    QUALIFICATIONS,
    UNAVAILABILITY,
)

# The sheets that come from a pool, and the fields that name one of their facts.
KEYS: dict[Sheet, tuple[str, ...]] = {
    EXPERTS: ("id",),
    QUALIFICATIONS: ("expert_id", "expertise"),
    HISTORY: (),
    EXCLUSIONS: (),
    ADMINISTRATIONS: ("country",),
    UNAVAILABILITY: (),
}
# Rows of the pool are numbered behind those of all sheets of the plan's workbook.
POOL_BASE = STEP << 8


class PoolFile(NamedTuple):
    """A pool as it was read: the file's name, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Pooled:
    """The sheets of a pool that are read, with the problems of finding them."""

    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    from_1904: bool

    def beside(self, own: Mapping[str, Source]) -> dict[str, Source]:
        """The plan's sheets, each with the pool's of its kind behind it."""
        both = dict(own)
        for name, source in self.sources.items():
            both[name] = (
                replace(own[name], more=(*own[name].more, source)) if name in own else source
            )
        return both


def find_pool(pool: PoolFile) -> Pooled:
    """Find the sheets of a pool.

    Raises
    ------
    BadInput
        Where the file is no workbook that can be read.
    """
    with container.making_sense_of(pool.name):
        content = container.usual_dialect(pool.content)
        finder = Finder(container.open_values(content, pool.name), content, pool.name)
        _, found, _ = finder.find(POOL_BASE)
    wanted = {sheet.name for sheet in KEYS}
    titles = {source.title for name, source in found.items() if name in wanted}
    return Pooled(
        {n: _of_file(source, pool.name) for n, source in found.items() if n in wanted},
        tuple(_told(p, pool.name) for p in finder.problems if p.sheet in titles),
        finder.from_1904,
    )


def pool_records(pooled: Pooled, ways: Ways, problems: list[Problem]) -> dict[str, list[Record]]:
    """The rows of a pool; closures of hosts are the plan's own affair."""
    own = replace(ways, from_1904=pooled.from_1904)
    rows = {name: parse_rows(source, own, problems) for name, source in pooled.sources.items()}
    away = rows.get(UNAVAILABILITY.name, [])
    rows[UNAVAILABILITY.name] = [r for r in away if r.values["applies_to"] != AppliesTo.HOST]
    return rows


def join_pool(
    own: dict[str, list[Record]],
    pooled: Mapping[str, list[Record]],
    missions: frozenset[str],
    problems: list[Problem],
) -> None:
    """Add the rows of a pool to those of the plan, each fact once.

    Parameters
    ----------
    own : dict of str to list of Record
        The rows of the plan's workbook by sheet; those of the pool join them.
    missions : frozenset of str
        The plan's missions: exclusions from others are not its affair.
    problems : list of Problem
        Contradictions join the list.
    """
    for sheet, key in KEYS.items():
        rows = own.setdefault(sheet.name, [])
        known = {_name(record, key): record for record in rows}
        for record in pooled.get(sheet.name, []):
            if sheet is EXCLUSIONS and record.values["mission_id"] not in (None, *missions):
                continue
            first = known.get(_name(record, key))
            if first is None:
                rows.append(record)
            else:
                problems.extend(_compared(first, record))


def _of_file(source: Source, name: str) -> Source:
    return replace(
        source,
        title=f"{name}, {source.title}",
        more=tuple(_of_file(one, name) for one in source.more),
    )


def _told(problem: Problem, name: str) -> Problem:
    return problem.model_copy(update={"sheet": f"{name}, {problem.sheet}"})


def _name(record: Record, key: tuple[str, ...]) -> tuple[Any, ...]:
    if key:
        return tuple(record.values.get(field) for field in key)
    return tuple(sorted((field, str(value)) for field, value in record.values.items()))


def _compared(first: Record, second: Record) -> Iterator[Problem]:
    """What two rows say differently of one fact; a blank cell takes what the other one says."""
    for field, theirs in second.values.items():
        mine = first.values.get(field)
        if mine is None:
            first.values[field] = theirs
        elif theirs is not None and mine != theirs:
            yield _contradiction(first, second, field)


def _contradiction(first: Record, second: Record, field: str) -> Problem:
    header = second.source.sheet.column(field).header
    one, other = (
        record.source.problem(record.row, field, Fault("", "", "")) for record in (first, second)
    )
    return second.problem(
        field,
        Fault(
            "plan-and-pool-contradict",
            f"{header} is {other.found} here, and {one.found} in {one.sheet} {one.cell}.",
            "Make the plan's workbook and the pool say the same, or delete the row in one of them.",
        ),
    )
