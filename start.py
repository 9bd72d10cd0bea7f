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
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

OLDEST_PYTHON = (3, 11)
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
# Says that the environment is ours to make anew.
MARK = VENV / "made-by-start.txt"
CONSTRAINTS = HERE / "constraints.txt"
# Held by the start that installs, so that two first starts do not install over each other. The
# system lets go of it however a start ends; the file itself stays and says nothing.
LOCK = HERE / ".start.lock"
BAD_SET_UP = 2
INTERRUPTED = 130
_SECONDS_BETWEEN_TRIES = 0.5


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
    except KeyboardInterrupt:
        print("Interrupted; the next start goes on with it.", file=sys.stderr)
        return INTERRUPTED
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
    if is_installed(testing, wanted):
        return
    with alone():
        # Another start may have done the work while this one waited for it.
        if not is_installed(testing, wanted):
            install_now(testing, wanted)


def is_installed(testing: bool, wanted: str) -> bool:
    """Whether the environment has what is wanted."""
    return PYTHON.exists() and wanted in stamps(testing)


def install_now(testing: bool, wanted: str) -> None:
    """Make the environment where it is missing, and install the libraries into it."""
    if not works():
        make_environment()
    say("Installing the libraries into the folder .venv; this takes a minute or two ...")
    target = f"{HERE}[test]" if testing else str(HERE)
    # Python compiles a module when it is first loaded; to compile all of them takes longer.
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
    if run([*pip, "-c", CONSTRAINTS, "-e", target]) != 0:
        raise SetUpError(
            "The libraries could not be installed; the lines above say why. Is this computer on "
            "the internet? Behind a proxy, set HTTPS_PROXY and run again."
        )
    stamp(testing).write_text(wanted, encoding="utf-8")


@contextmanager
def alone() -> "Iterator[None]":
    """Hold the lock of this folder; wait for the start that holds it."""
    try:
        handle = LOCK.open("a+b")
    except OSError as error:
        raise not_writable(error) from None
    with handle:
        if not locked(handle.fileno()):
            say("Another start is installing the libraries; waiting for it ...")
            while not locked(handle.fileno()):
                time.sleep(_SECONDS_BETWEEN_TRIES)
        yield


def locked(file: int) -> bool:
    """Take the lock on an open file if nobody has it; closing the file lets go of it."""
    try:
        if sys.platform == "win32":
            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


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
        raise not_writable(error) from None
    if run([sys.executable, "-m", "venv", VENV]) != 0:
        raise SetUpError("The environment could not be made; the lines above say why.")


def not_writable(error: OSError) -> SetUpError:
    """What to say where nothing can be written beside this file."""
    return SetUpError(
        f"The folder {VENV} cannot be made ({error.strerror}). Copy the whole program to a "
        "folder of your own, and run it there."
    )


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
    with held_back("MISSION_PLANNER_STARTED_AS" in variables):
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **variables},
            stdout=output,
            stderr=output,
        )
    with process:
        while True:
            try:
                return exit_code(process.wait())
            except KeyboardInterrupt:
                continue


@contextmanager
def held_back(wanted: bool) -> "Iterator[None]":
    """Around the start of the planner: it hears Ctrl-C once it can answer, and sees to that.

    Python's own answer in its first moments would be a traceback. Windows cannot hold it back.
    """
    if sys.platform == "win32" or not wanted:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def exit_code(code: int) -> int:
    """The code of a program that ended, as shells count it: 130 where Ctrl-C killed it."""
    return 128 - code if code < 0 else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
