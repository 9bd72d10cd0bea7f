"""Capacity cuts: linear rows about the experts of one administration who are away on one day.

The rows of the rules count an expert on a day only where the mission covers it whichever way it
starts. Where the starts decide, an expert is away on the day if the expert goes and one of the
starts that cover it is chosen: at least "goes" plus these starts less "delivered". These sums are
added for the days on which a solution of the relaxation makes them pass the limit.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from models.facts.mission import Mission
from planner.bounding.linear_system import Real, Row, Terms
from planner.bounding.proto_rows import UNLIMITED
from planner.domain.calendars import Span
from planner.formulation.constraints.administration_capacity import seats_of_administrations
from planner.formulation.variables import Variables
from planner.formulation.visits import crowded
from planner.solver.params import DEFAULT, CutParams


class _Stay(NamedTuple):
    """A mission with the variables of the administration's experts who may go there."""

    mission: Mission
    columns: tuple[int, ...]


class _Lender(NamedTuple):
    """An administration: its limit, its stays, and the days on which visits take places."""

    limit: int
    stays: tuple[_Stay, ...]
    taken: tuple[tuple[Span, int], ...]


class AwayDays:
    """The administrations with a limit of experts away, with their experts' missions."""

    def __init__(self, variables: Variables, params: CutParams = DEFAULT.cuts) -> None:
        self._variables, self._depth = variables, params.time_depth
        self._lenders = list(_lenders(variables))
        columns = [[c for stay in lender.stays for c in stay.columns] for lender in self._lenders]
        self._columns = np.array([c for own in columns for c in own], np.int64)
        self._owners = np.repeat(np.arange(len(columns)), [len(own) for own in columns])
        self._limits = np.array([lender.limit for lender in self._lenders])

    def broken(self, values: Real) -> list[Row]:
        """Rows that every plan obeys and these values of the variables break."""
        away = np.bincount(self._owners, values[self._columns], len(self._lenders))
        least = np.array([_fewest_places(lender) for lender in self._lenders])
        numbers = values.tolist()
        return [
            row
            for owner in np.flatnonzero(away > least + self._depth).tolist()
            for row in self._rows(self._lenders[owner], numbers)
        ]

    def _rows(self, lender: _Lender, values: list[float]) -> Iterator[Row]:
        """The rows about one administration, one for each day on which somebody may leave."""
        used = [stay for stay in lender.stays if _sum(values, stay.columns) > self._depth]
        for day in sorted({run.start for stay in used for run in self._likely(stay, values)}):
            terms: Terms = []
            for stay in used:
                own = self._terms(stay, day, values)
                if sum(values[column] * factor for column, factor in own) > 0:
                    terms += own
            room = max(0, lender.limit - _taken(lender, day))
            if sum(values[column] * factor for column, factor in terms) > room + self._depth:
                yield Row(terms, -UNLIMITED, room)

    def _likely(self, stay: _Stay, values: list[float]) -> Iterator[Span]:
        runs, starts = self._ways(stay.mission)
        return (run for run, column in zip(runs, starts, strict=True) if values[column] > 0)

    def _ways(self, mission: Mission) -> tuple[tuple[Span, ...], list[int]]:
        starts = self._variables.starts[mission.id]
        return tuple(self._variables.runs[mission.id]), [literal.index for literal in starts]

    def _terms(self, stay: _Stay, day: date, values: list[float]) -> Terms:
        """How many of the experts whom the values send are away on a day, at least."""
        runs, starts = self._ways(stay.mission)
        delivered = self._variables.delivered[stay.mission.id].index
        covering = [c for run, c in zip(runs, starts, strict=True) if run.has(day)]
        missing = values[delivered] - _sum(values, covering)
        going = [column for column in stay.columns if values[column] > missing]
        if not covering or not going:
            return []
        number = len(going)
        gone = [(column, 1) for column in going]
        return [*gone, *((column, number) for column in covering), (delivered, -number)]


def _lenders(variables: Variables) -> Iterator[_Lender]:
    for administration, seats in seats_of_administrations(variables):
        limit = administration.max_experts_away
        if limit is None:
            continue
        by_mission: dict[str, tuple[Mission, list[int]]] = {}
        for mission, literal in seats:
            by_mission.setdefault(mission.id, (mission, []))[1].append(literal.index)
        stays = tuple(_Stay(mission, tuple(own)) for mission, own in by_mission.values())
        visits = variables.pool.running_from(administration.country)
        yield _Lender(limit, stays, tuple(crowded(visits)))


def _fewest_places(lender: _Lender) -> int:
    """How many places visits leave on the day on which they leave the fewest."""
    return max(0, lender.limit - max((number for _, number in lender.taken), default=0))


def _taken(lender: _Lender, day: date) -> int:
    return next((number for span, number in lender.taken if span.has(day)), 0)


def _sum(values: list[float], columns: list[int] | tuple[int, ...]) -> float:
    return sum(values[column] for column in columns)
