"""Which counts are left out: the small ones, and as many others as it takes to hide those.

A count below `SMALLEST` is never shown. Nor can it be worked out: for every count that is left
out, some other pool of experts would give exactly the counts that are shown, and a count of
`SMALLEST` or more in its place. That other pool is found by the solver, not assumed.
"""

from collections.abc import Collection, Iterator

from ortools.sat.python import cp_model

from planner.engine import Engine
from planner.nonnominal.counts import COLUMNS, STATUSES, TOTAL, Cell, Counts

SMALLEST = 3
# How much larger than the largest real count another pool's counts may be.
_ROOM = 50
# In the solver's deterministic time, about a second each: what it does not find by then counts as
# not there, and one more cell is left out.
_EFFORT = 2.0


def suppressed(found: Counts, engine: Engine) -> frozenset[Cell]:
    """The cells to leave out."""
    hidden = {cell for cell in found.cells if found.values[cell] < SMALLEST}
    open_cells = set(hidden)
    while open_cells:
        seen = _could_be_otherwise(found, hidden, open_cells, engine)
        open_cells -= seen
        if open_cells and not seen:
            further = _further(found, hidden, sorted(open_cells)[0])
            hidden.add(further)
            open_cells.add(further)
    return frozenset(hidden)


def _could_be_otherwise(
    found: Counts, hidden: Collection[Cell], wanted: Collection[Cell], engine: Engine
) -> set[Cell]:
    """As many of the wanted cells as one other pool with the same shown counts can hide."""
    cp = cp_model.CpModel()
    variables = _any_pool(cp, found, hidden)
    others = {cell: cp.new_bool_var("") for cell in sorted(wanted)}
    for cell, other in others.items():
        value = found.values[cell]
        least = SMALLEST if value < SMALLEST else value + 1
        lower = cp.new_bool_var("")
        cp.add(variables[cell] >= least).only_enforce_if(other, ~lower)
        # A count that is large enough to be shown may also be smaller than it is.
        cp.add(variables[cell] <= value - 1).only_enforce_if(other, lower)
        if value < SMALLEST:
            cp.add(lower == 0)
    answer = engine.maximize(cp, sum(others.values()), effort=_EFFORT)
    if answer.values is None:
        return set()
    return {cell for cell, other in others.items() if answer.holds(other)}


def _any_pool(
    cp: cp_model.CpModel, found: Counts, hidden: Collection[Cell]
) -> dict[Cell, cp_model.IntVar]:
    """Counts of every pool that would show the same: what holds between the counts of a pool."""
    most = max(found.values.values()) + _ROOM
    variables = {
        cell: cp.new_int_var(0, most, "") if cell in hidden else cp.new_constant(found.values[cell])
        for cell in found.cells
    }
    for code in (*found.codes, TOTAL):
        cp.add(sum(variables[code, status] for status in STATUSES) == variables[code, TOTAL])
    for status in (*STATUSES, TOTAL):
        inner = sum(variables[code, status] for code in found.codes)
        cp.add(inner == variables[TOTAL, status])
    for code in found.codes:
        spoken = [variables[code, language] for language in COLUMNS]
        for number in spoken:
            cp.add(number <= variables[code, TOTAL])
        # Everybody speaks at least one language.
        cp.add(sum(spoken) >= variables[code, TOTAL])
    return variables


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
    statuses, languages = (
        [(code, name) for name in names if (code, name) in found.values]
        for names in (STATUSES, COLUMNS)
    )
    yield languages if column in COLUMNS else statuses
    yield [(code, TOTAL)]
    yield [(other, column) for other in found.codes]
    yield [(TOTAL, column)] if (TOTAL, column) in found.values else []
    yield list(found.cells)
