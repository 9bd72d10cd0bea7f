"""`not-excluded`: no Exclusions row and no Declined assignment joins expert and mission."""

from collections.abc import Iterator

from models.answers.report import Violation
from planner.checker.context import Context, Post
from planner.domain.agreements import declined_pairs
from planner.domain.country_names import country_name

RULE = "not-excluded"


def violations(context: Context) -> Iterator[Violation]:
    """Yield positions whose expert is excluded from the mission or its host, or has declined."""
    rows = context.year.exclusions
    missions = {(row.mission_id, row.expert_id) for row in rows if row.mission_id is not None}
    hosts = {(row.host, row.expert_id) for row in rows if row.host is not None}
    declined = declined_pairs(context.year)
    for post in context.posts:
        mission, expert = post.mission, post.expert
        if (mission.id, expert.id) in missions:
            yield _violation(post, "excluded from it")
        elif (mission.host, expert.id) in hosts:
            yield _violation(post, f"excluded from missions to {country_name(mission.host)}")
        elif (mission.id, expert.id) in declined:
            yield _violation(post, "Declined for it")


def _violation(post: Post, why: str) -> Violation:
    return Violation(
        rule=RULE,
        missions=(post.mission.id,),
        experts=(post.expert.id,),
        message=f"Expert {post.expert.id} is on position {post.placement.position} of mission "
        f"{post.mission.id}, but is {why}.",
    )
