"""Write what a run has made: whole or not at all, and somewhere in any case."""

import os
import shutil
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from planner.app.outputs import targets
from planner.domain.errors import CannotWrite
from planner.workbook.openxml import ledger
from planner.workbook.openxml.saving import save_whole


def save(target: Path, content: bytes) -> Path:
    """Write a file whole; where its own place cannot be written any more, in another one.

    That somebody may have saved a file of this name meanwhile is looked at again right before it
    would be replaced.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    CannotWrite
        Where no place could be written at all.
    """
    try:
        save_whole(target, content, targets.refuse_work_of_others)
    except CannotWrite:
        for other in targets.other_places(target):
            try:
                save_whole(other, content, targets.refuse_work_of_others)
            except CannotWrite:
                continue
            return other
        raise
    return target


def save_folder(target: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write a folder of files, all of them or none; where its place cannot be written, elsewhere.

    The files go into a new folder, which gets its name in one step at the end. A folder of that
    name that holds only what the planner wrote is replaced, files of other names are kept;
    otherwise the new one gets a name that is free.

    Returns
    -------
    tuple of Path
        Where they are.

    Raises
    ------
    CannotWrite
        Where no place could be written at all; nothing is left behind.
    """
    try:
        place = _put(target, files)
    except CannotWrite:
        place = _put_elsewhere(target, files)
    return tuple(place / name for name in files)


def _put_elsewhere(target: Path, files: Mapping[str, bytes]) -> Path:
    for other in targets.other_places(target):
        with suppress(CannotWrite):
            return _put(other, files)
    raise CannotWrite(f"The folder {target} cannot be written, nor any other place.")


def _put(target: Path, files: Mapping[str, bytes]) -> Path:
    """Write a folder; a link to one stays, and what it leads to is replaced."""
    if target.is_symlink():
        target = target.resolve()
    beside = target.with_name(f".mission-planner-{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        beside.mkdir()
        for name, content in files.items():
            (beside / name).write_bytes(content)
        for older in target.iterdir() if target.is_dir() else ():
            if older.name not in files:
                shutil.copy2(older, beside)
        return _named(beside, target)
    except OSError as error:
        raise CannotWrite(f"The folder {target} cannot be written: {error.strerror}.") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _named(beside: Path, target: Path) -> Path:
    """Give a folder its name, in the place of an older one of ours."""
    try:
        targets.refuse_others_in(target)
    except CannotWrite:
        target = targets.free_name(target)
    old = beside.with_suffix(".old")
    try:
        if target.exists():
            target.rename(old)
        ledger.note(beside, target)
        beside.rename(target)
    except BaseException:  # Ctrl-C, too
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return target
