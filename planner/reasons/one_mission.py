"""Asks the solver about one mission while the rest of a plan stays as it is."""

from collections.abc import Callable, Collection, Sequence
from copy import copy
from functools import cached_property
from typing import NamedTuple

from ortools.sat.python.cp_model import LinearExpr

from models.answers.plan import Placement, Plan
from models.facts.expert import AppliesTo, Expert
from models.facts.instance import Year
from models.facts.mission import Mission
from models.requests.changes import ALL, Amount, Change, FundChanged, FundConfirmed
from models.requests.demand import Demand
from planner.domain.calendars import Calendars, Span
from planner.domain.hypothetical import spares, with_objectives, year_with
from planner.domain.restrict import restricted
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.payments import Cheapest
from planner.formulation.usage import Excuse, Load
from planner.reasons.fixed_plan_rows import JOINING, Rooms, post_beside
from planner.solver.cp_sat import Answer, Engine
from planner.solver.deadline import Deadline
from planner.solver.side_by_side import Once

# More money than any mission costs: no fund is an obstacle then.
PLENTY = 1_000_000_000
MONEY = FundChanged(target=ALL, value=Amount(by=PLENTY))


class _AfterChanges(NamedTuple):
    """A mission alone after some changes, and what is known of the room that the plan leaves."""

    pool: Pool
    rooms: Rooms


