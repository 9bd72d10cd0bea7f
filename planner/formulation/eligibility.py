"""What the model needs to know of the expert pool, derived once from the facts."""

from datetime import date
from functools import cached_property

from models.expert import AppliesTo, Expert, HistoryEntry, QualificationStatus
from models.instance import Year
from models.mission import Mission
from planner.domain import agreements
from planner.domain.calendars import Calendars, Span, busy_period

# Where several qualifications cover one code, the first of these counts.
_BEST_FIRST = (
    QualificationStatus.ACCREDITED,
    QualificationStatus.RECOGNISED,
    QualificationStatus.PRE_ACCREDITED,
    QualificationStatus.EXTERNAL,
)


class Pool:
    """Standings, costs and free days of the experts of one year.

    The checker never uses it: it derives the same things again, by its own reading.
    """

    def __init__(self, year: Year, calendars: Calendars) -> None:
        self.year = year
        self.calendars = calendars
        self._known_journeys: dict[str, tuple[int, int]] = {}
        self._known_runs: dict[str, tuple[Span, ...]] = {}

    @cached_property
    def standing(self) -> dict[tuple[str, str], QualificationStatus]:
        """The status in which each expert holds each code, listed or covered."""
        listed = {(q.expert_id, q.expertise): q.status for q in self.year.qualifications}
        covered: dict[tuple[str, str], QualificationStatus] = {}
        for q in self.year.qualifications:
            for code in self._covers(q.expertise):
                key = (q.expert_id, code)
                covered[key] = _better(q.status, covered.get(key))
        return covered | listed

    @cached_property
    def listed_pre_accredited(self) -> tuple[tuple[str, str], ...]:
        """Candidates: pairs of an expert and an expertise listed as Pre-accredited."""
        wanted = QualificationStatus.PRE_ACCREDITED
        return tuple(
            (q.expert_id, q.expertise) for q in self.year.qualifications if q.status is wanted
        )

    @cached_property
    def holders(self) -> dict[str, tuple[Expert, ...]]:
        """The experts who hold each code, in the order of the Experts sheet."""
        ids: dict[str, set[str]] = {}
        for expert_id, code in self.standing:
            ids.setdefault(code, set()).add(expert_id)
        order = {expert.id: index for index, expert in enumerate(self.year.experts)}
        return {
            code: tuple(self.year.experts[i] for i in sorted(order[e] for e in members))
            for code, members in ids.items()
        }

    def is_external(self, expert: Expert) -> bool:
        """Whether the expert is external; everybody else is serving."""
        return expert.id in self.year.external_ids

    @cached_property
    def closed_days(self) -> dict[str, tuple[Span, ...]]:
        """The days on which each expert cannot travel; experts without such days are absent."""
        own = self._closures(AppliesTo.EXPERT)
        by_administration = self._closures(AppliesTo.ADMINISTRATION)
        days: dict[str, tuple[Span, ...]] = {}
        for expert in self.year.experts:
            serving = not self.is_external(expert)
            shared = by_administration.get(expert.administration, []) if serving else []
            if spans := own.get(expert.id, []) + shared:
                days[expert.id] = tuple(spans)
        return days

    @cached_property
    def kept_from_missions(self) -> frozenset[tuple[str, str]]:
        """Pairs (expert ID, mission ID) that an exclusion or a refusal keeps apart."""
        excluded = {(r.expert_id, r.mission_id) for r in self.year.exclusions if r.mission_id}
        declined = {(expert, mission) for mission, expert in agreements.declined_pairs(self.year)}
        return frozenset(excluded | declined)

    @cached_property
    def kept_from_hosts(self) -> frozenset[tuple[str, str]]:
        """Pairs (expert ID, host) that an exclusion keeps apart."""
        return frozenset((r.expert_id, r.host) for r in self.year.exclusions if r.host)

    def busy_runs(self, mission: Mission) -> tuple[Span, ...]:
        """The busy period of each of the mission's runs, in the order of its allowed starts."""
        if mission.id not in self._known_runs:
            runs = self.calendars.allowed_starts(mission)
            busy = tuple(busy_period(self.year.settings, run) for run in runs)
            self._known_runs[mission.id] = busy
        return self._known_runs[mission.id]

    @cached_property
    def idle_days(self) -> dict[str, int]:
        """Days since the last mission at the plan start, for every serving expert."""
        return {
            expert.id: self._idle(expert)
            for expert in self.year.experts
            if not self.is_external(expert)
        }

    def cost(self, mission: Mission, expert: Expert) -> int:
        """The cost of this expert on this mission, without its fixed cost."""
        cost = self._journeys(mission)[expert.region == mission.region]
        if self.is_external(expert):
            cost += self.year.daily_fee(expert) * mission.working_days
        return cost

    def _journeys(self, mission: Mission) -> tuple[int, int]:
        """Travel and allowance of one expert on the mission: from another region, from its own."""
        if mission.id not in self._known_journeys:
            settings, days = self.year.settings, mission.working_days
            paid_days = days + 2 * ((days - 1) // 5)
            paid_days += settings.travel_days_before + settings.travel_days_after
            stay = self._daily_allowance(mission) * paid_days
            far, near = settings.travel_between_regions, settings.travel_within_region
            self._known_journeys[mission.id] = (far + stay, near + stay)
        return self._known_journeys[mission.id]

    def _covers(self, code: str) -> tuple[str, ...]:
        entry = self.year.expertise_by_code.get(code)
        return entry.also_covers if entry else ()

    def _closures(self, applies_to: AppliesTo) -> dict[str, list[Span]]:
        closures: dict[str, list[Span]] = {}
        for row in self.year.unavailability:
            if row.applies_to is applies_to:
                closures.setdefault(row.who, []).append(Span(row.start, row.end or date.max))
        return closures

    @cached_property
    def past_by_expert(self) -> dict[str, tuple[HistoryEntry, ...]]:
        """What each expert did before the plan starts; experts who did nothing are absent."""
        past: dict[str, list[HistoryEntry]] = {}
        for entry in agreements.past_missions(self.year, self.calendars):
            past.setdefault(entry.expert_id, []).append(entry)
        return {expert_id: tuple(entries) for expert_id, entries in past.items()}

    def _idle(self, expert: Expert) -> int:
        listed = self.year.qualifications_by_expert.get(expert.id, ())
        dates = [q.since for q in listed if q.since is not None]
        ends = [entry.end for entry in self.past_by_expert.get(expert.id, ())]
        since = max(ends, default=None) or min(dates, default=None)
        if since is None:
            return self.year.settings.never_deployed_idle_days
        return max(0, (self.year.settings.plan_start - since).days)

    @cached_property
    def _rates(self) -> dict[str, int]:
        return {rate.place: rate.daily_allowance for rate in self.year.rates}

    def _daily_allowance(self, mission: Mission) -> int:
        of_region = self._rates.get(mission.region, self.year.settings.daily_allowance)
        return self._rates.get(mission.host, of_region)


def _better(one: QualificationStatus, other: QualificationStatus | None) -> QualificationStatus:
    return one if other is None else min(one, other, key=_BEST_FIRST.index)
