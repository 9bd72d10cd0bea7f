"""All checks in one command, or some of them: ``python -m tests [NAME] [ARGUMENTS]``.

python -m tests                             everything, the tests last
python -m tests types                       one check
python -m tests tests tests/test_cli.py     the tests, with arguments for pytest
python -m tests covered                     the tests, and that they run 97 % of the program
python -m tests long                        the tests with more random years: before a release
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.breadth import VARIABLE
from tests.web.chromium import MISSING, found

HERE = Path(__file__).resolve().parent.parent

CHECKS: dict[str, Sequence[str]] = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "spelling": ("codespell_lib",),
    "types": ("mypy",),
    "tests": ("pytest",),
}
# What the tests run with where all of them run. One that waits for ever fails after five minutes;
# tests that stand together run in one process, which makes the year that they share once.
WHOLE = ("-n", "auto", "--dist", "worksteal", "--timeout", "300")
# To count lines takes two to three times as long.
COVERED = (*WHOLE, "--cov", "--cov-report=term:skip-covered", "--cov-fail-under=97")
LONG = ("-n", "auto", "--dist", "worksteal", "--timeout", "1800")


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
    """All checks, the failed ones named before the tests, whose summary comes last."""
    failed = [name for name in CHECKS if name != "tests" and run(name) != 0]
    result = run("tests", WHOLE)
    if failed:
        print(f"Failed besides: {', '.join(failed)}", file=sys.stderr)
    if found() is None:
        print(MISSING, file=sys.stderr)
    return result or len(failed)


def run(name: str, arguments: Sequence[str] = ()) -> int:
    """One check, with a heading before and the time after it."""
    tool, *options = CHECKS[name]
    command = [sys.executable, "-m", tool, *options, *arguments]
    print(f"== {name}: {' '.join([tool, *options, *arguments])}", flush=True)
    since = time.monotonic()
    # Tests start hundreds of processes; compiled modules save each of them half a second.
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run(command, cwd=HERE, env=compiled, check=False).returncode
    if name != "tests":
        state = "passed" if code == 0 else "FAILED"
        print(f"== {name}: {state} in {time.monotonic() - since:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
