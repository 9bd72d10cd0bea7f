"""Where a command may write: asked before the work starts, so that no work is lost at its end."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from planner.domain.errors import CannotWrite
from planner.workbook.openxml.saving import save_whole
from planner.workbook.openxml.signature import is_as_written

WORKBOOK = ".xlsx"
JSON = ".json"

_PLANNED = re.compile(r"(?P<stem>.*-assigned)(?:-(?P<number>[0-9]{1,3}))?", re.DOTALL)


def default_output(plan: Path) -> Path:
    """The workbook that `solve` writes beside its input; a plan is numbered after the one before.

    Such as plan-assigned.xlsx for plan.xlsx, plan-assigned-2.xlsx for that, and so on.
    """
    made = _PLANNED.fullmatch(plan.stem)
    if made is None:
        return plan.with_name(f"{plan.stem}-assigned{WORKBOOK}")
    return plan.with_name(f"{made['stem']}-{int(made['number'] or 1) + 1}{WORKBOOK}")


def refuse_workbook(target: Path, source: Path | None = None) -> None:
    """Raise where a workbook cannot or should not be written.

    A file that exists is overwritten only if the planner wrote it and nobody has saved it since:
    what somebody typed into it must not be lost.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    _refuse_place(target, WORKBOOK)
    if source is not None and _is_same(source, target):
        raise CannotWrite(
            f"{target.name} is the input workbook, which is never changed. Give the output "
            "another name."
        )
    if _holds_something(target) and not is_as_written(target):
        raise CannotWrite(
            f"{target.name} exists already, and the planner did not write it, or somebody saved "
            "it since. It is not overwritten, so that no work in it is lost. Give another name, "
            "or delete the file first."
        )
    _refuse_locked(target)


def refuse_new_workbook(target: Path) -> None:
    """Raise where a workbook cannot be written that is the start of somebody's work.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    _refuse_place(target, WORKBOOK)
    if _holds_something(target):
        raise CannotWrite(
            f"{target.name} exists already and is not overwritten. Give another name, or delete "
            "the file first."
        )
    _refuse_locked(target)


def refuse_document(target: Path, *others: Path) -> None:
    """Raise where a JSON document cannot be written.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    _refuse_place(target, JSON)
    if any(_is_same(other, target) for other in others):
        raise CannotWrite(f"{target.name} is named twice. Give the JSON document its own name.")
    _refuse_locked(target)


def refuse_picture(target: Path, *others: Path) -> None:
    """Raise where a picture, or a page with pictures, cannot be written.

    Raises
    ------
    CannotWrite
        With a sentence for the user.
    """
    _refuse_place(target, target.suffix.lower())
    if any(_is_same(other, target) for other in others):
        raise CannotWrite(f"{target.name} is named twice. Give the picture its own name.")
    _refuse_locked(target)


def free_name(target: Path) -> Path:
    """A name like the target's that no file has yet."""
    number = 2
    while (other := target.with_name(f"{target.stem} ({number}){target.suffix}")).exists():
        number += 1
    return other


def save(target: Path, content: bytes) -> Path:
    """Write a file whole; where its own place fails by now, in another one that does not.

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
        save_whole(target, content)
    except CannotWrite:
        for place in _places(target):
            try:
                other = free_name(place)
                save_whole(other, content)
            except (CannotWrite, OSError):
                continue
            return other
        raise
    return target


def _places(target: Path) -> Iterator[Path]:
    """The same name in the same folder, then where a person would look, then anywhere."""
    yield target
    yield Path.cwd() / target.name
    yield Path.home() / target.name
    yield Path(tempfile.gettempdir()) / target.name


def _refuse_place(target: Path, suffix: str) -> None:
    if target.is_dir():
        raise CannotWrite(f"{target} is a folder. Give the name of a file to write in it.")
    if target.suffix.lower() != suffix:
        raise CannotWrite(f"{target.name} must end in {suffix}, for example plan{suffix}.")
    if not target.parent.is_dir():
        raise CannotWrite(f"There is no folder {target.parent}. Create it, or choose another.")


def _holds_something(target: Path) -> bool:
    return target.exists() and target.stat().st_size > 0


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.absolute() == other.absolute()


def _refuse_locked(target: Path) -> None:
    try:
        if target.exists():
            with target.open("r+b"):
                pass
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except OSError:
        raise CannotWrite(
            f"{target.name} cannot be written in the folder {target.absolute().parent}: the file "
            "is open in Excel, or you may not write there. Close it, or choose another place, and "
            "run again."
        ) from None
