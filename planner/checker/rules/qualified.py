"""`qualified`: the expert holds a qualification for the position's expertise."""

from collections.abc import Iterator

from models.answers.plan import Placement
from models.answers.report import Violation
from planner.checker.context import Context, Team, asked_expertise
from planner.checker.standing import standing

RULE = "qualified"


def violations(context: Context) -> Iterator[Violation]:
    """Yield positions whose expert has no status for what they ask, or is unknown."""
    for team in context.teams:
        for row in team.rows:
            code = asked_expertise(team.mission, row)
            if row.expert_id not in context.year.expert_by_id:
                yield _violation(row, f"Expert {row.expert_id} is not among the experts")
            elif standing(context.year, row.expert_id, code) is None:
                yield _violation(row, _unqualified(team, row, code))


def _unqualified(team: Team, row: Placement, code: str) -> str:
    return f"Expert {row.expert_id} has no qualification for {code or 'no expertise'}"


def _violation(row: Placement, fault: str) -> Violation:
    return Violation(
        rule=RULE,
        missions=(row.mission_id,),
        experts=(row.expert_id,),
        message=f"{fault}, but is on position {row.position} of mission {row.mission_id}.",
    )
