"""Repairs a plan after some releases were declined.

First only what the declines touch is open again: the missions that lost an expert, and those that
were not delivered anyway. All others keep their experts and their start. A decline of what is not
agreed yet never makes more possible, so where the repaired plan delivers as much as the best plan
without declines, nothing could deliver more. Where it delivers less, the whole year is asked
whether moving others would save a mission: its delivery is searched from the repaired plan on,
which mostly takes no more than the linear relaxation. If moving others would save one, the whole
year is planned again.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from models.answers.plan import Plan
from models.facts.instance import Year
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.domain.hypothetical import with_objectives
from planner.formulation.build import Model, build
from planner.formulation.eligibility import Pool
from planner.formulation.restriction import Restriction
from planner.search.known import Known
from planner.search.solve_year import best_plan
from planner.search.weighted_search import WeightedSearch
from planner.solver.cp_sat import Engine
from planner.solver.outcome import Outcome
from scenarios.stress.releases import Pair, unpinned_by, year_after

Counts = tuple[tuple[str, int], ...]

_DELIVERY = "delivery"


@dataclass(frozen=True)
class Repaired:
    """A plan after a repair.

    Attributes
    ----------
    counts : tuple of (str, int)
        The delivery levels, in their order.
    proven : bool
        Whether no plan of the whole year delivers more under these declines.
    whole : bool
        Whether missions were moved that the declines did not touch.
    """

    plan: Plan
    counts: Counts
    proven: bool
    whole: bool = False


@dataclass(frozen=True)
class Repairer:
    """Repairs one plan of one year.

    Attributes
    ----------
    most : tuple of (str, int)
        The delivery levels that no plan passes, even where nothing is declined.
    quick : bool
        Whether to leave it at what the declines touch.
    """

    year: Year
    calendars: Calendars
    plan: Plan
    most: Counts
    engine: Engine
    quick: bool = False

    def repair(self, declined: Collection[Pair]) -> Repaired:
        """The plan that delivers most under these declines, and keeps the plan as far as it can."""
        after = year_after(self.year, self.plan, declined)
        small = self._small(after, declined)
        if small.counts == self.most and not unpinned_by(self.year, declined):
            return replace(small, proven=True)
        if self.quick:
            return small
        pool = Pool(_deliveries(after), self.calendars)
        deliveries = best_plan(pool, self.engine, known=Known(small.plan))
        counts, proven = _counted(deliveries)
        if _worth(counts) <= _worth(small.counts):
            return replace(small, proven=proven)
        again = best_plan(Pool(after, self.calendars), self.engine)
        counts, proven = _counted(again)
        return Repaired(again.plan, counts, proven, whole=True)

    def _small(self, after: Year, declined: Collection[Pair]) -> Repaired:
        touched = {mission_id for mission_id, _ in declined}
        kept = Plan.of(row for row in self.plan.placements if row.mission_id not in touched)
        model = build(Pool(after, self.calendars), Restriction(fixed=kept))
        for placement in kept.placements:
            if not model.variables.fix(placement, position=False):
                raise Contradiction(f"{placement.mission_id} cannot stay as it is")
        return _checked(after, self.calendars, _best(model, self.engine, kept))


def most_delivered(year: Year, calendars: Calendars, plan: Plan, engine: Engine) -> Counts | None:
    """The delivery levels of the best plan where nothing is declined; None where not proven."""
    after = _deliveries(year_after(year, plan, ()))
    counts, proven = _counted(best_plan(Pool(after, calendars), engine))
    return counts if proven else None


def _deliveries(year: Year) -> Year:
    return with_objectives(year, (_DELIVERY,))


def _counted(outcome: Outcome) -> tuple[Counts, bool]:
    levels = [level for level in outcome.levels if level.level.startswith(f"{_DELIVERY}-")]
    return tuple((x.level, x.value) for x in levels), all(x.proven for x in levels)


def _worth(counts: Counts) -> tuple[int, ...]:
    return tuple(number for _, number in counts)


def _best(model: Model, engine: Engine, kept: Plan) -> Plan:
    search = WeightedSearch(model, engine, engine.params.repair_effort, kept)
    search.run()
    if not search.possible or search.plan is None:
        raise Contradiction("what was agreed cannot be kept after a decline")
    return search.plan


def _checked(after: Year, calendars: Calendars, plan: Plan) -> Repaired:
    """A plan with its delivery levels, which keeps every rule by the checker's count."""
    violations = check(after, plan, calendars)
    if violations:
        raise Contradiction("; ".join(violation.message for violation in violations[:20]))
    values = level_values(after, plan, calendars)
    counts = tuple((v.level, v.value) for v in values if v.level.startswith(f"{_DELIVERY}-"))
    return Repaired(plan, counts, proven=False)
