"""Letters as files: filled in from a template, signed, written all together or not at all."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

from models.facts.instance import Year
from planner.app.letters.letter_filling import fill_in_all
from planner.app.letters.letter_register import FILE_NAME, register_in
from planner.app.outputs.targets import refuse_new_file, refuse_place_of_folder
from planner.domain.country_names import plain_name
from planner.domain.errors import BadInput
from planner.mobilisation.letters import Letter, letters
from planner.workbook.openxml import ledger

_DATA = Path(__file__).parents[2] / "data"
DEFAULT_TEMPLATE = _DATA / "letter.docx"
SUFFIX = ".docx"


def write_letters(
    folder: Path,
    year: Year,
    today: date,
    *,
    template: Path | None = None,
    reminders: bool = False,
) -> list[Path]:
    """Write a letter for what no letter in the folder asks for yet; returns where they are.

    All are written or none. Letters that are there stay as they are, edited or not; the register
    beside them says what they ask for.

    Parameters
    ----------
    folder : Path
        Is made where it is missing; files in it stay.
    year : Year
        The facts, with the plan in its rows of the sheet Assignments.
    today : date
        The date of the letters.
    template : Path, optional
        A document of the office in place of the one that ships with the program.
    reminders : bool
        Whether to remind of what earlier letters have asked for: Invited rows.

    Raises
    ------
    BadInput
        Where the template cannot be filled in, or a letter cannot be written.
    CannotWrite
        Where the folder cannot be made or written, which is known before the work.
    """
    refuse_place_of_folder(folder)
    register = register_in(folder)
    found = letters(
        year,
        today,
        sent=register.sent(folder),
        first_number=register.next_number,
        reminders=reminders,
    )
    documents = fill_in_all(template or DEFAULT_TEMPLATE, [letter.context for letter in found])
    places = [folder / file_name(letter) for letter in found]
    for letter in found:
        register = register.with_letter(letter, file_name(letter))
    made = dict(zip(places, documents, strict=True))
    if made:
        _put(folder, made | {folder / FILE_NAME: register.to_bytes()})
    return list(made)


def write_template(target: Path, name: str) -> None:
    """Write a template that ships with the program, such as letter.docx, for the office to edit.

    Raises
    ------
    CannotWrite
        Where there is such a file already, or it cannot be written.
    """
    refuse_new_file(target, SUFFIX)
    _put(target.parent, {target: (_DATA / name).read_bytes()})


def file_name(letter: Letter) -> str:
    """Such as "003 KE Kenya.docx": letters that every system accepts in a file name."""
    what = " reminder" if letter.reminder else ""
    return f"{letter.number:03d} {letter.country} {plain_name(letter.country)}{what}{SUFFIX}"


def _put(folder: Path, made: dict[Path, bytes]) -> None:
    """Write the files beside their places, then move all of them; what was there comes back."""
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in made}
    before = {path: path.read_bytes() if path.exists() else None for path in made}
    moved: list[Path] = []
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        for path, content in made.items():
            beside[path].write_bytes(content)
        for path in made:
            moved.append(path)
            ledger.note(beside[path], path)
            os.replace(beside[path], path)
    except BaseException as error:  # Ctrl-C, too
        _restore(before, moved)
        for path in beside.values():
            path.unlink(missing_ok=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        if not isinstance(error, OSError):
            raise
        failed = error.filename2 or error.filename or folder
        raise BadInput(
            f"{Path(failed).name} cannot be written: it is open in Word, or you may not write "
            "there. No letter was written. Close it, and run again."
        ) from None


def _restore(before: dict[Path, bytes | None], moved: list[Path]) -> None:
    for path in moved:
        content = before[path]
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)
