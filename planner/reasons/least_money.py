"""The least money with which some missions are delivered and no mission of the plan is lost.

Two questions are asked of the solver. A relaxation, in which every mission may have its cheapest
experts at any time, says what no plan does without. A restriction, in which the missions of the
funds asked for may have other teams and dates and all others other funds, gives a plan that the
checker has to accept. Where the two meet, no plan needs less; a small year is asked as a whole
where they do not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from models.answers.plan import Plan
from models.facts.instance import Year
from models.facts.mission import Mission
from models.requests.changes import Amount, Change, FundChanged, FundConfirmed
from models.requests.demand import Demand
from planner.checker import check
from planner.domain.costs import paid_by
from planner.domain.errors import Contradiction, Undecided
from planner.domain.hypothetical import with_objectives, year_with
from planner.domain.restrict import restricted
from planner.formulation.build import Model, build
from planner.formulation.constraints.funded import admits
from planner.formulation.eligibility import Pool
from planner.formulation.payments import Cheapest, Payments
from planner.formulation.restriction import Part, Restriction, agreed, by_mission
from planner.reasons.one_mission import PLENTY, Probe
from planner.solver.cp_sat import Answer, Engine, Expression, Status


@dataclass(frozen=True)
class LeastMoney:
    """How much more of each fund does, and what no plan does without.

    Attributes
    ----------
    amounts : dict
        Fund ID to the amount, in whole currency units; none of 0.
    floor : int
        In any plan that loses no mission the amounts together are no less than this.
    """

    amounts: Mapping[str, int]
    floor: int

    @property
    def total(self) -> int:
        """The amounts together."""
        return sum(self.amounts.values())

    @property
    def proven(self) -> bool:
        """Whether no plan that loses no mission needs less."""
        return self.total <= self.floor


def least_money(
    probe: Probe,
    missions: Sequence[Mission],
    enough: Mapping[str, int],
    changes: Sequence[Change] = (),
) -> LeastMoney | None:
    """The least that is found of some funds, and the least that is possible.

    Parameters
    ----------
    missions : sequence of Mission
        Are delivered besides the plan; all that is in it may change for them.
    enough : mapping of fund ID to int
        Amounts that do besides the changes, or `PLENTY`, of the funds that are asked for.
    changes : sequence of Change
        Are made before.

    Returns
    -------
    LeastMoney or None
        None where no amount does, or the run ends before one is known.
    """
    year = with_objectives(year_with(probe.year, (*changes, *_more(enough, PLENTY))), ("delivery",))
    wanted = tuple(dict.fromkeys((*probe.load.teams, *(mission.id for mission in missions))))
    question = _Question(
        probe, year, _cheapest(probe, year, changes), wanted, dict(enough), tuple(changes)
    )
    try:
        found = question.answer()
    except Undecided:
        return None
    return None if found is None else _checked(probe, changes, found)


def _cheapest(probe: Probe, year: Year, changes: Sequence[Change]) -> Cheapest:
    """Those of the plan's own year, which money does not change, or of the year as changed."""
    of_money = all(isinstance(change, FundChanged | FundConfirmed) for change in changes)
    return Cheapest(Pool(year, probe.calendars)) if not of_money else probe.cheapest_experts


def _more(enough: Mapping[str, int], amount: int | None = None) -> tuple[FundChanged, ...]:
    return tuple(
        FundChanged(target=fund_id, value=Amount(by=own if amount is None else amount))
        for fund_id, own in enough.items()
    )


@dataclass(frozen=True)
class _Amounts:
    """Amounts with the plan that they pay for; without one they are those known before."""

    least: LeastMoney
    plan: Plan | None = None


@dataclass(frozen=True)
class _Priced:
    """A model of which the money that it needs besides is asked for."""

    cp: CpModel
    more: dict[str, IntVar]

    @property
    def total(self) -> LinearExpr:
        """The money of all funds that are asked for together."""
        return LinearExpr.sum(list(self.more.values()))

    def amounts(self, answer: Answer) -> dict[str, int]:
        """How much of each fund a solution needs."""
        assert answer.values is not None
        values = {fund_id: answer.values[more.index] for fund_id, more in self.more.items()}
        return {fund_id: value for fund_id, value in values.items() if value}


