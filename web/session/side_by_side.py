"""Scenarios side by side: what was compared before stays beside what is new."""

from itertools import count
from typing import Any

# So many stand side by side, the base among them, unless more were planned in one go.
MOST = 4
# What a form names a scenario by: whatever is compared meanwhile, no number comes again.
_NUMBERS = count(1)


def beside(earlier: tuple[Any, ...], found: tuple[Any, ...]) -> tuple[Any, ...]:
    """The base, what was compared before and what is new; the oldest go where there is no room."""
    base, *new = found
    room = max(0, MOST - len(found))
    shown = [base, *(earlier[1:][-room:] if room else ())]
    for case in new:
        name = _free(case.name, {other.name for other in shown[1:]})
        shown.append(case.model_copy(update={"name": name, "number": next(_NUMBERS)}))
    return tuple(shown)


def _free(name: str, taken: set[str]) -> str:
    """A name that tells a scenario from the others."""
    further = (f"{name} ({n})" for n in count(2))
    return name if name not in taken else next(other for other in further if other not in taken)
