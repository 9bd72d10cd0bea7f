"""Conflict cuts: linear rows about the times of one expert's missions.

The rows of the rules forbid an expert two missions only if these overlap whenever they start. Two
missions that need not overlap still exclude some of each other's starts, and three missions may be
too many although any two fit. There are far too many such rows to load all of them, so only those
are added that a solution of the relaxation violates.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations, combinations_with_replacement, compress, permutations
from typing import NamedTuple

import numpy as np

from models.facts.mission import Mission
from planner.bounding.capacity_cuts import AwayDays
from planner.bounding.linear_system import Real, Row
from planner.bounding.proto_rows import UNLIMITED
from planner.domain.calendars import Span
from planner.formulation.variables import Variables
from planner.solver.params import DEFAULT, CutParams


class _Visit(NamedTuple):
    """A mission of an expert: its variable, its busy periods with the variables of their starts.

    Of these, `runs` are the busy periods in which the expert is free.
    """

    column: int
    starts: Sequence[tuple[Span, int]]
    runs: Sequence[Span]


class Timetable:
    """The missions of each expert, with their busy periods; and of each administration."""

    def __init__(self, variables: Variables, params: CutParams = DEFAULT.cuts) -> None:
        self._variables, self._params = variables, params
        self._away = AwayDays(variables, params)
        several = {e: m for e, m in variables.missions_of.items() if len(m) > 1}
        self._experts = list(several)
        pairs = [(expert_id, mission) for expert_id in several for mission in several[expert_id]]
        columns = [variables.goes[mission.id][expert_id].index for expert_id, mission in pairs]
        self._columns = np.array(columns, np.int64)
        self._owners = np.repeat(np.arange(len(several)), [len(m) for m in several.values()])
        self._visits: dict[str, list[_Visit]] = {}

    def broken(self, values: Real) -> list[Row]:
        """Rows that every plan obeys and these values of the variables break."""
        load = np.bincount(self._owners, values[self._columns], len(self._experts))
        busy = np.flatnonzero(load > 1 + self._params.time_depth)
        numbers = values.tolist()
        rows = [
            row
            for owner in busy.tolist()
            for row in _rows(self._visits_of(self._experts[owner]), numbers, self._params)
        ]
        return rows + self._away.broken(values)

    def _visits_of(self, expert_id: str) -> list[_Visit]:
        """The missions of an expert, made when they are asked for: few ever are."""
        if expert_id not in self._visits:
            missions = self._variables.missions_of[expert_id]
            self._visits[expert_id] = [self._visit(m, expert_id) for m in missions]
        return self._visits[expert_id]

    def _visit(self, mission: Mission, expert_id: str) -> _Visit:
        variables = self._variables
        pool = variables.pool
        closed = (*pool.closed_days.get(expert_id, ()), *pool.occupied.get(expert_id, ()))
        columns = [literal.index for literal in variables.starts[mission.id]]
        busy, resting = variables.busy(mission), variables.resting(mission)
        free = [not any(run.meets(span) for span in closed) for run in busy]
        return _Visit(
            variables.goes[mission.id][expert_id].index,
            tuple(zip(resting, columns, strict=True)),
            tuple(compress(resting, free)),
        )


def _rows(visits: Sequence[_Visit], values: Sequence[float], params: CutParams) -> Iterator[Row]:
    """The rows about one expert that the values break."""
    depth = params.time_depth
    used = [visit for visit in visits if values[visit.column] > depth]
    used.sort(key=lambda visit: -values[visit.column])
    most = used[: params.time_tried]
    pairs = [
        pair
        for pair in permutations(most, 2)
        if values[pair[0].column] + values[pair[1].column] > 1 + depth
    ]
    yield from _groups(most, visits, values, params)
    lost = ((_lost(*pair), 2) for pair in pairs)
    clashes = ((clash, 3) for pair in pairs for clash in _clashes(*pair, values, depth))
    yield from _rowed(lost, values, depth)
    yield from _rowed(clashes, values, depth)


def _groups(
    used: Sequence[_Visit], visits: Sequence[_Visit], values: Sequence[float], params: CutParams
) -> Iterator[Row]:
    """The smallest groups that do not fit and of which the values make too much."""
    found: list[set[int]] = []
    for size in range(2, params.time_group + 1):
        for group in combinations(used, size):
            columns = {visit.column for visit in group}
            is_broken = _sum(values, columns) >= size - 1 + params.time_depth
            if not is_broken or any(f <= columns for f in found):
                continue
            if not _fit(group):
                found.append(columns)
                terms = [(visit.column, 1) for visit in _extended(group, visits)]
                yield Row(terms, -UNLIMITED, size - 1)


def _rowed(
    sums: Iterable[tuple[list[int], int]], values: Sequence[float], depth: float
) -> Iterator[Row]:
    """Those of some sums that the values make greater than they may be."""
    for columns, most in sums:
        if _sum(values, columns) > most + depth:
            yield Row([(column, 1) for column in columns], -UNLIMITED, most)


def _lost(visit: _Visit, other: _Visit) -> list[int]:
    """Two visits, and the starts of the first that leave no time for the other.

    Of these at most two are true.
    """
    lost = [
        column
        for run, column in visit.starts
        if run not in visit.runs or all(run.meets(its) for its in other.runs)
    ]
    return [visit.column, other.column, *lost]


def _clashes(
    visit: _Visit, other: _Visit, values: Sequence[float], depth: float
) -> Iterator[list[int]]:
    """Two visits, starts of the first and starts of the other, each of which meets each of those.

    Of these at most three are true.
    """
    likely = [run for run, column in visit.starts if values[column] > depth]
    for first, last in combinations_with_replacement(likely, 2):
        met = [
            (run, column) for run, column in other.starts if run.meets(first) and run.meets(last)
        ]
        if met:
            between = [c for run, c in visit.starts if all(run.meets(its) for its, _ in met)]
            yield [visit.column, other.column, *between, *(column for _, column in met)]


def _sum(values: Sequence[float], columns: Iterable[int]) -> float:
    return sum(values[column] for column in columns)


def _extended(group: Sequence[_Visit], visits: Sequence[_Visit]) -> list[_Visit]:
    """The group, and all others that can join without any as many as it has being able to fit."""
    size = len(group)
    extended = list(group)
    for visit in visits:
        if visit not in extended and not any(
            _fit((visit, *others)) for others in combinations(extended, size - 1)
        ):
            extended.append(visit)
    return extended


def _fit(visits: Sequence[_Visit]) -> bool:
    """Whether the visits can take place one after the other, in some order."""
    return any(_in_turn(order) for order in permutations(visits))


def _in_turn(visits: Sequence[_Visit]) -> bool:
    over = date.min
    for visit in visits:
        ends = [run.end for run in visit.runs if run.start > over]
        if not ends:
            return False
        over = min(ends)
    return True
