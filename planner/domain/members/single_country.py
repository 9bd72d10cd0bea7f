"""Lets the `holidays` library load the countries that are asked for, and no others.

The library has a module a country and loads each when it is first asked for, but the package of
these modules imports all of them, 250 files in a third of a second. Here the package is found and
not run; it is run as soon as somebody wants a name from it, such as a class to derive from.
"""

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_PACKAGE = "holidays.countries"


class _Unread(ModuleType):
    """A package whose modules can be imported, and that reads its own file on demand."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if spec is None or spec.loader is None or name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]  # it is read once
        spec.loader.exec_module(self)
        return getattr(self, name)


def install() -> None:
    """Have the package found that way, where it is not loaded yet."""
    spec = None if _PACKAGE in sys.modules else find_spec(_PACKAGE)
    if spec is None:
        return
    package = module_from_spec(spec)
    package.__class__ = _Unread
    sys.modules[_PACKAGE] = package
    parent, _, name = _PACKAGE.rpartition(".")
    setattr(sys.modules[parent], name, package)
