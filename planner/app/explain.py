"""Why a plan is as it is, and what something else would cost."""

from collections.abc import Iterable, Iterator

from models.answers.explanation import Block, Explanation
from models.answers.plan import Plan
from models.answers.price import Price
from models.events import Listener, ignore
from models.facts.instance import Year
from models.requests.demand import Demand
from models.requests.question import Question, ToDeliver, WhyExpert, WhyNot
from models.workbook import Workbook
from planner.app.load import plan_in, year_of
from planner.app.running.proven import delivers_most
from planner.app.verify import doubt
from planner.domain.calendars import calendars_of
from planner.domain.errors import BadInput, NoPlan, Undecided
from planner.domain.spelling import closest_id, did_you_mean, meant_id
from planner.formulation.eligibility import Pool
from planner.reasons.answers.choices import stage_sentences, why_not
from planner.reasons.answers.experts import page_of
from planner.reasons.answers.inquiry import Inquiry, PlannedYear
from planner.reasons.answers.missions import to_deliver, why
from planner.solver.cp_sat import Engine
from planner.solver.deadline import NEVER, Deadline


def explain(
    year: Year,
    plan: Plan,
    question: Question,
    *,
    best: bool = False,
    deadline: Deadline = NEVER,
    on_event: Listener = ignore,
) -> Explanation:
    """Answer one question about a plan that keeps every rule; see `Explainer` for several.

    Raises
    ------
    BadInput
        The question names what is not in the year.
    Undecided
        The deadline came before there was any answer.
    """
    asked = Explainer(year, plan, best=best)
    return asked.answer(question, deadline=deadline, on_event=on_event)


class Explainer:
    """Answers questions about one plan; what follows from the plan is worked out once.

    Parameters
    ----------
    year, plan
        The facts, and a plan that keeps every rule.
    best : bool
        Whether it is proven that no plan delivers more: some prices are found faster then.
    """

    def __init__(self, year: Year, plan: Plan, *, best: bool = False) -> None:
        self._planned = PlannedYear(Pool(year, calendars_of(year)), plan, best=best)

    @classmethod
    def of(cls, workbook: Workbook, *, seen: str = ": verify shows them") -> "Explainer":
        """An explainer of the plan in a workbook.

        Parameters
        ----------
        seen : str
            How to see the rules that the plan breaks: what follows where it is said that it does.

        Raises
        ------
        BadInput
            Where there is no plan, or it breaks a rule.
        """
        year = year_of(workbook)
        plan = plan_in(workbook) if workbook.plan else Plan()
        if not plan.placements:
            raise BadInput(
                f"There is no plan in {workbook.name}. Explain the workbook that solve wrote, or "
                "make a plan first."
            )
        if text := doubt(workbook):
            raise BadInput(
                f"{text}{seen}. Mend the plan, or solve again: only then can it be explained."
            )
        return cls(year, plan, best=delivers_most(workbook.recorded, year, plan))

    def answer(
        self, question: Question, *, deadline: Deadline = NEVER, on_event: Listener = ignore
    ) -> Explanation:
        """Answer a question within its own deadline.

        Raises
        ------
        BadInput
            The question names what is not in the year.
        Undecided
            The deadline came before there was any answer.
        """
        question = _understood(self._planned.year, question)
        inquiry = Inquiry(self._planned, Engine(deadline), on_event)
        try:
            blocks = tuple(_answer(inquiry, question))
        except (NoPlan, Undecided):
            raise Undecided(
                "The run ended before there was an answer. Ask again with more time."
            ) from None
        return Explanation(question=question, blocks=blocks, price=inquiry.price)

    def so_far(self, mission_id: str, found: Price) -> tuple[str, ...]:
        """What a plan that was found for a mission loses and gains, while others are looked for."""
        return stage_sentences(self._planned.year, self._planned.plan, mission_id, found)


def _answer(inquiry: Inquiry, question: Question) -> Iterator[Block]:
    if isinstance(question, WhyExpert):
        yield from page_of(inquiry, inquiry.year.expert_by_id[question.expert_id])
        return
    mission = inquiry.year.mission_by_id[question.mission_id]
    if isinstance(question, WhyNot):
        yield from why_not(inquiry, Demand(**question.model_dump(exclude={"kind"})))
        return
    yield from why(inquiry, mission)
    if isinstance(question, ToDeliver) and mission.id not in inquiry.teams:
        yield from to_deliver(inquiry, mission)


def _understood(year: Year, question: Question) -> Question:
    """The question with IDs as the workbook writes them."""
    known: dict[str, tuple[str, Iterable[str]]] = {
        "mission_id": ("mission", year.mission_by_id),
        "expert_id": ("expert", year.expert_by_id),
        "fund_id": ("fund", year.fund_by_id),
    }
    asked = {field: getattr(question, field, None) for field in known}
    given = {field: text for field, text in asked.items() if text is not None}
    meant = {field: _known(*known[field], text) for field, text in given.items()}
    return question.model_copy(update=meant)


def _known(kind: str, ids: Iterable[str], wanted: str) -> str:
    known = tuple(ids)
    found = meant_id(wanted, known)
    if found is None:
        hint = did_you_mean(closest_id(wanted, known))
        called = wanted if wanted.strip() else f'"{wanted}"'
        raise BadInput(f"There is no {kind} {called} in the workbook. {hint}".rstrip())
    return found
