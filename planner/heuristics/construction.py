"""Greedy construction of a first plan: mission by mission, without taking anything back.

Agreed missions come first, then the others by priority, by whether they have proposals, and by
date. Each mission takes the first start with a possible team, the first experts in the order of the
policy, and the first fund that has the money. However a run ends, its plan is no worse than this
one.

In the same way `completed` adds further missions to a plan where it leaves room for them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from models.answers.plan import Placement, Plan
from models.facts.assignment import AssignmentRow
from models.facts.expert import Expert
from models.facts.fund import Fund
from models.facts.mission import PAYERS, Mission
from planner.domain import agreements, costs
from planner.domain.calendars import Span
from planner.formulation.constraints.funded import admits, validity
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load, Seat
from planner.heuristics.insertion import IS_BLIND, Seating
from planner.heuristics.teams import Members, Teams
from planner.solver.deadline import NEVER, Deadline
from planner.solver.params import DEFAULT, ConstructionParams

# One fund, or all that share a mission; none in a year without funds.
Payer = tuple[Fund, ...]
# Mission ID to the IDs of those who may go; everybody where there is no such mapping.
Candidates = Mapping[str, Collection[str]]


def first_plan(
    pool: Pool, deadline: Deadline = NEVER, params: ConstructionParams = DEFAULT.construction
) -> Plan | None:
    """A plan that obeys the rules; None where what is agreed found no place one by one.

    Somewhat after the deadline no more missions join it. There is no such plan either where the
    model alone knows a rule.
    """
    return None if IS_BLIND else _GrowingPlan(pool, Plan(), params).made(deadline)


def completed(
    pool: Pool,
    plan: Plan,
    candidates: Candidates,
    deadline: Deadline = NEVER,
    params: ConstructionParams = DEFAULT.construction,
) -> Plan:
    """The plan and the missions besides that some of their candidates have time for.

    Nothing in the plan changes. A plan in which what is agreed has no place stays as it is.
    """
    if IS_BLIND:
        return plan
    return _GrowingPlan(pool, plan, params, candidates).made(deadline) or plan


class _GrowingPlan:
    """The plan so far, and what it leaves to the missions that follow."""

    def __init__(
        self,
        pool: Pool,
        plan: Plan,
        params: ConstructionParams,
        candidates: Candidates | None = None,
    ) -> None:
        self._year, self._pool, self._params = pool.year, pool, params
        year = pool.year
        self._candidates = candidates
        self._load = Load(year, pool.calendars, plan, pool)
        self._seating = Seating(self._load)
        self._order = {expert.id: number for number, expert in enumerate(year.experts)}
        self._agreed = _by_mission(agreements.pinned_rows(year, pool.calendars))
        self._proposed = _by_mission(agreements.preferred_rows(year))

    def made(self, deadline: Deadline) -> Plan | None:
        """The plan of everybody whose turn comes before the deadline, or within the grace."""
        grace = Deadline(self._params.grace_seconds)
        waiting = [m for m in self._year.missions if m.id not in self._load.teams]
        for mission in sorted(waiting, key=self._turn):
            late = deadline.ended or (deadline.over and grace.over)
            rows = None if late else next(self._ways(mission), None)
            if rows is not None:
                self._load.add(rows)
            elif self._is_promised(mission):
                return None
        in_order = (self._load.teams.get(mission.id, ()) for mission in self._year.missions)
        return Plan.of(row for rows in in_order for row in rows)

    def _turn(self, mission: Mission) -> tuple[bool, bool, bool, int, bool, date]:
        agreed = self._agreed.get(mission.id, [])
        paid = any(row.fund_id for row in agreed)
        proposed = mission.id in self._proposed
        first = (not self._is_promised(mission), not paid, not agreed)
        return (*first, mission.priority, not proposed, mission.earliest_start)

    def _is_promised(self, mission: Mission) -> bool:
        return len(self._agreed.get(mission.id, ())) == len(mission.positions)

    def _ways(self, mission: Mission) -> Iterator[tuple[Placement, ...]]:
        """The rows of the mission: every start, team and fund that there is room for."""
        holders = {code: self._holders(mission, code) for code in mission.positions}
        if not all(holders.values()):
            return
        fitting = self._funds(mission, holders)
        for run in self._runs(mission, holders[mission.positions[0]][0]):
            funds = [payer for payer in fitting if _pays_on(payer, run)]
            if not funds:
                continue
            for team in islice(self._teams(mission, run, holders), self._params.teams):
                payer = self._payer(mission, run, team, funds)
                if payer is not None:
                    yield self._rows(mission, run, team, _named(payer))

    def _holders(self, mission: Mission, code: str) -> list[Expert]:
        """Who may fill a position: the agreed, the proposed, then in the order of the policy."""
        agreed = {row.expert_id for row in self._agreed.get(mission.id, ())}
        proposed = {row.expert_id for row in self._proposed.get(mission.id, ())}
        nobody_else = self._is_promised(mission)
        able = [
            expert
            for expert in self._asked(mission, code)
            if (not nobody_else or expert.id in agreed)
            and self._seating.may_ever(mission, code, expert)
        ]
        able.sort(
            key=lambda e: (
                e.id not in agreed,
                e.id not in proposed,
                self._seating.rank(mission.region, code, e),
            )
        )
        return able

    def _asked(self, mission: Mission, code: str) -> Iterable[Expert]:
        holders = self._pool.holders.get(code, ())
        if self._candidates is None:
            return holders
        candidates = self._candidates.get(mission.id, ())
        return (expert for expert in holders if expert.id in candidates)

    def _runs(self, mission: Mission, anybody: Expert) -> list[Span]:
        """The days on which the host has room: the proposed ones first, then the earliest."""
        agreed = {row.start for row in self._agreed.get(mission.id, ())}
        proposed = {row.start for row in self._proposed.get(mission.id, ())}
        runs = [
            run
            for run in self._pool.calendars.allowed_starts(mission)
            if (not agreed or run.start in agreed)
            and self._seating.is_received(Seat(mission, mission.positions[0], run), anybody)
        ]
        return sorted(runs, key=lambda run: run.start not in proposed)

    def _teams(
        self, mission: Mission, run: Span, holders: dict[str, list[Expert]]
    ) -> Iterator[Members]:
        """The teams that are free on these days, in the order of the policy."""

        def fits(code: str, expert: Expert, team: Members) -> bool:
            return self._seating.could(Seat(mission, code, run, team), expert)

        free = {code: [e for e in some if fits(code, e, ())] for code, some in holders.items()}
        once = _by_id if mission.same_administration_allowed else _by_administration
        candidates = [free[code] for code in mission.positions]
        for team in Teams(mission.positions, candidates, once, fits, self._params.tries):
            if self._keeps(mission, team):
                yield team

    def _keeps(self, mission: Mission, team: Members) -> bool:
        """Whether everybody who is agreed is in the team."""
        agreed = {row.expert_id for row in self._agreed.get(mission.id, ())}
        return agreed <= {expert.id for expert, _ in team}

    def _funds(self, mission: Mission, holders: dict[str, list[Expert]]) -> list[Payer]:
        """The funds that may have the money for a team; those agreed or proposed first."""
        if not self._year.funds:
            return [()]
        if mission.shares:
            return self._sharers(mission)
        spent = self._load.spent(mission)
        least = mission.fixed_cost + sum(
            min(self._pool.cost(mission, expert) for expert in holders[code])
            for code in mission.positions
        )
        agreed = {row.fund_id for row in self._agreed.get(mission.id, ()) if row.fund_id}
        proposed = {row.fund_id for row in self._proposed.get(mission.id, ())}
        fitting = [
            (fund,)
            for fund in self._year.funds
            if fund.available - spent[fund.id] >= least
            and admits(self._year, fund, mission)
            and agreed <= {fund.id}
        ]
        return sorted(fitting, key=lambda payer: payer[0].id not in proposed)

    def _sharers(self, mission: Mission) -> list[Payer]:
        """All funds of a shared mission, if all of them may pay it."""
        funds = tuple(self._year.fund_by_id[share.fund_id] for share in mission.shares)
        agreed = {row.fund_id for row in self._agreed.get(mission.id, ()) if row.fund_id}
        able = all(admits(self._year, fund, mission) for fund in funds)
        return [funds] if able and agreed <= {mission.payer} else []

    def _payer(
        self, mission: Mission, run: Span, team: Members, funds: list[Payer]
    ) -> Payer | None:
        """The first of some funds that has the money for a team; all of them for a shared one."""
        cost, spent = self._seating.cost(mission, team), self._load.spent(mission)
        for payer in funds:
            bill = costs.paid_by(mission, _named(payer), cost)
            enough = all(fund.available - spent[fund.id] >= bill[fund.id] for fund in payer)
            if enough and self._may_pay(payer, mission, run, team):
                return payer
        return None

    def _may_pay(self, payer: Payer, mission: Mission, run: Span, team: Members) -> bool:
        """Whether the rules of funds let a payer pay for everybody in a team."""
        return all(
            self._seating.may_be_paid(
                Seat(mission, one[1], run, [c for c in team if c is not one], _named(payer)), one[0]
            )
            for one in team
        )

    def _rows(
        self, mission: Mission, run: Span, team: Members, payer: str | None
    ) -> tuple[Placement, ...]:
        """The rows of a team; equal positions in the order of the Experts sheet."""
        waiting = {code: [e for e, its in team if its == code] for code in mission.positions}
        for experts in waiting.values():
            experts.sort(key=lambda expert: self._order[expert.id])
        return tuple(
            Placement(
                mission_id=mission.id,
                position=number,
                expertise=code,
                expert_id=waiting[code].pop(0).id,
                start=run.start,
                fund_id=payer,
            )
            for number, code in enumerate(mission.positions, start=1)
        )


def _named(payer: Payer) -> str | None:
    return PAYERS.join(fund.id for fund in payer) or None


def _pays_on(payer: Payer, run: Span) -> bool:
    return all(validity(fund).contains(run) for fund in payer)


def _by_id(expert: Expert) -> str:
    return expert.id


def _by_administration(expert: Expert) -> str:
    return expert.administration


def _by_mission(rows: tuple[AssignmentRow, ...]) -> dict[str, list[AssignmentRow]]:
    found: dict[str, list[AssignmentRow]] = {}
    for row in rows:
        found.setdefault(row.mission_id, []).append(row)
    return found
