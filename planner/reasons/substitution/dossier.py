"""The last-resort dossier: for every external expert used, why nobody else could go.

Source: policy HC0150Ea, External Experts / Expert Consultants ("only ever approached when a WCO
Accredited Expert or a WCO Recognized Expert from a Member administration is unavailable"; "the
final decision ... rests with the relevant WCO Deputy Director").
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from models.answers.plan import Placement
from models.answers.report import LevelValue
from models.facts.expert import Expert, QualificationStatus
from models.facts.instance import Year
from planner.checker import level_values
from planner.checker.context import Context, Stay, grouped
from planner.checker.standing import BEST_FIRST, standing
from planner.domain.levels import gain
from planner.domain.rules import RULE_BY_ID, TELLING_ORDER, Scope
from planner.domain.wording import counted, day
from planner.formulation.constraints import CONSTRAINTS
from planner.formulation.eligibility import Pool
from planner.formulation.obstacles import here
from planner.formulation.usage import Load, Seat, Team
from planner.reasons.substitution.checked_swap import Trials
from planner.reasons.substitution.refusals import SwapCase, exchanged, sentence

NOBODY = "nobody"
# What a look at the expert and the team shows; of limits that others share the checker has to say
# who uses them up.
_OF_PEOPLE = sorted(
    (c for c in CONSTRAINTS if c.rule.scope in (Scope.POSITION, Scope.TEAM, Scope.EXPERT)),
    key=lambda constraint: TELLING_ORDER.index(constraint.id),
)


class ReasonGiven(NamedTuple):
    """Why a serving expert does not go: `rule` is the id of a hard rule, or else of a level.

    `start` is the allowed start on which the level decided; None where a rule forbids all.
    """

    rule: str
    text: str
    start: date | None = None


class DossierLine(NamedTuple):
    """One serving expert who holds the expertise of a position that an external expert fills."""

    mission_id: str
    start: date
    position: int
    expertise: str
    external_id: str
    clearance: str
    expert_id: str
    expert: str
    administration: str
    standing: str
    rule: str
    why_not: str


class Dossier:
    """Every position that an external expert fills, with the serving experts and their reasons.

    Parameters
    ----------
    context : Context
        A year and a plan that keeps every rule.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._year: Year = context.year
        self._trials = Trials(context)

    @cached_property
    def lines(self) -> tuple[DossierLine, ...]:
        """Position by position in plan order; experts by standing, then as on the sheet Experts."""
        return tuple(line for row in self.externals for line in self._lines(row))

    @cached_property
    def _by_post(self) -> dict[str, tuple[DossierLine, ...]]:
        return grouped(self.lines, _post)

    @cached_property
    def externals(self) -> tuple[Placement, ...]:
        """The rows of the plan that external experts fill."""
        external = self._year.external_ids
        rows = (post.placement for post in self._context.posts if post.expert.id in external)
        return tuple(sorted(rows, key=lambda row: (row.start, row.mission_id, row.position)))

    def summary(self, row: Placement) -> str:
        """How many could have gone instead, and what keeps them: a sentence for the decision."""
        own = self._by_post.get(_post(row), ())
        known = [line for line in own if line.rule != NOBODY]
        if not known:
            return f"No serving expert holds {row.expertise}."
        parts = (f"{rule} {n}" for rule, n in Counter(line.rule for line in known).most_common())
        number = counted(len(known), "serving expert holds", "serving experts hold")
        return f"{number} {row.expertise}; what keeps them: {', '.join(parts)} (sheet Last resort)."

    def reason(self, row: Placement, expert: Expert) -> ReasonGiven:
        """Why an expert does not go in the place of the external one, the rest unchanged."""
        mission = self._year.mission_by_id[row.mission_id]
        here = self.obstacle(row, expert, row.start)
        if here is None:
            return self._price(row, expert, [row.start])
        if not RULE_BY_ID[here.rule].by_dates:
            return ReasonGiven(here.rule, sentence(here))
        runs = self._context.calendars.allowed_starts(mission)
        others = [run.start for run in runs if run.start != row.start]
        free = [start for start in others if self.obstacle(row, expert, start) is None]
        if free:
            price = self._price(row, expert, free)
            return price._replace(text=f"{sentence(here)} {price.text}")
        return ReasonGiven(here.rule, f"{sentence(here)} {_nowhere_else(len(others))}")

    def _lines(self, row: Placement) -> Iterator[DossierLine]:
        holders = list(self._holders(row.expertise))
        for status, expert in holders:
            reason = self.reason(row, expert)
            yield self._line(row, reason, expert, status.value)
        if not holders:
            yield self._line(row, ReasonGiven(NOBODY, f"No serving expert holds {row.expertise}."))

    def _line(
        self, row: Placement, reason: ReasonGiven, expert: Expert | None = None, status: str = ""
    ) -> DossierLine:
        return DossierLine(
            mission_id=row.mission_id,
            start=row.start,
            position=row.position,
            expertise=row.expertise,
            external_id=row.expert_id,
            clearance=self._year.expert_by_id[row.expert_id].clearance.value,
            expert_id=expert.id if expert else "",
            expert=expert.name if expert else "",
            administration=expert.administration if expert else "",
            standing=status,
            rule=reason.rule,
            why_not=reason.text,
        )

    def _holders(self, code: str) -> list[tuple[QualificationStatus, Expert]]:
        """The serving experts who hold a code, the best standing first."""
        if code not in self._held:
            found = (
                (standing(self._year, expert.id, code), expert) for expert in self._year.experts
            )
            serving = [
                (status, expert)
                for status, expert in found
                if status is not None and status is not QualificationStatus.EXTERNAL
            ]
            self._held[code] = sorted(serving, key=lambda pair: BEST_FIRST.index(pair[0]))
        return self._held[code]

    @cached_property
    def _held(self) -> dict[str, list[tuple[QualificationStatus, Expert]]]:
        return {}

    def obstacle(self, row: Placement, expert: Expert, start: date) -> SwapCase | None:
        """What stands first in the way of the expert on that start; None where nothing does.

        The rules about people are asked as everywhere; of limits and money the checker says whom
        the sentence has to name.
        """
        mission = self._year.mission_by_id[row.mission_id]
        case = SwapCase(
            context=self._context,
            mission=mission,
            run=self._context.calendars.run(mission, start),
            expert=expert,
            replaced=row.expert_id,
            rows=self._context.rows_by_mission[row.mission_id],
            position=row.position,
            others=tuple(s for s in self._stays.get(expert.id, ()) if s.mission.id != mission.id),
        )
        seat = Seat(mission, row.expertise, case.run, self._colleagues(row), row.fund_id)
        if rule := here(_OF_PEOPLE, self._usage, seat, expert):
            return case._replace(rule=rule.id)
        found = self._trials.violations(mission, case.team)
        first = min(found, key=lambda v: TELLING_ORDER.index(v.rule), default=None)
        return case._replace(rule=first.rule, violation=first) if first else None

    def _colleagues(self, row: Placement) -> Team:
        """The others of the mission, with what they go as; asked for with every holder."""
        if _post(row) not in self._others:
            experts = self._year.expert_by_id
            rows = self._context.rows_by_mission[row.mission_id]
            others = (other for other in rows if other.position != row.position)
            team = [(experts[other.expert_id], other.expertise) for other in others]
            self._others[_post(row)] = team
        return self._others[_post(row)]

    @cached_property
    def _others(self) -> dict[str, Team]:
        return {}

    @cached_property
    def _usage(self) -> Load:
        calendars = self._context.calendars
        return Load(self._year, calendars, self._context.plan, Pool(self._year, calendars))

    @cached_property
    def _stays(self) -> dict[str, tuple[Stay, ...]]:
        return grouped(self._context.stays, lambda stay: stay.expert.id)

    def _price(self, row: Placement, expert: Expert, starts: Iterable[date]) -> ReasonGiven:
        """The level that decided against the expert: of the possible starts the least loss."""
        mission = self._year.mission_by_id[row.mission_id]
        rows = self._context.rows_by_mission[row.mission_id]
        vectors = {
            s: self._trials.levels(mission, exchanged(rows, row.position, expert, s))
            for s in starts
        }
        start = max(vectors, key=lambda s: _gains(vectors[s]))
        when = "" if start == row.start else f" if the mission started on {day(start)}"
        changed = [(a, b) for a, b in zip(self._levels, vectors[start], strict=True) if a != b]
        if not changed:
            return ReasonGiven("none", f"Could go{when}; no level of the plan would change.", start)
        before, after = changed[0]
        better = _gains([after]) > _gains([before])
        verdict = "would be better: the plan is not the best one" if better else "would be worse"
        return ReasonGiven(
            before.level,
            f"Could go{when}; but then {before.level} would be {after.value:,} instead of "
            f"{before.value:,}: it {verdict}.",
            start,
        )

    @cached_property
    def _levels(self) -> tuple[LevelValue, ...]:
        return level_values(self._year, self._context.plan, self._context.calendars)


def _post(row: Placement | DossierLine) -> str:
    return f"{row.position} {row.mission_id}"


def _nowhere_else(starts: int) -> str:
    if not starts:
        return "The mission has no other allowed start."
    others = "one other allowed start" if starts == 1 else f"{starts} other allowed starts"
    return f"A rule forbids it on the mission's {others}, too."


def _gains(levels: Iterable[LevelValue]) -> tuple[int, ...]:
    return tuple(gain(level.level, level.value) for level in levels)
