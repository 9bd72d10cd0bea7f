"""Which counts are left out: the small ones, and as many others as it takes to hide those.

A count below `SMALLEST` is never shown. Nor can it be worked out: for every count that is left
out, some other pool of experts would give exactly the counts that are shown, and `SMALLEST` or
more in its place. That other pool is found by a linear program, and looked at: its numbers are
whole, or it does not count.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ortools.linear_solver import pywraplp

from planner.pool.counts import COLUMNS, STATUSES, TOTAL, Cell, Counts

SMALLEST = 3
# How much larger than the largest real count another pool's counts may be.
_ROOM = 50
_WHOLE = 1e-6
# So many figures of expertise are tried: each costs some tenths of a second.
_MOST_TRIED = 10


def suppressed(found: Counts) -> frozenset[Cell]:
    """The cells to leave out: as few of the categories as possible, then of their expertise.

    Where the small ones alone give nothing away, they alone are left out. Else the categories are
    looked at as if nothing were said of their expertise, and figures of the
    expertise are shown after that, the largest first, as far as they give nothing away.
    """
    small = frozenset(cell for cell in found.cells if found.values[cell] < SMALLEST)
    if _unsafe(found, small) is None:
        return small
    coarse = _safe(_categories_alone(found))
    inner = {cell for cell in found.cells if cell[0] in found.codes and cell[0] not in coarse.codes}
    hidden = _hidden(found, coarse.hidden | inner)
    shown = [cell for cell in inner & hidden if found.values[cell] >= SMALLEST]
    for cell in sorted(shown, key=lambda c: (-found.values[c], c))[:_MOST_TRIED]:
        if _unsafe(found, hidden - {cell}) is None:
            hidden = hidden - {cell}
    return hidden


def _categories_alone(found: Counts) -> Counts:
    rows = (*found.categories, TOTAL)
    values = {cell: number for cell, number in found.values.items() if cell[0] in rows}
    return Counts(found.categories, values, {})


class _Safe(NamedTuple):
    codes: tuple[str, ...]
    hidden: frozenset[Cell]


def _safe(found: Counts) -> _Safe:
    small = {cell for cell in found.cells if found.values[cell] < SMALLEST}
    return _Safe(found.codes, _hidden(found, small))


def _hidden(found: Counts, start: Collection[Cell]) -> frozenset[Cell]:
    """These cells, and as many others as it takes so that none of them can be worked out."""
    hidden = set(start)
    unsafe = _unsafe(found, hidden)
    while unsafe is not None:
        hidden.add(_further(found, hidden, unsafe))
        unsafe = _unsafe(found, hidden)
    return frozenset(hidden)


def _unsafe(found: Counts, hidden: Collection[Cell]) -> Cell | None:
    """The first hidden cell that could be worked out; None where there is none."""
    pools = _OtherPools(found, hidden)
    safe: set[Cell] = set()
    for cell in sorted(hidden):
        for other in pools.extremes(cell) if cell not in safe else ():
            safe |= {c for c in hidden if _is_hidden_by(found.values[c], other[c])}
            if cell in safe:
                break
        if cell not in safe:
            return cell
    return None


def _is_hidden_by(value: int, other: int) -> bool:
    """Whether another pool's count leaves open what ours is: a small one may also be large."""
    return other >= SMALLEST if value < SMALLEST else other != value


class _OtherPools:
    """Every pool that would show the same: what holds between the counts of a pool."""

    def __init__(self, found: Counts, hidden: Collection[Cell]) -> None:
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        most = max(found.values.values()) + _ROOM
        self._numbers = {
            cell: self._solver.NumVar(
                0 if cell in hidden else value, most if cell in hidden else value, ""
            )
            for cell, value in found.values.items()
        }
        self._relate(found)

    def _relate(self, found: Counts) -> None:
        numbers, add = self._numbers, self._solver.Add
        rows = (*found.members, *found.codes)
        for code in (*rows, TOTAL):
            add(sum(numbers[code, status] for status in STATUSES) == numbers[code, TOTAL])
        for name, own in found.members.items():
            for column in (*STATUSES, TOTAL, *COLUMNS):
                add(sum(numbers[code, column] for code in own) == numbers[name, column])
        for column in (*STATUSES, TOTAL, *COLUMNS):
            add(sum(numbers[code, column] for code in found.codes) == numbers[TOTAL, column])
        for code in (*rows, TOTAL):
            spoken = [numbers[code, language] for language in COLUMNS]
            for number in spoken:
                add(number <= numbers[code, TOTAL])
            # Everybody speaks at least one language.
            add(sum(spoken) >= numbers[code, TOTAL])

    def extremes(self, cell: Cell) -> Iterator[Mapping[Cell, int]]:
        """The pools in which a cell is largest and smallest, where their numbers are whole."""
        for way in (self._solver.Maximize, self._solver.Minimize):
            way(self._numbers[cell])
            if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
                continue
            values = {c: number.solution_value() for c, number in self._numbers.items()}
            if all(abs(value - round(value)) < _WHOLE for value in values.values()):
                yield {c: round(value) for c, value in values.items()}


def _further(found: Counts, hidden: Collection[Cell], cell: Cell) -> Cell:
    """The next cell to leave out so that another one is hidden: the smallest beside it.

    The figures of an expertise go before those of a category, which say more to more people.
    """
    for group in _beside(found, cell):
        shown = [other for other in group if other not in hidden]
        if shown:
            return min(shown, key=lambda o: (o[0] in found.categories, found.values[o], o))
    raise AssertionError("where everything is left out, everything is hidden")


def _siblings(found: Counts, code: str) -> tuple[str, ...]:
    """The expertise of the same category; for a category, the expertise that it consists of."""
    for name, own in found.members.items():
        if code == name or code in own:
            return own
    return ()


def _beside(found: Counts, cell: Cell) -> Iterator[list[Cell]]:
    """Cells that say something about a cell: of its row, of its column, then all others."""
    code, column = cell
    names = COLUMNS if column in COLUMNS else STATUSES
    yield [(code, name) for name in names if (code, name) in found.values]
    yield [(code, TOTAL)]
    yield [(other, column) for other in _siblings(found, code)]
    yield [(other, column) for other in found.codes]
    yield [(TOTAL, column)] if (TOTAL, column) in found.values else []
    yield list(found.cells)
