"""The numbers of the search stand in one frozen place, documented, and reach those who use them."""

import ast
import inspect
import re
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path

import pytest

from planner.solver.params import DEFAULT, SearchParams

ROOT = Path(__file__).parents[1]
# What may be a number of its own in the search: tolerances, and what keeps sums exact; clocks; and
# how much an answer names.
EXACT = {
    "_BEAT_SECONDS",
    "_BETWEEN_LOOKS",
    "_EPSILON",
    "_MOST_BITS",
    "_MOST_NAMED",
    "_MOST_STARTS",
    "_NEVER",
    "_POLL_SECONDS",
    "_ROUNDING",
    "_SAFE_BITS",
    "_SAFE_COEFFICIENT",
    "_SAFE_LIMIT",
    "_SAFE_ROWS",
    "_SAFE_SUM",
    "_SLACK",
    "_PARTS",
    "_UNIT",
}
ROOMS = ("solver", "formulation", "bounding", "heuristics", "search", "reasons")


def _parts() -> list[object]:
    own = [getattr(DEFAULT, field.name) for field in fields(DEFAULT)]
    return [DEFAULT, *(part for part in own if is_dataclass(part))]


def _numbers(path: Path) -> set[str]:
    """The private constants of a module that are numbers, or tuples of numbers."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and not any(
            isinstance(part, ast.Name | ast.Call | ast.JoinedStr) for part in ast.walk(node.value)
        ):
            values = [part for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            if values and all(type(part.value) in (int, float) for part in values):
                names = (part for target in node.targets for part in ast.walk(target))
                found |= {part.id for part in names if isinstance(part, ast.Name)}
    return {name for name in found if name.startswith("_")}


def test_no_module_of_the_search_has_numbers_of_its_own() -> None:
    for room in ROOMS:
        for path in sorted((ROOT / "planner" / room).rglob("*.py")):
            assert _numbers(path) <= EXACT, path


def test_every_number_is_documented() -> None:
    for part in _parts():
        text = inspect.getdoc(type(part)) or ""
        for field in fields(part):  # type: ignore[arg-type]
            assert re.search(rf"\b{field.name}\b", text), f"{type(part).__name__}.{field.name}"


def test_they_are_frozen() -> None:
    for part in _parts():
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, 1)  # type: ignore[arg-type]
    assert SearchParams() == DEFAULT
