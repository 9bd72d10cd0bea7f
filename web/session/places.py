"""Where the page keeps what has to outlive it: the folder of the user's own state."""

import json
import os
import platform
import threading
from pathlib import Path

FOLDER_VARIABLE = "MISSION_PLANNER_STATE"
_NAME = "mission-planner"
_WRITING = threading.Lock()
# Files that lead a browser in: each is good for one use, and goes with it.
REDIRECTS = "open-*.html"


def state_folder() -> Path:
    """The folder, made where it is missing, that only the user may open."""
    folder = Path(os.environ.get(FOLDER_VARIABLE) or _usual_folder())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _usual_folder() -> Path:
    home = Path.home()
    if platform.system() == "Windows":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / _NAME
    if platform.system() == "Darwin":
        return home / "Library" / "Application Support" / _NAME
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / _NAME


def is_open_elsewhere(path: Path) -> bool:
    """Whether Excel or LibreOffice has a workbook open: the file that says so lies beside it."""
    names = (f"~${path.name}", f".~lock.{path.name}#")
    return any(path.with_name(name).exists() for name in names)


def can_be_replaced(path: Path) -> bool:
    """Whether a workbook can be written in its own place now."""
    try:
        with path.open("r+b"):
            return not is_open_elsewhere(path)
    except OSError:
        return False


def write_private(path: Path, text: str) -> None:
    """Write a file that only the user may read, whole or not at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with _WRITING:  # two requests may want to remember something at once
        with open(
            os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)


def read_json(path: Path) -> object:
    """What a file of our own holds; None where it is missing or was damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
