"""The rows of a plan, read off a solution of the model."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ortools.sat.python.cp_model import IntVar

from models.answers.plan import Placement
from models.facts.mission import Mission

if TYPE_CHECKING:
    from planner.formulation.variables import Variables


def placements(
    variables: "Variables", mission: Mission, holds: Callable[[IntVar], bool]
) -> Iterator[Placement]:
    """The rows of a mission that is delivered in a solution."""
    starts = zip(variables.runs[mission.id], variables.starts[mission.id], strict=True)
    start = next(run.start for run, literal in starts if holds(literal))
    fund = next(
        (f for f, literal in variables.pays.get(mission.id, {}).items() if holds(literal)), None
    )
    waiting = {
        code: [e for e, literal in of_code.items() if holds(literal)]
        for code, of_code in variables.fills[mission.id].items()
    }
    for number, code in enumerate(mission.positions, start=1):
        yield Placement(
            mission_id=mission.id,
            position=number,
            expertise=code,
            expert_id=waiting[code].pop(0),
            start=start,
            fund_id=fund,
        )
