"""`language`: the expert speaks at least one of the mission's languages."""

from collections.abc import Iterator

from models.report import Violation
from planner.checker.context import Context, Post
from planner.checker.text import listed

RULE = "language"


def violations(context: Context) -> Iterator[Violation]:
    """Yield positions whose expert speaks none of the languages that the mission names."""
    for post in context.posts:
        asked = post.mission.languages
        if asked and not any(language in post.expert.languages for language in asked):
            yield _violation(post)


def _violation(post: Post) -> Violation:
    spoken = listed(post.expert.languages) if post.expert.languages else "nothing that is known"
    return Violation(
        rule=RULE,
        missions=(post.mission.id,),
        experts=(post.expert.id,),
        message=f"Mission {post.mission.id} asks for {listed(post.mission.languages, 'or')}; "
        f"expert {post.expert.id} speaks {spoken}.",
    )
