"""A year with a plan as the output sheets see it."""

from datetime import datetime

from models.answers.plan import Plan
from models.answers.result import Manifest, RunResult
from models.facts.instance import Year
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.actions import action_lines
from planner.reasons.substitution.dossier import Dossier
from planner.report.plan_view import PlanView

RUN_ON = datetime(2026, 11, 2, 9, 0)


def actions(facts: Year, answer: Plan) -> tuple[ActionLine, ...]:
    """The rows of the sheet Actions."""
    view = view_of(facts, answer)
    return action_lines(view, Dossier(view.context))


def view_of(facts: Year, answer: Plan) -> PlanView:
    """The plan as the sheets see it."""
    manifest = Manifest(
        started=RUN_ON,
        seconds=1.0,
        input_name="plan.xlsx",
        fingerprint="",
        seed=1,
        versions={},
        options={},
    )
    result = RunResult(year=facts, plan=answer, levels=(), not_delivered=(), manifest=manifest)
    return PlanView(result)
