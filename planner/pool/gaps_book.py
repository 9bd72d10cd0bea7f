"""Gaps as sheets of the workbook: what further experts are worth, and the yearly view."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace

from models.answers.plan import Plan
from models.facts.instance import Year
from models.workbook import Workbook
from planner.domain.wording import counted, language
from planner.pool.gains import Gain
from planner.pool.yearly import Yearly
from planner.workbook.looks.plain_book import SheetPart, book_beside
from planner.workbook.schema.after_plan import ENDING, GAPS, POOL_SHEETS, SUPPLY, WAITING

_NOTE = "Each line was found by planning the year again with these experts in the pool."


def gaps_book(
    workbook: Workbook, plan: Plan, gains: Sequence[Gain], *, tried: int, when: datetime
) -> bytes:
    """A copy of the workbook with the sheets about the pool in front.

    Parameters
    ----------
    plan : Plan
        The best plan with the pool as it is.
    tried : int
        How many kinds of further expert were tried.
    when : datetime
        The time of the run.
    """
    year = workbook.year
    assert year is not None
    view = Yearly(year, plan)
    lines = [_line(gain) for gain in gains]
    parts = (
        SheetPart(GAPS, lines, "Further experts, the most useful first", _notes(year, plan, tried)),
        SheetPart(SUPPLY, view.supply(), "Weeks by expertise and language", _SUPPLY_NOTES),
        SheetPart(ENDING, view.ending(), ENDING.purpose.removesuffix(".")),
        SheetPart(WAITING, view.waiting(), WAITING.purpose.removesuffix(".")),
    )
    currency = year.settings.currency
    return book_beside(workbook.content, POOL_SHEETS, parts, when, currency)


def _notes(year: Year, plan: Plan, tried: int) -> tuple[str, ...]:
    delivered = f"{len(plan.teams())} of {counted(len(year.missions), 'mission')}"
    return (
        f"With the pool as it is, {delivered} can be delivered. {_NOTE}",
        f"Kinds of expert tried: {tried}; those that do not help are left out.",
    )


_SUPPLY_NOTES = (
    "An expert of several areas or languages gives the same weeks to each of them.",
    "A mission that accepts several languages is in each of their lines: lines do not add up.",
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
