"""Which further experts the pool needs most: the year is planned again with each of them."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from models.answers.plan import Plan
from models.events import Listener, ProfileTried, ignore
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.check import agreement_problems
from planner.app.load import year_of
from planner.app.outputs.manifest import now
from planner.domain.calendars import calendars_of
from planner.domain.errors import BadInput, NoPlan, Undecided
from planner.domain.wording import counted, listed
from planner.formulation.eligibility import Pool
from planner.pool.gains import Gain, Gaps, ranked
from planner.pool.gaps_book import gaps_book
from planner.solver.cp_sat import Engine
from planner.solver.deadline import NEVER, Deadline


class PoolGaps(NamedTuple):
    """What further experts are worth.

    Attributes
    ----------
    plan : Plan
        The best plan with the pool as it is.
    gains : tuple of Gain
        The most valuable first.
    tried, open_kinds : int
        How many kinds of further expert were tried, and how many were not.
    started : datetime
        When the work began.
    """

    plan: Plan
    gains: tuple[Gain, ...]
    tried: int
    open_kinds: int
    started: datetime


def find_gaps(
    workbook: Workbook, *, most: int, deadline: Deadline = NEVER, on_event: Listener = ignore
) -> PoolGaps:
    """Try so many kinds of further expert, the most wanted first.

    Raises
    ------
    BadInput
        The workbook has errors, or what is agreed in it cannot be kept.
    NoPlan
        There was no time for a plan.
    """
    started = now()  # a clock that makes no sense is told before the work
    gaps = _based(year_of(workbook), Engine(_before_writing(deadline)))

    def tell(done: int, total: int, what: str) -> None:
        on_event(ProfileTried(number=done + 1, total=total, profile=what))

    tried = tuple(gaps.tried(most, tell))
    found, open_kinds = ranked(chain.from_iterable(tried)), len(gaps.profiles()) - len(tried)
    return PoolGaps(gaps.base.plan, found, len(tried), open_kinds, started)


def _before_writing(deadline: Deadline) -> Deadline:
    """When to stop trying: to write the answer takes a third of what reading took."""
    left, reading = deadline.seconds_left, deadline.seconds_passed
    return deadline.within(max(left / 2, left - reading / 3))


def workbook_of_gaps(workbook: Workbook, found: PoolGaps) -> bytes:
    """A copy of the workbook with the sheets about the pool in front."""
    return gaps_book(workbook, found.plan, found.gains, tried=found.tried, when=found.started)


def summary(workbook: Workbook, found: PoolGaps) -> Iterable[str]:
    """What was found, in sentences."""
    delivered, total = len(found.plan.teams()), len(year_of(workbook).missions)
    yield f"{delivered} of {counted(total, 'mission')} can be delivered with this pool."
    yield from sentences(found.gains)
    if not found.gains:
        yield "No further expert that was tried would change that."
    if found.open_kinds:
        kinds = counted(found.open_kinds, "kind")
        yield f"Not tried: {kinds} of expert who are less wanted."


def sentences(found: Iterable[Gain]) -> Iterable[str]:
    """What each further expert is worth, in words."""
    for gain in found:
        worth = []
        if gain.gained:
            worth.append(f"{counted(len(gain.gained), 'mission')} more ({listed(gain.gained)})")
        if gain.lost:
            worth.append(f"{counted(len(gain.lost), 'mission')} fewer ({listed(gain.lost)})")
        if gain.externals > 0:
            worth.append(f"{counted(gain.externals, 'position')} fewer for external experts")
        doubt = "" if gain.proven else " (not proven)"
        yield f"{gain.number} x {gain.profile.text}: {'; '.join(worth)}{doubt}."


def _based(year: Year, engine: Engine) -> Gaps:
    """The year solved as it is; refused where what is agreed cannot be kept."""
    try:
        if agreement_problems(None, Pool(year, calendars_of(year)), engine):
            raise BadInput(
                "What is agreed in the sheet Assignments cannot be kept: run check on this "
                "workbook to see why."
            )
        return Gaps(year, engine)
    except (NoPlan, Undecided):
        raise NoPlan(
            "The time limit ended the run before there was any plan. Run again with more time."
        ) from None
