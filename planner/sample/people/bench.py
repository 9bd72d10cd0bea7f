"""Finds teams for missions that are agreed already: each expert is asked once."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from models.facts.expert import Expert, QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.calendars import Calendars, Span, busy_period
from planner.formulation.eligibility import Pool
from planner.sample.earlier.past import weeks_used

_PREFERRED = (
    QualificationStatus.ACCREDITED,
    QualificationStatus.RECOGNISED,
    QualificationStatus.PRE_ACCREDITED,
)
_EARLY_RUNS = 3


class Agreement(NamedTuple):
    """A mission with its run and an expert for each of its positions, in their order."""

    mission: Mission
    run: Span
    team: tuple[Expert, ...]


class Bench:
    """The experts who are still free to be asked.

    As nobody is asked twice, what one mission needs never touches another one's experts; the
    limits of administrations, hosts and funds are set afterwards so that they hold all of them.
    """

    def __init__(self, rng: Random, year: Year) -> None:
        self._year = year
        self._calendars = Calendars(year)
        self._pool = Pool(year, self._calendars)
        self._asked: set[str] = set()
        self._holders = {code: _shuffled(rng, held) for code, held in self._pool.holders.items()}

    def seat(self, mission: Mission) -> Agreement | None:
        """The mission on one of its first runs with a whole team, None where that fails."""
        for run in self._calendars.allowed_starts(mission)[:_EARLY_RUNS]:
            team = self._team(mission, run)
            if team:
                self._asked.update(expert.id for expert in team)
                return Agreement(mission, run, team)
        return None

    def ask_one(self, mission: Mission) -> Agreement | None:
        """One expert who could go to the mission's first run, None where there is nobody."""
        for run in self._calendars.allowed_starts(mission)[:1]:
            expert = self._find(mission, run, mission.positions[0], ())
            if expert:
                self._asked.add(expert.id)
                return Agreement(mission, run, (expert,))
        return None

    def _team(self, mission: Mission, run: Span) -> tuple[Expert, ...] | None:
        team: tuple[Expert, ...] = ()
        for code in mission.positions:
            expert = self._find(mission, run, code, team)
            if expert is None:
                return None
            team += (expert,)
        return team

    def _find(
        self, mission: Mission, run: Span, code: str, team: tuple[Expert, ...]
    ) -> Expert | None:
        for status in self._statuses(mission):
            for expert in self._holders.get(code, ()):
                if self._pool.standing[expert.id, code] is status and self._can_go(
                    expert, mission, run, team
                ):
                    return expert
        return None

    def _statuses(self, mission: Mission) -> Sequence[QualificationStatus]:
        # With a staff lead the candidates come first; without one they stay at home.
        return _PREFERRED[::-1] if mission.staff_lead else _PREFERRED[:2]

    def _can_go(
        self, expert: Expert, mission: Mission, run: Span, team: tuple[Expert, ...]
    ) -> bool:
        return (
            expert.id not in self._asked
            and expert not in team
            and expert.administration != mission.host
            and (not mission.languages or not set(mission.languages).isdisjoint(expert.languages))
            and _different(expert, mission, team)
            and self._is_free(expert, run)
            and self._has_weeks(expert, mission, run)
        )

    def _is_free(self, expert: Expert, run: Span) -> bool:
        busy = busy_period(self._year.settings, run)
        return not any(busy.meets(closed) for closed in self._pool.closed_days.get(expert.id, ()))

    def _has_weeks(self, expert: Expert, mission: Mission, run: Span) -> bool:
        used = weeks_used(expert, self._year.history_by_expert.get(expert.id, ()), run.start)
        return used + mission.weeks_charged <= self._year.release_cap(expert)


def _different(expert: Expert, mission: Mission, team: tuple[Expert, ...]) -> bool:
    if mission.same_administration_allowed:
        return True
    return expert.administration not in {colleague.administration for colleague in team}


def _shuffled(rng: Random, experts: Sequence[Expert]) -> tuple[Expert, ...]:
    order = list(experts)
    rng.shuffle(order)
    return tuple(order)
