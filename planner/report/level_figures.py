"""What the plan reached at each level, in a sentence and a figure (sheet Compliance)."""

from collections.abc import Callable

from models.facts.expert import QualificationStatus
from planner.checker import levels
from planner.domain.agreements import delivery_classes, preferred_rows
from planner.domain.wording import counted
from planner.report.plan_view import PlanView
from planner.report.rule_figures import Applied


def _delivery(view: PlanView) -> Applied:
    classes = delivery_classes(view.year, view.calendars)
    parts = [
        f"{name.removeprefix('delivery-')}: {sum(m in view.delivered for m in ids)} of {len(ids)}"
        for name, ids in classes.items()
    ]
    sentence = f"Delivered by priority: {', '.join(parts)}."
    return Applied(sentence, len(view.teams), "missions")


def _stability(view: PlanView) -> Applied:
    rows, lost = preferred_rows(view.year), levels.stability(view.context)
    if not rows:
        return Applied("No Proposed, Contacted or Available rows in the input.", 0, "rows")
    sentence = f"Of {counted(len(rows), 'proposal')}, {len(rows) - lost} kept."
    return Applied(sentence, lost, "rows")


def _pre_accredited(view: PlanView) -> Applied:
    status = QualificationStatus.PRE_ACCREDITED
    pool = sum(row.status is status for row in view.year.qualifications)
    number = levels.pre_accredited(view.context)
    sentence = f"Of {counted(pool, 'candidate')} in the pool, {number} get their opportunity."
    return Applied(sentence, number, "candidates")


def _externals(view: PlanView) -> Applied:
    number = levels.externals(view.context)
    sentence = f"{number} of {counted(len(view.posts), 'position')}, listed below for decision."
    return Applied(sentence, number, "positions")


def _region(view: PlanView) -> Applied:
    number = levels.region(view.context)
    inside = len(view.posts) - number
    sentence = f"{inside} of {counted(len(view.posts), 'position')} filled from the own region."
    return Applied(sentence, number, "positions")


def _idle(view: PlanView) -> Applied:
    total = levels.idle(view.context)
    serving = len(view.posts_by_expert.keys() - view.year.external_ids)
    mean = f", {total // serving:,} days each on average" if serving else ""
    return Applied(f"Summed over {counted(serving, 'serving expert')}{mean}.", total, "days")


def _cost(view: PlanView) -> Applied:
    total, number = levels.cost(view.context), len(view.teams)
    currency = view.year.settings.currency
    mean = f" {total // number:,} {currency} a mission on average." if number else ""
    return Applied(f"{counted(number, 'mission')}.{mean}", total, currency)


APPLIED_LEVELS: dict[str, Callable[[PlanView], Applied]] = {
    "delivery": _delivery,
    "stability": _stability,
    "pre-accredited": _pre_accredited,
    "externals": _externals,
    "region": _region,
    "idle": _idle,
    "cost": _cost,
}
