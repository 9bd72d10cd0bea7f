"""Scenarios and curves as tasks of the planning process; this module loads the solver."""

from models.answers.plan import Plan
from models.base import Frozen
from models.events import Event, TaskFinished, TasksQueued
from models.facts.instance import Year
from planner.solver.deadline import Deadline
from scenarios.app.comparing import compare as compare_all
from scenarios.app.sweeping import sweep
from scenarios.definition.scenario import Scenario
from scenarios.study.compare import Case, Comparison
from scenarios.study.sentences import in_short, sentence
from scenarios.study.sheets import comparison_book
from scenarios.sweep.knobs import FundAmount
from scenarios.sweep.span import ValueSpan, values_of
from scenarios.sweep.study import Deliveries
from scenarios.sweep.words import change_sentence
from web.work.worker import Work

_SPAN = ValueSpan("-50%", "+50%", "10%")


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
    """One scenario beside the base: the numbers and sentences of `scenarios`.

    Attributes
    ----------
    number : int
        What the page names it by; 0 as long as it is not shown.
    """

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
    number: int = 0


class ComparedTogether(Frozen):
    """Scenarios that were planned in one go, and the workbook that `scenarios` writes of them.

    Attributes
    ----------
    cases : tuple of Compared
        The base first.
    """

    cases: tuple[Compared, ...]
    book: bytes


def curve(work: Work, year: Year, fund_id: str) -> FundCurve:
    """Work out what the amount of a fund does, from half of it to half as much again."""
    deadline = Deadline()
    work.when_stopped(deadline.end)
    knob, today = FundAmount(fund_id), year.fund_by_id[fund_id].amount
    amounts = values_of(_SPAN, today, True)
    found = sweep(year, knob, amounts, deadline=deadline, on_event=TaskCount(work).hear)
    values = [point.value for point in found.points]
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


class TaskCount:
    """Tells how many of the tasks at work are done."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._done, self._total = 0, 0

    def hear(self, event: Event) -> None:
        """Count tasks as they are queued and end."""
        if isinstance(event, TasksQueued):
            self._done, self._total = 0, len(event.names)
        elif isinstance(event, TaskFinished):
            self._done += 1
        self._work.tell(("tasks", (self._done, self._total)))


def _number(delivery: Deliveries) -> int | None:
    return None if delivery.counts is None else sum(delivery.counts)


def compare(
    work: Work, year: Year, scenarios: tuple[Scenario, ...], repair: bool
) -> ComparedTogether:
    """Plan the year again under each scenario; the base comes first."""
    deadline = Deadline()
    work.when_stopped(deadline.end)
    hear = TaskCount(work).hear
    found = compare_all(year, scenarios, repair=repair, deadline=deadline, on_event=hear)
    cases = tuple(compared_of(found, case) for case in found.all_cases)
    return ComparedTogether(cases=cases, book=comparison_book(found))


def compared_of(comparison: Comparison, case: Case) -> Compared:
    """A case of a comparison as the page keeps it."""
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
