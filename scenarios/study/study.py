"""A study of scenarios, from the workbook that comes in to the comparison that goes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from models.events import Read
from models.instance import Year
from models.report import Severity
from models.result import Manifest
from models.workbook import Workbook
from planner.app import targets
from planner.app.check import check
from planner.app.load import load, year_of
from planner.app.manifest import manifest, now
from planner.domain.errors import BadInput, CannotWrite, NoPlan
from planner.domain.spelling import closest, did_you_mean, fold
from planner.domain.wording import listed
from planner.terminal.screen import Screen
from scenarios.definition.from_sheet import blocks_of_sheet
from scenarios.definition.from_toml import blocks_of_file
from scenarios.definition.scenario import AS_IT_IS, Scenario
from scenarios.definition.understand import Block, understand
from scenarios.fanout import crew, fan_out
from scenarios.study.compare import Case, Comparison
from scenarios.study.full import file_names, write_full
from scenarios.study.nameless import nameless
from scenarios.study.sheets import write_comparison
from scenarios.study.solving import Answer, Job, answer_scenario
from scenarios.terminal.tables import describe
from scenarios.terminal.watch import watcher


@dataclass(frozen=True)
class Order:
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
    end: date | None = None
    time_limit: float | None = None
    seed: int = 1
    jobs: int | None = None
    cluster: str | None = None


def default_output(plan: Path) -> Path:
    """The workbook that `scenarios` writes beside its input."""
    return plan.with_name(f"{plan.stem}-scenarios{targets.WORKBOOK}")


def work_out(order: Order, screen: Screen, command: str) -> tuple[Comparison, tuple[Path, ...]]:
    """Solve the base and all scenarios, and write what was asked for.

    Returns
    -------
    tuple
        The comparison, and the files that were written.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """
    started = now()
    targets.refuse_workbook(order.target, order.source)
    workbook, warnings, scenarios = _read(order)
    year = year_of(workbook)
    names = _refuse_full(order, scenarios)
    screen.read(Read.of(year))
    screen.warn(warnings, command)
    made = _Made(order, workbook.fingerprint, started)
    comparison = _compared(made, year, scenarios, screen)
    written = [_written(order, comparison)]
    if order.full is not None:
        written += write_full(order.full, names, comparison)
    return comparison, tuple(written)


def _read(order: Order) -> tuple[Workbook, int, tuple[Scenario, ...]]:
    workbook = load(order.source, start=order.start, end=order.end)
    year = year_of(workbook)
    problems = check(workbook)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise BadInput(problems=problems)
    blocks = blocks_of_sheet(workbook) if order.toml is None else blocks_of_file(order.toml)
    wanted = _wanted(blocks, order)
    study = understand(wanted, year)
    if any(problem.severity is Severity.ERROR for problem in study.problems):
        raise BadInput(problems=(*problems, *study.problems))
    return workbook, len(workbook.warnings) + len(study.problems), study.scenarios


def _wanted(blocks: Sequence[Block], order: Order) -> tuple[Block, ...]:
    """The scenarios that were asked for by name, in the order in which they are written."""
    if not blocks:
        raise BadInput(
            f"There is no scenario in {order.source.name if order.toml is None else order.toml}. "
            "Fill in the sheet Scenarios, or give a TOML file with --toml."
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


def _refuse_full(order: Order, scenarios: Iterable[Scenario]) -> dict[str, str]:
    """The files for the folder, by scenario; BadInput where one cannot be written."""
    if order.full is None:
        return {}
    names = file_names(scenario.name for scenario in (AS_IT_IS, *scenarios))
    if order.full.exists() and not order.full.is_dir():
        raise BadInput(f"{order.full} is a file. Give the name of a folder for --full.")
    if not order.full.absolute().parent.is_dir():
        raise BadInput(f"There is no folder {order.full.parent}. Create it, or choose another.")
    if order.full.is_dir():
        for name in names.values():
            targets.refuse_workbook(order.full / name, order.source)
    return names


class _Made(NamedTuple):
    """What a study is made from: what was asked, of which file, and when."""

    order: Order
    fingerprint: str
    started: datetime

    def manifest(self) -> Manifest:
        """What it takes to repeat the study; who worked on it makes no difference."""
        order = self.order
        options = {
            "start": order.start,
            "end": order.end,
            "time-limit": order.time_limit,
            "toml": None if order.toml is None else order.toml.name,
            "scenarios": "; ".join(order.names) or None,
            "repair": "yes" if order.repair else None,
        }
        name = order.source.name
        return manifest(name, self.fingerprint, self.started, order.seed, options)


def _compared(made: _Made, year: Year, scenarios: Sequence[Scenario], screen: Screen) -> Comparison:
    order = made.order
    job = Job(year, order.seed, order.time_limit, explain=order.full is not None)
    answers, known, interrupted = _answers(order, job, scenarios, screen)
    if not any(answer is not None and answer.plan is not None for answer in answers):
        raise _nothing(answers)
    facts = made.manifest()
    base, *cases = (
        Case(job if scenario is AS_IT_IS else known, scenario, answer, facts)
        for scenario, answer in zip((AS_IT_IS, *scenarios), answers, strict=True)
    )
    return Comparison(base, tuple(cases), order.repair, facts, interrupted)


def _answers(
    order: Order, job: Job, scenarios: Sequence[Scenario], screen: Screen
) -> tuple[tuple[Answer | None, ...], Job, bool]:
    """The answers, the base first; what the scenarios were asked, and whether Ctrl-C came.

    The base comes first because its plan matters to all others.
    """
    first, interrupted = _fan_out(order, job, (AS_IT_IS,), screen)
    [base] = first
    if interrupted or (order.repair and (base is None or base.plan is None)):
        return (*first, *(None for _ in scenarios)), job, interrupted
    known = replace(job, base_plan=None if base is None else base.plan, repair=order.repair)
    answers, interrupted = _fan_out(order, known, scenarios, screen)
    return (*first, *answers), known, interrupted


def _fan_out(
    order: Order, job: Job, scenarios: Sequence[Scenario], screen: Screen
) -> tuple[tuple[Answer | None, ...], bool]:
    names = [scenario.name for scenario in scenarios]
    with watcher(screen, names, describe, "Scenario") as watching:
        by = crew(order.jobs, order.cluster)
        sent = replace(job, base=nameless(job.base))
        harvest = fan_out(answer_scenario, sent, scenarios, by, watching)
    return harvest.results, harvest.interrupted


def _nothing(answers: Iterable[Answer | None]) -> NoPlan:
    trouble = [answer.trouble for answer in answers if answer is not None]
    if not trouble:
        text = "Interrupted before there was any plan; nothing was written."
        return NoPlan(text, interrupted=True)
    return NoPlan(
        f"No scenario has a plan, so nothing was written. {trouble[0]} Where the time limit was "
        "short, run again with more time."
    )


def _written(order: Order, comparison: Comparison) -> Path:
    """Write the comparison; where it is locked by now, under a name that is free."""
    try:
        write_comparison(order.target, comparison)
    except CannotWrite:
        target = targets.free_name(order.target)
        write_comparison(target, comparison)
        return target
    return order.target
