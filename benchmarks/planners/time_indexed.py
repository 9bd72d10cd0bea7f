"""The year as a time-indexed mixed-integer program, as an OR analyst would write it (RULES.md).

A binary for every mission and start, one for every mission, position code, expert and start, and
one for every mission and fund. What takes time is a row for each day on which something starts.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from benchmarks.planners.answer import Deadline
from benchmarks.planners.desk import Candidate, Desk, Slot, codes, pays_at
from benchmarks.planners.milp import Milp, Terms, total
from models.answers.plan import Placement, Plan
from models.facts.expert import QualificationStatus as Status
from models.facts.fund import Fund
from models.facts.mission import Mission
from planner.domain.calendars import Span

Item = TypeVar("Item")
Key = TypeVar("Key")


class Start(NamedTuple):
    """The column that says that a mission takes place in a slot."""

    mission: Mission
    slot: Slot
    column: int


class Post(NamedTuple):
    """The column that says that an expert fills a position of a code at a start."""

    mission: Mission
    code: str
    candidate: Candidate
    slot: Slot
    column: int


class TimeIndexed:
    """The program of a year, and how to read a plan from its columns.

    Raises
    ------
    OutOfTimeError
        The deadline came before the program was written.
    """

    def __init__(self, desk: Desk, deadline: Deadline) -> None:
        self.desk = desk
        self.milp = Milp()
        self.starts: dict[str, list[Start]] = {}
        self.posts: dict[str, list[Post]] = {}
        self.pays: dict[str, dict[str, int]] = {}
        self.milp.binary()  # in no row: HiGHS has no answer to a program without columns
        for mission in desk.year.missions:
            deadline.check()
            self._add_columns(mission)
            self._add_team(mission)
            self._add_pins(mission)
        by_expert = _grouped(self.every_post(), lambda post: post.candidate.expert.id)
        for posts in by_expert.values():
            deadline.check()
            self._add_expert(posts)
        self._add_administrations()
        self._add_hosts()
        self._add_funds()

    # Columns

    def _add_columns(self, mission: Mission) -> None:
        slots = self.desk.slots(mission)
        self.starts[mission.id] = [Start(mission, slot, self.milp.binary()) for slot in slots]
        self.posts[mission.id] = [
            Post(mission, code, candidate, slot, self.milp.binary())
            for code in codes(mission)
            for candidate in self.desk.candidates(mission, code)
            for slot in slots
            if self.desk.is_available(candidate.expert, slot.busy)
            and self._is_evaluated(mission, candidate)
        ]
        if self.desk.year.funds:
            funds = self.desk.funds(mission)
            self.pays[mission.id] = {fund.id: self.milp.binary() for fund in funds}

    def _is_evaluated(self, mission: Mission, candidate: Candidate) -> bool:
        """Whether there can be somebody to evaluate a Pre-accredited candidate."""
        alone = len(mission.positions) == 1 and not mission.staff_lead
        return not (alone and candidate.status is Status.PRE_ACCREDITED)

    # Rules of one mission

    def _add_team(self, mission: Mission) -> None:
        starts, posts = self.starts[mission.id], self.posts[mission.id]
        self.milp.at_most(total(start.column for start in starts), 1)
        at = _grouped(posts, lambda post: post.slot.run.start)
        for start in starts:
            here = at.get(start.slot.run.start, [])
            for code, number in codes(mission).items():
                filled = total(post.column for post in here if post.code == code)
                self.milp.exactly({**filled, start.column: -number})
            if mission.same_administration_allowed:
                self._add_distinct(start, here, lambda post: post.candidate.expert.id)
            else:
                # An expert has one administration, so this says it of experts, too.
                self._add_distinct(start, here, lambda post: post.candidate.expert.administration)
            if not mission.staff_lead:
                self._add_evaluation(mission, here)

    def _add_distinct(self, start: Start, here: list[Post], key: Callable[[Post], str]) -> None:
        """At most one position for each key: expert, or administration."""
        if len(start.mission.positions) > 1:
            for posts in _grouped(here, key).values():
                self.milp.at_most({**total(p.column for p in posts), start.column: -1})

    def _add_evaluation(self, mission: Mission, here: list[Post]) -> None:
        candidates = [p.column for p in here if p.candidate.status is Status.PRE_ACCREDITED]
        accredited = [p.column for p in here if p.candidate.status is Status.ACCREDITED]
        if candidates:
            others = 1.0 - len(mission.positions)
            self.milp.at_most({**total(candidates), **total(accredited, others)})

    def _add_pins(self, mission: Mission) -> None:
        """Who is agreed goes with the mission; where everybody is agreed, it takes place."""
        delivered = total(start.column for start in self.starts[mission.id])
        for row in self.desk.pins.get(mission.id, ()):
            posts = self.posts[mission.id]
            mine = (p.column for p in posts if p.candidate.expert.id == row.expert_id)
            self.milp.exactly({**total(mine), **dict.fromkeys(delivered, -1)})
        if self.desk.is_promised(mission):
            self.milp.exactly(delivered, 1)

    # Rules of one expert

    def _add_expert(self, posts: list[Post]) -> None:
        self._add_peaks(((post.slot.busy, post.column) for post in posts), 1)
        expert = posts[0].candidate.expert
        if self.desk.is_external(expert):
            return
        periods = _grouped(posts, lambda post: self.desk.period(expert, post.slot.run.start))
        for period, charged in periods.items():
            weeks = {post.column: float(post.mission.weeks_charged) for post in charged}
            self.milp.at_most(weeks, max(0, self.desk.weeks_left(expert, period)))

    def _add_peaks(self, spans: Iterable[tuple[Span, int]], most: int) -> None:
        """At most so many of the columns on one day; days on which one starts are enough."""
        known = list(spans)
        days = sorted({span.start for span, _ in known})
        groups = [{column for span, column in known if span.has(day)} for day in days]
        for group, following in zip(groups, [*groups[1:], set()], strict=False):
            # A day on which nothing has ended before the next start says less than the next.
            if len(group) > most and not group <= following:
                self.milp.at_most(total(sorted(group)), most)

    # Rules of administrations and hosts

    def _add_administrations(self) -> None:
        serving = (p for p in self.every_post() if not self.desk.is_external(p.candidate.expert))
        by_country = _grouped(serving, lambda post: post.candidate.expert.administration)
        for country, limits in self.desk.year.administration_by_country.items():
            posts = by_country.get(country, [])
            if limits.max_experts_away is not None:
                away = [(post.slot.run, post.column) for post in posts]
                self._add_peaks(away, limits.max_experts_away)
            if limits.max_weeks is not None:
                weeks = {post.column: float(post.mission.weeks_charged) for post in posts}
                self.milp.at_most(weeks, limits.max_weeks)

    def _add_hosts(self) -> None:
        starts = (start for starts in self.starts.values() for start in starts)
        by_host = _grouped(starts, lambda start: start.mission.host)
        for country, limits in self.desk.year.administration_by_country.items():
            if limits.max_missions_hosted is not None:
                runs = [(start.slot.run, start.column) for start in by_host.get(country, [])]
                self._add_peaks(runs, limits.max_missions_hosted)

    # Money

    def _add_funds(self) -> None:
        if not self.desk.year.funds:
            return
        spent: dict[str, dict[int, float]] = {fund.id: {} for fund in self.desk.year.funds}
        for mission in self.desk.year.missions:
            self._add_payment(mission, spent)
        for fund in self.desk.year.funds:
            self.milp.at_most(spent[fund.id], max(0, fund.available))

    def _add_payment(self, mission: Mission, spent: dict[str, dict[int, float]]) -> None:
        """One fund pays the whole cost: an amount for each fund, 0 where it does not pay."""
        pays, starts = self.pays[mission.id], self.starts[mission.id]
        funds = self.desk.funds(mission)
        self.milp.exactly({**total(pays.values()), **total((s.column for s in starts), -1)})
        for start in starts:
            able = [pays[fund.id] for fund in funds if pays_at(fund, start.slot.run)]
            if len(able) < len(funds) or not funds:
                self.milp.at_most({start.column: 1, **total(able, -1)})
        cost = self.cost(mission)
        if len(funds) == 1:
            spent[funds[0].id].update(cost)
        elif funds:
            self._split(mission, funds, cost, spent)

    def _split(
        self,
        mission: Mission,
        funds: tuple[Fund, ...],
        cost: Terms,
        spent: dict[str, dict[int, float]],
    ) -> None:
        least, most = self._cost_range(mission)
        amounts = []
        for fund in funds:
            amount = self.milp.amount(most)
            pays = self.pays[mission.id][fund.id]
            self.milp.at_most({amount: 1, pays: -most})
            self.milp.at_most({amount: -1, pays: least})
            spent[fund.id][amount] = 1.0
            amounts.append(amount)
        self.milp.exactly({**cost, **total(amounts, -1)})

    def _cost_range(self, mission: Mission) -> tuple[float, float]:
        """No team costs less or more than this."""
        experts = {
            post.candidate.expert.id: post.candidate.expert for post in self.posts[mission.id]
        }
        parts = sorted(self.desk.cost(mission, expert) for expert in experts.values())
        size = len(mission.positions)
        return mission.fixed_cost + sum(parts[:size]), mission.fixed_cost + sum(parts[-size:])

    def cost(self, mission: Mission) -> dict[int, float]:
        """The cost of a mission as terms."""
        posts, starts = self.posts[mission.id], self.starts[mission.id]
        parts = {p.column: float(self.desk.cost(mission, p.candidate.expert)) for p in posts}
        return {**parts, **total((start.column for start in starts), mission.fixed_cost)}

    # Reading

    def every_post(self) -> Iterator[Post]:
        """All posts, mission by mission."""
        return (post for posts in self.posts.values() for post in posts)

    def plan(self, values: list[float]) -> Plan:
        """The plan that the values of the columns say."""
        return Plan.of(
            placement
            for mission in self.desk.year.missions
            for placement in self._placements(mission, values)
        )

    def _placements(self, mission: Mission, values: list[float]) -> Iterator[Placement]:
        chosen = [post for post in self.posts[mission.id] if values[post.column] > 0.5]
        paying = (
            fund for fund, column in self.pays.get(mission.id, {}).items() if values[column] > 0.5
        )
        fund = next(paying, None)
        for number, code in enumerate(mission.positions, start=1):
            post = next((post for post in chosen if post.code == code), None)
            if post is None:
                return
            chosen.remove(post)
            yield Placement(
                mission_id=mission.id,
                position=number,
                expertise=code,
                expert_id=post.candidate.expert.id,
                start=post.slot.run.start,
                fund_id=fund,
            )


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
