"""`not-own-administration`: no expert is sent to the own country."""

from collections.abc import Iterator

from models.answers.report import Violation
from planner.checker.context import Context
from planner.domain.country_names import country_name

RULE = "not-own-administration"


def violations(context: Context) -> Iterator[Violation]:
    """Yield positions whose expert comes from the host of the mission."""
    for post in context.posts:
        if post.expert.administration == post.mission.host:
            yield Violation(
                rule=RULE,
                missions=(post.mission.id,),
                experts=(post.expert.id,),
                message=f"Expert {post.expert.id} comes from {country_name(post.mission.host)}, "
                f"the host of mission {post.mission.id}.",
            )
