"""The yearly view for the next accreditation workshop: weeks asked and weeks there, by counting."""

from datetime import date
from typing import NamedTuple

from models.answers.plan import Plan
from models.facts.assignment import Outcome
from models.facts.expert import Expert, QualificationStatus
from models.facts.instance import Year
from planner.checker.context import Context
from planner.checker.standing import standing
from planner.domain.calendars import Calendars, Span
from planner.domain.wording import language
from planner.report.release_weeks import periods, weeks_left

ANY = "any"


class SupplyLine(NamedTuple):
    """Weeks of one expertise and language: what missions ask for, and what experts can give.

    A mission that accepts several languages is in the line of each, an expert likewise; an expert
    of several areas gives the same weeks to each of them.
    """

    expertise: str
    language: str
    missions: int
    demand: int
    delivered: int
    experts: int
    candidates: int
    supply: int
    left: int


class EndingLine(NamedTuple):
    """An expert whose release period ends in the plan year."""

    expert_id: str
    expert: str
    administration: str
    expertise: tuple[str, ...]
    ends: date
    left: int


class WaitingLine(NamedTuple):
    """A candidate without a chance in the plan; `fitting` counts missions that ask for both."""

    expert_id: str
    expert: str
    administration: str
    expertise: str
    since: date | None
    fitting: int
    lead: int


class Yearly:
    """Counts of a year and its plan.

    Parameters
    ----------
    year : Year
        The facts.
    plan : Plan
        A plan that keeps every rule.
    """

    def __init__(self, year: Year, plan: Plan) -> None:
        self._year = year
        self._context = Context(year, plan, Calendars(year))
        self._plan = plan
        self._delivered = set(plan.teams())

    def supply(self) -> tuple[SupplyLine, ...]:
        """Expertise by expertise and language by language, the scarcest first."""
        pairs = {
            (code, spoken): None
            for mission in self._year.missions
            for code in mission.positions
            for spoken in mission.languages or (ANY,)
        }
        lines = (self._supply(code, spoken) for code, spoken in pairs)
        return tuple(sorted(lines, key=lambda line: (line.left, line.expertise, line.language)))

    def _supply(self, code: str, spoken: str) -> SupplyLine:
        asking = [
            (mission, mission.positions.count(code))
            for mission in self._year.missions
            if code in mission.positions and spoken in (mission.languages or (ANY,))
        ]
        demand = sum(number * mission.weeks_charged for mission, number in asking)
        holders = [
            (status, expert)
            for expert in self._year.experts
            if spoken == ANY or spoken in expert.languages
            if (status := standing(self._year, expert.id, code)) is not None
            and status is not QualificationStatus.EXTERNAL
        ]
        supply = sum(self.weeks_there(expert) for _, expert in holders)
        candidates = sum(status is QualificationStatus.PRE_ACCREDITED for status, _ in holders)
        return SupplyLine(
            expertise=code,
            language=ANY if spoken == ANY else language(spoken),
            missions=len(asking),
            demand=demand,
            delivered=sum(n * m.weeks_charged for m, n in asking if m.id in self._delivered),
            experts=len(holders) - candidates,
            candidates=candidates,
            supply=supply,
            left=supply - demand,
        )

    def weeks_there(self, expert: Expert) -> int:
        """Weeks that the caps leave a serving expert in the plan year, before the plan."""
        found = periods(self._year, expert)
        return sum(max(0, weeks_left(self._context, expert, period)) for period in found)

    def ending(self) -> tuple[EndingLine, ...]:
        """Serving experts whose release period ends in the plan year, the earliest first."""
        last = self._year.settings.plan_end
        lines = (
            self._ending(expert, period)
            for expert in self._year.experts
            if expert.id not in self._year.external_ids and expert.release_period_start
            for period in periods(self._year, expert)
            if period.end <= last
        )
        return tuple(sorted(lines, key=lambda line: (line.ends, line.expert_id)))

    def _ending(self, expert: Expert, period: Span) -> EndingLine:
        stays = [stay for stay in self._context.stays if stay.expert.id == expert.id]
        held = self._year.qualifications_by_expert.get(expert.id, ())
        return EndingLine(
            expert_id=expert.id,
            expert=expert.name,
            administration=expert.administration,
            expertise=tuple(row.expertise for row in held),
            ends=period.end,
            left=weeks_left(self._context, expert, period, stays),
        )

    def waiting(self) -> tuple[WaitingLine, ...]:
        """Candidates who get no chance in the plan, those who wait longest first."""
        chances = {(row.expert_id, row.expertise) for row in self._plan.placements}
        lines = (
            self._waiting(self._year.expert_by_id[row.expert_id], row.expertise, row.since)
            for row in self._year.qualifications
            if row.status is QualificationStatus.PRE_ACCREDITED
            and (row.expert_id, row.expertise) not in chances | self._passed()
        )
        return tuple(sorted(lines, key=lambda line: (line.since or date.max, line.expert_id)))

    def _passed(self) -> set[tuple[str, str | None]]:
        """Candidates who wait for nothing more: they passed, and are accredited next year."""
        rows = self._year.assignments
        return {(r.expert_id, r.expertise) for r in rows if r.outcome is Outcome.PASSED}

    def _waiting(self, expert: Expert, code: str, since: date | None) -> WaitingLine:
        fitting = [
            mission
            for mission in self._year.missions
            if code in mission.positions
            and mission.host != expert.administration
            and (not mission.languages or set(mission.languages) & set(expert.languages))
        ]
        return WaitingLine(
            expert_id=expert.id,
            expert=expert.name,
            administration=expert.administration,
            expertise=code,
            since=since,
            fitting=len(fitting),
            lead=sum(m.staff_lead or len(m.positions) > 1 for m in fitting),
        )
