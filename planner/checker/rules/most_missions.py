"""`most-missions`: nobody goes to more missions of the plan than Most missions says."""

from collections.abc import Iterator

from models.answers.report import Violation
from planner.checker.context import Context, grouped
from planner.checker.text import listed
from planner.domain.wording import counted

RULE = "most-missions"


def violations(context: Context) -> Iterator[Violation]:
    """Yield the experts who go to more missions than their limit.

    Missions under way count once each; where they alone pass the limit, that is accepted, and any
    mission of the plan is too many.
    """
    for expert_id, stays in grouped(context.stays, lambda stay: stay.expert.id).items():
        limit = stays[0].expert.most_missions
        if limit is None:
            continue
        planned = tuple(dict.fromkeys(stay.mission.id for stay in stays))
        begun = [visit for visit in context.running if visit.expert_id == expert_id]
        under_way = len({visit.mission_id or str(visit.start) for visit in begun})
        over = len(planned) - max(0, limit - under_way)
        if over > 0:
            besides = f" besides {under_way} under way" if under_way else ""
            yield Violation(
                rule=RULE,
                missions=planned,
                experts=(expert_id,),
                amount=over,
                message=f"Expert {expert_id} goes to {counted(len(planned), 'mission')} of the "
                f"plan ({listed(planned)}){besides}; Most missions is {limit}.",
            )
