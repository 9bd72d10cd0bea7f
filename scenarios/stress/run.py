"""The command `stress`, from the two workbooks that come in to what goes out."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from models.assignment import AssignmentRow
from models.events import Read
from models.instance import Year
from models.plan import Plan
from planner.app import targets
from planner.app.load import load, year_of
from planner.app.manifest import manifest, now
from planner.checker import check
from planner.domain.agreements import is_begun
from planner.domain.calendars import Calendars
from planner.domain.country_names import country_name
from planner.domain.errors import BadInput, CannotWrite, NoPlan
from planner.domain.past import settled
from planner.domain.plan_from_rows import plan_of_rows
from planner.domain.wording import counted
from planner.terminal.screen import Screen
from planner.workbook.schema.declared import ASSIGNMENTS
from scenarios.fanout import crew, fan_out
from scenarios.stress.book import write_findings
from scenarios.stress.findings import Findings
from scenarios.stress.releases import Release, releases_of
from scenarios.stress.trials import Bench, Case, Kind, most_of, result_of, single_points, trials
from scenarios.study.nameless import nameless
from scenarios.terminal.stress_screen import describe
from scenarios.terminal.watch import watcher

_RATE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,6})?)\s*(?P<percent>%?)")


@dataclass(frozen=True)
class Order:
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
    end: date | None = None
    seed: int = 1
    jobs: int | None = None
    cluster: str | None = None


def default_output(assigned: Path) -> Path:
    """The workbook that `stress` writes beside the plan."""
    return assigned.with_name(f"{assigned.stem}-stress{targets.WORKBOOK}")


def work_out(order: Order, screen: Screen, command: str) -> tuple[Findings, Path]:
    """Try the plan, and write the workbook; returns what was found and where it is.

    Parameters
    ----------
    command : str
        What to type to see the warnings of the workbook.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """
    started = now()
    for source in (order.source, order.assigned):
        targets.refuse_workbook(order.target, source)
    usual = rate_of(order.decline)
    workbook = load(order.source, start=order.start, end=order.end)
    facts = year_of(workbook)
    year, plan = _planned(order, facts)
    releases = _releases(order, year, plan, usual)
    screen.read(Read.of(year))
    screen.warn(len(workbook.warnings), command)
    bench = Bench(year, plan, order.seed, order.quick)
    findings = _tried(order, bench, releases, screen)
    options = {
        "plan": order.assigned.name,
        "decline": order.decline,
        "trials": order.trials,
        "quick": "yes" if order.quick else None,
        "start": order.start,
        "end": order.end,
    }
    made = manifest(order.source.name, workbook.fingerprint, started, order.seed, options)
    target = order.target
    try:
        write_findings(target, findings, made)
    except CannotWrite:
        target = targets.free_name(target)
        write_findings(target, findings, made)
    return findings, target


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
    raise BadInput(f'--decline "{typed}" is no rate. Write it like 20%.')


def _planned(order: Order, facts: Year) -> tuple[Year, Plan]:
    """The year with the rows of the planned workbook, and the plan that they are."""
    workbook = load(order.assigned, start=order.start, end=order.end)
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


def _releases(order: Order, year: Year, plan: Plan, usual: float | None) -> tuple[Release, ...]:
    rates = {
        row.country: row.decline_percent / 100
        for row in year.administrations
        if row.decline_percent is not None
    }
    releases = releases_of(year, plan, rates, 0.0 if usual is None else usual)
    if not releases:
        raise BadInput(
            f"Nothing in {order.assigned.name} can be declined: every serving expert of the plan "
            "is Confirmed or Completed."
        )
    if usual is None and not any(release.administration in rates for release in releases):
        raise BadInput(
            "Give the rate at which administrations decline, for example --decline 20%, or fill in "
            "the column Decline rate of the sheet Administrations."
        )
    return tuple(releases)


def _tried(order: Order, bench: Bench, releases: tuple[Release, ...], screen: Screen) -> Findings:
    by = crew(order.jobs, order.cluster)
    cases = (*trials(releases, order.seed, order.trials), *single_points(releases))
    sent = replace(bench, year=nameless(bench.year))
    first = fan_out(most_of, sent, (0,), by)
    if first.interrupted:
        raise _too_early()
    sent = replace(sent, most=first.results[0])
    names = [_name(case) for case in cases]
    with watcher(screen, names, describe, "Case") as watching:
        harvest = fan_out(result_of, sent, cases, by, watching)
    pairs = zip(cases, harvest.results, strict=True)
    done = tuple((case, result) for case, result in pairs if result is not None)
    findings = Findings(bench, releases, order.trials, done, harvest.interrupted)
    if not findings.trials:
        raise _too_early()
    return findings


def _name(case: Case) -> str:
    if case.kind is Kind.TRIAL:
        return f"Trial {case.who}"
    who = country_name(case.who) if case.kind is Kind.ADMINISTRATION else case.who
    return f"Without {who}"


def _too_early() -> NoPlan:
    text = "Interrupted before any trial was finished; nothing was written."
    return NoPlan(text, interrupted=True)
