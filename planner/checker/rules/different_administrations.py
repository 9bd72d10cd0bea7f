"""`different-administrations`: a mission's experts come from different countries, or a waiver."""

from collections.abc import Iterator

from models.answers.report import Violation
from planner.checker.context import Context, Post, grouped
from planner.checker.text import listed
from planner.domain.country_names import country_name

RULE = "different-administrations"


def violations(context: Context) -> Iterator[Violation]:
    """Yield missions without the waiver that have several experts from one country."""
    for posts in grouped(context.posts, lambda post: post.mission.id).values():
        if not posts[0].mission.same_administration_allowed:
            yield from _compatriots(posts)


def _compatriots(posts: tuple[Post, ...]) -> Iterator[Violation]:
    for country, own in grouped(posts, lambda post: post.expert.administration).items():
        experts = tuple(dict.fromkeys(post.expert.id for post in own))
        if len(experts) > 1:
            yield Violation(
                rule=RULE,
                missions=(own[0].mission.id,),
                experts=experts,
                amount=len(experts) - 1,
                message=f"Experts {listed(experts)} of mission {own[0].mission.id} all come from "
                f"{country_name(country)}; the mission does not allow the same administration.",
            )
