"""Workbooks that the page finds or makes: a browser does not tell where a dropped one lies."""

import stat
from collections.abc import Iterable
from pathlib import Path

from planner.app.outputs.targets import free_name


def documents() -> Path:
    """Where copies of dropped workbooks and new ones go; made where it is missing."""
    usual = Path.home() / "Documents"
    folder = (usual if usual.is_dir() else Path.home()) / "Mission planner"
    folder.mkdir(exist_ok=True)
    return folder


def new_file(name: str) -> Path:
    """A path in the documents folder that is not taken."""
    wanted = documents() / name
    return free_name(wanted) if wanted.exists() else wanted


def find(content: bytes, name: str, recent: Iterable[Path]) -> Path | None:
    """A file with this content, in the folders of recent workbooks and in the usual ones."""
    usual = [Path.home() / folder for folder in ("Documents", "Desktop", "Downloads")]
    for folder in dict.fromkeys((*(file.parent for file in recent), *usual)):
        for file in (folder / name, *_workbooks(folder)):
            if _holds(file, content):
                return file
    return None


def _workbooks(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.xls[xm]"))
    except OSError:
        return []


def _holds(file: Path, content: bytes) -> bool:
    try:
        about = file.stat()
        is_as_long = stat.S_ISREG(about.st_mode) and about.st_size == len(content)
        return is_as_long and file.read_bytes() == content
    except OSError:
        return False
