"""What follows from a year alone is worked out once, and kept as long as the year is there."""

from collections.abc import Callable
from typing import TypeVar

from models.facts.instance import Year

Value = TypeVar("Value")


def kept_with(year: Year, make: Callable[[Year], Value]) -> Value:
    """What `make` says of the year; asked again, the same object."""
    kept = vars(year)  # beside the values of its cached properties, which no copy takes over
    name = _name(make)
    if name not in kept:
        kept[name] = make(year)
    value: Value = kept[name]
    return value


def keep_with(year: Year, make: Callable[[Year], Value], value: Value) -> None:
    """Have a year keep what was made of one that differs in nothing `make` looks at."""
    vars(year)[_name(make)] = value


def _name(make: Callable[[Year], Value]) -> str:
    return f"{make.__module__}.{make.__qualname__}"
