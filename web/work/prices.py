"""What the year would give up for something: the answer comes in stages, each with its plan."""

from models.answers.explanation import Explanation
from models.answers.plan import Plan
from models.events import Event, PriceFound, PriceNotFound
from models.facts.instance import Year
from models.requests.question import ToDeliver, WhyNot
from planner import Deadline
from planner.app.explain import Explainer
from web.work.news import teller
from web.work.planning import Stage
from web.work.worker import Work


def price(
    work: Work, year: Year, plan: Plan, best: bool, question: ToDeliver | WhyNot
) -> Explanation:
    """What the year would give up for something, in stages until it is proven."""
    deadline = Deadline()
    work.when_stopped(deadline.end)
    asked, others = Explainer(year, plan, best=best), teller(work)

    def tell(event: Event) -> None:
        if isinstance(event, PriceNotFound):
            work.tell(("stage", Stage(event)))
        elif isinstance(event, PriceFound):
            said = asked.so_far(question.mission_id, event.price)
            work.tell(("stage", Stage(event, said)))
        else:
            others(event)

    return asked.answer(question, deadline=deadline, on_event=tell)
