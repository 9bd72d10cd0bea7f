"""Where a run may write: asked before the work, so that none is lost, and again at its end.

A file that exists is overwritten only if the planner wrote it and nobody has saved it since: what
somebody typed into it must not be lost.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planner.app.outputs.seals import is_ours
from planner.domain.errors import CannotWrite

WORKBOOK = ".xlsx"
JSON = ".json"
# The longest name, in bytes, that common file systems take.
_LONGEST_NAME = 255
# Paths that lead to a folder and do not say what it is called.
_NO_NAMES = ("", "..")
# What file managers leave in a folder.
_OF_THE_SYSTEM = (".ds_store", "desktop.ini", "thumbs.db")
# An output is hardly larger than so many times its sources, and so many bytes.
_TIMES_LARGER, _AT_LEAST = 2, 1_000_000

_PLANNED = re.compile(r"(?P<stem>.*-assigned)(?:-(?P<number>[0-9]{1,3}))?", re.DOTALL)


def default_output(plan: Path) -> Path:
    """The workbook that `solve` writes beside its input; a plan is numbered after the one before.

    Such as plan-assigned.xlsx for plan.xlsx, plan-assigned-2.xlsx for that, and so on.
    """
    made = _PLANNED.fullmatch(plan.stem)
    if made is None:
        return beside(plan, "assigned")
    return plan.with_name(f"{made['stem']}-{int(made['number'] or 1) + 1}{WORKBOOK}")


def beside(source: Path, what: str) -> Path:
    """The workbook that a command writes beside its input, such as plan-gaps.xlsx for plan.xlsx.

    Raises
    ------
    CannotWrite
        Where the input has no name: it is a folder then.
    """
    if source.name in _NO_NAMES:
        raise CannotWrite(f"{source} is a folder. Give the path of a workbook in it.")
    return source.with_name(f"{source.stem}-{what}{WORKBOOK}")


def refuse_workbook(target: Path, *sources: Path) -> None:
    """Raise where a workbook cannot or should not be written.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    with _told(target):
        _refuse_place(target, WORKBOOK)
        if any(_is_same(source, target) for source in sources):
            raise CannotWrite(
                f"{target.name} is the input workbook, which is never changed. Give the output "
                "another name."
            )
        refuse_work_of_others(target)
        _refuse_locked(target)
        _refuse_full_disk(target.parent, sources)


def refuse_new_file(target: Path, suffix: str = WORKBOOK) -> None:
    """Raise where a file cannot be written that is the start of somebody's work.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    with _told(target):
        _refuse_place(target, suffix)
        if _holds_something(target):
            raise CannotWrite(
                f"{target.name} exists already and is not overwritten. Give another name, or "
                "delete the file first."
            )
        _refuse_locked(target)


def refuse_document(target: Path, *others: Path, suffix: str = JSON) -> None:
    """Raise where a document or a picture cannot or should not be written.

    Parameters
    ----------
    others : Path
        Files that the run reads or writes besides.
    suffix : str
        How the name has to end.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    with _told(target):
        _refuse_place(target, suffix)
        if any(_is_same(other, target) for other in others):
            raise CannotWrite(f"{target.name} is named twice. Give each file a name of its own.")
        refuse_work_of_others(target)
        _refuse_locked(target)


def refuse_folder(target: Path) -> None:
    """Raise where a folder cannot be written, or holds what the planner did not write.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    if target.name in _NO_NAMES:
        raise CannotWrite(f"{target} has no name of its own. Give the name of a new folder.")
    refuse_place_of_folder(target)
    with _told(target):
        refuse_others_in(target)


def refuse_place_of_folder(target: Path) -> None:
    """Raise where a folder cannot be made, or nothing can be written into the one that is there.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    with _told(target):
        _refuse_long_name(target)
        if target.exists() and not target.is_dir():
            raise CannotWrite(f"{target} is a file. Give the name of a folder.")
        if not target.absolute().parent.is_dir():
            raise CannotWrite(f"There is no folder {target.parent}. Create it, or choose another.")
        for place in (target.absolute(), *((target / "file",) if target.is_dir() else ())):
            _refuse_locked(place)


