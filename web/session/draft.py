"""The draft: the workbook's rows with the edits applied, and what follows from them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from models.answers.plan import Placement
from models.answers.report import Violation
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.requests.question import WhyNot
from models.workbook import ScenarioRow
from planner.app.by_hand.attempts import Attempts
from planner.app.by_hand.judged import Judged, judge
from planner.app.by_hand.pool_time import PoolTime
from planner.domain.levels import Direction, level_of
from planner.workbook.schema.fingerprint import agreed_rows
from web.session.edits import AddScenario, Edit, Move, SetFund, Swap, applied
from web.work.planning import Opened


@dataclass(frozen=True, eq=False)
class Draft:
    """A plan as it stands on the page; what is worked out of it is kept as long as it stands.

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
    def attempts(self) -> Attempts:
        """Tries other versions of a mission beside the rest of the plan."""
        return Attempts(self.now)

    @cached_property
    def pool_time(self) -> PoolTime:
        """The time of all experts."""
        return PoolTime(self.attempts.context)

    @cached_property
    def differences(self) -> tuple[tuple[str, int, int, bool], ...]:
        """The levels that the edits changed: name, before, after, whether that is better."""
        before = {level.level: level.value for level in self.base.levels}
        return tuple(
            (name, before[name], value, is_better(name, before[name], value))
            for name, value in ((level.level, level.value) for level in self.now.levels)
            if before.get(name, value) != value
        )

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
        of_plan = tuple(edit for edit in self.edits if not isinstance(edit, AddScenario))
        return f"{self.opened.identity}:{hash(of_plan)}"

    @property
    def adds_scenarios_alone(self) -> bool:
        """Whether the edits leave the plan as the workbook has it."""
        return bool(self.edits) and all(isinstance(edit, AddScenario) for edit in self.edits)

    @cached_property
    def scenarios(self) -> tuple[ScenarioRow, ...]:
        """The rows that the edits add to the sheet Scenarios."""
        added = (edit for edit in self.edits if isinstance(edit, AddScenario))
        return tuple(row for edit in added for row in edit.lines)

    @property
    def best(self) -> bool:
        """Whether it is proven that no plan delivers more than this one.

        What was proven bounds a year in which more is agreed or declined, not one in which less is.
        """
        recorded = self.opened.workbook.recorded
        return agreed_rows(self.base.year) <= agreed_rows(self.now.year) and all(
            (known := recorded.get(level.level)) and known.proven and known.value == level.value
            for level in self.now.levels
            if level.level.startswith("delivery-")
        )

    @cached_property
    def statuses(self) -> dict[tuple[str, str], AssignmentStatus]:
        """How far each expert of a mission is asked."""
        return {pair: row.status for pair, row in self.rows.items()}

    @cached_property
    def rows(self) -> dict[tuple[str, str], AssignmentRow]:
        """The row of each expert of a mission; what was called off counts where nothing else is."""
        rows = sorted(self.now.year.assignments, key=lambda row: row.status.demanding)
        return {(row.mission_id, row.expert_id): row for row in rows}

    @cached_property
    def before_last(self) -> "Draft | None":
        """The draft before the last edit; None where that edit asks for nothing to be priced."""
        if not self.edits or demand_of(self.edits[-1]) is None:
            return None
        return draft_of(self.opened, self.edits[:-1])

    @property
    def can_repair(self) -> bool:
        """Whether one can look for the least that makes the last edit possible."""
        return self.before_last is not None and not self.before_last.now.violations

    @property
    def new_violations(self) -> tuple[Violation, ...]:
        """What the edits broke."""
        before = {violation.message for violation in self.base.violations}
        return tuple(v for v in self.now.violations if v.message not in before)


def is_better(level: str, before: int, after: int) -> bool:
    """Whether a value of a level is better than another."""
    return (after > before) is (level_of(level).direction is Direction.MORE)


def demand_of(edit: Edit) -> WhyNot | None:
    """What an edit asks for, as a question about the plan before it."""
    if isinstance(edit, Move):
        return WhyNot(mission_id=edit.mission_id, start=edit.start)
    if isinstance(edit, SetFund):
        return WhyNot(mission_id=edit.mission_id, fund_id=edit.fund_id)
    if isinstance(edit, Swap):
        return WhyNot(mission_id=edit.mission_id, expert_id=edit.new)
    return None


@lru_cache(maxsize=4)
def draft_of(opened: Opened, edits: tuple[Edit, ...]) -> Draft:
    """The draft of a workbook without errors: a pure function of the workbook and the edits.

    The last few are kept: a step back, and the plan before an edit, are there at once.
    """
    assert opened.year is not None
    base = opened.judged
    if not edits:
        return Draft(opened, base, base, (), ())
    rows, refused = applied(opened.year.assignments, edits)
    now = judge(opened.year.replace(assignments=rows), base.calendars)
    return Draft(opened, base, now, edits, refused)
