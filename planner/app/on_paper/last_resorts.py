"""The last-resort dossiers of a plan by themselves, as `papers` makes them; they name nobody."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from planner.app.letters.letter_files import SUFFIX
from planner.app.letters.letter_filling import fill_in_all
from planner.app.outputs.saving import save_folder
from planner.app.outputs.targets import refuse_folder
from planner.domain.tongue import Tongue
from planner.mobilisation.papers.last_resort import dossiers
from planner.mobilisation.papers.paper import TEMPLATE, Paper, PaperDesk
from planner.reasons.substitution.dossier import Dossier
from planner.report.plan_view import PlanView


def last_resorts(
    view: PlanView, dossier: Dossier, language: str, today: date, source: str
) -> tuple[Paper, ...]:
    """A dossier for each position that an external expert fills.

    Parameters
    ----------
    language : str
        The code of the language of the papers.
    source : str
        The name of the workbook.
    """
    desk = PaperDesk(view, Tongue(language), False, today, source)
    return tuple(dossiers(desk, dossier))


def documents(papers: Sequence[Paper], language: str) -> list[bytes]:
    """The papers as documents of a word processor."""
    return fill_in_all(TEMPLATE, [{**paper._asdict(), "language": language} for paper in papers])


def write_last_resorts(folder: Path, papers: Sequence[Paper], language: str) -> tuple[Path, ...]:
    """Write the dossiers into a folder of their own, all or none.

    Raises
    ------
    CannotWrite
        Where the folder cannot be written, or holds somebody's work.
    """
    refuse_folder(folder)
    names = [f"{paper.file}{SUFFIX}" for paper in papers]
    made = dict(zip(names, documents(papers, language), strict=True))
    return tuple(save_folder(folder, made))
