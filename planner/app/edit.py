"""Hand edits of a plan, judged at once by the checker."""

from collections.abc import Callable, Iterable

from models.answers.plan import Placement, Plan
from models.answers.verdict import Verdict
from models.facts.instance import Year
from models.requests.move import Deliver, Drop, Move, MoveStart, PayFrom, PutExpert
from planner.app.verify import verify
from planner.checker import level_values
from planner.domain.calendars import calendars_of
from planner.domain.errors import BadInput


def edit(plan: Plan, move: Move, year: Year) -> Verdict:
    """Make a move, and say what the plan breaks then and what its levels are worth.

    Returns
    -------
    Verdict
        Its `plan` is the edited one, its `recorded` are the values of the plan before.

    Raises
    ------
    BadInput
        The move is about what is not in the year or not in the plan.
    """
    edited = moved(plan, move, year)
    before = {v.level: v.value for v in level_values(year, plan, calendars_of(year))}
    return verify(year, edited).model_copy(update={"recorded": before})


def moved(plan: Plan, move: Move, year: Year) -> Plan:
    """The plan after a move, whatever rules it breaks.

    Raises
    ------
    BadInput
        The move is about what is not in the year or not in the plan.
    """
    _refuse("mission", move.mission_id, year.mission_by_id)
    if isinstance(move, Deliver):
        rest = [row for row in plan.placements if row.mission_id != move.mission_id]
        return Plan.of([*rest, *_team(move, year)])
    if move.mission_id not in plan.teams():
        raise BadInput(f"Mission {move.mission_id} is not delivered in this plan.")
    if isinstance(move, Drop):
        return Plan.of(row for row in plan.placements if row.mission_id != move.mission_id)
    change = _change(move, year)
    return Plan.of(change(r) if r.mission_id == move.mission_id else r for r in plan.placements)


def _change(move: MoveStart | PutExpert | PayFrom, year: Year) -> Callable[[Placement], Placement]:
    """What a move does to each row of its mission."""
    if isinstance(move, MoveStart):
        return lambda row: row.model_copy(update={"start": move.start})
    if isinstance(move, PayFrom):
        if move.fund_id is not None:
            _refuse("fund", move.fund_id, year.fund_by_id)
        return lambda row: row.model_copy(update={"fund_id": move.fund_id})
    _refuse("expert", move.expert_id, year.expert_by_id)
    positions = len(year.mission_by_id[move.mission_id].positions)
    if move.position > positions:
        raise BadInput(f"Mission {move.mission_id} has no position {move.position}.")
    taken = {"expert_id": move.expert_id}
    return lambda row: row.model_copy(update=taken) if row.position == move.position else row


def _team(move: Deliver, year: Year) -> Iterable[Placement]:
    positions = year.mission_by_id[move.mission_id].positions
    if len(move.experts) != len(positions):
        raise BadInput(
            f"Mission {move.mission_id} has {len(positions)} positions, and {len(move.experts)} "
            "experts are named. Name one for each position."
        )
    for number, (code, expert_id) in enumerate(zip(positions, move.experts, strict=True), start=1):
        _refuse("expert", expert_id, year.expert_by_id)
        yield Placement(
            mission_id=move.mission_id,
            position=number,
            expertise=code,
            expert_id=expert_id,
            start=move.start,
            fund_id=move.fund_id,
        )


def _refuse(kind: str, wanted: str, known: Iterable[str]) -> None:
    if wanted not in known:
        raise BadInput(f"There is no {kind} {wanted} in this year.")
