"""Finds pinned rows that cannot obey the rules, and reports them with the rule and ways out."""

from collections.abc import Collection, Iterator, Sequence

from models.answers.report import Problem
from models.facts.assignment import AssignmentRow
from models.facts.instance import Year
from planner.domain import agreements
from planner.domain.calendars import Calendars
from planner.domain.hypothetical import further_expert, year_with
from planner.domain.restrict import restricted
from planner.domain.rules import RULE_BY_ID
from planner.domain.wording import listed, upper_first
from planner.formulation.build import build
from planner.formulation.eligibility import Pool
from planner.reasons.agreed_dates import Obstacle, obstacles_of
from planner.reasons.conflict_sets import minimal_conflict
from planner.solver.cp_sat import Engine


class Pins:
    """The pinned rows of a year and whether they can all be kept."""

    def __init__(self, year: Year, calendars: Calendars, engine: Engine) -> None:
        self._year = year
        self._calendars = calendars
        self._engine = engine
        self._rows: dict[str, list[AssignmentRow]] = {}
        for row in agreements.pinned_rows(year, calendars):
            self._rows.setdefault(row.mission_id, []).append(row)

    def problems(self) -> tuple[Problem, ...]:
        """One problem a conflict, each a smallest set of missions and rules."""
        alone = [problem for m in self._rows if (problem := self._conflict([m])) is not None]
        if alone:
            return tuple(alone)
        return tuple(self._together())

    def _together(self) -> Iterator[Problem]:
        missions = [m for m in self._rows if self._is_whole(m)]
        while not self._possible(missions):
            conflicting = self._smallest(missions)
            problem = self._conflict(conflicting)
            if problem is None:
                return
            yield problem
            missions.remove(conflicting[-1])

    def _smallest(self, missions: Sequence[str]) -> list[str]:
        """A smallest part of these missions that cannot be kept together."""
        kept = list(missions)
        for mission_id in missions:
            fewer = [m for m in kept if m != mission_id]
            if not self._possible(fewer):
                kept = fewer
        return kept

    def _conflict(self, missions: Sequence[str]) -> Problem | None:
        if self._possible(missions):
            return None
        rules = minimal_conflict(lambda without: self._possible(missions, without))
        return self._problem(missions, [r for r in rules if r != "pinned"] or ["dates"])

    def _possible(self, missions: Sequence[str], without: Collection[str] = ()) -> bool:
        part = self._part(missions)
        model = build(Pool(part, self._calendars), without=without)
        for mission_id in missions:
            model.cp.add(model.variables.delivered[mission_id] == 1)
        return self._engine.is_feasible(model.cp)

    def _part(self, missions: Sequence[str]) -> Year:
        """These missions with their pinned experts, and a spare for every open position."""
        pinned = {row.expert_id for m in missions for row in self._rows[m]}
        part = restricted(self._year, missions, pinned)
        open_missions = [m for m in part.missions if not self._is_whole(m.id)]
        seats = [(mission, code) for mission in open_missions for code in mission.positions]
        spares = (
            further_expert(number, code, mission.region, mission.languages[:1])
            for number, (mission, code) in enumerate(seats, start=1)
        )
        return year_with(part, spares)

    def _dates(self, rows: Sequence[AssignmentRow]) -> tuple[Obstacle, ...]:
        """What keeps the agreed starts of some rows from being allowed ones, each fact once."""
        missions = self._year.mission_by_id
        found = (
            obstacle
            for row in rows
            for obstacle in obstacles_of(self._year, self._calendars, missions[row.mission_id], row)
        )
        return tuple(dict.fromkeys(found))

    def _is_whole(self, mission_id: str) -> bool:
        return len(self._rows[mission_id]) >= len(self._year.mission_by_id[mission_id].positions)

    def _problem(self, missions: Sequence[str], rules: Sequence[str]) -> Problem:
        rows = [row for m in missions for row in self._rows[m]]
        agreed = listed(
            f"{row.expert_id} for {row.mission_id} (row {row.row}, {row.status})" for row in rows
        )
        dates = self._dates(rows) if "dates" in rules else ()
        broken = listed(f"{rule} ({RULE_BY_ID[rule].sentence})" for rule in rules)
        why = f": {'; '.join(obstacle.fact for obstacle in dates)}." if dates else ""
        asked = [rule for rule in rules if not dates or rule != "dates"]
        ways = [way for rule in asked if (way := RULE_BY_ID[rule].way_out)]
        ways += [" and ".join(obstacle.way_out for obstacle in dates)] if dates else []
        ways.append(_let_go(rows))
        last = rows[-1]
        return Problem(
            code="pinned-conflict",
            sheet="Assignments",
            cell=None if last.row is None else f"A{last.row}",
            found=str(last.status),
            message=f"What is agreed cannot be kept: {agreed} against {broken}{why}",
            remedy=f"{upper_first('; or '.join(ways))}.",
        )


def _let_go(rows: Sequence[AssignmentRow]) -> str:
    """How to agree less: by another status, and without Keep where that is why the row stays."""
    firm = any(row.status.pinned for row in rows)
    ways = ["set another Status (Proposed, or Declined)"] if firm else []
    return "; or ".join([*ways, "clear Keep"] if any(row.keep for row in rows) else ways)
