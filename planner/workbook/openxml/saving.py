"""Files are written whole or not at all."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from planner.domain.errors import CannotWrite
from planner.workbook.openxml import ledger


def save_whole(
    target: Path, content: bytes, refuse: Callable[[Path], None] = lambda target: None
) -> None:
    """Put content into a file: first into a file beside it, then under its name in one step.

    Parameters
    ----------
    refuse : callable
        Raises `CannotWrite` where the file must not be replaced; asked right before it would be.

    Raises
    ------
    CannotWrite
        Where the folder does not exist or the file cannot be written; nothing is left behind,
        and a file of that name stays as it was.
    """
    if not target.parent.is_dir():
        raise CannotWrite(f"There is no folder {target.parent}. Create it, or choose another.")
    beside = target.with_name(f".mission-planner-{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        beside.write_bytes(content)
        refuse(target)
        ledger.note(beside, target)
        os.replace(beside, target)
    except OSError as error:
        raise CannotWrite(_answer(target, error)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _answer(target: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return (
            f"{target.name} cannot be written: it is open in Excel, or you may not write to its "
            "folder. Close it, or choose another name for the output, and run again."
        )
    return f"{target.name} cannot be written: {error.strerror}."
