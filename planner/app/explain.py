"""What the command `explain` does: read the plan, find out what was asked, and answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.cell_ref import Place
from models.demand import Demand
from models.instance import Year
from models.plan import Plan
from planner.app.load import read_good
from planner.app.session import Watch, interruptible
from planner.app.verify import doubt
from planner.checker import level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import CommandError
from planner.domain.plan_from_rows import plan_of_rows
from planner.domain.spelling import closest_id, did_you_mean
from planner.reasons.answers.choices import why_not
from planner.reasons.answers.experts import page_of
from planner.reasons.answers.inquiry import Inquiry
from planner.reasons.answers.missions import to_deliver, why
from planner.reasons.answers.pages import Block
from planner.search.solve_year import NoPlanError
from planner.solver.cp_sat import Engine, UndecidedError
from planner.terminal.screen import Screen
from planner.workbook.reading.reader import Reading
from planner.workbook.reading.recorded import recorded_proofs
from planner.workbook.schema.declared import ASSIGNMENTS


@dataclass(frozen=True)
class Question:
    """What is asked: about a mission, a choice for it, or an expert; what is not given is None."""

    source: Path
    mission_id: str | None = None
    expert_id: str | None = None
    start: date | None = None
    fund_id: str | None = None
    deliver: bool = False
    time_limit: float | None = None


def explain(question: Question, screen: Screen, verify: str) -> None:
    """Answer a question about the plan in a workbook.

    Parameters
    ----------
    verify : str
        What to type to see the rules that the plan breaks.

    Raises
    ------
    WorkbookError, BadInputError, CommandError
        Where the workbook holds no plan that can be explained, or the question names nothing.
    """
    watch = Watch(question.time_limit)
    _refuse_combination(question)
    reading, year = read_good(question.source, None, None)
    _refuse_unknown(question, year)
    calendars = Calendars(year)
    if text := doubt(reading, year, question.source, verify):
        raise CommandError(f"{text}. Mend the plan, or solve again: only then can it be explained.")
    plan = _plan(reading, year, calendars, question.source)
    with interruptible(watch), screen.follower(lambda: watch.interrupted) as follower:
        engine = Engine(watch.search)
        best = _is_best(question.source, year, calendars, plan)
        inquiry = Inquiry(year, calendars, plan, engine, progress=follower, best=best)
        try:
            blocks = tuple(_answer(inquiry, question))
        except (NoPlanError, UndecidedError):
            text = "The run ended before there was an answer. Ask again with a longer --time-limit."
            raise CommandError(text) from None
    screen.explanation(blocks, lambda place: _cell(reading, place))


def _answer(inquiry: Inquiry, question: Question) -> Iterator[Block]:
    if question.mission_id is None:
        yield from page_of(inquiry, inquiry.year.expert_by_id[str(question.expert_id)])
        return
    mission = inquiry.year.mission_by_id[question.mission_id]
    if question.expert_id or question.start or question.fund_id:
        demand = Demand(
            mission_id=mission.id,
            expert_id=question.expert_id,
            start=question.start,
            fund_id=question.fund_id,
        )
        yield from why_not(inquiry, demand)
        return
    yield from why(inquiry, mission)
    if question.deliver and mission.id not in inquiry.teams:
        yield from to_deliver(inquiry, mission)


def _refuse_combination(question: Question) -> None:
    if question.mission_id is None and question.expert_id is None:
        raise CommandError("Name a mission to explain, or an expert with --expert.")
    if question.mission_id is None and (question.start or question.fund_id or question.deliver):
        raise CommandError("--start, --fund and --deliver are about a mission: name it, too.")


def _refuse_unknown(question: Question, year: Year) -> None:
    _refuse_name("mission", question.mission_id, year.mission_by_id)
    _refuse_name("expert", question.expert_id, year.expert_by_id)
    _refuse_name("fund", question.fund_id, year.fund_by_id)


def _refuse_name(kind: str, wanted: str | None, known: Iterable[str]) -> None:
    ids = tuple(known)
    if wanted is not None and wanted not in ids:
        hint = did_you_mean(closest_id(wanted, ids))
        raise CommandError(f"There is no {kind} {wanted} in the workbook. {hint}".rstrip())


def _plan(reading: Reading, year: Year, calendars: Calendars, source: Path) -> Plan:
    plan = plan_of_rows(year, calendars) if ASSIGNMENTS.name in reading.sheet_names else Plan()
    if not plan.placements:
        raise CommandError(
            f"There is no plan in {source.name}. Explain the workbook that solve wrote, or make "
            "a plan first."
        )
    return plan


def _is_best(source: Path, year: Year, calendars: Calendars, plan: Plan) -> bool:
    """Whether the run that wrote the workbook proved that no more can be delivered."""
    recorded = recorded_proofs(source)
    return all(
        recorded.get(value.level) == (value.value, True)
        for value in level_values(year, plan, calendars)
        if value.level.startswith("delivery-")
    )


def _cell(reading: Reading, place: Place) -> str:
    """A place as the workbook names it: sheet and cell."""
    title = reading.sheet_names.get(place.sheet)
    if title is None:
        return ""
    cell = reading.cell(place.sheet, place.field, place.row) if place.row else None
    return f"{title} {cell}" if cell else title
