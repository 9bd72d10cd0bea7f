"""Questions about a plan that somebody works on: what the answers share is kept between them."""

from collections.abc import Mapping

from models.answers.explanation import Explanation
from models.answers.plan import Plan
from models.facts.instance import Year
from models.requests.question import Question
from planner.app.by_hand.examination import Examination
from planner.app.explain import Explainer
from planner.domain.calendars import calendars_of
from planner.formulation.eligibility import Pool
from planner.formulation.usage import Load
from planner.heuristics.standbys import Standbys
from planner.report.wishes import wish_sentence
from planner.solver.deadline import Deadline


class OpenPlan:
    """Answers questions about one plan, and looks at what it does not deliver in between.

    Parameters
    ----------
    best : bool
        Whether it is proven that no plan delivers more.

    Attributes
    ----------
    examination : Examination
        Why missions are not delivered, as far as that is known.
    """

    def __init__(self, year: Year, plan: Plan, *, best: bool) -> None:
        pool = Pool(year, calendars_of(year))
        self._year, self._plan = year, plan
        self._explainer = Explainer(year, plan, best=best)
        self._standbys = Standbys(Load(year, pool.calendars, plan, pool))
        self.examination = Examination(pool, plan)

    def answer(self, question: Question, deadline: Deadline) -> Explanation:
        """What `explain` answers."""
        return self._explainer.answer(question, deadline=deadline)

    def stand_ins(self, mission_id: str) -> Mapping[int, tuple[str, ...]]:
        """Who could take over each position of a mission, the first to ask first."""
        rows = [row for row in self._plan.placements if row.mission_id == mission_id]
        return {row.position: tuple(e.id for e in self._standbys.of(row)) for row in rows}

    def wishes(self, fund_id: str) -> tuple[str, ...]:
        """What more of a fund would deliver of several missions, once those were looked at."""
        own = [wish for wish in self.examination.wishes if wish.fund_id == fund_id]
        return tuple(f"{wish_sentence(self._year, wish)}." for wish in own)
