"""A row of the sheet Actions, and how posts of the plan make one."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.facts.assignment import AssignmentStatus
from planner.domain.country_names import country_name
from planner.domain.wording import span_text
from planner.mobilisation.steps import Step
from planner.report.plan_view import PostView


class When(StrEnum):
    """When a step is due, seen from the day of the run."""

    OVERDUE = "Overdue"
    THIS_MONTH = "This month"
    NEXT = "Next"
    LATER = "Later"


PROPOSED, CONTACTED = AssignmentStatus.PROPOSED, AssignmentStatus.CONTACTED
AVAILABLE = AssignmentStatus.AVAILABLE
INVITED, CONFIRMED = AssignmentStatus.INVITED, AssignmentStatus.CONFIRMED
COMPLETED = AssignmentStatus.COMPLETED


class Task(NamedTuple):
    """One step for one row of the plan; `after` is what has to come first, "" for nothing."""

    step: Step
    post: PostView
    after: str = ""


class ActionLine(NamedTuple):
    """A row of Actions; `administration` is a country code, "" where none is concerned.

    `owner` is the lead official of the missions; `done` and `done_on` are what people typed.
    """

    do_by: date
    step: str
    administration: str
    whom: str
    what: str
    after: str
    reason: str
    mission_ids: tuple[str, ...]
    expert_ids: tuple[str, ...]
    first_start: date | None
    when: When = When.LATER
    owner: str = ""
    done: bool | None = None
    done_on: date | None = None

    def seen_on(self, today: date) -> "ActionLine":
        """The line with when it is due: the month after this one is `NEXT`.

        What waits for something else is never overdue: that other step may be.
        """
        return self._replace(when=When.LATER if self.after else _when(self.do_by, today))


def _when(do_by: date, today: date) -> When:
    if do_by < today:
        return When.OVERDUE
    months = (do_by.year - today.year) * 12 + do_by.month - today.month
    return {0: When.THIS_MONTH, 1: When.NEXT}.get(months, When.LATER)


def line_of(
    step: Step,
    posts: list[PostView],
    *,
    code: str,
    whom: str,
    request: str,
    after: str = "",
    reason: str = "",
) -> ActionLine:
    """The row about these posts of the plan, by date; it is due before the first of them."""
    first = min(post.run.start for post in posts)
    ordered = sorted(posts, key=lambda post: (post.run, post.mission.id))
    return ActionLine(
        do_by=step.due(first),
        step=step.title,
        administration=code,
        whom=whom,
        what="\n".join((request, *(about(post) for post in ordered))),
        after=after,
        reason=reason,
        mission_ids=tuple(dict.fromkeys(post.mission.id for post in ordered)),
        expert_ids=tuple(dict.fromkeys(post.expert.id for post in ordered)),
        first_start=first,
    )


def about(post: PostView) -> str:
    """Who goes where when, in a line."""
    place = country_name(post.mission.host)
    who = f"{post.expert.id} {post.expert.name}".strip()
    return f"{who}: {post.mission.id}, {span_text(*post.run)}, {place} ({post.placement.expertise})"
