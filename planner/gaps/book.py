"""Gaps as a workbook: what further experts are worth, and the yearly view."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

from models.instance import Year
from models.plan import Plan
from planner.gaps.gains import Gain
from planner.gaps.yearly import Yearly
from planner.words import language
from planner.workbook.mobilisation_sheets import ENDING, GAPS, SUPPLY, WAITING
from planner.workbook.plain_book import Part, write_book

_NOTE = "Each line was found by planning the year again with these experts in the pool."


def write_gaps(target: Path, year: Year, plan: Plan, gains: Sequence[Gain], tried: int) -> None:
    """Write the workbook.

    Raises
    ------
    WorkbookError
        Where the file cannot be written.
    """
    view = Yearly(year, plan)
    note = f"{_NOTE} Kinds of expert tried: {tried}; those that do not help are left out."
    parts = (
        Part(
            GAPS, [_line(gain) for gain in gains], "Further experts, the most useful first", (note,)
        ),
        Part(SUPPLY, view.supply(), "Weeks by expertise and language", _SUPPLY_NOTES),
        Part(ENDING, view.ending()),
        Part(WAITING, view.waiting()),
    )
    write_book(target, parts, year.settings.currency)


_SUPPLY_NOTES = (
    "An expert of several areas or languages gives the same weeks to each of them, and a mission "
    "that accepts several languages is in each of their lines: lines do not add up.",
)


def _line(gain: Gain) -> SimpleNamespace:
    profile = gain.profile
    return SimpleNamespace(
        number=gain.number,
        expertise=profile.expertise,
        language=language(profile.language),
        region=profile.region,
        status=profile.status.value,
        missions=gain.missions,
        externals=gain.externals,
        gained=gain.gained,
        lost=gain.lost,
        proven=gain.proven,
    )
