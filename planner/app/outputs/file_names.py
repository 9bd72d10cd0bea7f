"""Names for files that every system takes, made of what people have typed."""

import re
from collections.abc import Iterable
from pathlib import PurePath

# Names that Windows keeps for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_WORKBOOK = re.compile(r"\.xls[xm]$", re.IGNORECASE)
_LONGEST = 80


def plain(text: str, otherwise: str) -> str:
    """A text as the name of a file, without suffix: no path, no device, not too long.

    Parameters
    ----------
    otherwise : str
        The name where nothing of the text can stand in one.
    """
    found = _NOT_IN_NAMES.sub("-", text)[:_LONGEST].strip(" .")
    # What no system can write as UTF-8: halves of letters.
    found = found.encode(errors="ignore").decode() or otherwise
    return f"{found}-" if _DEVICES.fullmatch(found) else found


def file_names(names: Iterable[str], suffix: str, otherwise: str) -> dict[str, str]:
    """A file name for each name, in their order, and no two the same where letters' case is none.

    The suffix of a workbook that a name ends with is left out.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = plain(_WORKBOOK.sub("", name), otherwise)
        made, number = stem, 2
        while made.casefold() in taken:
            made, number = f"{stem} ({number})", number + 1
        taken.add(made.casefold())
        found[name] = f"{made}{suffix}"
    return found


def of_dropped(name: str) -> str:
    """The name of a file that was dropped on the page, which may be any text."""
    path = PurePath(name.replace("\\", "/"))
    return f"{plain(path.stem, 'workbook')}{path.suffix.lower()}"
