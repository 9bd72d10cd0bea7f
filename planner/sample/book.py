"""A sample year as an input workbook."""

from pathlib import Path

from models.facts.instance import Year
from models.facts.mission import Mission
from planner.sample.build import sample_year
from planner.sample.whatifs import make_whatifs
from planner.workbook.forms.inputs import write_year

_NOTE = (
    "A sample to try the planner on. Every person, date, amount and agreement in it is invented; "
    "Members, regions, expertise and the topics of missions are real. Nothing in it says "
    "anything about a real administration, donor or expert."
)
_CANCELLED_SHARE = 30


def write_sample(target: Path, missions: int = 60, experts: int = 150, seed: int = 1) -> Year:
    """Write an input workbook with a realistic year of invented facts.

    Parameters
    ----------
    target : Path
        The file to write, whole or not at all; the same bytes for the same arguments.
    missions, experts : int
        How many, 1 or more each; cancelled missions come on top.
    seed : int
        Another seed gives another year.

    Returns
    -------
    Year
        The facts in the workbook.

    Raises
    ------
    ValueError
        Where one of the numbers is below 1; the text is for the user.
    WorkbookError
        Where the file cannot be written.
    """
    year = sample_year(missions, experts, seed)
    write_year(target, year, make_whatifs(year), cancelled_missions(year), _NOTE)
    return year


def cancelled_missions(year: Year) -> tuple[Mission, ...]:
    """Missions that were planned and are listed still, one for every thirty of the year."""
    listed = len(year.missions)
    return tuple(
        mission.model_copy(update={"id": f"M{listed + number:0{len(mission.id) - 1}d}"})
        for number, mission in enumerate(year.missions[::_CANCELLED_SHARE], start=1)
    )
