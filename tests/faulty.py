"""Tests of the program with a fault in it, in a copy of a process that has loaded the program.

The fault is not written anywhere: the functions that it changes are compiled from the faulty text,
and what the loaded ones do is replaced in the copy, which ends with its test.
"""

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

import pytest

from tests.faults import Fault
from tests.forked import context

ROOT = Path(__file__).parents[1]
SECONDS = 240
# What makes failures readable takes longer than the test, and nobody reads these.
_QUICK = (
    *("-x", "-q", "--noconftest", "--assert=plain", "--tb=line", "-p", "no:cacheprovider"),
    *("-p", "no:unraisableexception"),
)


class Ran(NamedTuple):
    """How the tests ended: the exit code of pytest, and what it said."""

    code: int | None
    said: str


def run(fault: Fault | None, test: str, said: Path) -> Ran:
    """Run a test with a fault in the program; one that does not end has no exit code."""
    process = context().Process(  # type: ignore[attr-defined]
        target=_run, args=(fault, test, said)
    )
    process.start()
    process.join(SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
        return Ran(None, f"no end after {SECONDS} s")
    return Ran(process.exitcode, said.read_text(encoding="utf-8"))


def _run(fault: Fault | None, test: str, said: Path) -> None:
    with said.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    for name in [name for name in os.environ if name.startswith(("PYTEST_", "COV_"))]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(ROOT)
    # Nor is a year made as small as it may be.
    importlib.import_module("tests.shrink")._smaller = lambda year: ()  # type: ignore[attr-defined]
    if fault is not None:
        _put(fault)
    sys.exit(int(pytest.main([*_QUICK, test])))


def _put(fault: Fault) -> None:
    """Have the functions of a loaded module do what they do with the fault in its text."""
    path = ROOT / fault.file
    importlib.import_module(fault.file.removesuffix(".py").replace("/", "."))
    text = path.read_text(encoding="utf-8")
    right, wrong = (
        compile(source, str(path), "exec", dont_inherit=True)
        for source in (text, text.replace(fault.old, fault.new))
    )
    faulty = dict(zip(_functions(right), _functions(wrong), strict=True))
    gc.unfreeze()
    for function in (f for f in gc.get_objects() if isinstance(f, FunctionType)):
        if function.__code__.co_filename == str(path):
            function.__code__ = faulty.get(function.__code__, function.__code__)


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes; one inside of another is a part of it."""
    for inner in (constant for constant in code.co_consts if isinstance(constant, CodeType)):
        if inner.co_flags & CO_OPTIMIZED:
            yield inner
        else:
            yield from _functions(inner)
