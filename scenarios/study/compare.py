"""What a scenario's plan does otherwise than the base plan, mission by mission."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from models.answers.report import LevelResult, Proof, StopReason
from models.answers.result import Manifest, RunResult
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.agreements import DELIVERY_PINNED
from planner.domain.proposals import STABILITY
from planner.report.lines import FundLine, fund_lines
from planner.report.plan_view import PlanView, TeamView
from scenarios.definition.scenario import Scenario
from scenarios.study.solving import ScenarioAnswer, ScenarioJob, asked


class ComparedKind(Enum):
    """How a mission differs from the base plan, in a word or two."""

    LOST = "lost"
    GAINED = "gained"
    MOVED = "moved"
    OTHERS = "other experts"
    FUND = "other fund"
    DROPPED = "cancelled"
    ADDED = "added"


class Case:
    """One scenario with its answer, or without one where there is none.

    Parameters
    ----------
    answer : ScenarioAnswer or None
        None where the study was interrupted before.
    """

    def __init__(
        self,
        job: ScenarioJob,
        scenario: Scenario,
        answer: ScenarioAnswer | None,
        manifest: Manifest,
    ) -> None:
        self.scenario, self.answer = scenario, answer
        self.name = scenario.name
        self.year = asked(job, scenario)
        self.words = tuple(scenario.words(job.base))
        self._manifest = manifest
        self._void = void_rows(job, self.year) if answer is not None and answer.plan else 0

    def with_manifest(self, manifest: Manifest) -> "Case":
        """The same case of another run."""
        case = copy(self)
        case._manifest = manifest
        return case

    @cached_property
    def view(self) -> PlanView | None:
        """The plan beside the facts that it names; None where there is no plan."""
        result = self.result
        return None if result is None else PlanView(result)

    @cached_property
    def result(self) -> RunResult | None:
        """The plan as the output workbook wants it."""
        if self.answer is None or self.answer.plan is None:
            return None
        return RunResult(
            year=self.year,
            plan=self.answer.plan,
            levels=self.answer.levels,
            not_delivered=self.answer.not_delivered,
            manifest=self._manifest,
        )

    @cached_property
    def teams(self) -> dict[str, TeamView]:
        """The delivered missions by ID."""
        return {} if self.view is None else {team.mission.id: team for team in self.view.teams}

    @property
    def missing(self) -> str:
        """What to say in the place of a plan where there is none."""
        return "not finished" if self.answer is None else "no plan"

    @property
    def trouble(self) -> str:
        """Why there is no plan; "" where there is one."""
        return "Not finished." if self.answer is None else self.answer.trouble

    @property
    def unproven(self) -> tuple[str, ...]:
        """The levels that are not proven."""
        return tuple(level.level for level in self.levels.values() if not level.proven)

    @cached_property
    def levels(self) -> dict[str, LevelResult]:
        """The levels by name; of a repaired plan, with the rows that its changes made void."""
        if self.answer is None:
            return {}
        levels = {r.level: r for r in self.answer.levels}
        return levels if self._void == 0 else _with_void(levels, self._void)

    @property
    def cost(self) -> int:
        """What the plan costs, in whole currency units."""
        return sum(team.cost for team in self.teams.values())

    @property
    def weeks(self) -> int:
        """The weeks that the plan charges to its experts."""
        return sum(t.mission.weeks_charged * len(t.posts) for t in self.teams.values())

    @property
    def externals(self) -> int:
        """The positions filled by external experts."""
        return sum(
            p.expert.id in self.year.external_ids for t in self.teams.values() for p in t.posts
        )

    @cached_property
    def funds(self) -> tuple[FundLine, ...]:
        """What the plan draws from each fund."""
        return () if self.view is None else fund_lines(self.view)

    @property
    def fund_use(self) -> float | None:
        """The share of all funds' available money that the plan draws; None without any."""
        paying = [line for line in self.funds if not line.pending or line.planned]
        available = sum(max(0, line.available) for line in paying)
        return sum(line.planned for line in paying) / available if available else None


def void_rows(job: ScenarioJob, year: Year) -> int:
    """How many rows of the base plan a repair cannot keep, because who or what is withdrawn."""
    if not job.repair or job.base_plan is None:
        return 0
    return sum(
        row.mission_id not in year.mission_by_id or row.expert_id not in year.expert_by_id
        for row in job.base_plan.placements
    )


