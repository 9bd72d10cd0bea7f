"""The draft: the workbook's rows with the edits applied, and what follows from them."""

from dataclasses import dataclass
from functools import cached_property

from models.plan import Placement
from models.report import Violation
from planner.domain.calendars import Calendars
from web.edits import Edit, applied
from web.planning import Judged, Opened, judge


@dataclass(frozen=True)
class Draft:
    """A plan as it stands on the page.

    Attributes
    ----------
    base, now : Judged
        The plan of the workbook, and the plan with the edits.
    refused : tuple of (Edit, str)
        Edits that no longer apply, each with the reason; nothing is dropped silently.
    """

    opened: Opened
    base: Judged
    now: Judged
    edits: tuple[Edit, ...]
    refused: tuple[tuple[Edit, str], ...]

    @cached_property
    def teams(self) -> dict[str, tuple[Placement, ...]]:
        """The placements of every mission in the plan."""
        return self.now.plan.teams()

    @cached_property
    def broken(self) -> dict[str, tuple[Violation, ...]]:
        """What is broken, by the missions that are involved."""
        found: dict[str, list[Violation]] = {}
        for violation in self.now.violations:
            for mission_id in violation.missions:
                found.setdefault(mission_id, []).append(violation)
        return {mission_id: tuple(rows) for mission_id, rows in found.items()}

    @property
    def key(self) -> str:
        """What tells this draft from others of the same workbook."""
        return f"{self.opened.fingerprint}:{hash(self.edits)}"

    @property
    def new_violations(self) -> tuple[Violation, ...]:
        """What the edits broke."""
        before = {violation.message for violation in self.base.violations}
        return tuple(v for v in self.now.violations if v.message not in before)


def draft_of(opened: Opened, edits: tuple[Edit, ...]) -> Draft:
    """The draft of a workbook without errors: a pure function of the workbook and the edits."""
    assert opened.year is not None
    calendars = Calendars(opened.year)
    base = judge(opened.year, calendars)
    if not edits:
        return Draft(opened, base, base, (), ())
    rows, refused = applied(opened.year.assignments, edits)
    now = judge(opened.year.replace(assignments=rows), calendars)
    return Draft(opened, base, now, edits, refused)
