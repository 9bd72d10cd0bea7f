"""`pinned`: what is Completed, Confirmed or Invited stays (RULES.md section 6)."""

from collections.abc import Iterator

from models.answers.plan import Placement
from models.answers.report import Violation
from models.facts.assignment import AssignmentRow
from planner.checker.context import Context
from planner.checker.text import day, listed
from planner.domain.wording import counted

RULE = "pinned"


def violations(context: Context) -> Iterator[Violation]:
    """Yield pinned rows that the plan does not keep, and wholly pinned missions it leaves out.

    The position of a pinned row may change. A mission of which only some positions are pinned
    may be left out; its experts are then free.
    """
    for mission_id, pinned in context.pinned_by_mission.items():
        rows = context.rows_by_mission.get(mission_id)
        if rows is None:
            yield from _left_out(context, mission_id, pinned)
        else:
            for row in pinned:
                yield from _not_kept(context, row, rows)


def _left_out(
    context: Context, mission_id: str, pinned: tuple[AssignmentRow, ...]
) -> Iterator[Violation]:
    mission = context.year.mission_by_id.get(mission_id)
    experts = tuple(dict.fromkeys(row.expert_id for row in pinned))
    if mission is not None and len(experts) >= len(mission.positions):
        yield Violation(
            rule=RULE,
            missions=(mission_id,),
            experts=experts,
            amount=len(experts),
            message=f"Every position of mission {mission_id} is agreed "
            f"({counted(len(experts), 'expert')}: {listed(experts)}), "
            f"but the plan does not deliver it.",
        )


def _not_kept(
    context: Context, pinned: AssignmentRow, rows: tuple[Placement, ...]
) -> Iterator[Violation]:
    own = [row for row in rows if row.expert_id == pinned.expert_id]
    status = pinned.status if pinned.status.pinned else f"{pinned.status}, to be kept,"
    name = f"Expert {pinned.expert_id} is {status} for mission {pinned.mission_id}"
    if not own:
        yield _violation(pinned, f"{name}, but is not on it in the plan")
        return
    if pinned.start is not None and any(row.start != pinned.start for row in own):
        starts = listed(day(row.start) for row in own)
        yield _violation(pinned, f"{name} from {day(pinned.start)}, but the plan says {starts}")
    # Where there is no Funds sheet no fund pays, and none can be kept.
    if pinned.fund_id is not None and context.year.funds:
        yield from _fund_changed(pinned, own, name)


def _fund_changed(pinned: AssignmentRow, own: list[Placement], name: str) -> Iterator[Violation]:
    if any(row.fund_id != pinned.fund_id for row in own):
        funds = listed(row.fund_id or "no fund" for row in own)
        yield _violation(pinned, f"{name}, paid by {pinned.fund_id}, but the plan says {funds}")


def _violation(pinned: AssignmentRow, text: str) -> Violation:
    return Violation(
        rule=RULE,
        missions=(pinned.mission_id,),
        experts=(pinned.expert_id,),
        message=f"{text}.",
    )
