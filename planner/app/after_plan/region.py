"""The experts of one region in numbers that name nobody, for its ROCB or RTCs."""

from typing import NamedTuple

from models.facts.instance import Year
from planner.domain.errors import BadInput
from planner.domain.members.reference import REGION_NAMES
from planner.domain.spelling import closest, fold
from planner.pool.regional_book import pool_book


class RegionCounts(NamedTuple):
    """The workbook for a region.

    Attributes
    ----------
    hidden, numbers : int
        How many numbers are left out so that none points to a person, and how many there are.
    """

    content: bytes
    hidden: int
    numbers: int


def region_code(text: str | None) -> str:
    """The code of a region that is named by its code or its name.

    Raises
    ------
    BadInput
        Where there is none, or no such region.
    """
    listed = ", ".join(REGION_NAMES)
    if not text:
        raise BadInput(
            "An office gets data of its own region only, so nothing is written without a region. "
            f"Give one of {listed}."
        )
    names = {fold(name): code for code, name in REGION_NAMES.items()}
    names |= {fold(code): code for code in REGION_NAMES}
    if fold(text) in names:
        return names[fold(text)]
    near = closest(text, [*REGION_NAMES, *REGION_NAMES.values()])
    hint = f" Did you mean {near}?" if near else ""
    raise BadInput(f'"{text}" is no WCO region.{hint} Give one of {listed}.')


def counts_of_region(year: Year, code: str) -> RegionCounts:
    """Count the experts of a region by expertise and status, and by expertise and language."""
    return RegionCounts(*pool_book(year, code))
