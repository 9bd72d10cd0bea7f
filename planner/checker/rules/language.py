"""`language`: the expert speaks at least one of the mission's languages."""

from collections.abc import Iterator

from models.answers.report import Violation
from planner.checker.context import Context, Post
from planner.checker.text import listed
from planner.domain.wording import language, languages

RULE = "language"


def violations(context: Context) -> Iterator[Violation]:
    """Yield positions whose expert speaks none of the languages that the mission names."""
    for post in context.posts:
        asked = post.mission.languages
        if asked and not any(language in post.expert.languages for language in asked):
            yield _violation(post)


def _violation(post: Post) -> Violation:
    known = post.expert.languages
    spoken = listed(map(language, known)) if known else "nothing that is known"
    return Violation(
        rule=RULE,
        missions=(post.mission.id,),
        experts=(post.expert.id,),
        message=f"Mission {post.mission.id} asks for {languages(post.mission.languages)}; "
        f"expert {post.expert.id} speaks {spoken}.",
    )