@dataclass(frozen=True)
class _Question:
    """A year with more money than is needed, and who has to be delivered in it."""

    probe: Probe
    year: Year
    cheapest: Cheapest
    wanted: tuple[str, ...]
    enough: dict[str, int]
    changes: tuple[Change, ...]

    def answer(self) -> _Amounts | None:
        """The relaxation first: where it needs as much as is known to do, nothing else is asked."""
        found = _Amounts(LeastMoney(self.enough, 0))
        weighing = self._engine if self._is_small else self._engine.learning()
        floor = self._least_of(self._payments(), found.least, weighing)[0]
        found = _Amounts(LeastMoney(self.enough, floor))
        if not found.least.proven:
            found = self._better(self._nearby(), found)
        if not found.least.proven and self._is_small:
            found = self._exact(found)
        return None if found.least.total >= PLENTY else found

    @staticmethod
    def _least_of(priced: _Priced, known: LeastMoney, engine: Engine) -> tuple[int, Answer]:
        """What no solution of a model does without, and the best that was found.

        Where none does with less than is known, that is what none does without.
        """
        priced.cp.add(priced.total < known.total)
        priced.cp.add(priced.total >= known.floor)
        answer = engine.maximize(priced.cp, -priced.total)
        if answer.values is None and answer.status is not Status.INFEASIBLE:
            return known.floor, answer
        return known.total if answer.bound is None else -answer.bound, answer

    def _better(self, model: Model, known: _Amounts) -> _Amounts:
        """The least of a model, if that is less than what is known."""
        priced = self._priced(model.cp, model.variables.paid)
        engine = self._engine if self._is_small else self._engine.as_it_stands()
        answer = self._least_of(priced, known.least, engine)[1]
        if answer.values is None:
            return known
        least = LeastMoney(priced.amounts(answer), known.least.floor)
        return _Amounts(least, model.variables.plan(answer.holds))

    def _exact(self, known: _Amounts) -> _Amounts:
        """The least of all plans, as far as it is found within the effort for it."""
        model = self._model(None)
        priced = self._priced(model.cp, model.variables.paid)
        floor, answer = self._least_of(priced, known.least, self._engine)
        if floor >= known.least.total or answer.values is None:
            return replace(known, least=LeastMoney(known.least.amounts, floor))
        return _Amounts(
            LeastMoney(priced.amounts(answer), floor), model.variables.plan(answer.holds)
        )

    def _payments(self) -> _Priced:
        """Every mission may have its cheapest experts, whoever else wants them."""
        payments = Payments(self.year, self.wanted, self.cheapest)
        for fund in self.year.funds:
            if fund.id not in self.enough:
                payments.cp.add(payments.paid.get(fund.id, 0) <= fund.available)
        return self._priced(payments.cp, payments.paid)

    def _nearby(self) -> Model:
        """The missions of these funds may change, all others may be paid by other funds.

        Most questions about a fund are asked of copies of one model, without what they leave out.
        """
        asked = frozenset(self.wanted) - self.probe.load.teams.keys()
        others = asked
        if self.changes or not asked <= self._askable:
            model = self._changing(asked)
        else:
            others, funds = self._askable, frozenset(self.enough)
            model = self.probe.nearby.get(funds, lambda: self._changing(others)).copy()
        for mission_id in sorted(others):
            model.cp.add(model.variables.delivered[mission_id] == (mission_id in asked))
        return model

    @cached_property
    def _askable(self) -> frozenset[str]:
        """The missions that are left out and that one of these funds may pay."""
        funds = [self.year.fund_by_id[fund_id] for fund_id in self.enough]
        return frozenset(
            mission.id
            for mission in self.year.missions
            if mission.id not in self.probe.load.teams
            and any(admits(self.year, fund, mission) for fund in funds)
        )

    def _changing(self, others: Collection[str]) -> Model:
        """What is common to all questions about these funds: others may be delivered or not."""
        kept, missions = self._kept, self.year.mission_by_id
        teams = kept.teams()
        known = by_mission(agreed(self.year, ()).pairs, Part.of(self.probe.plan).pairs)
        only = {
            name: {row.expert_id for row in teams[name]}
            if name in teams
            else known[name] | {*self._cheapest_of(missions[name])}
            for name in (*self.probe.load.teams, *others)
        }
        return self._model(only, kept)

    def _cheapest_of(self, mission: Mission) -> Iterator[str]:
        """As many of the cheapest for each expertise as there are positions, and some further."""
        number = len(mission.positions) + self.probe.params.further_candidates
        for code in dict.fromkeys(mission.positions):
            yield from (expert.id for expert in self.cheapest.of(mission, code)[:number])

    def _model(self, only: Mapping[str, set[str]] | None, fixed: Plan | None = None) -> Model:
        """The missions of the plan are delivered; all that are wanted where nobody is left out."""
        experts = self.year.expert_by_id if only is None else set[str]().union(*only.values())
        part = restricted(self.year, self.wanted if only is None else only, experts)
        wanted = self.wanted if only is None else self.probe.load.teams
        demands = [Demand(mission_id=mission_id) for mission_id in wanted]
        restriction = Restriction(fixed or Plan(), only)
        return build(Pool(part, self.probe.calendars), restriction, demands=demands)

    def _priced(self, cp: CpModel, paid: Mapping[str, Expression]) -> _Priced:
        """The model with how much more than it has each fund pays."""
        more = {fund_id: cp.new_int_var(0, PLENTY, f"more in {fund_id}") for fund_id in self.enough}
        for fund_id, extra in more.items():
            left = self.year.fund_by_id[fund_id].available - PLENTY
            cp.add(paid.get(fund_id, 0) - extra <= left)
        return _Priced(cp, more)

    @property
    def _engine(self) -> Engine:
        params = self.probe.params
        effort = params.money_effort if self._is_small else params.large_money_effort
        return self.probe.engine.with_effort(effort)

    @property
    def _kept(self) -> Plan:
        """The missions of the plan that none of these funds pays."""
        missions = self.year.mission_by_id
        return Plan.of(
            row
            for mission_id, rows in self.probe.load.teams.items()
            if self.enough.keys().isdisjoint(paid_by(missions[mission_id], rows[0].fund_id, 0))
            for row in rows
        )

    @property
    def _is_small(self) -> bool:
        holders = self.cheapest.pool.holders
        pairs = sum(len(holders.get(c, ())) for m in self.year.missions for c in m.positions)
        return pairs <= self.probe.params.most_pairs


def _checked(probe: Probe, changes: Sequence[Change], found: _Amounts) -> LeastMoney:
    """The amounts, once the checker has accepted the plan that they pay for."""
    if found.plan is not None:
        year = year_with(probe.year, (*changes, *_more(found.least.amounts)))
        faults = check(year, found.plan, probe.calendars)
        if faults:
            raise Contradiction("; ".join(f"{fault.rule}: {fault.message}" for fault in faults[:3]))
    return found.least