def _with_void(levels: Mapping[str, LevelResult], void: int) -> dict[str, LevelResult]:
    """The levels with so many more rows not kept; `stability` comes behind `delivery`."""
    own = levels.get(STABILITY) or LevelResult(
        level=STABILITY, value=0, bound=0, proof=Proof.CERTIFIED, stop=StopReason.OPTIMAL
    )
    bound = None if own.bound is None else own.bound + void
    counted = own.model_copy(update={"value": own.value + void, "bound": bound})
    first = {name: r for name, r in levels.items() if name.startswith("delivery-")}
    rest = {name: r for name, r in levels.items() if name not in first and name != STABILITY}
    return {**first, STABILITY: counted, **rest}


@dataclass(frozen=True)
class Difference:
    """How one mission differs between the base plan and a scenario's."""

    mission: Mission
    kinds: tuple[ComparedKind, ...]
    before: TeamView | None
    after: TeamView | None


@dataclass(frozen=True)
class Comparison:
    """A study that is done, or as far as it came.

    Attributes
    ----------
    repaired : bool
        Whether the scenarios keep the base plan as far as possible.
    """

    base: Case
    cases: tuple[Case, ...]
    repaired: bool
    manifest: Manifest
    interrupted: bool = False

    @property
    def all_cases(self) -> tuple[Case, ...]:
        """The base first."""
        return self.base, *self.cases

    @cached_property
    def missions(self) -> tuple[Mission, ...]:
        """The missions of the base, then those that scenarios add."""
        every = {m.id: m for case in reversed(self.all_cases) for m in case.year.missions}
        own = {mission.id: mission for mission in self.base.year.missions}
        return (*own.values(), *(m for id_, m in every.items() if id_ not in own))

    @cached_property
    def level_names(self) -> tuple[str, ...]:
        """The levels of all cases: those of delivery first, each group in the order met."""
        names = dict.fromkeys(name for case in self.all_cases for name in case.levels)
        return tuple(sorted(names, key=_delivery_first))

    def asked_by(self, options: Mapping[str, object]) -> "Comparison":
        """The same, whose manifest names these options; those without a value are left out."""
        used = {name: str(value) for name, value in options.items() if value is not None}
        facts = self.manifest.model_copy(update={"options": used})
        cases = [case.with_manifest(facts) for case in self.all_cases]
        return replace(self, base=cases[0], cases=tuple(cases[1:]), manifest=facts)

    def differences(self, case: Case) -> tuple[Difference, ...]:
        """The missions that differ, in the order of the Missions sheet; none without a plan."""
        if case.view is None or self.base.view is None:
            return ()
        found = (self.difference(case, mission) for mission in self.missions)
        return tuple(difference for difference in found if difference.kinds)

    def difference(self, case: Case, mission: Mission) -> Difference:
        """How one mission differs; it may not at all."""
        before, after = self.base.teams.get(mission.id), case.teams.get(mission.id)
        kinds = tuple(self._kinds(case, mission, before, after))
        return Difference(case.year.mission_by_id.get(mission.id, mission), kinds, before, after)

    def _kinds(
        self, case: Case, mission: Mission, before: TeamView | None, after: TeamView | None
    ) -> Iterator[ComparedKind]:
        if mission.id not in case.year.mission_by_id:
            if mission.id in self.base.year.mission_by_id:
                yield ComparedKind.DROPPED
        elif mission.id not in self.base.year.mission_by_id:
            yield ComparedKind.ADDED
        if before is not None and after is None:
            yield ComparedKind.LOST
        elif before is None and after is not None:
            yield ComparedKind.GAINED
        elif before is not None and after is not None:
            yield from _moves(before, after)


def _moves(before: TeamView, after: TeamView) -> Iterator[ComparedKind]:
    if before.run.start != after.run.start:
        yield ComparedKind.MOVED
    if experts_of(before) != experts_of(after):
        yield ComparedKind.OTHERS
    if before.fund_id != after.fund_id:
        yield ComparedKind.FUND


def experts_of(team: TeamView) -> frozenset[str]:
    """The IDs of a team's experts; who fills which position is no difference."""
    return frozenset(post.expert.id for post in team.posts)


def _delivery_first(name: str) -> tuple[int, int]:
    if name == DELIVERY_PINNED:
        return 0, 0
    if name.startswith("delivery-"):
        return 0, int(name.rpartition("-")[2])
    return 1, 0
