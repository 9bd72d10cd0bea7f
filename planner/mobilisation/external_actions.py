"""The steps for external experts: the former administration, the decision, the contract."""

from collections.abc import Iterator

from models.facts.expert import Clearance, Decision, QualificationStatus
from planner.mobilisation.action_line import (
    COMPLETED,
    CONFIRMED,
    INVITED,
    ActionLine,
    Task,
    line_of,
)
from planner.mobilisation.steps import DEPUTY_DIRECTOR, Step
from planner.reasons.substitution.dossier import Dossier
from planner.report.plan_view import PlanView, PostView


def external_lines(view: PlanView, dossier: Dossier) -> Iterator[ActionLine]:
    """The steps for external experts, one expert and mission a line: nobody releases them."""
    for post in view.posts:
        if post.qualification is QualificationStatus.EXTERNAL:
            for task in _external_tasks(post):
                step, after = task.step, task.after
                reason = dossier.summary(post.placement) if step is Step.DECISION else ""
                whom = _EXTERNAL_TO.get(step, "WCO")
                request = _EXTERNAL_WHAT[step]
                former = post.expert.former_administration if step is Step.FORMER else None
                yield line_of(
                    step,
                    [post],
                    code=former or "",
                    whom=whom,
                    request=request,
                    after=after,
                    reason=reason,
                )


_EXTERNAL_TO = {
    Step.FORMER: "Former administration",
    Step.DECISION: DEPUTY_DIRECTOR,
    Step.CONTRACT: "WCO and the external expert",
}
_EXTERNAL_WHAT = {
    Step.FORMER: "Ask the former administration why this person left it:",
    Step.DECISION: "Decide whether this external expert is deployed:",
    Step.CONTRACT: "Draw up the contract (terms of reference, results, code of conduct) of:",
    Step.LOGISTICS: "Arrange travel and stay of:",
}


def _external_tasks(post: PostView) -> Iterator[Task]:
    """The steps that the status and the clearance of an external expert leave to be done."""
    if post.status in (CONFIRMED, COMPLETED):
        if post.status is CONFIRMED:
            yield Task(Step.LOGISTICS, post)
        return
    answer = ""
    if post.expert.clearance is not Clearance.CLEARED:
        answer = "The former administration answers."
        yield Task(Step.FORMER, post)
    decided = post.expert.decision is Decision.APPROVED or post.status is INVITED
    if not decided:
        yield Task(Step.DECISION, post, answer)
        answer = "The Deputy Director agrees."
    if not post.expert.contract_signed:
        yield Task(Step.CONTRACT, post, answer)
