"""The demo: a sample year in a folder."""

from pathlib import Path

from models.events import Listener, Remarked
from planner.domain.errors import CannotWrite
from planner.sample.book import write_sample

_SAMPLE = "sample.xlsx"


def prepare(folder: Path, on_event: Listener) -> Path:
    """The workbook to solve: a new sample, or the one that is there already.

    Raises
    ------
    CannotWrite
        Where the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"The folder {folder} cannot be made: {error.strerror}.") from None
    plan = folder / _SAMPLE
    if plan.exists():
        on_event(Remarked(text=f"{plan} is there already and is planned as it is."))
    else:
        on_event(Remarked(text=f"Writing a sample year with invented experts: {plan}"))
        write_sample(plan)
    return plan
