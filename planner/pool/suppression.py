"""Which counts are left out: the small ones, and as many others as it takes to hide those.

A count below `SMALLEST` is never shown. Nor can it be worked out: for every count that is left
out, some other pool of experts would give exactly the counts that are shown, and `SMALLEST` or
more in its place. That other pool is found by a linear program, and looked at: its numbers are
whole, or it does not count.
"""

from collections.abc import Collection, Iterator, Mapping

from ortools.linear_solver import pywraplp

from planner.pool.counts import COLUMNS, STATUSES, TOTAL, Cell, Counts

SMALLEST = 3
# How much larger than the largest real count another pool's counts may be.
_ROOM = 50
_WHOLE = 1e-6


def suppressed(found: Counts) -> frozenset[Cell]:
    """The cells to leave out."""
    hidden = {cell for cell in found.cells if found.values[cell] < SMALLEST}
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
        for code in (*found.codes, TOTAL):
            add(sum(numbers[code, status] for status in STATUSES) == numbers[code, TOTAL])
        for status in (*STATUSES, TOTAL):
            add(sum(numbers[code, status] for code in found.codes) == numbers[TOTAL, status])
        for code in found.codes:
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
    """The next cell to leave out so that another one is hidden: the smallest beside it."""
    for group in _beside(found, cell):
        shown = [other for other in group if other not in hidden]
        if shown:
            return min(shown, key=lambda other: (found.values[other], other))
    raise AssertionError("where everything is left out, everything is hidden")


def _beside(found: Counts, cell: Cell) -> Iterator[list[Cell]]:
    """Cells that say something about a cell: of its row, of its column, then all others."""
    code, column = cell
    names = COLUMNS if column in COLUMNS else STATUSES
    yield [(code, name) for name in names if (code, name) in found.values]
    yield [(code, TOTAL)]
    yield [(other, column) for other in found.codes]
    yield [(TOTAL, column)] if (TOTAL, column) in found.values else []
    yield list(found.cells)
