"""The register of a folder of letters: what was asked for, when, under which number.

It is a workbook beside the letters. A request that stands in it, and whose letter is still there,
is not asked for again, whether or not somebody has edited the letter; numbers run on.
"""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from planner.domain.country_names import country_name
from planner.domain.errors import BadInput
from planner.mobilisation.letters import Key, Letter
from planner.workbook.looks.plain_book import SheetPart, book_of
from planner.workbook.schema.after_plan import LETTERS

FILE_NAME = "Letters.xlsx"


class RegisterEntry(NamedTuple):
    """A request of a letter."""

    number: int
    reference: str
    dated: str
    file: str
    administration: str
    mission_id: str
    expert_id: str
    start: date
    reminder: bool

    @property
    def key(self) -> Key:
        """What was asked for."""
        return Key(self.mission_id, self.expert_id, self.start)


class Register(NamedTuple):
    """All requests of the letters in a folder."""

    entries: tuple[RegisterEntry, ...] = ()

    @property
    def next_number(self) -> int:
        """The number of the next letter."""
        return max((entry.number for entry in self.entries), default=0) + 1

    def sent(self, folder: Path) -> frozenset[Key]:
        """What was asked for by letters that are still there: a deleted one is written again."""
        return frozenset(e.key for e in self.entries if (folder / e.file).exists())

    def with_letter(self, letter: Letter, file: str) -> "Register":
        """The register with a further letter."""
        new = (
            RegisterEntry(
                number=letter.number,
                reference=str(letter.context["reference"]),
                dated=str(letter.context["date"]),
                file=file,
                administration=country_name(letter.country),
                mission_id=key.mission_id,
                expert_id=key.expert_id,
                start=key.start,
                reminder=letter.reminder,
            )
            for key in letter.keys
        )
        return Register((*self.entries, *new))

    def to_bytes(self) -> bytes:
        """The register as a workbook."""
        return book_of([SheetPart(LETTERS, self.entries)])


def register_in(folder: Path) -> Register:
    """The register of a folder; an empty one where there is none.

    Raises
    ------
    BadInput
        Where the file is there and is none.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Register()
    try:
        sheet = load_workbook(BytesIO(path.read_bytes()), read_only=True)[LETTERS.name]
        rows = list(sheet.iter_rows(values_only=True))
        return Register(tuple(_entry(row) for row in rows[1:] if row[0] is not None))
    except Exception:
        raise BadInput(
            f"{path} is no register of letters that can be read. Move it away: the letters then "
            "begin with number 1 again."
        ) from None


def _entry(row: tuple[object, ...]) -> RegisterEntry:
    number, reference, dated, file, administration, mission, expert, start, reminder = row[:9]
    assert isinstance(start, datetime)
    return RegisterEntry(
        number=int(str(number)),
        reference=str(reference),
        dated=str(dated),
        file=str(file),
        administration=str(administration),
        mission_id=str(mission),
        expert_id=str(expert),
        start=start.date(),
        reminder=reminder == "yes",
    )
