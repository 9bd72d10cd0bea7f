"""What the model needs to know of the expert pool, derived once from the facts."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from models.facts.expert import AppliesTo, Clearance, Decision, Expert, QualificationStatus
from models.facts.instance import Year
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.domain import agreements, costs
from planner.domain.calendars import Calendars, Span, busy_and_rest, busy_period, closed_days

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

    Attributes
    ----------
    admitted : mapping of (str, str) to set of str
        Mission ID and code, to the IDs of the experts whom all rules admit to the position; empty
        until a model of the whole year was made.
    by_cost : dict of (str, str) to tuple of Expert
        The same experts with the cheapest first, as far as somebody asked.
    least_costs : dict of str to int
        What no team costs less, by mission ID, as far as somebody asked.
    """

    def __init__(self, year: Year, calendars: Calendars) -> None:
        self.year = year
        self.calendars = calendars
        self._known_journeys: dict[str, tuple[int, int]] = {}
        self._known_running: dict[str, dict[str, tuple[Span, ...]]] = {}
        self._known_runs: dict[str, tuple[Span, ...]] = {}
        self.admitted: Mapping[tuple[str, str], frozenset[str]] = {}
        self.by_cost: dict[tuple[str, str], tuple[Expert, ...]] = {}
        self.least_costs: dict[str, int] = {}

    def note_admitted(self, fills: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """Remember whom a model of the whole year admits, by mission ID and code."""
        self.admitted = {
            (mission_id, code): frozenset(experts)
            for mission_id, by_code in fills.items()
            for code, experts in by_code.items()
        }

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
    def occupied(self) -> dict[str, tuple[Span, ...]]:
        """Busy periods of visits under way at the plan start, and the rest after, by expert ID."""
        busy: dict[str, list[Span]] = {}
        for visit in self.year.running:
            span = busy_and_rest(self.year.settings, Span(visit.start, visit.end))
            busy.setdefault(visit.expert_id, []).append(span)
        return {expert_id: tuple(spans) for expert_id, spans in busy.items()}

    def running_from(self, country: str) -> dict[str, tuple[Span, ...]]:
        """The days of visits under way of an administration's serving experts, by expert ID."""
        if country not in self._known_running:
            own = (v for v in self.year.running if v.administration == country)
            self._known_running[country] = _spans(own)
        return self._known_running[country]

    def running_at(self, host: str) -> dict[str, tuple[Span, ...]]:
        """The days of missions under way at a host, by mission ID."""
        at_host = [v for v in self.year.running if v.host == host]
        return _spans(at_host, by_mission=True)

    def may_be_used(self, mission: Mission, expert: Expert) -> bool:
        """The rule `cleared`: an external is not refused, and is cleared once a letter is out."""
        if not self.is_external(expert):
            return True
        refused = (expert.clearance, expert.decision)
        if Clearance.REFUSED in refused or Decision.REFUSED in refused:
            return False
        firm = (mission.id, expert.id) in self._firm
        return not firm or expert.clearance is Clearance.CLEARED

    @cached_property
    def _firm(self) -> frozenset[tuple[str, str]]:
        """Pairs (mission ID, expert ID) of which somebody outside has it in writing."""
        rows = self.year.assignments
        return frozenset((r.mission_id, r.expert_id) for r in rows if r.status.pinned)

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
            self._known_journeys[mission.id] = costs.journeys(self.year, mission)
        return self._known_journeys[mission.id]

    def _covers(self, code: str) -> tuple[str, ...]:
        entry = self.year.expertise_by_code.get(code)
        return entry.also_covers if entry else ()

    def _closures(self, applies_to: AppliesTo) -> dict[str, list[Span]]:
        closures: dict[str, list[Span]] = {}
        for row in self.year.unavailability:
            if row.applies_to is applies_to:
                closures.setdefault(row.who, []).append(closed_days(row))
        return closures

    @cached_property
    def past_by_expert(self) -> dict[str, tuple[Visit, ...]]:
        """The visits that began before the plan starts; experts without one are absent."""
        return self.year.visits_by_expert

    def _idle(self, expert: Expert) -> int:
        listed = self.year.qualifications_by_expert.get(expert.id, ())
        dates = [q.since for q in listed if q.since is not None]
        ends = [entry.end for entry in self.past_by_expert.get(expert.id, ())]
        since = max(ends, default=None) or min(dates, default=None)
        if since is None:
            return self.year.settings.never_deployed_idle_days
        return max(0, (self.year.settings.plan_start - since).days)


def _spans(visits: Iterable[Visit], by_mission: bool = False) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, list[Span]] = {}
    for visit in visits:
        name = visit.mission_id if by_mission else visit.expert_id
        spans.setdefault(name, []).append(Span(visit.start, visit.end))
    return {name: tuple(own) for name, own in spans.items()}


def _better(one: QualificationStatus, other: QualificationStatus | None) -> QualificationStatus:
    return one if other is None else min(one, other, key=_BEST_FIRST.index)
