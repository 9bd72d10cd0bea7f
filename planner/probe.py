"""Questions about one mission while the rest of a plan stays as it is, answered by the solver."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

from ortools.sat.python.cp_model import LinearExpr

from models.expert import Expert, Qualification, QualificationStatus
from models.instance import Year
from models.mission import Mission
from models.plan import Placement, Plan
from planner.checker.costs import mission_cost
from planner.dates import Calendars, Span
from planner.engine import Engine
from planner.model import Model, build
from planner.pool import Pool
from planner.subyear import restricted

# More money than any mission costs: the fund is no obstacle then.
PLENTY = 1_000_000_000


@dataclass(frozen=True)
class Grant:
    """What would be different: another version of the mission, spare experts, more money.

    `spares` holds expertise codes, one for each further accredited expert who speaks a language
    of the mission, comes from its region and from a country of his own; `money` maps fund IDs to
    whole currency units.
    """

    mission: Mission | None = None
    spares: tuple[str, ...] = ()
    money: dict[str, int] = field(default_factory=dict)


NOTHING = Grant()


class Probe:
    """Asks whether one more mission fits into a plan.

    Only the missions that the one in question could collide with are looked at: those of its
    candidates, of its host and of their administrations; what all others cost is taken from the
    funds beforehand.
    """

    def __init__(self, year: Year, calendars: Calendars, plan: Plan, engine: Engine) -> None:
        self.year = year
        self.calendars = calendars
        self.plan = plan
        self._engine = engine
        self._teams = plan.teams()
        self._by_expert = _missions_by(plan, lambda row: row.expert_id)
        self._by_host = _missions_by(plan, lambda row: year.mission_by_id[row.mission_id].host)
        country = {expert.id: expert.administration for expert in year.experts}
        self._by_administration = _missions_by(plan, lambda row: country[row.expert_id])
        self.pool = Pool(year, calendars)

    def candidates(self, mission: Mission) -> list[Expert]:
        """Everybody who holds one of the mission's expertise codes, in pool order."""
        return list(
            {
                e.id: e for code in mission.positions for e in self.pool.holders.get(code, ())
            }.values()
        )

    def missions_of(self, expert_id: str) -> list[Mission]:
        """The missions of the plan on which an expert goes."""
        return [self.year.mission_by_id[m] for m in self._by_expert.get(expert_id, ())]

    def start_of(self, mission: Mission) -> Placement:
        """A row of a mission that is in the plan; it tells start and fund."""
        return self._teams[mission.id][0]

    @cached_property
    def left_in_funds(self) -> dict[str, int]:
        """What the plan leaves in each fund, in whole currency units."""
        spent = self._spent(self._teams)
        return {fund.id: fund.available - spent[fund.id] for fund in self.year.funds}

    def possible(
        self, mission: Mission, without: Collection[str] = (), grant: Grant = NOTHING
    ) -> bool:
        """Whether the mission could be delivered besides the plan, some rules left out."""
        if "qualified" in without:
            grant = replace(grant, spares=mission.positions)
        model = self._question(mission, without, grant)
        return model is not None and self._engine.is_feasible(model.cp)

    def cheapest(self, mission: Mission, fund_id: str, grant: Grant = NOTHING) -> int | None:
        """The least the mission costs besides the plan if this fund pays, whatever it holds."""
        rich = replace(grant, money={fund_id: PLENTY})
        model = self._question(mission, (), rich)
        if model is None or fund_id not in model.variables.pays.get(mission.id, {}):
            return None
        model.cp.add(model.variables.pays[mission.id][fund_id] == 1)
        cost = model.variables.mission_cost(model.variables.pool.year.mission_by_id[mission.id])
        answer = self._engine.maximize(model.cp, -cost)
        return None if answer.value is None else -answer.value

    def cheapest_start(
        self, mission: Mission, grant: Grant, price: Callable[[Span], int]
    ) -> Span | None:
        """The possible run, start to end, with the lowest price; None where none is possible."""
        model = self._question(mission, (), grant)
        if model is None:
            return None
        runs, starts = model.variables.runs[mission.id], model.variables.starts[mission.id]
        prices = [-price(run) for run in runs]
        answer = self._engine.maximize(model.cp, LinearExpr.weighted_sum(starts, prices))
        if answer.values is None:
            return None
        return next(r for r, literal in zip(runs, starts, strict=True) if answer.holds(literal))

    def _question(self, mission: Mission, without: Collection[str], grant: Grant) -> Model | None:
        """The model in which the mission is delivered besides the plan; None where it cannot be."""
        wanted = grant.mission or mission
        year = self._part(wanted, grant)
        fixed = Plan.of(r for r in self.plan.placements if r.mission_id in year.mission_by_id)
        model = build(year, self.calendars, without=set(without) - {"qualified"}, fixed=fixed)
        if not all(model.variables.fix(placement) for placement in fixed.placements):
            return None
        model.cp.add(model.variables.delivered[mission.id] == 1)
        return model

    def _part(self, mission: Mission, grant: Grant) -> Year:
        """The year with the mission, those it could collide with, and what is granted."""
        candidates = self.candidates(mission)
        related = self._related(mission, candidates)
        teams = {row.expert_id for m in related for row in self._teams[m]}
        experts = teams | {expert.id for expert in candidates}
        part = restricted(self.year, {mission.id, *related}, experts)
        spares = [spare_expert(mission, code, n) for n, code in enumerate(grant.spares, start=1)]
        spent = self._spent(self._teams.keys() - related)
        return part.replace(
            missions=tuple(mission if m.id == mission.id else m for m in part.missions),
            experts=(*part.experts, *(expert for expert, _ in spares)),
            qualifications=(*part.qualifications, *(q for _, q in spares)),
            funds=tuple(
                fund.model_copy(
                    update={
                        "committed": fund.committed + spent[fund.id],
                        "amount": fund.amount + grant.money.get(fund.id, 0),
                    }
                )
                for fund in part.funds
            ),
        )

    def _related(self, mission: Mission, candidates: list[Expert]) -> set[str]:
        limits = self.year.administration_by_country
        related = {m for expert in candidates for m in self._by_expert.get(expert.id, ())}
        if mission.host in limits:
            related |= set(self._by_host.get(mission.host, ()))
        for country in {expert.administration for expert in candidates} & limits.keys():
            related |= set(self._by_administration.get(country, ()))
        return related - {mission.id}

    def _spent(self, missions: Collection[str]) -> dict[str, int]:
        spent: dict[str, int] = defaultdict(int)
        for mission_id in missions:
            rows = self._teams[mission_id]
            if rows[0].fund_id is not None:
                mission = self.year.mission_by_id[mission_id]
                spent[rows[0].fund_id] += mission_cost(self.year, self.calendars, mission, rows)
        return spent


def spare_expert(mission: Mission, code: str, number: int) -> tuple[Expert, Qualification]:
    """An accredited expert who does not exist, from the mission's region."""
    expert = Expert(
        id=f"(further expert {number})",
        name="",
        administration=f"(further administration {number})",
        region=mission.region,
        languages=mission.languages[:1],
    )
    status = QualificationStatus.ACCREDITED
    return expert, Qualification(expert_id=expert.id, expertise=code, status=status)


def _missions_by(plan: Plan, key: Callable[[Placement], str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for row in plan.placements:
        groups[key(row)][row.mission_id] = None
    return {name: tuple(missions) for name, missions in groups.items()}
