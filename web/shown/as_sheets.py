"""The plan as the sheets of the workbook look at it, for all views that show what they say."""

from functools import lru_cache

from models.answers.result import RunResult
from models.facts.instance import Year
from planner.app.outputs.manifest import manifest, now
from planner.report.lines import FundLine, fund_lines
from planner.report.plan_view import PlanView
from web.session.draft import Draft
from web.shown.names import nameless


@lru_cache(maxsize=2)
def view_of(draft: Draft, hidden: bool = False) -> PlanView:
    """The plan as the sheets look at it, without the names of people where they are hidden.

    Raises
    ------
    AssertionError
        Somebody is on a position without its expertise.
    """
    result = RunResult(
        year=year_of(draft, hidden),
        plan=draft.now.plan,
        levels=(),
        not_delivered=(),
        manifest=manifest(draft.now.year, now(), 1, {}),
    )
    return PlanView(result)


@lru_cache(maxsize=2)
def year_of(draft: Draft, hidden: bool) -> Year:
    """The facts, without the names of people where they are hidden."""
    return nameless(draft.now.year) if hidden else draft.now.year


def money_of(draft: Draft) -> tuple[FundLine, ...]:
    """The rows of the sheet Fund use; none where somebody is on a position without its expertise.

    No sheet can be written then, and no figure of one is shown.
    """
    if any(violation.rule == "qualified" for violation in draft.now.violations):
        return ()
    return fund_lines(view_of(draft))
