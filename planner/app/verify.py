"""A plan held against every rule without the solver."""

from models.answers.plan import Plan
from models.answers.verdict import RowEdit, Verdict
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.by_hand.judged import MEANINGLESS
from planner.app.edited import edited_rows
from planner.app.load import plan_in, year_of
from planner.checker import check, level_values
from planner.domain.calendars import Calendars, calendars_of
from planner.domain.wording import counted


def verify(source: Workbook | Year, plan: Plan | None = None) -> Verdict:
    """Hold a plan against every rule, and count its levels again.

    Parameters
    ----------
    source : Workbook or Year
        The facts.
    plan : Plan, optional
        The plan; that of the workbook's sheet Assignments where it is not given.

    Returns
    -------
    Verdict
        Its `recorded` are the values that the run which made the workbook wrote down.

    Raises
    ------
    BadInput
        The workbook has errors, or no plan is given and it has none.
    """
    year = year_of(source)
    if plan is None:
        plan = plan_in(source) if isinstance(source, Workbook) else Plan()
    calendars = calendars_of(year)
    values = level_values(year, plan, calendars)
    recorded = source.recorded if isinstance(source, Workbook) else {}
    return Verdict(
        plan=plan,
        violations=check(year, plan, calendars),
        levels=tuple(level for level in values if level.level != MEANINGLESS),
        recorded={level: known.value for level, known in recorded.items()},
        edits=_edits(source, year, plan, calendars),
    )


def _edits(
    source: Workbook | Year, year: Year, plan: Plan, calendars: Calendars
) -> tuple[RowEdit, ...]:
    if not isinstance(source, Workbook) or not source.recorded:
        return ()
    return tuple(edited_rows(source, year, plan, calendars))


def doubt(workbook: Workbook) -> str | None:
    """Say that the plan in a workbook breaks rules; None where it keeps them all or is none."""
    if workbook.plan is None:
        return None
    violations = verify(workbook).violations
    if not violations:
        return None
    rules = counted(len({violation.rule for violation in violations}), "hard rule")
    places = counted(len(violations), "place")
    return f"The plan in {workbook.name} breaks {rules} in {places}"
