"""What changes against the base plan, in sentences; they name IDs, never a person."""

from collections.abc import Iterator
from typing import NamedTuple

from planner.domain.wording import amount, counted, day, listed, upper_first
from planner.report.plan_view import TeamView
from scenarios.study.compare import Case, ComparedKind, Comparison, Difference, experts_of
from scenarios.study.solving import ScenarioAnswer

# What the row that sums up a scenario says in the column for the kind of change.
IN_SHORT = "in short"


class ChangeLine(NamedTuple):
    """A row of the sheet What changed; without a mission where it sums up the scenario."""

    scenario: str
    mission_id: str
    title: str
    priority: int | None
    kind: str
    sentence: str


def change_lines(comparison: Comparison) -> tuple[ChangeLine, ...]:
    """All that changes, scenario by scenario, the short version of each first."""
    return tuple(line for case in comparison.cases for line in _lines(comparison, case))


def _lines(comparison: Comparison, case: Case) -> Iterator[ChangeLine]:
    differences = comparison.differences(case)
    yield ChangeLine(case.name, "", "", None, IN_SHORT, in_short(comparison, case))
    for difference in differences:
        mission = difference.mission
        yield ChangeLine(
            scenario=case.name,
            mission_id=mission.id,
            title=mission.title,
            priority=mission.priority,
            kind=", ".join(kind.value for kind in difference.kinds),
            sentence=sentence(case, difference),
        )


def in_short(comparison: Comparison, case: Case) -> str:
    """A scenario in one sentence."""
    if case.view is None:
        return case.trouble if case.answer is None else f"There is no plan. {case.trouble}"
    if comparison.base.view is None:
        return "There is no base plan to compare with."
    kinds = [kind for d in comparison.differences(case) for kind in d.kinds]
    counts = [
        (ComparedKind.LOST, "{} lost"),
        (ComparedKind.GAINED, "{} gained"),
        (ComparedKind.MOVED, "{} moved to another start"),
        (ComparedKind.OTHERS, "{} with other experts"),
        (ComparedKind.FUND, "{} paid by another fund"),
    ]
    parts = [
        text.format(counted(kinds.count(kind), "mission")) for kind, text in counts if kind in kinds
    ]
    return (
        f"{upper_first(listed(parts)) if parts else 'The same missions, experts and starts'}; "
        + (f"{_cost(comparison.base, case)}.")
    )


def sentence(case: Case, difference: Difference) -> str:
    """How one mission differs."""
    return " ".join(_sentences(case, difference))


def _sentences(case: Case, difference: Difference) -> Iterator[str]:
    kinds, before, after = difference.kinds, difference.before, difference.after
    if ComparedKind.ADDED in kinds:
        yield f"Added in this scenario{'.' if after else ', and not delivered.'}"
    if ComparedKind.DROPPED in kinds:
        yield f"Cancelled in this scenario{'.' if before else '; not in the base plan either.'}"
    if before is not None and after is None:
        yield f"Not delivered any more; in the base plan {arrangement(before)}."
        yield from _why(case, difference)
    elif before is None and after is not None:
        yield f"Delivered: {arrangement(after)}."
    elif before is not None and after is not None:
        yield from _moves(kinds, before, after)


def _moves(kinds: tuple[ComparedKind, ...], before: TeamView, after: TeamView) -> Iterator[str]:
    if ComparedKind.MOVED in kinds:
        yield f"Starts on {day(after.run.start)} instead of {day(before.run.start)}."
    if ComparedKind.OTHERS in kinds:
        came = [p.expert.id for p in after.posts if p.expert.id not in experts_of(before)]
        gone = [p.expert.id for p in before.posts if p.expert.id not in experts_of(after)]
        yield f"{listed(came)} instead of {listed(gone)}." if came else f"Without {listed(gone)}."
    if ComparedKind.FUND in kinds:
        yield f"Paid by {after.fund_id or 'no fund'} instead of {before.fund_id or 'no fund'}."


def arrangement(team: TeamView) -> str:
    """When a mission starts, with whom, and who pays."""
    experts = listed(post.expert.id for post in team.posts)
    paid = f", paid by {team.fund_id}" if team.fund_id else ""
    return f"from {day(team.run.start)} with {experts}{paid}"


def _why(case: Case, difference: Difference) -> Iterator[str]:
    reasons = case.answer.not_delivered if case.answer is not None else ()
    for reason in reasons:
        if reason.mission_id == difference.mission.id:
            yield reason.why


def _cost(base: Case, case: Case) -> str:
    saved = base.cost - case.cost
    if saved == 0:
        return "the cost is that of the base plan"
    return f"{amount(case.year, abs(saved))} {'less' if saved > 0 else 'more'} than the base plan"


def describe(answer: ScenarioAnswer) -> str:
    """An answer in a few words, for those who wait."""
    if answer.plan is None:
        return "no plan"
    proof = "proven" if answer.proven else "not proven"
    return f"{counted(len(answer.plan.teams()), 'mission')} delivered, {proof}"
