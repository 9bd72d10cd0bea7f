"""What to do next, as the page groups it."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from planner.app.after_plan.next_steps import FollowUp, NextStep
from planner.report.plan_view import PlanView


@lru_cache(maxsize=1)
def follow_up_of(view: PlanView) -> FollowUp:
    """What follows a plan, kept for the next view of it."""
    return FollowUp(view)


def grouped(
    steps: Iterable[NextStep], by_administration: bool, called: Callable[[str], str]
) -> list[tuple[str, list[NextStep]]]:
    """Steps by date, or those of each administration by date, in the order of its name."""
    if not by_administration:
        return [("", list(steps))]
    found: dict[str, list[NextStep]] = {}
    for step in steps:
        found.setdefault(step.line.administration, []).append(step)
    return sorted(found.items(), key=lambda pair: (not pair[0], pair[0] and called(pair[0])))
