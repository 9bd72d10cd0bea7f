"""A plan to ask about, with derived facts that are kept from one question to the next."""

from functools import cached_property

from models.answers.plan import Placement, Plan
from models.answers.price import Price
from models.events import Listener, ignore
from models.facts.assignment import AssignmentStatus
from models.facts.instance import Year
from planner.checker import level_values
from planner.checker.context import Context
from planner.domain import agreements
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load
from planner.heuristics.standbys import Standbys
from planner.reasons.counterfactual_price import Prices
from planner.reasons.one_mission import Probe
from planner.reasons.substitution.checked_swap import Trials
from planner.reasons.substitution.dossier import Dossier
from planner.solver.cp_sat import Engine


class PlannedYear:
    """A plan that passed the checker, and what follows from it, derived once when asked for.

    Parameters
    ----------
    best : bool
        Whether the plan is proven to deliver what can be delivered.
    """

    def __init__(self, pool: Pool, plan: Plan, *, best: bool = False) -> None:
        self.pool = pool
        self.year: Year = pool.year
        self.calendars = pool.calendars
        self.plan = plan
        self.best = best
        self.teams = plan.teams()

    @cached_property
    def load(self) -> Load:
        """What the plan asks of experts, administrations, hosts and funds."""
        return Load(self.year, self.calendars, self.plan, self.pool)

    @cached_property
    def standbys(self) -> Standbys:
        """Who could take over a position."""
        return Standbys(self.load)

    @cached_property
    def dossier(self) -> Dossier:
        """What stands in the way of somebody else on a position."""
        return Dossier(self._context)

    @cached_property
    def trials(self) -> Trials:
        """What the plan breaks with another version of a mission."""
        return Trials(self._context)

    @cached_property
    def _context(self) -> Context:
        return Context(self.year, self.plan, self.calendars)

    @cached_property
    def values(self) -> dict[str, int]:
        """The values of the plan's levels, in level order."""
        return self.values_of(self.plan)

    def values_of(self, plan: Plan) -> dict[str, int]:
        """The values of the levels with another plan."""
        return {v.level: v.value for v in level_values(self.year, plan, self.calendars)}

    def agreed_as(self, row: Placement) -> AssignmentStatus | None:
        """The status by which a row of the plan is agreed and stays; None where it is not."""
        return self._pinned.get((row.mission_id, row.expert_id))

    @cached_property
    def _pinned(self) -> dict[tuple[str, str], AssignmentStatus]:
        rows = agreements.pinned_rows(self.year, self.calendars)
        return {(row.mission_id, row.expert_id): row.status for row in rows}

    @cached_property
    def agreed(self) -> Plan:
        """The teams that are pinned as a whole: no plan goes without them."""
        pinned = {
            (row.mission_id, row.expert_id): row.fund_id
            for row in agreements.pinned_rows(self.year, self.calendars)
        }
        rows: list[Placement] = []
        for mission_id, team in self.teams.items():
            if all((mission_id, row.expert_id) in pinned for row in team):
                funds = [fund for row in team if (fund := pinned[mission_id, row.expert_id])]
                fund = funds[0] if funds else None
                rows += [row.model_copy(update={"fund_id": fund}) for row in team]
        return Plan.of(rows)


class Inquiry:
    """One question about a plan: it has its own deadline, and shares what the plan implies.

    Parameters
    ----------
    engine : Engine
        With the deadline of this question.
    on_event : callable
        Follows the year being planned again.

    Attributes
    ----------
    price : Price or None
        The last price that was worked out for the question.
    """

    def __init__(self, planned: PlannedYear, engine: Engine, on_event: Listener = ignore) -> None:
        self.planned = planned
        self.year, self.calendars = planned.year, planned.calendars
        self.plan, self.teams = planned.plan, planned.teams
        self.load, self.values = planned.load, planned.values
        self.price: Price | None = None
        self._engine = engine
        self._tell = on_event

    @cached_property
    def beside_plan(self) -> Probe:
        """Questions about a mission while the rest of the plan stays as it is."""
        pool = self.planned.pool
        return Probe(self.year, self.calendars, self.plan, self._engine, pool=pool, load=self.load)

    @cached_property
    def beside_agreed(self) -> Probe:
        """Questions about a mission in any plan at all: only what is agreed stays."""
        agreed = self.planned.agreed
        return Probe(self.year, self.calendars, agreed, self._engine, pool=self.planned.pool)

    @cached_property
    def prices(self) -> Prices:
        """What demands would cost the plan."""
        return Prices(
            self.planned.pool, self.plan, self._engine, self._tell, best=self.planned.best
        )

    @property
    def standbys(self) -> Standbys:
        """Who could take over a position."""
        return self.planned.standbys

    @property
    def dossier(self) -> Dossier:
        """What stands in the way of somebody else on a position."""
        return self.planned.dossier

    @property
    def trials(self) -> Trials:
        """What the plan breaks with another version of a mission."""
        return self.planned.trials

    def values_of(self, plan: Plan) -> dict[str, int]:
        """The values of the levels with another plan."""
        return self.planned.values_of(plan)

    def agreed_as(self, row: Placement) -> AssignmentStatus | None:
        """The status by which a row of the plan is agreed and stays; None where it is not."""
        return self.planned.agreed_as(row)
