"""What an analyst works out from the rows before any planning, from RULES.md alone.

The planners to compare with share it: who may fill which position, when, at what cost, out of which
fund. It uses the dates and facts that everybody shares and nothing of our model or checker.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from models.facts.assignment import AssignmentRow
from models.facts.expert import AppliesTo, Clearance, Expert
from models.facts.expert import QualificationStatus as Status
from models.facts.fund import Fund, FundStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.domain import agreements
from planner.domain.calendars import Calendars, Span, busy_period, closed_days, release_period

# The best status counts where several qualifications cover a code.
_RANK = (Status.ACCREDITED, Status.RECOGNISED, Status.PRE_ACCREDITED, Status.EXTERNAL)


class Slot(NamedTuple):
    """One way to place a mission in time: its days, and the days its experts are busy."""

    run: Span
    busy: Span


class Candidate(NamedTuple):
    """An expert who may fill a position of one code, by which status, listed or only covered."""

    expert: Expert
    status: Status
    listed: bool


class Desk:
    """The facts of a year, worked out mission by mission and expert by expert."""

    def __init__(self, year: Year, calendars: Calendars) -> None:
        self.year = year
        self.calendars = calendars
        self.pins: dict[str, list[AssignmentRow]] = {}
        for row in agreements.pinned_rows(year, calendars):
            self.pins.setdefault(row.mission_id, []).append(row)
        self._declined = agreements.declined_pairs(year)

    # Missions

    def slots(self, mission: Mission) -> tuple[Slot, ...]:
        """The allowed starts, earliest first; only the agreed one where a row is pinned."""
        agreed = {row.start for row in self.pins.get(mission.id, ())}
        runs = self.calendars.allowed_starts(mission)
        return tuple(
            Slot(run, busy_period(self.year.settings, run))
            for run in runs
            if all(start == run.start for start in agreed)
        )

    def is_promised(self, mission: Mission) -> bool:
        """Whether every position is pinned, so that the mission has to be delivered."""
        return len(self.pins.get(mission.id, ())) == len(mission.positions)

    # Experts

    def candidates(self, mission: Mission, code: str) -> tuple[Candidate, ...]:
        """Who may fill a position of this code on this mission, in the order of the sheet."""
        holders = self._holders.get(code, ())
        return tuple(c for c in holders if self._may_go(c.expert, mission))

    def _may_go(self, expert: Expert, mission: Mission) -> bool:
        return (
            expert.administration != mission.host
            and (not mission.languages or bool({*expert.languages} & {*mission.languages}))
            and not (self.is_external(expert) and expert.clearance is Clearance.REFUSED)
            and (mission.id, expert.id) not in self._declined
            and not {mission.id, mission.host} & self._excluded.get(expert.id, set())
        )

    @cached_property
    def _excluded(self) -> dict[str, set[str]]:
        """Missions and hosts that each expert is kept from."""
        found: dict[str, set[str]] = {}
        for row in self.year.exclusions:
            what = row.mission_id if row.mission_id is not None else row.host
            found.setdefault(row.expert_id, set()).add(what or "")
        return found

    @cached_property
    def _holders(self) -> dict[str, tuple[Candidate, ...]]:
        found: dict[str, list[Candidate]] = {}
        for expert in self.year.experts:
            for code, (status, listed) in self._standings(expert).items():
                found.setdefault(code, []).append(Candidate(expert, status, listed))
        return {code: tuple(holders) for code, holders in found.items()}

    def _standings(self, expert: Expert) -> dict[str, tuple[Status, bool]]:
        """The status by code: the listed one, else the best of those that cover the code."""
        rows = self.year.qualifications_by_expert.get(expert.id, ())
        held = {row.expertise: (row.status, True) for row in rows}
        for row in sorted(rows, key=lambda row: _RANK.index(row.status)):
            entry = self.year.expertise_by_code.get(row.expertise)
            for code in entry.also_covers if entry else ():
                held.setdefault(code, (row.status, False))
        return held

    def is_external(self, expert: Expert) -> bool:
        """Whether the expert is external; everybody else is serving."""
        return expert.id in self.year.external_ids

    def is_available(self, expert: Expert, busy: Span) -> bool:
        """Whether no closure of the expert, or of a serving expert's administration, is met."""
        spans = self._closures.get((AppliesTo.EXPERT, expert.id), [])
        if not self.is_external(expert):
            spans = spans + self._closures.get(
                (AppliesTo.ADMINISTRATION, expert.administration), []
            )
        return not any(span.meets(busy) for span in spans)

    @cached_property
    def _closures(self) -> dict[tuple[AppliesTo, str], list[Span]]:
        found: dict[tuple[AppliesTo, str], list[Span]] = {}
        for row in self.year.unavailability:
            found.setdefault((row.applies_to, row.who), []).append(closed_days(row))
        return found

    def period(self, expert: Expert, start: date) -> Span | None:
        """The release period that a mission counts in; None where the whole plan is one."""
        first = expert.release_period_start
        if first is None:
            return None
        return release_period(first, self.year.settings.release_period_years, start)

    def weeks_left(self, expert: Expert, period: Span | None) -> int:
        """Weeks of a period that are not used up by past missions; below 0 where too many are."""
        past = self._past.get(expert.id, ()) if period else ()
        used = sum(entry.weeks for entry in past if period and period.has(entry.start))
        return self.year.release_cap(expert) - used

    def idle_days(self, expert: Expert) -> int:
        """Days since the last mission, else since the first Since date, at the plan's start."""
        settings = self.year.settings
        rows = self.year.qualifications_by_expert.get(expert.id, ())
        ends = [entry.end for entry in self._past.get(expert.id, ())]
        since = [row.since for row in rows if row.since is not None]
        if not ends and not since:
            return settings.never_deployed_idle_days
        return max(0, (settings.plan_start - (max(ends) if ends else min(since))).days)

    @property
    def _past(self) -> dict[str, tuple[Visit, ...]]:
        return self.year.visits_by_expert

    # Money

    def cost(self, mission: Mission, expert: Expert) -> int:
        """What one expert of a mission costs, without the mission's fixed cost."""
        settings, days = self.year.settings, mission.working_days
        within, between = settings.travel_within_region, settings.travel_between_regions
        travel = within if expert.region == mission.region else between
        away = days + 2 * ((days - 1) // 5)
        away += settings.travel_days_before + settings.travel_days_after
        fee = self.year.daily_fee(expert) * days if self.is_external(expert) else 0
        return travel + self._allowance(mission) * away + fee

    def _allowance(self, mission: Mission) -> int:
        rates = self._rates
        of_region = rates.get(mission.region, self.year.settings.daily_allowance)
        return rates.get(mission.host, of_region)

    @cached_property
    def _rates(self) -> dict[str, int]:
        return {rate.place: rate.daily_allowance for rate in self.year.rates}

    def funds(self, mission: Mission) -> tuple[Fund, ...]:
        """The funds whose terms admit the mission, their dates apart, in the order of the sheet."""
        return tuple(fund for fund in self.year.funds if self._admits(fund, mission))

    def _admits(self, fund: Fund, mission: Mission) -> bool:
        agreed = {row.fund_id for row in self.pins.get(mission.id, ()) if row.fund_id}
        pending = fund.status is FundStatus.PENDING and not self.year.settings.use_pending_funds
        return (
            not pending
            and fund.available >= 0
            and agreed <= {fund.id}
            and (not mission.funds or fund.id in mission.funds)
            and (not fund.regions or mission.region in fund.regions)
            and (not fund.hosts or mission.host in fund.hosts)
            and (not fund.expertise or bool({*fund.expertise} & {*mission.positions}))
        )


def pays_at(fund: Fund, run: Span) -> bool:
    """Whether a fund's validity contains a mission's days."""
    valid = Span(fund.valid_from or date.min, fund.valid_to or date.max)
    return valid.contains(run)


def codes(mission: Mission) -> dict[str, int]:
    """How many positions of each code a mission has, in the order of its rows."""
    positions = mission.positions
    return {code: positions.count(code) for code in dict.fromkeys(positions)}


def numbered(mission: Mission) -> Iterator[tuple[int, str]]:
    """The positions, counted from 1, each with its code."""
    return enumerate(mission.positions, start=1)
