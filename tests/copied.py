"""Tests of a copy of the project, in processes that have loaded the libraries before."""

import importlib
import os
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.forked import context

ROOT = Path(__file__).parents[1]
SECONDS = 240
# What makes failures readable takes longer than the test, and nobody reads these.
_QUICK = ("-x", "-q", "-p", "no:cacheprovider", "--noconftest", "--assert=plain", "--tb=line")
_OWN = ("benchmarks", "cli", "models", "planner", "scenarios", "tests", "web")


class Ran(NamedTuple):
    """How the tests ended: the exit code of pytest, and what it said."""

    code: int | None
    said: str


def run(project: Path, test: str) -> Ran:
    """Run a test of the copy; one that does not end has no exit code."""
    said = project / "said.txt"
    process = context().Process(  # type: ignore[attr-defined]
        target=_run, args=(project, test, said)
    )
    process.start()
    process.join(SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
        return Ran(None, f"no end after {SECONDS} s")
    return Ran(process.exitcode, said.read_text(encoding="utf-8"))


def _run(project: Path, test: str, said: Path) -> None:
    with said.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    _move_to(project)
    # Nor is a year made as small as it may be.
    importlib.import_module("tests.shrink")._smaller = lambda year: ()  # type: ignore[attr-defined]
    sys.exit(int(pytest.main([*_QUICK, test])))


def _move_to(project: Path) -> None:
    """Forget the modules of the project itself, and load them from the copy from now on."""
    for name in [name for name in sys.modules if name.partition(".")[0] in _OWN]:
        del sys.modules[name]
    sys.path[:] = [str(project), *(p for p in sys.path if Path(p or ".").resolve() != ROOT)]
    # A file that changes twice in a second is taken for the compiled one.
    sys.dont_write_bytecode = True
    for name in [name for name in os.environ if name.startswith(("PYTEST_", "COV_"))]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(project)
