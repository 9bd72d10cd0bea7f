"""`cleared`: an external expert whose clearance is refused is not used."""

from collections.abc import Iterator

from models.expert import Clearance
from models.report import Violation
from planner.checker.context import Context

RULE = "cleared"


def violations(context: Context) -> Iterator[Violation]:
    """Yield positions filled by external experts with a refused clearance."""
    for post in context.posts:
        refused = post.expert.clearance is Clearance.REFUSED
        if refused and post.expert.id in context.year.external_ids:
            yield Violation(
                rule=RULE,
                missions=(post.mission.id,),
                experts=(post.expert.id,),
                message=f"The clearance of external expert {post.expert.id} is refused, but the "
                f"plan uses the expert for mission {post.mission.id}.",
            )
