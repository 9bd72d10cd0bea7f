"""`evaluation-lead`: somebody on the mission can evaluate a pre-accredited expert."""

from collections.abc import Iterator

from models.answers.report import Violation
from models.facts.expert import QualificationStatus
from planner.checker.context import Context, Post, grouped
from planner.checker.standing import standing
from planner.checker.text import listed

RULE = "evaluation-lead"


def violations(context: Context) -> Iterator[Violation]:
    """Yield missions with a Pre-accredited position that nobody can evaluate."""
    for posts in grouped(context.posts, lambda post: post.mission.id).values():
        if not posts[0].mission.staff_lead:
            yield from _unevaluated(context, posts)


def _unevaluated(context: Context, posts: tuple[Post, ...]) -> Iterator[Violation]:
    statuses = [standing(context.year, post.expert.id, post.expertise) for post in posts]
    if QualificationStatus.ACCREDITED in statuses:
        return
    candidates = tuple(
        dict.fromkeys(
            post.expert.id
            for post, status in zip(posts, statuses, strict=True)
            if status is QualificationStatus.PRE_ACCREDITED
        )
    )
    if candidates:
        mission_id = posts[0].mission.id
        yield Violation(
            rule=RULE,
            missions=(mission_id,),
            experts=candidates,
            message=f"Mission {mission_id} has neither a staff lead nor an accredited expert to "
            f"evaluate {listed(candidates)}, who would serve as Pre-accredited.",
        )