class Probe:
    """Asks whether one more mission fits into a plan.

    The rest of the plan is known, so each question is about the mission alone, with what the
    others leave of experts, limits and funds. A mission that is in the plan already is asked
    about as if it was not.

    Attributes
    ----------
    nearby : Once
        The models that questions about the money of the same funds share, by those funds.
    """

    def __init__(
        self,
        year: Year,
        calendars: Calendars,
        plan: Plan,
        engine: Engine,
        *,
        pool: Pool | None = None,
        load: Load | None = None,
    ) -> None:
        self.year = year
        self.calendars = calendars
        self.plan = plan
        self.engine, self.params = engine, engine.params.reasons
        self.pool = pool or Pool(year, calendars)
        self.load = load or Load(year, calendars, plan, self.pool)
        self.nearby: Once[frozenset[str], Model] = Once()
        self._parts: dict[str, Year] = {}
        self._versions: dict[object, _AfterChanges] = {}
        self._rooms: dict[object, Rooms] = {}

    @cached_property
    def cheapest_experts(self) -> Cheapest:
        """Who may ever go to each mission, by cost."""
        return Cheapest(self.pool)

    def candidates(self, mission: Mission) -> list[Expert]:
        """Everybody who holds one of the mission's expertise codes, in pool order."""
        return list(
            {
                e.id: e for code in mission.positions for e in self.pool.holders.get(code, ())
            }.values()
        )

    def left_in_funds(self, mission: Mission) -> dict[str, int]:
        """What the rest of the plan leaves in each fund, in whole currency units."""
        spent = self.load.spent(mission)
        return {fund.id: fund.available - spent[fund.id] for fund in self.year.funds}

    def possible(
        self,
        mission: Mission,
        without: Collection[str] = (),
        changes: Sequence[Change] = (),
        expert_id: str | None = None,
    ) -> bool:
        """Whether the mission could be delivered besides the plan, some rules left out.

        `changes` are made to the year before, and `expert_id` has to be in the team.
        """
        if "qualified" in without:
            changes = (*changes, *spares(mission, mission.positions))
        model = self._question(mission, without, changes, expert_id)
        return self.engine.is_feasible(model.cp)

    def possible_in(
        self,
        year: Year,
        without: Collection[str],
        excused: Collection[Excuse] = frozenset(),
        expert_id: str | None = None,
    ) -> bool:
        """Whether the only mission of a year could be delivered besides the plan.

        The year is a version of `part`; `excused` says of whom a rule is not asked, and
        `expert_id` who has to be in the team.
        """
        version = _AfterChanges(Pool(year, self.calendars), {})
        return self.engine.is_feasible(self._beside(version, without, excused, expert_id).cp)

    def within(self, deadline: Deadline) -> "Probe":
        """The same questions, and what is known of them, within another time."""
        probe = copy(self)
        probe.engine = self.engine.within(deadline)
        return probe

    def beside(self, plan: Plan) -> "Probe":
        """The same questions beside another plan."""
        return Probe(self.year, self.calendars, plan, self.engine, pool=self.pool)

    def apart(self) -> "Probe":
        """The same questions in another thread, which keeps what it finds to itself."""
        quiet = self.engine.within(self.engine.deadline.silent)
        probe = Probe(self.year, self.calendars, self.plan, quiet, pool=self.pool, load=self.load)
        probe.nearby = self.nearby
        return probe

    def team(self, mission: Mission, changes: Sequence[Change] = ()) -> tuple[Placement, ...]:
        """Some way to deliver the mission besides the plan; empty where there is none."""
        model = self._question(mission, (), changes)
        answer = self.engine.decide(model.cp, 0)
        return () if answer.values is None else model.variables.plan(answer.holds).placements

    def cheapest(
        self, mission: Mission, changes: Sequence[Change] = (), without: Collection[str] = ()
    ) -> dict[str, int]:
        """The least the mission costs besides the plan, by fund that may pay whatever it holds.

        Some rules may be left out; that somebody is qualified is asked for all the same.
        """
        model = self._question(mission, without, (*changes, MONEY))
        cost = model.variables.mission_cost(model.variables.pool.year.missions[0])
        costs = {}
        for fund_id, pays in model.variables.pays.get(mission.id, {}).items():
            asked = model.copy()
            asked.cp.add(pays == 1)
            answer = self.engine.decide(asked.cp, -cost)
            if answer.value is not None:
                costs[fund_id] = -answer.value
        return costs

    def cheapest_start(
        self, mission: Mission, changes: Sequence[Change], price: Callable[[Span], int]
    ) -> Span | None:
        """The possible run, start to end, with the lowest price; None where none is possible."""
        model = self._question(mission, (), changes)
        runs, starts = model.variables.runs[mission.id], model.variables.starts[mission.id]
        prices = [-price(run) for run in runs]
        answer = self.engine.decide(model.cp, LinearExpr.weighted_sum(starts, prices))
        return None if answer.values is None else _chosen(model, mission, answer)

    def _question(
        self,
        mission: Mission,
        without: Collection[str] = (),
        changes: Sequence[Change] = (),
        expert_id: str | None = None,
    ) -> Model:
        """The model in which the mission is delivered besides the plan."""
        return self._beside(self._version(mission, changes), without, frozenset(), expert_id)

    def _version(self, mission: Mission, changes: Sequence[Change]) -> _AfterChanges:
        """The mission alone after some changes; many questions in a row are about the same."""
        asked = (mission, tuple(changes))
        if asked not in self._versions:
            self._forget_others(mission)
            year = self._changed(self.part(mission).replace(missions=(mission,)), changes)
            # No money makes room for an expert, an administration or a host.
            but_money = [c for c in changes if not isinstance(c, FundChanged | FundConfirmed)]
            rooms = self._rooms.setdefault((mission, *but_money), {})
            self._versions[asked] = _AfterChanges(Pool(year, self.calendars), rooms)
        return self._versions[asked]

    def _forget_others(self, mission: Mission) -> None:
        if (mission, ()) not in self._versions:
            self._versions.clear()
            self._rooms.clear()

    def _beside(
        self,
        version: _AfterChanges,
        without: Collection[str],
        excused: Collection[Excuse],
        expert_id: str | None,
    ) -> Model:
        pool, rooms = version
        (mission,) = pool.year.missions
        of_mission = {rule for rule, whom in excused if whom == mission.id}
        left_out: set[str | Excuse] = {
            *JOINING,
            *(set(without) - {"qualified"}),
            *of_mission,
            *excused,
        }
        model = build(pool, without=left_out, timed=False)
        post_beside(model.variables, self.load, JOINING - set(without), rooms, excused)
        model.variables.demand(Demand(mission_id=mission.id, expert_id=expert_id))
        return model

    def _changed(self, part: Year, changes: Sequence[Change]) -> Year:
        """The part with changes made; what is over stays as it was, and what that has cost.

        A part does not have the rows that would tell it again.
        """
        year = year_with(part, changes)
        if year.visits is part.visits:
            return year
        spent = {fund.id: fund.spent for fund in part.funds}
        return year.replace(
            missions=tuple(m for m in year.missions if m.id in part.mission_by_id),
            funds=tuple(f.model_copy(update={"spent": spent[f.id]}) for f in year.funds),
            visits=part.visits,
            begun=part.begun,
        )

    def part(self, mission: Mission) -> Year:
        """The mission and its candidates; what the other missions cost is committed."""
        if mission.id not in self._parts:
            self._parts[mission.id] = self._part(mission)
        return self._parts[mission.id]

    def _part(self, mission: Mission) -> Year:
        agreed = {row.expert_id for row in self.year.assignments if row.mission_id == mission.id}
        experts = {expert.id for expert in self.candidates(mission)} | agreed
        part = with_objectives(restricted(self.year, {mission.id}, experts), ("delivery",))
        spent = self.load.spent(mission)
        countries = {expert.administration for expert in part.experts}
        return part.replace(
            history=(),
            unavailability=tuple(
                row
                for row in part.unavailability
                if (row.applies_to is AppliesTo.EXPERT and row.who in experts)
                or (row.applies_to is AppliesTo.ADMINISTRATION and row.who in countries)
            ),
            funds=tuple(
                fund.model_copy(update={"committed": fund.committed + spent[fund.id]})
                for fund in part.funds
            ),
        )


def _chosen(model: Model, mission: Mission, answer: Answer) -> Span:
    pairs = zip(model.variables.runs[mission.id], model.variables.starts[mission.id], strict=True)
    return next(run for run, literal in pairs if answer.holds(literal))