def refuse_others_in(folder: Path) -> None:
    """Raise where a folder holds what the planner did not write, or somebody saved since."""
    if not folder.is_dir():
        return
    files = [file for file in folder.iterdir() if file.name.casefold() not in _OF_THE_SYSTEM]
    strange = sorted(file.name for file in files if not is_ours(file))
    if strange:
        raise CannotWrite(
            f"The folder {folder} holds {strange[0]}, which the planner did not write, or somebody "
            "saved since. Nothing in it is overwritten. Give the name of a new folder."
        )


def refuse_work_of_others(target: Path) -> None:
    """Raise where a file exists that the planner did not write, or somebody saved since."""
    if _holds_something(target) and not is_ours(target):
        raise CannotWrite(
            f"{target.name} exists already, and the planner did not write it, or somebody saved "
            "it since. It is not overwritten, so that no work in it is lost. Give another name, "
            "or delete the file first."
        )


def free_name(target: Path) -> Path:
    """A name like the target's that no file has yet."""
    number = 2
    while (other := target.with_name(_numbered(target, number))).exists():
        number += 1
    return other


def _numbered(target: Path, number: int) -> str:
    """A name with a number, cut where the system takes no name as long as that."""
    end = f" ({number}){target.suffix}"
    room = _LONGEST_NAME - len(os.fsencode(end))
    return os.fsencode(target.stem)[:room].decode(errors="ignore") + end


def other_places(target: Path) -> Iterator[Path]:
    """Free names in the target's folder, then where a person would look, then anywhere."""
    folders: tuple[Callable[[], Path], ...] = (
        *(lambda: target.parent, Path.cwd, Path.home),
        lambda: Path(tempfile.gettempdir()),
    )
    for folder in folders:
        # A folder that is gone, or that nobody may look into, is no place.
        with suppress(OSError, RuntimeError):
            yield free_name(folder().absolute() / target.name)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Around all looks at a place: what the system refuses is told in a sentence."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no name of a file"
        raise CannotWrite(
            f"{target.name} cannot be written: {reason}. Choose another name or place."
        ) from None


def _refuse_place(target: Path, suffix: str) -> None:
    _refuse_long_name(target)
    if target.is_dir():
        raise CannotWrite(f"{target} is a folder. Give the name of a file to write in it.")
    if target.exists() and not target.is_file():
        raise CannotWrite(f"{target} is no file but a pipe or a device. Choose another name.")
    if target.suffix.lower() != suffix:
        raise CannotWrite(f"{target.name} must end in {suffix}, for example plan{suffix}.")
    if not target.parent.is_dir():
        raise CannotWrite(f"There is no folder {target.parent}. Create it, or choose another.")


def _refuse_long_name(target: Path) -> None:
    if "\0" in target.name:
        raise ValueError
    length = len(os.fsencode(target.name))
    if length > _LONGEST_NAME:
        raise CannotWrite(
            f"The name {target.name[:40]}... is too long: {length} bytes, and a file may have "
            f"{_LONGEST_NAME}. Give a shorter one."
        )


def _holds_something(target: Path) -> bool:
    return target.exists() and target.stat().st_size > 0


def _is_same(one: Path, other: Path) -> bool:
    with suppress(OSError):  # a name that is too long: whoever reads that file says so
        if one.exists() and other.exists():
            return one.samefile(other)
    return one.absolute() == other.absolute()


def _refuse_locked(target: Path) -> None:
    folder = target.absolute().parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        raise CannotWrite(
            f"You may not write in the folder {folder}, so {target.name} cannot be written there. "
            "Choose another place, and run again."
        ) from None
    try:
        if target.is_file():
            with target.open("r+b"):
                pass
    except OSError:
        raise CannotWrite(
            f"{target.name} in the folder {folder} cannot be written: it is open in Excel, or you "
            "may not change it. Close it, or choose another place, and run again."
        ) from None


def _size(source: Path) -> int:
    """The bytes of an input; 0 for what is none, which whoever reads it says."""
    try:
        return source.stat().st_size if source.is_file() else 0
    except OSError:
        return 0


def _refuse_full_disk(folder: Path, sources: Iterable[Path]) -> None:
    size = max(map(_size, sources), default=0)
    needed = _TIMES_LARGER * size + _AT_LEAST
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CannotWrite(
            f"The disk of the folder {folder.absolute()} has {free / 1e6:.1f} MB left, and the "
            f"output may need {needed / 1e6:.1f} MB. Make room, or choose another place."
        )
