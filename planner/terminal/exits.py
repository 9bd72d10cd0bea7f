"""How a command ends that cannot do what it was asked to: a sentence and an exit code."""

import platform
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from planner.domain.errors import BAD_INPUT, INTERRUPTED, OUR_FAULT, CommandError
from planner.domain.version import NAME, program_version

_ROOT = Path(__file__).parents[2]
_OURS = ("cli.py", "models", "planner", "scenarios")
_NAMED = ("ortools", "openpyxl", "pydantic")


def answer(error: BaseException) -> tuple[str, int]:
    """What to tell the user about an error, and the exit code."""
    if isinstance(error, CommandError):
        return str(error), error.exit_code
    if isinstance(error, KeyboardInterrupt):
        return "Interrupted; nothing was written.", INTERRUPTED
    if isinstance(error, MemoryError):
        return "The memory of this computer is not enough for this workbook.", BAD_INPUT
    if isinstance(error, ImportError):
        return _library_missing(error), BAD_INPUT
    if _is_about_a_workbook(error):
        return str(error), BAD_INPUT
    return _our_fault(error), OUR_FAULT


def _is_about_a_workbook(error: BaseException) -> bool:
    from planner.workbook.openxml.container import WorkbookError  # noqa: PLC0415, a heavy import

    return isinstance(error, WorkbookError)


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
