"""Compare scenarios: the plan of a year as it is, and under each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from models.answers.report import Severity
from models.answers.result import Manifest
from models.events import Listener, Read, Written, ignore
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.check import check
from planner.app.load import load, year_of
from planner.app.outputs import targets
from planner.app.outputs.manifest import manifest, now
from planner.app.outputs.saving import save_folder
from planner.app.running.run import Contents, Outputs, run
from planner.domain.errors import BadInput, NoPlan
from planner.domain.spelling import closest, did_you_mean, fold
from planner.domain.wording import listed
from planner.solver.deadline import NEVER, Deadline
from scenarios.definition.from_sheet import blocks_of_sheet
from scenarios.definition.from_toml import blocks_of_file
from scenarios.definition.scenario import AS_IT_IS, Scenario
from scenarios.definition.understand import ScenarioBlock, understand
from scenarios.fanout import Crew, Following, Harvest, Here, announced, crew, fan_out
from scenarios.study.compare import Case, Comparison
from scenarios.study.full import full_workbooks
from scenarios.study.nameless import nameless
from scenarios.study.sentences import describe
from scenarios.study.sheets import comparison_book
from scenarios.study.solving import ScenarioAnswer, ScenarioJob, answer_scenario


@dataclass(frozen=True)
class CompareOrder:
    """What a study is asked to do.

    Attributes
    ----------
    full : Path or None
        The folder for the workbook of each scenario.
    toml : Path or None
        A file of scenarios in the place of the Scenarios sheet.
    names : sequence of str
        The scenarios that are wanted; all where there is none.
    time_limit : float or None
        Seconds for each plan.
    jobs, cluster
        Who works; see `scenarios.fanout.crew`.
    """

    source: Path
    target: Path
    full: Path | None = None
    toml: Path | None = None
    names: Sequence[str] = ()
    repair: bool = False
    start: date | None = None
    pool: Path | None = None
    end: date | None = None
    time_limit: float | None = None
    seed: int = 1
    jobs: int | None = None
    cluster: str | None = None


def default_output(plan: Path) -> Path:
    """The workbook that `scenarios` writes beside its input."""
    return targets.beside(plan, "scenarios")


def compare(
    source: Workbook | Year,
    scenarios: Sequence[Scenario],
    *,
    repair: bool = False,
    explain: bool = False,
    seed: int = 1,
    seconds_each: float | None = None,
    by: Crew | None = None,
    deadline: Deadline = NEVER,
    on_event: Listener = ignore,
) -> Comparison:
    """Plan a year as it is and under each scenario; nothing is written.

    Parameters
    ----------
    source : Workbook or Year
        The facts.
    repair : bool
        Whether the plan without changes is kept as far as no mission is lost for it.
    explain : bool
        Whether the reasons of missions that are not delivered are wanted, too.
    seconds_each : float, optional
        The time limit of each plan.
    by : Crew, optional
        Who works; this process alone where it is not given. See `scenarios.crew`.
    deadline : Deadline
        Ends the study; the plans that are finished are kept.

    Raises
    ------
    BadInput
        The workbook has errors.
    NoPlan
        There is no plan at all.
    """
    started, year = now(), year_of(source)
    study = _StudyWork(
        ScenarioJob(year, seed, seconds_each, explain=explain), by or Here(), deadline, on_event
    )
    answers, known, interrupted = study.answers(scenarios, repair)
    if not any(answer is not None and answer.plan is not None for answer in answers):
        raise _nothing(answers)
    facts = _manifest(source, study.job, repair, started)
    base, *cases = (
        Case(study.job if scenario is AS_IT_IS else known, scenario, answer, facts)
        for scenario, answer in zip((AS_IT_IS, *scenarios), answers, strict=True)
    )
    return Comparison(base, tuple(cases), repair, facts, interrupted)


@dataclass(frozen=True)
class _StudyWork:
    """Who works on the plans of a study, until when, and who follows."""

    job: ScenarioJob
    by: Crew
    deadline: Deadline
    tell: Listener

    def answers(
        self, scenarios: Sequence[Scenario], repair: bool
    ) -> tuple[tuple[ScenarioAnswer | None, ...], ScenarioJob, bool]:
        """The answers, the base first; what the scenarios were asked, and whether all are there.

        The base comes first because its plan matters to all others.
        """
        first = self._planned(self.job, (AS_IT_IS,))
        [base] = first.results
        if first.interrupted or (repair and (base is None or base.plan is None)):
            return (base, *(None for _ in scenarios)), self.job, first.interrupted
        known = replace(
            self.job,
            base_plan=None if base is None else base.plan,
            base_levels=() if base is None else base.levels,
            repair=repair,
        )
        others = self._planned(known, scenarios)
        return (base, *others.results), known, others.interrupted

    def _planned(self, job: ScenarioJob, scenarios: Sequence[Scenario]) -> Harvest[ScenarioAnswer]:
        names = [scenario.name for scenario in scenarios]
        sent = replace(job, base=nameless(job.base))
        following = Following(self.tell, describe, self.deadline)
        with announced(self.tell, "Scenario", names):
            return fan_out(answer_scenario, sent, scenarios, self.by, following)


def study(
    order: CompareOrder, *, deadline: Deadline = NEVER, on_event: Listener = ignore
) -> tuple[Comparison, tuple[Path, ...]]:
    """Compare the scenarios of a workbook or a file, and write what was asked for.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """

    def work() -> Comparison:
        workbook, scenarios = _read(order, on_event)
        if order.full is not None:
            targets.refuse_folder(order.full)
        comparison = compare(
            workbook,
            scenarios,
            repair=order.repair,
            explain=order.full is not None,
            seed=order.seed,
            seconds_each=order.time_limit,
            by=crew(order.jobs, order.cluster),
            deadline=deadline,
            on_event=on_event,
        )
        return comparison.asked_by(_options(order))

    def contents(comparison: Comparison) -> Contents:
        yield order.target, comparison_book(comparison)

    sources = tuple(filter(None, (order.source, order.pool, order.toml)))
    comparison, files = run(Outputs(sources, order.target), work, contents, on_event)
    if order.full is not None:
        files = (*files, *_write_full(order.full, comparison, on_event))
    return comparison, files


def _write_full(folder: Path, comparison: Comparison, on_event: Listener) -> Iterator[Path]:
    """Write the workbook of every plan into a folder, all of them or none."""
    for path in save_folder(folder, full_workbooks(comparison)):
        on_event(Written(path=path))
        yield path


def scenarios_in(workbook: Workbook) -> tuple[Scenario, ...]:
    """The scenarios of the sheet Scenarios.

    Raises
    ------
    BadInput
        The workbook has errors, or its scenarios do.
    """
    found = understand(blocks_of_sheet(workbook), year_of(workbook))
    if any(problem.severity is Severity.ERROR for problem in found.problems):
        raise BadInput(problems=found.problems)
    return found.scenarios


def _read(order: CompareOrder, on_event: Listener) -> tuple[Workbook, tuple[Scenario, ...]]:
    workbook = load(order.source, start=order.start, end=order.end, pool=order.pool)
    year, problems = year_of(workbook), check(workbook)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise BadInput(problems=problems)
    blocks = blocks_of_sheet(workbook) if order.toml is None else blocks_of_file(order.toml)
    found = understand(_wanted(blocks, order), year)
    if any(problem.severity is Severity.ERROR for problem in found.problems):
        raise BadInput(problems=(*problems, *found.problems))
    on_event(Read.of(year, len(workbook.warnings) + len(found.problems)))
    return workbook, found.scenarios


def _wanted(blocks: Sequence[ScenarioBlock], order: CompareOrder) -> tuple[ScenarioBlock, ...]:
    """The scenarios that were asked for by name, in the order in which they are written."""
    if not blocks:
        raise BadInput(
            f"There is no scenario in {order.source.name if order.toml is None else order.toml}. "
            "Fill in the sheet Scenarios, or give a TOML file."
        )
    known = {fold(block.name): block.name for block in blocks}
    for name in order.names:
        if fold(name) not in known:
            near = closest(name, tuple(known.values()))
            question = f"{did_you_mean(near)} " if near else ""
            every = listed(f'"{block}"' for block in known.values())
            raise BadInput(f'There is no scenario "{name}". {question}There are {every}.')
    asked = {fold(name) for name in order.names} or set(known)
    return tuple(block for block in blocks if fold(block.name) in asked)


def _options(order: CompareOrder) -> dict[str, object]:
    """What was asked for; who worked on it makes no difference."""
    return {
        "start": order.start,
        "end": order.end,
        "time-limit": order.time_limit,
        "toml": None if order.toml is None else order.toml.name,
        "scenarios": "; ".join(order.names) or None,
        "repair": "yes" if order.repair else None,
    }


def _manifest(
    source: Workbook | Year, job: ScenarioJob, repair: bool, started: datetime
) -> Manifest:
    options = {"time-limit": job.time_limit, "repair": "yes" if repair else None}
    return manifest(source, started, job.seed, options)


def _nothing(answers: Iterable[ScenarioAnswer | None]) -> NoPlan:
    trouble = [answer.trouble for answer in answers if answer is not None]
    if not trouble:
        text = "Interrupted before there was any plan; nothing was written."
        return NoPlan(text, interrupted=True)
    return NoPlan(
        f"No scenario has a plan, so nothing was written. {trouble[0]} Where the time limit was "
        "short, run again with more time."
    )
