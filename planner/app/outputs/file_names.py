"""Names for files that every system takes, made of what people have typed."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

# Signs that no file name of Windows has, and names that are devices there, whatever their ending.
_NO_SIGNS = re.compile(r'[<>:"/\\|?*]+')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_WORKBOOK = re.compile(r"\.xls[xm]$", re.IGNORECASE)
# In bytes; a number may join it, and names made of it, such as those of plans.
_LONGEST = 120


def plain(text: str, otherwise: str) -> str:
    """A text as the name of a file, without suffix: no path, no device, not too long.

    Parameters
    ----------
    otherwise : str
        The name where nothing of the text can stand in one.
    """
    seen = "".join("-" if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    name = _NO_SIGNS.sub("-", seen).encode()[:_LONGEST].decode(errors="ignore").strip(" .")
    return f"_{name}" if _DEVICE.fullmatch(name) else name or otherwise


def file_name(given: str) -> str:
    """A name as near to that of a file as can be; "" where it has no suffix."""
    stem, point, suffix = Path(given.replace("\\", "/")).name.rpartition(".")
    return f"{plain(stem, 'workbook')}.{plain(suffix, '')}" if point else ""


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
