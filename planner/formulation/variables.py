"""The decision variables: made, looked up, read back; who pays is added by `funded`."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import Domain, IntervalVar, IntVar, LinearExpr

from models.answers.plan import Placement, Plan
from models.facts.expert import Expert
from models.facts.mission import Mission
from models.requests.demand import Demand
from planner.domain.calendars import Span, busy_and_rest, busy_period
from planner.formulation.eligibility import Pool
from planner.formulation.placements import placements
from planner.solver.cp_sat import Expression

Admits = Callable[[Mission, str, Expert], bool]


class _Days(NamedTuple):
    """When a mission takes place: numbers, or variables where it has several lengths or starts."""

    start: IntVar | int
    length: IntVar | int
    end: IntVar | int


class Variables:
    """Who may go where when, as Booleans.

    Attributes
    ----------
    delivered : dict
        Mission ID to the literal "the mission is delivered".
    starts : dict
        Mission ID to one literal an allowed start, in the order of `runs`.
    fills : dict
        Mission ID, then expertise code, then expert ID, to the literal "fills a position".
    goes : dict
        Mission ID, then expert ID, to the literal "is on the mission".
    pays, paid : dict
        Mission ID, then fund ID (if shared `Mission.payer`), to the literal "pays the mission";
        fund ID to all that it pays, in whole currency units. Both are made by the rule `funded`.
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        pool: Pool,
        admits: Admits,
        candidates: Callable[[Mission, str], Iterable[Expert]],
        fixed: Mapping[str, Sequence[Placement]],
        *,
        payers: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self.cp = cp
        self.pool = pool
        self.delivered: dict[str, IntVar] = {}
        self.runs: dict[str, tuple[Span, ...]] = {}
        self.starts: dict[str, tuple[IntVar, ...]] = {}
        self.fills: dict[str, dict[str, dict[str, IntVar]]] = {}
        self.goes: dict[str, dict[str, IntVar]] = {}
        self.pays: dict[str, dict[str, IntVar]] = {}
        self.paid: dict[str, Expression] = {}
        self._candidates = candidates
        self._fixed = fixed
        self._payers = payers
        self._days_of: dict[str, _Days] = {}
        self._costs: dict[str, dict[str, int]] = {}
        self._parts: dict[str, dict[str, Expression]] = {}
        self._busy: dict[str, tuple[Span, ...]] = {}
        for mission in pool.year.missions:
            self._make_starts(mission)
            self._make_team(mission, admits)

    def _make_starts(self, mission: Mission) -> None:
        delivered = self.cp.new_bool_var(f"delivered {mission.id}")
        runs = self._possible_runs(mission)
        if len(runs) == 1:
            starts: tuple[IntVar, ...] = (delivered,)
        else:
            starts = tuple(self.cp.new_bool_var(f"{mission.id} starts {run.start}") for run in runs)
        self.delivered[mission.id], self.runs[mission.id] = delivered, runs
        self.starts[mission.id] = starts

    def _possible_runs(self, mission: Mission) -> tuple[Span, ...]:
        runs = self.pool.calendars.allowed_starts(mission)
        if mission.id not in self._fixed:
            return runs
        return tuple(run for run in runs if run.start == self._fixed[mission.id][0].start)

    def _make_team(self, mission: Mission, admits: Admits) -> None:
        fills: dict[str, dict[str, IntVar]] = {}
        for code in dict.fromkeys(mission.positions):
            fills[code] = {
                expert.id: self.cp.new_bool_var(f"{mission.id} {code} {expert.id}")
                for expert in self._candidates(mission, code)
                if self.runs[mission.id] and admits(mission, code, expert)
            }
        self.fills[mission.id] = fills
        self.goes[mission.id] = self._make_goes(mission, fills)

    def _make_goes(
        self, mission: Mission, fills: Mapping[str, Mapping[str, IntVar]]
    ) -> dict[str, IntVar]:
        goes: dict[str, IntVar] = {}
        experts = dict.fromkeys(e for of_code in fills.values() for e in of_code)
        for expert_id in experts:
            literals = [of_code[expert_id] for of_code in fills.values() if expert_id in of_code]
            goes[expert_id] = literals[0]
            if len(literals) > 1:
                goes[expert_id] = self.cp.new_bool_var(f"{mission.id} {expert_id}")
        return goes

    @staticmethod
    def total(terms: Sequence[Expression]) -> LinearExpr:
        """The sum of literals or expressions; rules do not load the solver themselves."""
        return LinearExpr.sum(terms)

    @staticmethod
    def weighted(terms: Sequence[IntVar | LinearExpr], weights: Sequence[int]) -> LinearExpr:
        """The sum of literals or expressions, each times its weight."""
        return LinearExpr.weighted_sum(terms, weights)

    @cached_property
    def missions_of(self) -> dict[str, tuple[Mission, ...]]:
        """Expert ID to the missions on which the expert may go."""
        missions = self.pool.year.missions
        pairs = [(e, m) for m in missions for e in self.goes[m.id]]
        pairs.sort(key=lambda pair: pair[0])
        groups = groupby(pairs, key=lambda pair: pair[0])
        return {key: tuple(m for _, m in group) for key, group in groups}

    def may_pay(self, fund_id: str, mission_id: str) -> bool:
        """Whether this model asks the fund to pay the mission; all funds where it asks nobody."""
        return self._payers is None or fund_id in self._payers.get(mission_id, ())

    def starts_where(self, mission: Mission, holds: Callable[[Span], bool]) -> list[IntVar]:
        """The start literals of those runs (start to end) for which something holds."""
        pairs = zip(self.runs[mission.id], self.starts[mission.id], strict=True)
        return [literal for run, literal in pairs if holds(run)]

    def busy(self, mission: Mission) -> tuple[Span, ...]:
        """The busy period of each of the mission's runs, in the order of its start literals."""
        if mission.id not in self._busy:
            settings = self.pool.year.settings
            self._busy[mission.id] = tuple(busy_period(settings, r) for r in self.runs[mission.id])
        return self._busy[mission.id]

    def resting(self, mission: Mission) -> tuple[Span, ...]:
        """The busy period and the days of rest after it, run by run."""
        settings = self.pool.year.settings
        if not settings.rest_days:
            return self.busy(mission)
        return tuple(busy_and_rest(settings, run) for run in self.runs[mission.id])

    def starts_meeting(self, mission: Mission, spans: Collection[Span]) -> list[IntVar]:
        """The start literals at which the mission's busy period meets one of some spans."""
        pairs = zip(self.busy(mission), self.starts[mission.id], strict=True)
        return [literal for run, literal in pairs if any(map(run.meets, spans))]

    def sure_days(self, mission: Mission) -> Span | None:
        """The days that the mission occupies whichever way it starts, if there are any."""
        runs = self.runs[mission.id]
        if not runs:
            return None
        span = Span(max(run.start for run in runs), min(run.end for run in runs))
        return span if span.start <= span.end else None

    def interval(
        self, mission: Mission, presence: IntVar, before: int = 0, after: int = 0
    ) -> IntervalVar:
        """The mission's days, widened by days before and after, as an optional interval."""
        name = f"{presence.name} days"
        days, wider = self._days(mission), before + after
        if isinstance(days.length, int):
            return self.cp.new_optional_fixed_size_interval_var(
                days.start - before, days.length + wider, presence, name
            )
        return self.cp.new_optional_interval_var(
            days.start - before, days.length + wider, days.end + after, presence, name
        )

    def fixed_interval(self, span: Span) -> IntervalVar:
        """Days that are taken whatever the plan does, as an interval."""
        first = (span.start - self.pool.year.settings.plan_start).days
        length = (span.end - span.start).days + 1
        return self.cp.new_fixed_size_interval_var(first, length, f"taken {span.start}")

    def _days(self, mission: Mission) -> "_Days":
        """Start, length and end in days from the plan start; of its first run if not delivered."""
        if mission.id not in self._days_of:
            first = self.pool.year.settings.plan_start
            runs = self.runs[mission.id]
            starts = self._number(mission, [(run.start - first).days for run in runs])
            lengths = self._number(mission, [(run.end - run.start).days + 1 for run in runs])
            ends = self._number(mission, [(run.end - first).days + 1 for run in runs])
            self._days_of[mission.id] = _Days(starts, lengths, ends)
        return self._days_of[mission.id]

    def _number(self, mission: Mission, of_runs: list[int]) -> IntVar | int:
        """A number that depends on the mission's start: a variable where it really does."""
        if len(set(of_runs)) == 1:
            return of_runs[0]
        number = self.cp.new_int_var_from_domain(Domain.from_values(of_runs), "")
        for value, literal in zip(of_runs, self.starts[mission.id], strict=True):
            self.cp.add(number == value).only_enforce_if(literal)
        self.cp.add(number == of_runs[0]).only_enforce_if(~self.delivered[mission.id])
        return number

    def hint(self, plan: Plan) -> None:
        """Start the next search from a plan: every decision gets its value there."""
        true = {literal.index for row in plan.placements for literal in self._of(row)}
        literals = [*self.delivered.values()]
        for mission_id, fills in self.fills.items():
            literals += [*self.starts[mission_id], *self.goes[mission_id].values()]
            literals += [literal for of_code in fills.values() for literal in of_code.values()]
            literals += self.pays.get(mission_id, {}).values()
        decided = {literal.index: literal for literal in literals}
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for index, literal in decided.items():
            self.cp.add_hint(literal, index in true)

    def _of(self, row: Placement) -> list[IntVar]:
        """The literals that are true where a row of a plan holds; those that there are."""
        mission = self.pool.year.mission_by_id[row.mission_id]
        literals = [
            self.delivered[mission.id],
            self.fills[mission.id].get(row.expertise, {}).get(row.expert_id),
            self.goes[mission.id].get(row.expert_id),
            self.pays.get(mission.id, {}).get(row.fund_id or ""),
            *self.starts_where(mission, lambda run: run.start == row.start),
        ]
        return [literal for literal in literals if literal is not None]

    def fix(self, placement: Placement, position: bool = True) -> bool:
        """Keep a row of a plan: mission, start, expert, and position and fund unless told not to.

        Returns False where the model has no such choice; nothing is posted then.
        """
        mission = self.pool.year.mission_by_id[placement.mission_id]
        choices = self.fills[mission.id].get(placement.expertise, {})
        expert = (choices if position else self.goes[mission.id]).get(placement.expert_id)
        start = self.starts_where(mission, lambda run: run.start == placement.start)
        literals = [self.delivered[mission.id], expert, start[0] if start else None]
        if position and placement.fund_id is not None and mission.id in self.pays:
            literals.append(self.pays[mission.id].get(placement.fund_id))
        known = [literal for literal in literals if literal is not None]
        if len(known) < len(literals):
            return False
        self.cp.add_bool_and(known)
        return True

    def demand(self, demand: Demand) -> None:
        """Deliver a mission the way that somebody asks for; no plan is left where none can."""
        mission = self.pool.year.mission_by_id[demand.mission_id]
        literals: list[IntVar | None] = [self.delivered[mission.id]]
        if demand.expert_id is not None:
            literals.append(self.goes[mission.id].get(demand.expert_id))
        if demand.start is not None:
            at_start = self.starts_where(mission, lambda run: run.start == demand.start)
            literals.append(at_start[0] if at_start else None)
        if demand.fund_id is not None:
            literals.append(self.pays.get(mission.id, {}).get(demand.fund_id))
        for literal in literals:
            self.cp.add_bool_or([] if literal is None else [literal])

    def positions_where(self, holds: Callable[[Mission, Expert], bool]) -> list[IntVar]:
        """The literals of filled positions for whose mission and expert something holds."""
        experts = self.pool.year.expert_by_id
        return [
            literal
            for mission in self.pool.year.missions
            for expert_id, literal in self.goes[mission.id].items()
            if holds(mission, experts[expert_id])
        ]

    def costs(self, mission: Mission) -> dict[str, int]:
        """What each expert who may go to the mission would cost there, by expert ID."""
        if mission.id not in self._costs:
            experts, goes = self.pool.year.expert_by_id, self.goes[mission.id]
            self._costs[mission.id] = {e: self.pool.cost(mission, experts[e]) for e in goes}
        return self._costs[mission.id]

    def mission_cost(self, mission: Mission) -> LinearExpr:
        """The cost of the mission, 0 when it is not delivered."""
        literals = [*self.goes[mission.id].values(), self.delivered[mission.id]]
        weights = [*self.costs(mission).values(), mission.fixed_cost]
        return LinearExpr.weighted_sum(literals, weights)

    def parts(self, mission: Mission) -> dict[str, Expression]:
        """What each fund of a shared mission pays: nothing when it is not delivered."""
        if mission.id not in self._parts:
            cost, dearest = self.mission_cost(mission), self.dearest(mission)
            parts: dict[str, Expression] = {}
            for share in mission.shares[1:]:
                part = self.cp.new_int_var(0, dearest, f"{share.fund_id} pays of {mission.id}")
                self.cp.add(100 * part <= share.percent * cost + 50)
                self.cp.add(share.percent * cost + 50 <= 100 * part + 99)
                parts[share.fund_id] = part
            rest = cost - LinearExpr.sum(list(parts.values()))
            self._parts[mission.id] = {mission.shares[0].fund_id: rest, **parts}
        return self._parts[mission.id]

    def dearest(self, mission: Mission) -> int:
        """What the mission costs with the dearest experts, be they able to go together or not."""
        dearest = sorted(self.costs(mission).values())[-len(mission.positions) :]
        return mission.fixed_cost + sum(dearest)

    def plan(self, holds: Callable[[IntVar], bool]) -> Plan:
        """The plan of a solution; `holds` says of a literal whether it is true there."""
        return Plan.of(
            placement
            for mission in self.pool.year.missions
            if holds(self.delivered[mission.id])
            for placement in placements(self, mission, holds)
        )
