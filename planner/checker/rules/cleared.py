"""`cleared`: no external expert who is refused, none invited before the clearance."""

from collections.abc import Iterable, Iterator

from models.answers.report import Violation
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import Clearance, Decision
from planner.checker.context import Context, Post

RULE = "cleared"


def violations(context: Context) -> Iterator[Violation]:
    """Yield positions filled by external experts who may not be used, or not yet be invited."""
    firm = [row for row in context.year.assignments if row.status in _FIRM]
    for post in context.posts:
        if post.expert.id in context.year.external_ids:
            yield from _refused(post)
            yield from _too_early(post, firm)


def _refused(post: Post) -> Iterator[Violation]:
    for what, refused in (
        ("clearance", post.expert.clearance is Clearance.REFUSED),
        ("decision", post.expert.decision is Decision.REFUSED),
    ):
        if refused:
            yield _violation(
                post,
                f"The {what} of external expert {post.expert.id} is refused, but the "
                f"plan uses the expert for mission {post.mission.id}.",
            )


def _too_early(post: Post, firm: Iterable[AssignmentRow]) -> Iterator[Violation]:
    """A letter is out, or more, and the former administration has not answered."""
    if post.expert.clearance is not Clearance.PENDING:
        return
    for row in firm:
        if (row.mission_id, row.expert_id) == (post.mission.id, post.expert.id):
            yield _violation(
                post,
                f"External expert {post.expert.id} is {row.status} for mission "
                f"{post.mission.id}, but the clearance is pending.",
            )
            return


def _violation(post: Post, text: str) -> Violation:
    return Violation(
        rule=RULE, missions=(post.mission.id,), experts=(post.expert.id,), message=text
    )


_FIRM = (AssignmentStatus.INVITED, AssignmentStatus.CONFIRMED, AssignmentStatus.COMPLETED)
