"""Rows that know the times: the missions of one expert of which not all can take place.

The linear rows of the rules say of two missions that an expert cannot go to both where they meet
whenever they start. Three may be too many where any two are not, and on some starts the expert is
away: such groups are found where a solution of the relaxation makes too much of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np

from models.mission import Mission
from planner.dates import Span
from planner.linear_rows import UNLIMITED, Real, Row
from planner.variables import Variables

# How far beyond a group's limit a solution has to be.
_DEPTH = 0.05
# Groups of so many missions, out of so many that a solution makes use of for one expert.
_LARGEST, _TRIED = 4, 8


class _Visit(NamedTuple):
    """A mission of an expert: its variable, and the busy periods of the starts that are free."""

    column: int
    runs: tuple[Span, ...]


class Timetable:
    """The missions of each expert, with their busy periods."""

    def __init__(self, variables: Variables) -> None:
        self._visits = [
            [_visit(variables, mission, expert_id) for mission in missions]
            for expert_id, missions in variables.missions_of.items()
            if len(missions) > 1
        ]
        self._columns = np.array([v.column for visits in self._visits for v in visits], np.int64)
        sizes = [len(visits) for visits in self._visits]
        self._owners = np.repeat(np.arange(len(sizes)), sizes)

    def broken(self, values: Real) -> list[Row]:
        """Rows that every plan obeys and these values of the variables break."""
        load = np.bincount(self._owners, values[self._columns], len(self._visits))
        busy = np.flatnonzero(load > 1 + _DEPTH)
        return [row for owner in busy.tolist() for row in _rows(self._visits[owner], values)]


def _visit(variables: Variables, mission: Mission, expert_id: str) -> _Visit:
    pool = variables.pool
    closed = pool.closed_days.get(expert_id, ())
    busy = pool.busy_runs(mission)
    free = tuple(run for run in busy if not any(run.meets(span) for span in closed))
    return _Visit(variables.goes[mission.id][expert_id].index, free)


def _rows(visits: Sequence[_Visit], values: Real) -> Iterator[Row]:
    """The smallest groups that do not fit and of which the values make too much."""
    used = sorted((v for v in visits if values[v.column] > _DEPTH), key=lambda v: -values[v.column])
    found: list[set[int]] = []
    for size in range(2, _LARGEST + 1):
        for group in combinations(used[:_TRIED], size):
            columns = {visit.column for visit in group}
            beyond = sum(float(values[column]) for column in columns) - (size - 1)
            if beyond < _DEPTH or any(smaller <= columns for smaller in found) or _fit(group):
                continue
            found.append(columns)
            terms = [(visit.column, 1) for visit in _extended(group, visits)]
            yield Row(terms, -UNLIMITED, size - 1)


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
