"""Papers about a plan as files in a folder: filled in from a template, all of them or none."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from models.answers.not_delivered import NotDelivered
from models.answers.result import RunResult
from models.base import Frozen
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.after_plan.next_steps import FollowUp
from planner.app.letters.letter_files import SUFFIX
from planner.app.letters.letter_filling import fill_in_all
from planner.app.load import plan_in, year_of
from planner.app.on_paper.more_or_less import effects
from planner.app.outputs.manifest import manifest
from planner.app.outputs.saving import save_folder
from planner.app.outputs.targets import refuse_folder
from planner.app.verify import doubt
from planner.domain.calendars import calendars_of
from planner.domain.errors import BadInput
from planner.domain.tongue import ENGLISH, Tongue
from planner.formulation.eligibility import Pool
from planner.mobilisation.papers.administrations import administration_pages
from planner.mobilisation.papers.donors import donor_pages
from planner.mobilisation.papers.last_resort import dossiers
from planner.mobilisation.papers.paper import TEMPLATE, Paper, PaperDesk
from planner.mobilisation.papers.report import Answers, report
from planner.reasons.not_delivered import reasons
from planner.reasons.one_mission import Probe
from planner.report.lines import fund_lines
from planner.report.plan_view import PlanView
from planner.solver.cp_sat import Engine
from planner.solver.deadline import NEVER, Deadline


class PaperOptions(Frozen):
    """What papers may be asked besides the plan.

    Attributes
    ----------
    names : bool
        Whether experts are named.
    language : str
        The code of the language of papers that go to no administration.
    template : Path or None
        A document of the office in place of the one that ships with the program.
    """

    names: bool = False
    language: str = ENGLISH
    template: Path | None = None


USUAL = PaperOptions()
_LEAST_SECONDS, _REASONS_SHARE = 2.5, 0.8
# What it takes to begin to make documents and to make one of them, on a slow computer; and how much
# later than its limit the making may end.
_SECONDS_TO_BEGIN, _SECONDS_A_PAPER, _SECONDS_LATE = 2.0, 0.06, 3.0
# However many documents there are, the reasons get as much.
_SECONDS_FOR_REASONS = 0.5


def write_papers(
    book: Workbook,
    folder: Path,
    when: datetime,
    options: PaperOptions = USUAL,
    *,
    before: Workbook | None = None,
    deadline: Deadline = NEVER,
) -> tuple[Path, ...]:
    """Write the Director's report, a page a donor and an administration, and the dossiers.

    Parameters
    ----------
    when : datetime
        The time of the run.
    before : Workbook, optional
        The plan that the report compares with.
    deadline : Deadline
        For why missions are not delivered, then for planning again with more and less money; what
        is not settled by then is said to be open. The time to make the documents is kept free.

    Raises
    ------
    BadInput
        Where the workbook has errors, no plan, or one that breaks rules, where the template
        cannot be filled in, or where the time limit is too short for so many documents.
    NoPlan
        Where somebody ends the run and many documents are missing: then nothing is written.
    CannotWrite
        Where the folder cannot be written, or holds somebody's work: then nothing is written.
    """
    view = _view(book, when)
    refuse_folder(folder)
    desk = PaperDesk(view, Tongue(options.language), options.names, when.date(), book.name)
    papers = tuple(_papers(desk, book, before, deadline))
    contexts = [{**paper._asdict(), "language": options.language} for paper in papers]
    documents = fill_in_all(options.template or TEMPLATE, contexts, deadline)
    names = [f"{paper.file}{SUFFIX}" for paper in papers]
    return tuple(save_folder(folder, dict(zip(names, documents, strict=True))))


def _view(book: Workbook, when: datetime) -> PlanView:
    year, plan = year_of(book), plan_in(book)
    if text := doubt(book):
        raise BadInput(f"{text}: verify shows them. Mend the plan, or solve again.")
    run = manifest(book, when, 1, {})
    return PlanView(RunResult(year=year, plan=plan, levels=(), not_delivered=(), manifest=run))


def _papers(
    desk: PaperDesk, book: Workbook, before: Workbook | None, deadline: Deadline
) -> Iterator[Paper]:
    view, follow_up = desk.view, FollowUp(desk.view)
    known = (*administration_pages(desk), *dossiers(desk, follow_up.dossier))
    papers = 1 + len(fund_lines(view)) + len(known)
    making = _SECONDS_TO_BEGIN + _SECONDS_A_PAPER * papers
    _refuse_too_short(deadline, papers, making)
    proven = bool(book.recorded) and all(level.proven for level in book.recorded.values())
    answers = Answers(
        actions=follow_up.lines,
        reasons=_reasons(view, deadline, making),
        proven=proven,
        before=None if before is None else _planned(before),
        before_name=before.name if before else "",
    )
    yield report(desk, answers)
    examined = deadline.within(_before(deadline, making))
    yield from donor_pages(desk, effects(view, examined, best=proven))
    yield from known


def _refuse_too_short(deadline: Deadline, papers: int, making: float) -> None:
    if making > deadline.seconds_left + _SECONDS_LATE:
        raise BadInput(
            f"The time limit of {deadline.seconds:g} s is too short: to make {papers:,} papers "
            f"takes about {making:.0f} seconds, after the workbook is read. Nothing was written. "
            "Run again with more time."
        )


def _before(deadline: Deadline, making: float) -> float:
    """The seconds that are left before the documents have to be made."""
    return max(0.0, deadline.seconds_left - max(0.0, making - _SECONDS_LATE))


def _reasons(view: PlanView, deadline: Deadline, making: float = 0.0) -> Sequence[NotDelivered]:
    pool = Pool(view.year, calendars_of(view.year))
    # A paper that says "not examined" is worth little: the effects of money get what is left, and
    # a limit that was over when the workbook was read leaves some time for the reasons.
    least = max(_SECONDS_FOR_REASONS, _LEAST_SECONDS - making)
    seconds = max(least, _REASONS_SHARE * _before(deadline, making))
    engine = Engine(deadline.untimed().within(seconds))
    return tuple(reasons(Probe(pool.year, pool.calendars, view.result.plan, engine, pool=pool)))


def _planned(book: Workbook) -> Year:
    plan_in(book)
    return year_of(book)
