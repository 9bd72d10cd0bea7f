"""Install mission-planner beside this file and run it; nothing but Python 3.11 is needed.

    python start.py                       open the planner in the browser
    python start.py my-plan.xlsx          the same, with this workbook
    python start.py demo                  plan a sample year
    python start.py solve my-plan.xlsx    any command of mission-planner
    python start.py test                  install the tools for the checks as well, and run them

The libraries go into the folder .venv beside this file, in the versions of constraints.txt: at the
first start, and again when pyproject.toml or constraints.txt have changed.
"""

# Types are in quotes, so that an old Python gets as far as the sentence that it is too old.
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OLDEST_PYTHON = (3, 11)
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
# Says that the environment is ours to make anew.
MARK = VENV / "made-by-start.txt"
CONSTRAINTS = HERE / "constraints.txt"
BAD_SET_UP = 2


class SetUpError(Exception):
    """The environment cannot be made; the text is for the user."""


def main(arguments: "Sequence[str]") -> int:
    """Run a command of mission-planner, or the checks; returns the exit code."""
    testing = list(arguments[:1]) == ["test"]
    try:
        refuse_old_python(sys.version_info[:2])
        install(testing)
    except SetUpError as error:
        print(f"Error: {error}", file=sys.stderr)
        return BAD_SET_UP
    if testing:
        return run([PYTHON, "-m", "tests", *arguments[1:]], cwd=HERE)
    command = command_of(arguments)
    return run([PYTHON, HERE / "cli.py", *command], MISSION_PLANNER_STARTED_AS=typed())


def command_of(arguments: "Sequence[str]") -> "list[str]":
    """The command to run: a double-click names none, a workbook dropped on the file is opened."""
    if not arguments or arguments[0].lower().endswith((".xlsx", ".xlsm")):
        return ["open", *arguments]
    return list(arguments)


def refuse_old_python(version: "tuple[int, ...]") -> None:
    """Raise where this Python is too old."""
    if version < OLDEST_PYTHON:
        wanted, found = (".".join(map(str, numbers)) for numbers in (OLDEST_PYTHON, version))
        raise SetUpError(
            f"Python {wanted} or newer is needed, and this is Python {found}. Install a newer one "
            "from python.org (or with the package manager of your system), and start with that."
        )


def install(testing: bool) -> None:
    """Make the environment, or bring it up to date; at once where there is nothing to do."""
    wanted = fingerprint()
    if PYTHON.exists() and wanted in stamps(testing):
        return
    if not works():
        make_environment()
    say("Installing the libraries into the folder .venv; this takes a minute or two ...")
    target = f"{HERE}[test]" if testing else str(HERE)
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if run([*pip, "-c", CONSTRAINTS, "-e", target]) != 0:
        raise SetUpError(
            "The libraries could not be installed; the lines above say why. Is this computer on "
            "the internet? Behind a proxy, set HTTPS_PROXY and run again."
        )
    stamp(testing).write_text(wanted, encoding="utf-8")


def fingerprint() -> str:
    """What the environment depends on: its folder, its Python, and what is to be installed."""
    place = f"{HERE}\n{platform.python_version()}\n".encode()
    files = (HERE / "pyproject.toml", CONSTRAINTS)
    return hashlib.sha256(place + b"".join(file.read_bytes() for file in files)).hexdigest()


def stamp(testing: bool) -> Path:
    """The file that says what was installed last."""
    return VENV / ("installed-for-tests.txt" if testing else "installed.txt")


def stamps(testing: bool) -> "list[str]":
    """What was installed; an environment for tests serves the program, too."""
    files = [stamp(True)] if testing else [stamp(True), stamp(False)]
    return [file.read_text(encoding="utf-8") for file in files if file.exists()]


def works() -> bool:
    """Whether the environment is there and runs; its own Python may have been removed."""
    return PYTHON.exists() and run([PYTHON, "-c", "import pip"], quiet=True) == 0


def make_environment() -> None:
    """Make the folder .venv."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise SetUpError(
            "This Python comes without its modules venv and ensurepip. On Debian and Ubuntu: "
            f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )
    if VENV.exists() and not MARK.exists():
        raise SetUpError(f"The folder {VENV} is there and does not work. Delete it, and run again.")
    say(f"Making an environment with Python {platform.python_version()} ...")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        VENV.mkdir()
        MARK.write_text("start.py may make this folder anew.\n", encoding="utf-8")
    except OSError as error:
        raise SetUpError(
            f"The folder {VENV} cannot be made ({error.strerror}). Copy the whole program to a "
            "folder of your own, and run it there."
        ) from None
    if run([sys.executable, "-m", "venv", VENV]) != 0:
        raise SetUpError("The environment could not be made; the lines above say why.")


def typed() -> str:
    """What the user types to start this file from the folder at hand."""
    launcher = "py" if WINDOWS else Path(sys.executable).name
    try:
        return f"{launcher} {os.path.relpath(__file__)}"
    except ValueError:  # Windows, another drive
        return f"{launcher} {__file__}"


def say(text: str) -> None:
    """A line for the person who waits."""
    print(text, file=sys.stderr, flush=True)


def run(
    command: "Sequence[object]",
    cwd: "Path | None" = None,
    quiet: bool = False,
    **variables: str,
) -> int:
    """Run a program and return its exit code; Ctrl-C is for that program to answer."""
    output = subprocess.DEVNULL if quiet else None
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **variables},
        stdout=output,
        stderr=output,
    ) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
