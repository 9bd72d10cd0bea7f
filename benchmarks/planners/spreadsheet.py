"""The spreadsheet way: what somebody does by hand today, mission by mission.

What is agreed comes first; then the missions by priority and date. Each gets the first allowed
start at which a team is free, each position the first candidate in the order of the policy, and the
first fund with money pays. Nothing is ever taken back.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import permutations

from benchmarks.planners.answer import Answer, Deadline, Keep
from benchmarks.planners.desk import Candidate, Desk, Slot, numbered, pays_at
from models.answers.plan import Placement, Plan
from models.facts.expert import Expert
from models.facts.expert import QualificationStatus as Status
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.agreements import preferred_rows
from planner.domain.calendars import Calendars, Span, days

Team = dict[int, Candidate]


def plan_by_hand(year: Year, calendars: Calendars, deadline: Deadline, keep: Keep) -> Answer:
    """The plan of somebody who goes down the list once."""
    hand = _Hand(year, calendars)
    for mission in _in_order(hand.desk):
        deadline.check()
        if not hand.place(mission) and hand.desk.is_promised(mission):
            return Answer(None, note=f"could not place {mission.id}, which is agreed")
    return Answer(Plan.of(hand.rows))


def _in_order(desk: Desk) -> list[Mission]:
    """What is agreed in full (with its fund, without), what is agreed in part, then the others."""

    def turn(mission: Mission) -> tuple[bool, bool, bool, int, date]:
        pins = desk.pins.get(mission.id, [])
        with_fund = any(row.fund_id for row in pins)
        rest = (mission.priority, mission.earliest_start)
        return (not desk.is_promised(mission), not with_fund, not pins, *rest)

    return sorted(desk.year.missions, key=turn)


class _Hand:
    """The half-filled sheet: who is busy when, and what is left of everything."""

    def __init__(self, year: Year, calendars: Calendars) -> None:
        self.desk = Desk(year, calendars)
        self.rows: list[Placement] = []
        self._year = year
        self._kept = {(r.mission_id, r.expert_id): r.start for r in preferred_rows(year)}
        self._busy: dict[str, list[Span]] = {}
        self._had_a_chance: set[tuple[str, str]] = set()
        self._weeks: Counter[tuple[str, Span | None]] = Counter()
        self._away: Counter[tuple[str, date]] = Counter()
        self._weeks_away: Counter[str] = Counter()
        self._hosted: Counter[tuple[str, date]] = Counter()
        self._money = {fund.id: fund.available for fund in year.funds}
        self._lists: dict[str, list[Candidate]] = {}

    def place(self, mission: Mission) -> bool:
        """Give a mission its start, team and fund; False where none is found."""
        self._lists = {code: self._ordered(mission, code) for code in mission.positions}
        for slot in self._slots(mission):
            team = self._team(mission, slot) if self._has_room(mission, slot.run) else None
            if team is None:
                continue
            if not self._year.funds:
                self._write(mission, slot, team, None)
                return True
            fund = self._fund(mission, slot.run, team)
            if fund is not None:
                self._write(mission, slot, team, fund)
                return True
        return False

    def _slots(self, mission: Mission) -> list[Slot]:
        """The allowed starts, a proposed one first."""
        proposed = {start for (name, _), start in self._kept.items() if name == mission.id}
        return sorted(self.desk.slots(mission), key=lambda slot: slot.run.start not in proposed)

    def _has_room(self, mission: Mission, run: Span) -> bool:
        limits = self._year.administration_by_country.get(mission.host)
        most = limits.max_missions_hosted if limits else None
        return most is None or all(self._hosted[mission.host, day] < most for day in days(run))

    def _team(self, mission: Mission, slot: Slot) -> Team | None:
        """The agreed experts, then everybody else in the order of the policy."""
        for seated in self._seated(mission, slot):
            for lead, candidates in ((False, True), (True, True), (True, False)):
                team = self._fill(mission, slot, dict(seated), lead, candidates)
                if team is not None and _is_led(mission, team):
                    return team
        return None

    def _seated(self, mission: Mission, slot: Slot) -> Iterator[Team]:
        """Every way to seat the agreed experts."""
        pins = self.desk.pins.get(mission.id, [])
        seats = list(numbered(mission))
        for chosen in permutations(seats, len(pins)):
            team: Team = {}
            for row, (number, code) in zip(pins, chosen, strict=True):
                found = (c for c in self._lists[code] if c.expert.id == row.expert_id)
                candidate = next(found, None)
                if candidate is None or not self._may_join(mission, slot, team, candidate):
                    break
                team[number] = candidate
            else:
                yield team

    def _fill(
        self, mission: Mission, slot: Slot, team: Team, lead: bool, candidates: bool
    ) -> Team | None:
        """Fill the open positions; `lead` seats somebody accredited first."""
        seats = [seat for seat in numbered(mission) if seat[0] not in team]
        if lead:
            seats = self._seat_lead(mission, slot, team, seats)
        for number, code in seats:
            found = self._first(mission, slot, team, code, candidates)
            if found is None:
                return None
            team[number] = found
        return team

    def _seat_lead(
        self, mission: Mission, slot: Slot, team: Team, seats: list[tuple[int, str]]
    ) -> list[tuple[int, str]]:
        for number, code in seats:
            for candidate in self._lists[code]:
                accredited = candidate.status is Status.ACCREDITED
                if accredited and self._may_join(mission, slot, team, candidate):
                    team[number] = candidate
                    return [seat for seat in seats if seat[0] != number]
        return seats

    def _first(
        self, mission: Mission, slot: Slot, team: Team, code: str, candidates: bool
    ) -> Candidate | None:
        for candidate in self._lists[code]:
            wanted = candidates or candidate.status is not Status.PRE_ACCREDITED
            if wanted and self._may_join(mission, slot, team, candidate):
                return candidate
        return None

    def _ordered(self, mission: Mission, code: str) -> list[Candidate]:
        """Candidates in the order of the policy: chance to complete, serving, external.

        Within these, who was proposed, the mission's own region, and the longest time idle.
        """

        def turn(candidate: Candidate) -> tuple[bool, int, bool, int]:
            expert = candidate.expert
            chance = candidate.listed and candidate.status is Status.PRE_ACCREDITED
            chance = chance and (expert.id, code) not in self._had_a_chance
            standing = 2 if self.desk.is_external(expert) else 0 if chance else 1
            proposed = (mission.id, expert.id) in self._kept
            elsewhere = expert.region != mission.region
            return (not proposed, standing, elsewhere, -self.desk.idle_days(expert))

        return sorted(self.desk.candidates(mission, code), key=turn)

    def _may_join(self, mission: Mission, slot: Slot, team: Team, candidate: Candidate) -> bool:
        expert, others = candidate.expert, [member.expert for member in team.values()]
        same = mission.same_administration_allowed
        return (
            expert not in others
            and (same or all(o.administration != expert.administration for o in others))
            and self.desk.is_available(expert, slot.busy)
            and not any(span.meets(slot.busy) for span in self._busy.get(expert.id, ()))
            and (self.desk.is_external(expert) or self._is_released(mission, slot, expert, others))
        )

    def _is_released(
        self, mission: Mission, slot: Slot, expert: Expert, others: list[Expert]
    ) -> bool:
        """Whether the expert's cap and the administration's limits leave room."""
        weeks, country = mission.weeks_charged, expert.administration
        period = self.desk.period(expert, slot.run.start)
        if self._weeks[expert.id, period] + weeks > self.desk.weeks_left(expert, period):
            return False
        limits = self._year.administration_by_country.get(country)
        mates = [o for o in others if o.administration == country and not self.desk.is_external(o)]
        if limits is None:
            return True
        asked = self._weeks_away[country] + weeks * (1 + len(mates))
        if limits.max_weeks is not None and asked > limits.max_weeks:
            return False
        most = limits.max_experts_away
        away = (self._away[country, day] + len(mates) for day in days(slot.run))
        return most is None or all(number < most for number in away)

    def _fund(self, mission: Mission, run: Span, team: Team) -> Fund | None:
        cost = self._cost(mission, team)
        for fund in self.desk.funds(mission):
            if pays_at(fund, run) and cost <= self._money[fund.id]:
                return fund
        return None

    def _cost(self, mission: Mission, team: Team) -> int:
        return mission.fixed_cost + sum(self.desk.cost(mission, c.expert) for c in team.values())

    def _write(self, mission: Mission, slot: Slot, team: Team, fund: Fund | None) -> None:
        if fund is not None:
            self._money[fund.id] -= self._cost(mission, team)
        self._hosted.update((mission.host, day) for day in days(slot.run))
        for number, code in numbered(mission):
            self._book(mission, slot, team[number], code)
            self.rows.append(
                Placement(
                    mission_id=mission.id,
                    position=number,
                    expertise=code,
                    expert_id=team[number].expert.id,
                    start=slot.run.start,
                    fund_id=fund.id if fund else None,
                )
            )

    def _book(self, mission: Mission, slot: Slot, candidate: Candidate, code: str) -> None:
        expert = candidate.expert
        self._busy.setdefault(expert.id, []).append(slot.busy)
        if candidate.listed and candidate.status is Status.PRE_ACCREDITED:
            self._had_a_chance.add((expert.id, code))
        if not self.desk.is_external(expert):
            weeks = mission.weeks_charged
            self._weeks[expert.id, self.desk.period(expert, slot.run.start)] += weeks
            self._weeks_away[expert.administration] += weeks
            self._away.update((expert.administration, day) for day in days(slot.run))


def _is_led(mission: Mission, team: Team) -> bool:
    """Whether whoever is Pre-accredited is evaluated by staff or by somebody accredited."""
    statuses = [candidate.status for candidate in team.values()]
    evaluated = mission.staff_lead or Status.ACCREDITED in statuses
    return Status.PRE_ACCREDITED not in statuses or evaluated
