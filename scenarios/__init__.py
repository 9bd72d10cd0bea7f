"""What-if: typed changes of a base year, compared, swept and stressed; `scenarios.app` says how.

The names of `scenarios.app` can be had from here, too, unless a package has the same name.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.app import Scenario, change, compare, crew, scenarios_in, tables

__all__ = ("Scenario", "change", "compare", "crew", "scenarios_in", "tables")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'scenarios' has no attribute {name!r}")
    return getattr(import_module("scenarios.app"), name)
