"""All checks in one command, or some of them: ``python -m tests [NAME] [ARGUMENTS]``.

python -m tests                             everything
python -m tests types                       one check
python -m tests tests tests/test_cli.py     the tests, with arguments for pytest
python -m tests covered                     the tests, and that they run 97 % of the program
python -m tests long                        the tests with more random years: before a release
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from tests.breadth import VARIABLE
from tests.web.chromium import MISSING, found_for_tests

HERE = Path(__file__).resolve().parent.parent

CHECKS: dict[str, Sequence[str]] = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "spelling": ("codespell_lib",),
    "types": ("mypy",),
    "tests": ("pytest",),
}
# Tests wait for browsers and for processes that they end: one process more than there are cores.
PROCESSES = str((os.cpu_count() or 1) + 1)
# What the tests run with where all of them run. One that waits for ever fails after five minutes;
# tests that stand together run in one process, which makes the year that they share once.
WHOLE = ("-n", PROCESSES, "--dist", "worksteal", "--timeout", "300")
# Each process of a run would compile all tests and libraries; one that only lists the tests does it
# once for all, while the other checks run.
COMPILED = ("--collect-only", "-q")
# To count lines takes two to three times as long.
COVERED = (*WHOLE, "--cov", "--cov-report=term:skip-covered", "--cov-fail-under=97")
LONG = ("-n", PROCESSES, "--dist", "worksteal", "--timeout", "1800")


def main(arguments: Sequence[str]) -> int:
    """Run the checks; returns 0 where all pass."""
    if not arguments:
        return everything()
    name, *rest = arguments
    if name == "covered":
        return run("tests", rest or COVERED)
    if name == "long":
        os.environ[VARIABLE] = "1"
        return run("tests", rest or LONG)
    if name not in CHECKS:
        print(f'There is no check "{name}". The checks are: {", ".join(CHECKS)}.', file=sys.stderr)
        return 2
    return run(name, rest or (WHOLE if name == "tests" else ()))


def everything() -> int:
    """All checks, the types beside the others; what failed is named at the end."""
    with tempfile.TemporaryFile() as said, started("types", stdout=said) as types:
        with tempfile.TemporaryFile() as unread, started("tests", COMPILED, unread):
            failed = [name for name in CHECKS if name not in ("types", "tests") and run(name) != 0]
        result = run("tests", WHOLE)
        if types.wait() != 0:
            failed.append("types")
        said.seek(0)
        print(f"{heading('types')}\n{said.read().decode()}", end="", flush=True)
    if failed:
        print(f"Failed besides: {', '.join(failed)}", file=sys.stderr)
    if found_for_tests() is None:
        print(MISSING, file=sys.stderr)
    return result or len(failed)


def run(name: str, arguments: Sequence[str] = ()) -> int:
    """One check, with a heading before and the time after it."""
    print(heading(name, arguments), flush=True)
    since = time.monotonic()
    with started(name, arguments) as process:
        code = process.wait()
    if name != "tests":
        state = "passed" if code == 0 else "FAILED"
        print(f"== {name}: {state} in {time.monotonic() - since:.0f} s", flush=True)
    return code


def heading(name: str, arguments: Sequence[str] = ()) -> str:
    """What runs."""
    return f"== {name}: {' '.join([*CHECKS[name], *arguments])}"


def started(
    name: str, arguments: Sequence[str] = (), stdout: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """A check as a process."""
    # Tests start hundreds of processes; compiled modules save each of them half a second.
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", *CHECKS[name], *arguments]
    return subprocess.Popen(command, cwd=HERE, env=compiled, stdout=stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
