"""Any error as one of the tree that is meant for the user, saying nothing of the workbook."""

import errno
import platform
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from planner.domain.errors import Environment, OurFault, PlannerError
from planner.domain.program.version import NAME, program_version

# Developers see the traceback of an unexpected error instead of the sentence.
TRACEBACK = "MISSION_PLANNER_TRACEBACK"
_ROOT = Path(__file__).parents[2]
_OURS = ("cli.py", "models", "planner", "scenarios", "web")
_NO_MEMORY = (
    "The memory of this computer is not enough for this workbook. Close other programs, or plan a "
    "smaller part of the year, and run again."
)
_NO_THREADS = (
    "This computer gives the planner no further thread or process. Close other programs, or raise "
    "the limit that the system sets, and run again."
)
_NAMED = ("ortools", "openpyxl", "pydantic")


def described(error: BaseException) -> PlannerError:
    """An error as the user should meet it; what is not foreseen is a fault of ours."""
    if isinstance(error, PlannerError):
        return error
    if isinstance(error, MemoryError):
        return Environment(_NO_MEMORY)
    if isinstance(error, RuntimeError) and "new thread" in str(error):
        return Environment(_NO_THREADS)
    if isinstance(error, OSError):
        return Environment(_refused(error))
    if isinstance(error, ImportError):
        return Environment(_library_missing(error))
    return OurFault(_our_fault(error))


def _refused(error: OSError) -> str:
    """What the system refuses, and where; a child process that cannot start is one of them."""
    if isinstance(error, BlockingIOError) and error.filename is None:
        return _NO_THREADS
    if error.errno == errno.ENOMEM:
        return _NO_MEMORY
    where = "" if error.filename is None else f" of {Path(str(error.filename)).name[:100]}"
    return (
        f"The system refuses the use{where}: {error.strerror or type(error).__name__}. Free "
        "what is in the way, or choose another place, and run again."
    )


def _library_missing(error: ImportError) -> str:
    text = f"A library that the planner needs cannot be loaded ({error.name or error})."
    if platform.system() == "Windows":
        text += (
            " On Windows the solver needs the Microsoft Visual C++ Redistributable (x64): install "
            "it, then run again."
        )
    return f"{text} To install all libraries afresh, delete the folder .venv and use start.py."


def _our_fault(error: BaseException) -> str:
    """What a report needs, and nothing of what the workbook holds."""
    return "\n".join(
        (
            "The planner made a mistake that is no fault of yours, and stopped. No plan was "
            "written by this run.",
            "Please report these lines; they hold nothing of your workbook:",
            f"  {type(error).__name__} in {_places(error)}",
            f"  {_environment()}",
        )
    )


def _places(error: BaseException) -> str:
    """The lines of our own code that led to an error, the innermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    named = [(_own_file(frame.filename), frame.lineno) for frame in reversed(frames)]
    places = [f"{file}:{line}" for file, line in named if file is not None]
    return ", ".join(places[:6]) or "a library"


def _own_file(name: str) -> str | None:
    try:
        file = Path(name).resolve().relative_to(_ROOT)
    except ValueError:
        return None
    return file.as_posix() if file.parts[0] in _OURS else None


def _environment() -> str:
    libraries = [f"{name} {_version(name)}" for name in _NAMED]
    system = f"{platform.system()} {platform.machine()}"
    python = f"Python {platform.python_version()}"
    return ", ".join((f"{NAME} {program_version()}", python, *libraries, system))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
