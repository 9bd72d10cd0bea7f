"""Stress a plan: what becomes of it when administrations decline releases."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from models.answers.plan import Plan
from models.answers.result import Manifest
from models.events import Listener, Read, ignore
from models.facts.assignment import AssignmentRow
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.load import load, year_of
from planner.app.outputs import targets
from planner.app.outputs.manifest import manifest, now
from planner.app.running.run import Contents, Outputs, run
from planner.checker import check
from planner.domain.agreements import is_begun
from planner.domain.calendars import Calendars
from planner.domain.country_names import country_name
from planner.domain.errors import BadInput, NoPlan
from planner.domain.past import settled
from planner.domain.plan_from_rows import plan_of_rows
from planner.domain.wording import counted
from planner.solver.deadline import NEVER, Deadline
from planner.workbook.schema.declared import ASSIGNMENTS
from scenarios.fanout import Crew, Following, Here, announced, crew, fan_out
from scenarios.stress.book import findings_book
from scenarios.stress.findings import Findings
from scenarios.stress.releases import Release, releases_of
from scenarios.stress.trials import (
    TrialBench,
    TrialCase,
    TrialKind,
    most_of,
    result_of,
    single_points,
    trials,
)
from scenarios.stress.words import describe
from scenarios.study.nameless import nameless

_RATE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,6})?)\s*(?P<percent>%?)")


@dataclass(frozen=True)
class StressOrder:
    """What a stress test is asked to do.

    Attributes
    ----------
    source, assigned : Path
        The workbook with the facts, and the one with the plan in its sheet Assignments.
    decline : str or None
        The rate of administrations that have none in the workbook, such as ``20%``.
    quick : bool
        Whether only what the declines touch is open again.
    jobs, cluster
        Who works; see `scenarios.fanout.crew`.
    """

    source: Path
    assigned: Path
    target: Path
    decline: str | None = None
    trials: int = 200
    quick: bool = False
    start: date | None = None
    pool: Path | None = None
    end: date | None = None
    seed: int = 1
    jobs: int | None = None
    cluster: str | None = None


def default_output(assigned: Path) -> Path:
    """The workbook that `stress` writes beside the plan."""
    return targets.beside(assigned, "stress")


def stress(
    source: Workbook | Year,
    plan: Plan,
    *,
    usual: float | None = None,
    number: int = 200,
    quick: bool = False,
    seed: int = 1,
    by: Crew | None = None,
    deadline: Deadline = NEVER,
    on_event: Listener = ignore,
) -> Findings:
    """Draw which releases are declined, again and again, and repair the plan each time.

    Parameters
    ----------
    source : Workbook or Year
        The facts, with the rows of the plan as its Assignments.
    plan : Plan
        It keeps every rule.
    usual : float, optional
        The rate, from 0 to 1, of administrations that have none of their own.
    number : int
        How many times to draw.
    quick : bool
        Whether only what the declines touch is open again.
    by : Crew, optional
        Who works; this process alone where it is not given. See `scenarios.crew`.
    deadline : Deadline
        Ends the test; the trials that are finished are kept.

    Raises
    ------
    BadInput
        The workbook has errors, nothing can be declined, or no rate is known.
    NoPlan
        The deadline came before any trial was finished.
    """
    year, who = year_of(source), by or Here()
    releases = _releases(year, plan, usual)
    cases = (*trials(releases, seed, number), *single_points(releases))
    bench = TrialBench(year, plan, seed, quick)
    sent = replace(bench, year=nameless(year))
    first = fan_out(most_of, sent, (0,), who, Following(deadline=deadline))
    if first.interrupted:
        raise _too_early()
    sent = replace(sent, most=first.results[0])
    with announced(on_event, "Case", [_name(case) for case in cases]):
        following = Following(on_event, describe, deadline)
        harvest = fan_out(result_of, sent, cases, who, following)
    pairs = zip(cases, harvest.results, strict=True)
    done = tuple((case, result) for case, result in pairs if result is not None)
    findings = Findings(bench, releases, number, done, harvest.interrupted)
    if not findings.trials:
        raise _too_early()
    return findings


def stress_file(
    order: StressOrder, *, deadline: Deadline = NEVER, on_event: Listener = ignore
) -> tuple[Findings, tuple[Path, ...]]:
    """Try the plan of a workbook, and write what was found; returns that and the file.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """
    started, usual = now(), rate_of(order.decline)
    facts: list[Manifest] = []

    def work() -> Findings:
        workbook = load(order.source, start=order.start, end=order.end, pool=order.pool)
        year, plan = _planned(order, year_of(workbook))
        on_event(Read.of(year, len(workbook.warnings)))
        findings = stress(
            year,
            plan,
            usual=usual,
            number=order.trials,
            quick=order.quick,
            seed=order.seed,
            by=crew(order.jobs, order.cluster),
            deadline=deadline,
            on_event=on_event,
        )
        facts.append(manifest(workbook, started, order.seed, _options(order)))
        return findings

    def contents(findings: Findings) -> Contents:
        yield order.target, findings_book(findings, facts[0])

    sources = tuple(filter(None, (order.source, order.assigned, order.pool)))
    outputs = Outputs(sources, order.target)
    return run(outputs, work, contents, on_event)


def _options(order: StressOrder) -> dict[str, object]:
    return {
        "plan": order.assigned.name,
        "decline": order.decline,
        "trials": order.trials,
        "quick": "yes" if order.quick else None,
        "start": order.start,
        "end": order.end,
    }


def rate_of(typed: str | None) -> float | None:
    """A rate between 0 and 1, from "20%" or "0.2"; None where none was typed.

    Raises
    ------
    BadInput
        Where it cannot be read, or is no rate.
    """
    if typed is None:
        return None
    found = _RATE.fullmatch(typed.strip())
    if found is not None:
        rate = float(found["number"]) / (100 if found["percent"] else 1)
        if 0 <= rate <= 1:
            return rate
    raise BadInput(f'"{typed}" is no rate. Write it like 20%.')


def _planned(order: StressOrder, facts: Year) -> tuple[Year, Plan]:
    """The year with the rows of the planned workbook, and the plan that they are."""
    workbook = load(order.assigned, start=order.start, end=order.end, pool=order.pool)
    assigned = year_of(workbook)
    if workbook.plan is None or not assigned.assignments:
        raise BadInput(
            f"There is no plan in {order.assigned.name}: its sheet {ASSIGNMENTS.name} is missing "
            "or empty. Give the workbook that solve wrote."
        )
    for row in assigned.assignments:
        # What is over may belong to missions that no sheet lists.
        if not is_begun(assigned, row) and _is_strange(facts, row):
            raise BadInput(
                f"{order.assigned.name} sends expert {row.expert_id} on mission {row.mission_id}, "
                f"and {order.source.name} lacks one of the two. Give a plan of the same year."
            )
    year = settled(facts.replace(assignments=assigned.assignments))
    calendars = Calendars(year)
    plan = plan_of_rows(year, calendars)
    violations = check(year, plan, calendars)
    if violations:
        raise BadInput(
            f"The plan in {order.assigned.name} breaks {counted(len(violations), 'rule')} of the "
            f"year in {order.source.name}, the first: {violations[0].message} Plan again first."
        )
    return year, plan


def _is_strange(facts: Year, row: AssignmentRow) -> bool:
    listed = {*facts.mission_by_id, *facts.begun_by_id, *facts.called_off_by_id}
    return row.mission_id not in listed or row.expert_id not in facts.expert_by_id


def _releases(year: Year, plan: Plan, usual: float | None) -> tuple[Release, ...]:
    rates = {
        row.country: row.decline_percent / 100
        for row in year.administrations
        if row.decline_percent is not None
    }
    releases = releases_of(year, plan, rates, 0.0 if usual is None else usual)
    if not releases:
        raise BadInput(
            "Nothing in this plan can be declined: every serving expert of the plan "
            "is Confirmed or Completed."
        )
    if usual is None and not any(release.administration in rates for release in releases):
        raise BadInput(
            "Give the rate at which administrations decline, for example 20%, or fill in "
            "the column Decline rate of the sheet Administrations."
        )
    return tuple(releases)


def _name(case: TrialCase) -> str:
    if case.kind is TrialKind.TRIAL:
        return f"Trial {case.who}"
    who = country_name(case.who) if case.kind is TrialKind.ADMINISTRATION else case.who
    return f"Without {who}"


def _too_early() -> NoPlan:
    text = "Interrupted before any trial was finished; nothing was written."
    return NoPlan(text, interrupted=True)
