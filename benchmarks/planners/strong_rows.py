"""Our own linear rows given to HiGHS alone: level after level, no search, no certificates.

What HiGHS finds may break the times. The rows that it breaks join, and HiGHS starts again; a plan
is only told where the checker accepts it.
"""

from dataclasses import replace
from math import floor

import numpy as np

from benchmarks.planners.answer import Answer, Claim, Deadline, Keep
from models.answers.plan import Plan
from models.facts.instance import Year
from planner.bounding.conflict_cuts import Timetable
from planner.bounding.integer_program import restricted
from planner.bounding.linear_system import LinearRows, Row, terms_of
from planner.bounding.proto_rows import UNLIMITED
from planner.checker import check
from planner.domain.calendars import Calendars
from planner.formulation.build import LevelMeasure, Model, build
from planner.formulation.eligibility import Pool
from planner.solver import deadline as ours
from planner.solver.highs import solve
from planner.solver.params import Setup
from planner.solver.program import Finding, MipAnswer, Program

_SETUP = Setup(seed=1, presolve=True, nodes=10**9)
# HiGHS now and then calls a solution optimal that its own bound contradicts: it is asked again.
_AGAIN = replace(_SETUP, presolve=False)
_ROUNDING = 1e-4


def plan_by_rows(year: Year, calendars: Calendars, deadline: Deadline, keep: Keep) -> Answer:
    """The best plan that HiGHS finds, level after level, within the deadline."""
    program = _Program(build(Pool(year, calendars), timed=False))
    answer = Answer(None)
    for level in program.whole.levels:
        bound = program.optimum(level, deadline)
        if bound is None:
            break
        plan = program.plan
        claims = (*answer.claims, Claim(level.name, bound))
        broken = check(year, plan, calendars)
        note = f"{program.rounds} programs"
        if broken:
            return Answer(
                answer.plan, answer.claims, note=f"{note}; a plan breaks {broken[0].rule}"
            )
        answer = Answer(plan, claims, note=note)
        keep(answer)
    return answer


class _Program:
    """The rows by now, and the last solution.

    Attributes
    ----------
    rounds : int
        How many programs HiGHS was given.
    """

    def __init__(self, whole: Model) -> None:
        self.whole = whole
        self.rounds = 0
        self._rows = LinearRows(whole.cp)
        self._broken = Timetable(whole.variables).broken
        self._values = self._rows.low.astype(np.float64)

    @property
    def plan(self) -> Plan:
        """The plan of the last solution."""
        return self.whole.variables.plan(lambda literal: self._values[literal.index] > 0.5)

    def optimum(self, level: LevelMeasure, deadline: Deadline) -> int | None:
        """Solve a level and pin what it reaches; its bound, None where there is no solution."""
        terms, offset = terms_of(level.objective)
        objective = self._rows.dense(terms)
        never = np.zeros(len(objective), dtype=np.bool_)
        while True:
            program = restricted(self._rows, objective, offset, never, None)
            answer = self._solved(program.program, deadline)
            if answer.values is None or answer.bound is None:
                return None
            self._values = program.values(answer.values)
            rows = self._broken(self._values)
            if not rows:
                break
            self._rows.add(rows)
        self._rows.add([Row(terms, int(objective @ np.rint(self._values)), UNLIMITED)])
        return level.gain(floor(answer.bound + _ROUNDING) + program.offset)

    def _solved(self, program: Program, deadline: Deadline) -> MipAnswer:
        self.rounds += 1
        answer = solve(program, _SETUP, ours.Deadline(deadline.left))
        if answer.values is None or answer.bound is None:
            return answer
        reached = float(program.objective @ answer.values)
        if answer.finding is Finding.OPTIMAL and answer.bound - reached > 1 - _ROUNDING:
            return solve(program, _AGAIN, ours.Deadline(deadline.left))
        return answer
