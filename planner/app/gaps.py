"""The steps of the command `gaps`: solve, try further experts, say and write what was found."""

from collections.abc import Iterable
from pathlib import Path

from models.instance import Year
from planner.app.manifest import now
from planner.domain.calendars import Calendars
from planner.domain.errors import CommandError
from planner.domain.wording import counted, listed
from planner.pool.gains import Gain, Gaps, ranked
from planner.pool.gaps_book import write_gaps
from planner.reasons.agreement_conflicts import Pins
from planner.search.solve_year import NoPlanError
from planner.solver.cp_sat import Engine, Stopwatch, UndecidedError
from planner.terminal.screen import Screen
from planner.workbook.openxml.kept_book import KeptBook


def find_gaps(
    year: Year,
    kept: KeptBook,
    target: Path,
    screen: Screen,
    *,
    most: int,
    time_limit: float | None,
) -> None:
    """Try further experts, say what they are worth, and write it into a copy of the workbook.

    Parameters
    ----------
    kept : KeptBook
        The workbook that the year was read from.

    Raises
    ------
    CommandError
        Where the year has no plan, or there was no time for one.
    WorkbookError
        Where the workbook cannot be written.
    """
    engine = Engine(Stopwatch(time_limit))
    gaps = _based(year, engine)
    tried: list[str] = []

    def tell(done: int, total: int, what: str) -> None:
        tried.append(what)
        screen.remark(f"Trying further experts, {done + 1} of {total}: {what}")

    found = ranked(gaps.tried(most, tell))
    write_gaps(kept, target, year, gaps.base.plan, found, tried=len(tried), when=now())
    delivered, total = len(gaps.base.plan.teams()), len(year.missions)
    screen.say(f"{delivered} of {counted(total, 'mission')} can be delivered with this pool.")
    for line in sentences(found):
        screen.say(line)
    if not found:
        screen.say("No further expert that was tried would change that.")
    open_kinds = len(gaps.profiles()) - len(tried)
    if open_kinds:
        screen.say(f"Not tried: {counted(open_kinds, 'kind')} of expert who are less wanted.")


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
        problems = Pins(year, Calendars(year), engine).problems()
        if problems:
            raise CommandError(
                "What is agreed in the sheet Assignments cannot be kept: run check on this "
                "workbook to see why."
            )
        return Gaps(year, engine)
    except (NoPlanError, UndecidedError):
        raise CommandError(
            "The time limit ended the run before there was any plan. Run again with more time."
        ) from None
