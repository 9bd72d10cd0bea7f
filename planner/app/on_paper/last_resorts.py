"""The last-resort dossiers of a plan by themselves, as `papers` makes them; they name nobody."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.app.after_plan.next_steps import FollowUp
from planner.app.letters.letter_files import SUFFIX
from planner.app.letters.letter_filling import fill_in_all
from planner.app.outputs.saving import save_folder
from planner.app.outputs.targets import refuse_folder
from planner.domain.tongue import Tongue
from planner.mobilisation.papers.last_resort import dossiers
from planner.mobilisation.papers.paper import TEMPLATE, Paper, PaperDesk


class LastResorts(NamedTuple):
    """A dossier for each position that an external expert fills, in one language."""

    papers: tuple[Paper, ...]
    language: str

    def about(self, position: str) -> "LastResorts":
        """The dossier of one position, such as "M001-2"; none where no external fills it."""
        own = tuple(paper for paper in self.papers if paper.file.endswith(f" {position}"))
        return LastResorts(own, self.language)

    def documents(self) -> list[bytes]:
        """The dossiers as documents of a word processor."""
        return fill_in_all(
            TEMPLATE, [{**paper._asdict(), "language": self.language} for paper in self.papers]
        )

    def write(self, folder: Path) -> tuple[Path, ...]:
        """Write the dossiers into a folder of their own, all or none.

        Raises
        ------
        CannotWrite
            Where the folder cannot be written, or holds somebody's work.
        """
        refuse_folder(folder)
        names = [f"{paper.file}{SUFFIX}" for paper in self.papers]
        return tuple(save_folder(folder, dict(zip(names, self.documents(), strict=True))))


def last_resorts(follow_up: FollowUp, language: str, today: date, source: str) -> LastResorts:
    """Make the dossiers of a plan.

    Parameters
    ----------
    language : str
        The code of the language of the papers.
    source : str
        The name of the workbook.
    """
    desk = PaperDesk(follow_up.view, Tongue(language), False, today, source)
    return LastResorts(tuple(dossiers(desk, follow_up.dossier)), language)
