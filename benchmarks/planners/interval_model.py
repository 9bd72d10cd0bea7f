"""The year as a CP-SAT model, as somebody who knows CP-SAT and RULES.md would first write it.

One Boolean for every mission and start, one for every mission, position code and expert, an
optional interval for every expert on a mission, cumulatives for limits, one Boolean for every
mission and fund. It shares nothing with our own model.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from ortools.sat.python import cp_model

from benchmarks.planners.answer import Deadline
from benchmarks.planners.desk import Candidate, Desk, Slot, codes, pays_at
from models.answers.plan import Placement, Plan
from models.facts.expert import Expert
from models.facts.expert import QualificationStatus as Status
from models.facts.fund import Fund
from models.facts.mission import Mission
from planner.domain.calendars import Span

Item = TypeVar("Item")
Key = TypeVar("Key")
Linear = cp_model.LinearExprT


class Post(NamedTuple):
    """The literal that says that an expert fills a position of a code."""

    mission: Mission
    code: str
    candidate: Candidate
    literal: cp_model.IntVar


class IntervalModel:
    """The model of a year, and how to read a plan from its literals.

    Raises
    ------
    OutOfTimeError
        The deadline came before the model was written.
    """

    def __init__(self, desk: Desk, deadline: Deadline) -> None:
        self.desk = desk
        self.cp = cp_model.CpModel()
        self.slots: dict[str, dict[Slot, cp_model.IntVar]] = {}
        self.delivered: dict[str, cp_model.IntVar] = {}
        self.posts: dict[str, list[Post]] = {}
        self.pays: dict[str, dict[str, cp_model.IntVar]] = {}
        self._runs: dict[str, tuple[cp_model.IntVar, cp_model.IntVar, cp_model.IntVar]] = {}
        for mission in desk.year.missions:
            deadline.check()
            self._add_mission(mission)
            self._add_team(mission)
            self._add_pins(mission)
        experts = _grouped(self.every_post(), lambda post: post.candidate.expert.id)
        for posts in experts.values():
            deadline.check()
            self._add_expert(posts)
        self._add_administrations()
        self._add_hosts()
        self._add_funds()

    # Missions

    def _add_mission(self, mission: Mission) -> None:
        slots = {slot: self._new() for slot in self.desk.slots(mission)}
        self.slots[mission.id], self.delivered[mission.id] = slots, self._new()
        self.cp.add(sum(slots.values()) == self.delivered[mission.id])
        first, last = self._day(), self._day()
        for slot, literal in slots.items():
            self.cp.add(first == slot.run.start.toordinal()).only_enforce_if(literal)
            self.cp.add(last == slot.run.end.toordinal() + 1).only_enforce_if(literal)
        length = self.cp.new_int_var(0, 10_000, "")
        self.cp.add(first + length == last)
        self._runs[mission.id] = (first, length, last)
        if self.desk.is_promised(mission):
            self.cp.add(self.delivered[mission.id] == 1)

    def _add_team(self, mission: Mission) -> None:
        self.posts[mission.id] = posts = [
            Post(mission, code, candidate, self._new())
            for code in codes(mission)
            for candidate in self.desk.candidates(mission, code)
        ]
        delivered = self.delivered[mission.id]
        for code, number in codes(mission).items():
            self.cp.add(sum(p.literal for p in posts if p.code == code) == number * delivered)
        for same in _grouped(posts, lambda post: post.candidate.expert.id).values():
            self.cp.add_at_most_one(post.literal for post in same)
        if not mission.same_administration_allowed:
            countries = _grouped(posts, lambda post: post.candidate.expert.administration)
            for same in countries.values():
                self.cp.add_at_most_one(post.literal for post in same)
        if not mission.staff_lead:
            self._add_evaluation(posts)

    def _add_evaluation(self, posts: list[Post]) -> None:
        accredited = [p.literal for p in posts if p.candidate.status is Status.ACCREDITED]
        for post in posts:
            if post.candidate.status is Status.PRE_ACCREDITED:
                self.cp.add_bool_or(accredited).only_enforce_if(post.literal)

    def _add_pins(self, mission: Mission) -> None:
        for row in self.desk.pins.get(mission.id, ()):
            posts = self.posts[mission.id]
            mine = [p.literal for p in posts if p.candidate.expert.id == row.expert_id]
            self.cp.add(sum(mine) == self.delivered[mission.id])

    # Experts

    def _add_expert(self, posts: list[Post]) -> None:
        expert = posts[0].candidate.expert
        settings = self.desk.year.settings
        before, after = settings.travel_days_before, settings.travel_days_after
        busy = []
        for post in posts:
            first, length, last = self._runs[post.mission.id]
            busy.append(
                self.cp.new_optional_interval_var(
                    first - before, length + before + after, last + after, post.literal, ""
                )
            )
            for slot, literal in self.slots[post.mission.id].items():
                if not self.desk.is_available(expert, slot.busy):
                    self.cp.add_bool_or(~post.literal, ~literal)
        self.cp.add_no_overlap(busy)
        if not self.desk.is_external(expert):
            self._add_release_cap(expert, posts)

    def _add_release_cap(self, expert: Expert, posts: list[Post]) -> None:
        charged: dict[Span | None, list[Linear]] = {}
        for post in posts:
            starts = self.slots[post.mission.id].items()
            periods = _grouped(starts, lambda entry: self.desk.period(expert, entry[0].run.start))
            for period, chosen in periods.items():
                literal = post.literal
                if len(periods) > 1:
                    literal = self._both(literal, [start for _, start in chosen])
                charged.setdefault(period, []).append(post.mission.weeks_charged * literal)
        for period, weeks in charged.items():
            self.cp.add(sum(weeks) <= max(0, self.desk.weeks_left(expert, period)))

    def _both(self, literal: cp_model.IntVar, others: list[cp_model.IntVar]) -> cp_model.IntVar:
        """A literal that is true where the first and one of the others are."""
        both = self._new()
        self.cp.add(both >= literal + sum(others) - 1)
        return both

    # Administrations and hosts

    def _add_administrations(self) -> None:
        serving = (p for p in self.every_post() if not self.desk.is_external(p.candidate.expert))
        countries = _grouped(serving, lambda post: post.candidate.expert.administration)
        for country, limits in self.desk.year.administration_by_country.items():
            posts = countries.get(country, [])
            if limits.max_experts_away is not None and posts:
                runs = [self._run(post.mission, post.literal) for post in posts]
                self.cp.add_cumulative(runs, [1] * len(runs), limits.max_experts_away)
            if limits.max_weeks is not None:
                weeks = [post.mission.weeks_charged * post.literal for post in posts]
                self.cp.add(sum(weeks) <= limits.max_weeks)

    def _add_hosts(self) -> None:
        hosted = _grouped(self.desk.year.missions, lambda mission: mission.host)
        for country, limits in self.desk.year.administration_by_country.items():
            missions = hosted.get(country, [])
            if limits.max_missions_hosted is not None and missions:
                runs = [self._run(mission, self.delivered[mission.id]) for mission in missions]
                self.cp.add_cumulative(runs, [1] * len(runs), limits.max_missions_hosted)

    def _run(self, mission: Mission, literal: cp_model.IntVar) -> cp_model.IntervalVar:
        first, length, last = self._runs[mission.id]
        return self.cp.new_optional_interval_var(first, length, last, literal, "")

    # Money

    def _add_funds(self) -> None:
        if not self.desk.year.funds:
            return
        spent: dict[str, list[Linear]] = {fund.id: [] for fund in self.desk.year.funds}
        for mission in self.desk.year.missions:
            funds = self.desk.funds(mission)
            pays = {fund.id: self._new() for fund in funds}
            self.pays[mission.id] = pays
            self.cp.add(sum(pays.values()) == self.delivered[mission.id])
            for fund in funds:
                self._add_terms(mission, fund)
                spent[fund.id].append(self._amount(mission, pays[fund.id]))
        for fund in self.desk.year.funds:
            self.cp.add(sum(spent[fund.id]) <= max(0, fund.available))

    def _add_terms(self, mission: Mission, fund: Fund) -> None:
        for slot, literal in self.slots[mission.id].items():
            if not pays_at(fund, slot.run):
                self.cp.add_bool_or(~self.pays[mission.id][fund.id], ~literal)

    def _amount(self, mission: Mission, paying: cp_model.IntVar) -> cp_model.IntVar:
        """What a fund pays for a mission: its cost, or nothing."""
        amount = self.cp.new_int_var(0, self.most_cost(mission), "")
        self.cp.add(amount == self.cost(mission)).only_enforce_if(paying)
        return amount

    def most_cost(self, mission: Mission) -> int:
        """No team of the mission costs more."""
        parts = [self.desk.cost(mission, post.candidate.expert) for post in self.posts[mission.id]]
        return mission.fixed_cost + max(parts, default=0) * len(mission.positions)

    def cost(self, mission: Mission) -> Linear:
        """The cost of a mission, 0 where it is not delivered."""
        parts = (
            self.desk.cost(mission, post.candidate.expert) * post.literal
            for post in self.posts[mission.id]
        )
        return mission.fixed_cost * self.delivered[mission.id] + sum(parts)

    # Small things

    def _new(self) -> cp_model.IntVar:
        return self.cp.new_bool_var("")

    def _day(self) -> cp_model.IntVar:
        return self.cp.new_int_var(date.min.toordinal(), date.max.toordinal() + 1, "")

    def every_post(self) -> Iterator[Post]:
        """All posts, mission by mission."""
        return (post for posts in self.posts.values() for post in posts)

    def plan(self, holds: Callable[[cp_model.IntVar], bool]) -> Plan:
        """The plan in which these literals hold."""
        return Plan.of(
            row for mission in self.desk.year.missions for row in self._rows(mission, holds)
        )

    def _rows(
        self, mission: Mission, holds: Callable[[cp_model.IntVar], bool]
    ) -> Iterator[Placement]:
        if not holds(self.delivered[mission.id]):
            return
        chosen = [post for post in self.posts[mission.id] if holds(post.literal)]
        slot = next(slot for slot, literal in self.slots[mission.id].items() if holds(literal))
        pays = self.pays.get(mission.id, {}).items()
        fund = next((fund for fund, literal in pays if holds(literal)), None)
        for number, code in enumerate(mission.positions, start=1):
            post = next(post for post in chosen if post.code == code)
            chosen.remove(post)
            yield Placement(
                mission_id=mission.id,
                position=number,
                expertise=code,
                expert_id=post.candidate.expert.id,
                start=slot.run.start,
                fund_id=fund,
            )


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
