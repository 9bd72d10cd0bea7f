"""Lets OR-Tools load without pandas, which it only names in types, and which takes half a second.

`ortools.sat.python.cp_model` imports pandas for functions over tables that nobody calls here: they
would find no table of pandas to be one. So this is for our own processes alone, the command line
and those that it starts, and nothing that imports the planner as a library is touched. Everybody
else who imports pandas gets it, at any time, and so does OR-Tools for all but three names of types.
"""

import builtins
import sys
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

_MODULE = "ortools.sat.python.cp_model"


class _Names(ModuleType):
    """What OR-Tools sees as pandas: names of types, and pandas itself for the rest."""

    Index = type("Index", (), {})
    Series = type("Series", (), {})
    DataFrame = type("DataFrame", (), {})

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("pandas"), name)


_NAMES = _Names("pandas")


class _Finder(MetaPathFinder):
    """Finds the one module, and has it loaded with an import statement of its own."""

    def find_spec(
        self, fullname: str, path: Any = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == _MODULE else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_alone(module: ModuleType) -> None:
            vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
            load(module)

        spec.loader.exec_module = load_alone  # type: ignore[method-assign]
        return spec


def _import(name: str, *rest: Any) -> Any:
    return _NAMES if name == "pandas" else builtins.__import__(name, *rest)


def install() -> None:
    """Have the module loaded that way, where it is not loaded yet."""
    sys.meta_path.insert(0, _Finder())
