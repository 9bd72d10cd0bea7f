"""Scenarios and curves as tasks of the planning process; this module loads the solver."""

from typing import Any

from models.base import Frozen
from models.instance import Year
from models.plan import Plan
from planner.app.manifest import manifest, now
from planner.domain.errors import NoPlan
from scenarios.definition.scenario import AS_IT_IS, Scenario
from scenarios.fanout import fan_out
from scenarios.fanout.here import Here
from scenarios.study.compare import Case, Comparison
from scenarios.study.nameless import nameless
from scenarios.study.sentences import in_short, sentence
from scenarios.study.solving import Answer, Job, answer_scenario
from scenarios.sweep.curve import follow, look, with_missions
from scenarios.sweep.knobs import FundAmount
from scenarios.sweep.span import Span, values_of
from scenarios.sweep.study import Delivery, Study
from scenarios.sweep.words import change_sentence
from web.worker import Work

_SPAN = Span("-50%", "+50%", "10%")


class Step(Frozen):
    """From this amount on so many missions are delivered, until the next step.

    `missions` is None where not even what is agreed can be kept.
    """

    value: int
    missions: int | None


class FundCurve(Frozen):
    """What a fund's amount does to the delivered missions, exactly.

    Attributes
    ----------
    steps : tuple of Step
        The lowest amount first: what is delivered from each on.
    changes : tuple of (int, str)
        What each step gains or loses against today, in the words of `sweep`.
    """

    fund_id: str
    today: int
    low: int
    high: int
    steps: tuple[Step, ...]
    changes: tuple[tuple[int, str], ...]
    proven: bool

    @property
    def data(self) -> str:
        """The steps for the slider: "amount:missions", the lowest first."""
        return " ".join(f"{step.value}:{step.missions or 0}" for step in self.steps)

    def at(self, value: int) -> int | None:
        """How many missions are delivered with an amount."""
        return max((s for s in self.steps if s.value <= value), key=lambda s: s.value).missions


class LevelOf(Frozen):
    """A level of a scenario: its value, and whether it is proven."""

    level: str
    value: int
    proven: bool


class Compared(Frozen):
    """One scenario beside the base: the numbers and sentences of `scenarios`."""

    name: str
    words: tuple[str, ...]
    delivered: int | None
    trouble: str
    cost: int
    externals: int
    levels: tuple[LevelOf, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    short: str
    sentences: tuple[tuple[str, str], ...]
    year: Year
    plan: Plan | None


class _Heard:
    """Tells how far the tasks are, and ends them when somebody asks."""

    def __init__(self, work: Work, kind: str, total: int) -> None:
        self._work, self._kind, self._total = work, kind, total
        self._done = 0

    def started(self, task: int) -> None:
        """Hear that a task starts."""
        self._say()

    def said(self, task: int, words: str) -> None:
        """Hear how far a task is."""
        self._say()

    def finished(self, task: int, result: Any) -> None:
        """Hear that a task ended."""
        self._done += 1
        self._say()

    def _say(self) -> None:
        if self._work.stopped:
            raise KeyboardInterrupt
        self._work.tell((self._kind, (self._done, self._total)))


def curve(work: Work, year: Year, fund_id: str) -> FundCurve:
    """Work out what the amount of a fund does, from half of it to half as much again."""
    knob = FundAmount(fund_id)
    study = Study(nameless(year), knob, 1)
    today = knob.today(year)
    values = values_of(_SPAN, today, True)
    found = look(study, values, Here(), _Heard(work, "points", len(values)))
    if not found.points:
        raise NoPlan("Interrupted before any point was solved.", interrupted=True)
    found = follow(found, Here(), _Heard(work, "steps", len(found.gaps)))
    found = with_missions(found, Here())
    return FundCurve(
        fund_id=fund_id,
        today=today,
        low=values[0],
        high=values[-1],
        steps=tuple(Step(value=d.value, missions=_number(d)) for d in found.stretches),
        changes=tuple(
            (change.value, change_sentence(found, change)) for change in (*found.downs, *found.ups)
        ),
        proven=found.proven and found.searched,
    )


def _number(delivery: Delivery) -> int | None:
    return None if delivery.counts is None else sum(delivery.counts)


def compare(
    work: Work, year: Year, scenarios: tuple[Scenario, ...], repair: bool
) -> tuple[Compared, ...]:
    """Plan the year again under each scenario; the base comes first."""
    started = now()
    heard = _Heard(work, "scenarios", len(scenarios) + 1)
    job = Job(year)
    [base] = _answers(job, (AS_IT_IS,), heard)
    if base is None or base.plan is None:
        raise NoPlan(base.trouble if base else "Interrupted before there was any plan.")
    known = Job(year, base_plan=base.plan, repair=repair)
    answers = _answers(known, scenarios, heard)
    facts = manifest("", "", started, 1, {})
    first = Case(job, AS_IT_IS, base, facts)
    cases = tuple(Case(known, s, a, facts) for s, a in zip(scenarios, answers, strict=True))
    comparison = Comparison(first, cases, repair, facts, work.stopped)
    return tuple(_compared(comparison, case) for case in (first, *cases))


def _answers(job: Job, scenarios: tuple[Scenario, ...], heard: _Heard) -> tuple[Answer | None, ...]:
    sent = Job(nameless(job.base), base_plan=job.base_plan, repair=job.repair)
    return fan_out(answer_scenario, sent, scenarios, Here(), heard).results


def _compared(comparison: Comparison, case: Case) -> Compared:
    is_base = case is comparison.base
    base = comparison.base.teams
    told = () if is_base else comparison.differences(case)
    return Compared(
        name=case.name,
        words=case.words,
        delivered=len(case.teams) if case.result else None,
        trouble=case.trouble,
        cost=case.cost,
        externals=case.externals,
        levels=tuple(
            LevelOf(level=r.level, value=r.value, proven=r.proven) for r in case.levels.values()
        ),
        lost=tuple(m for m in base if m not in case.teams) if case.result else (),
        gained=tuple(m for m in case.teams if m not in base),
        short="" if is_base else in_short(comparison, case),
        sentences=tuple((d.mission.id, sentence(case, d)) for d in told),
        year=case.year,
        plan=case.answer.plan if case.answer else None,
    )
