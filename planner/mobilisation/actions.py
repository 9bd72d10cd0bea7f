"""What to do next, step by step of the policy and by administration (sheet Actions).

The status of each row of the plan decides which of its steps is next.
"""

from collections.abc import Iterable, Iterator

from models.facts.expert import QualificationStatus
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import PAYERS
from planner.domain.country_names import country_name
from planner.domain.wording import listed
from planner.mobilisation.action_line import (
    AVAILABLE,
    COMPLETED,
    CONFIRMED,
    CONTACTED,
    INVITED,
    PROPOSED,
    ActionLine,
    Task,
    When,
    line_of,
)
from planner.mobilisation.called_off import called_off_lines, undecided_lines
from planner.mobilisation.contacts import addressee, ncp
from planner.mobilisation.external_actions import external_lines
from planner.mobilisation.steps import Step
from planner.reasons.substitution.dossier import Dossier
from planner.report.lines import STAFF, evaluator
from planner.report.plan_view import PlanView, PostView, TeamView


def action_lines(view: PlanView, dossier: Dossier) -> tuple[ActionLine, ...]:
    """Everything that is still to be done: what is due first, then in the order of the policy."""
    lines = [
        *_funds(view),
        *_grouped(view, _tasks_of_serving(view)),
        *external_lines(view, dossier),
        *_evaluations(view),
        *called_off_lines(view),
        *undecided_lines(view),
    ]
    order, whens = [step.title for step in Step], list(When)
    today = view.result.manifest.started.date()
    return tuple(
        sorted(
            (line.seen_on(today)._replace(owner=_owner(view.year, line)) for line in lines),
            key=lambda line: (
                whens.index(line.when),
                line.do_by,
                order.index(line.step),
                country_name(line.administration),
                line.mission_ids,
            ),
        )
    )


def _owner(year: Year, line: ActionLine) -> str:
    """The lead officials of the missions of a line."""
    planned, off = year.mission_by_id, year.called_off_by_id
    missions = (off.get(name) or planned.get(name) for name in line.mission_ids)
    officials = (mission.lead_official for mission in missions if mission is not None)
    return ", ".join(dict.fromkeys(name for name in officials if name))


def _funds(view: PlanView) -> Iterator[ActionLine]:
    """Funds that are pending and pay for something in the plan."""
    for fund in view.year.funds:
        teams = [team for team in view.teams if fund.id in view.paid(team)]
        if fund.status is not FundStatus.PENDING or not teams:
            continue
        cost = sum(view.paid(team)[fund.id] for team in teams)
        amount = f"{cost:,} {view.year.settings.currency}"
        first = min(team.run.start for team in teams)
        yield ActionLine(
            do_by=Step.FUND.due(first),
            step=Step.FUND.title,
            administration="",
            whom=fund.name or fund.id,
            what=f"Have fund {fund.id} confirmed: {amount} for {_number(teams)}.",
            after="",
            reason="The plan uses a fund that is pending.",
            mission_ids=tuple(team.mission.id for team in teams),
            expert_ids=(),
            first_start=first,
        )


def _number(teams: list[TeamView]) -> str:
    return "1 mission" if len(teams) == 1 else f"{len(teams)} missions"


def _tasks_of_serving(view: PlanView) -> Iterator[Task]:
    for post in view.posts:
        if post.qualification is not QualificationStatus.EXTERNAL:
            yield from _tasks(post, _open_fund(view, post))


def _tasks(post: PostView, fund: str) -> Iterator[Task]:
    """The steps that the status of a serving expert's row leaves to be done."""
    if post.status is PROPOSED:
        yield Task(Step.CONTACT, post, fund)
        yield Task(Step.LETTER, post, NCP_ANSWERS)
    elif post.status is CONTACTED:
        yield Task(Step.ANSWER, post)
        yield Task(Step.LETTER, post, NCP_ANSWERS)
    elif post.status is AVAILABLE:
        yield Task(Step.LETTER, post, fund)
    elif post.status is INVITED:
        yield Task(Step.RELEASE, post)
    elif post.status is CONFIRMED:
        yield Task(Step.LOGISTICS, post)


def _open_fund(view: PlanView, post: PostView) -> str:
    """What has to come first where the mission's fund is pending."""
    payers = (post.placement.fund_id or "").split(PAYERS)
    funds = [view.year.fund_by_id[name] for name in payers if name in view.year.fund_by_id]
    pending = [fund.id for fund in funds if fund.status is FundStatus.PENDING]
    if not pending:
        return ""
    return f"Fund {listed(pending)} is confirmed."


def _grouped(view: PlanView, tasks: Iterable[Task]) -> Iterator[ActionLine]:
    """One line for each step, administration and state, with all its experts and dates."""
    groups: dict[tuple[Step, str, str], list[PostView]] = {}
    for task in tasks:
        key = (task.step, task.post.expert.administration, task.after)
        groups.setdefault(key, []).append(task.post)
    for (step, code, after), posts in groups.items():
        yield line_of(
            step,
            posts,
            code=code,
            whom=_whom(view.year, step, code),
            request=_REQUEST[step],
            after=after,
        )


NCP_ANSWERS = "The National Contact Point says who is available."
_REQUEST = {
    Step.ANSWER: "Asked informally; obtain the answer about:",
    Step.CONTACT: "Ask informally whether these experts could be released:",
    Step.LETTER: "Ask formally for the release of:",
    Step.RELEASE: "The letter is out; obtain the answer about:",
    Step.LOGISTICS: "Released; arrange travel and stay of:",
}


def _whom(year: Year, step: Step, code: str) -> str:
    return addressee(year, code) if step is Step.LETTER else ncp(year, code)


def _evaluations(view: PlanView) -> Iterator[ActionLine]:
    """Who evaluates each pre-accredited expert, on the last day of the mission."""
    for team in view.teams:
        for post in team.posts:
            who = evaluator(team, post)
            if who:
                yield _evaluation(team, post, _known_as(team, who))


def _evaluation(team: TeamView, post: PostView, who: str) -> ActionLine:
    done = post.status is COMPLETED
    early = post.status not in (CONFIRMED, COMPLETED)
    request = f"{who} has evaluated; record the outcome for:" if done else f"{who} evaluates:"
    line = line_of(
        Step.EVALUATION,
        [post],
        code=post.expert.administration,
        whom=who,
        request=request,
        after="The administration releases the expert." if early else "",
        reason=f"Pre-accredited in {post.placement.expertise}: the chance to complete the "
        "accreditation.",
    )
    return line._replace(do_by=team.run.end)


def _known_as(team: TeamView, who: str) -> str:
    if who == STAFF:
        return STAFF
    name = next(post.expert.name for post in team.posts if post.expert.id == who)
    return f"{who} {name}".strip()
