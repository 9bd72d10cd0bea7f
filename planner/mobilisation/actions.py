"""What to do next, step by step of the policy and by administration (sheet Actions).

The status of each row of the plan decides which of its steps is next.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from models.administration import Addressee
from models.assignment import AssignmentRow, AssignmentStatus
from models.expert import Clearance, QualificationStatus
from models.fund import FundStatus
from models.instance import Year
from planner.mobilisation.last_resort import Dossier
from planner.mobilisation.steps import DEPUTY_DIRECTOR, DIRECTOR_GENERAL, NCP, Step
from planner.mobilisation.why_not import span_text
from planner.words import country, day
from planner.workbook.result_sheets.plan_view import PlanView, Post, Team
from planner.workbook.result_sheets.rows import STAFF, evaluator

NOW, LATER = "Now", "Later"

PROPOSED, CONTACTED = AssignmentStatus.PROPOSED, AssignmentStatus.CONTACTED
INVITED, CONFIRMED = AssignmentStatus.INVITED, AssignmentStatus.CONFIRMED
COMPLETED = AssignmentStatus.COMPLETED


class Task(NamedTuple):
    """One step for one row of the plan; `after` is what has to come first, "" for nothing."""

    step: Step
    post: Post
    after: str = ""


class ActionLine(NamedTuple):
    """A row of Actions; `administration` is a country code, "" where none is concerned."""

    do_by: date
    when: str
    step: str
    administration: str
    whom: str
    what: str
    after: str
    reason: str
    mission_ids: tuple[str, ...]
    expert_ids: tuple[str, ...]
    first_start: date | None


def action_lines(view: PlanView, dossier: Dossier) -> tuple[ActionLine, ...]:
    """Everything that is still to be done, by date, then in the order of the policy."""
    lines = [
        *_funds(view),
        *_grouped(view, _tasks_of_serving(view)),
        *_of_externals(view, dossier),
        *_evaluations(view),
        *_changes(view),
    ]
    order = [step.title for step in Step]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.do_by,
                order.index(line.step),
                country(line.administration),
                line.mission_ids,
            ),
        )
    )


def ncp(year: Year, code: str) -> str:
    """The National Contact Point of an administration, as far as it is known."""
    row = year.administration_by_country.get(code)
    known = [part for part in (row.ncp_name, row.ncp_email) if part] if row else []
    title = [] if known and known[0].startswith(NCP) else [NCP]
    return ", ".join((*title, *known))


def addressee(year: Year, code: str) -> str:
    """Who gets the formal letter: never an expert; the Director-General where nothing is said."""
    row = year.administration_by_country.get(code)
    if row is not None and row.addressee is Addressee.NCP:
        return ncp(year, code)
    return DIRECTOR_GENERAL


def _funds(view: PlanView) -> Iterator[ActionLine]:
    """Funds that are pending and pay for something in the plan."""
    for fund in view.year.funds:
        teams = [team for team in view.teams if team.fund_id == fund.id]
        if fund.status is not FundStatus.PENDING or not teams:
            continue
        amount = f"{sum(team.cost for team in teams):,} {view.year.settings.currency}"
        first = min(team.run.start for team in teams)
        yield ActionLine(
            do_by=Step.FUND.due(first),
            when=NOW,
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


def _number(teams: list[Team]) -> str:
    return "1 mission" if len(teams) == 1 else f"{len(teams)} missions"


def _tasks_of_serving(view: PlanView) -> Iterator[Task]:
    for post in view.posts:
        if post.qualification is not QualificationStatus.EXTERNAL:
            yield from _tasks(post, _open_fund(view, post))


def _tasks(post: Post, fund: str) -> Iterator[Task]:
    """The steps that the status of a serving expert's row leaves to be done."""
    if post.status is PROPOSED:
        yield Task(Step.CONTACT, post, fund)
        yield Task(Step.LETTER, post, "The National Contact Point says who is available.")
    elif post.status is CONTACTED:
        yield Task(Step.LETTER, post, fund)
    elif post.status is INVITED:
        yield Task(Step.RELEASE, post)
    elif post.status is CONFIRMED:
        yield Task(Step.LOGISTICS, post)


def _open_fund(view: PlanView, post: Post) -> str:
    """What has to come first where the mission's fund is pending."""
    fund = view.year.fund_by_id.get(post.placement.fund_id or "")
    pending = fund is not None and fund.status is FundStatus.PENDING
    return f"Fund {post.placement.fund_id} is confirmed." if pending else ""


def _grouped(view: PlanView, tasks: Iterable[Task]) -> Iterator[ActionLine]:
    """One line for each step, administration and state, with all its experts and dates."""
    groups: dict[tuple[Step, str, str], list[Post]] = {}
    for task in tasks:
        key = (task.step, task.post.expert.administration, task.after)
        groups.setdefault(key, []).append(task.post)
    for (step, code, after), posts in groups.items():
        yield _line(
            step,
            posts,
            code=code,
            whom=_whom(view.year, step, code),
            request=_REQUEST[step],
            after=after,
        )


_REQUEST = {
    Step.CONTACT: "Ask informally whether these experts could be released:",
    Step.LETTER: "Ask formally for the release of:",
    Step.RELEASE: "The letter is out; obtain the answer about:",
    Step.LOGISTICS: "Released; arrange travel and stay of:",
}


def _whom(year: Year, step: Step, code: str) -> str:
    return addressee(year, code) if step is Step.LETTER else ncp(year, code)


def _line(
    step: Step,
    posts: list[Post],
    *,
    code: str,
    whom: str,
    request: str,
    after: str = "",
    reason: str = "",
) -> ActionLine:
    first = min(post.run.start for post in posts)
    ordered = sorted(posts, key=lambda post: (post.run, post.mission.id))
    return ActionLine(
        do_by=step.due(first),
        when=LATER if after else NOW,
        step=step.title,
        administration=code,
        whom=whom,
        what="\n".join((request, *(_about(post) for post in ordered))),
        after=after,
        reason=reason,
        mission_ids=tuple(dict.fromkeys(post.mission.id for post in ordered)),
        expert_ids=tuple(dict.fromkeys(post.expert.id for post in ordered)),
        first_start=first,
    )


def _about(post: Post) -> str:
    place = country(post.mission.host)
    who = f"{post.expert.id} {post.expert.name}".strip()
    return f"{who}: {post.mission.id}, {span_text(post.run)}, {place} ({post.placement.expertise})"


def _of_externals(view: PlanView, dossier: Dossier) -> Iterator[ActionLine]:
    """The steps for external experts, one expert and mission a line: nobody releases them."""
    for post in view.posts:
        if post.qualification is QualificationStatus.EXTERNAL:
            for task in _external_tasks(post):
                step, after = task.step, task.after
                reason = dossier.summary(post.placement) if step is Step.DECISION else ""
                whom = _EXTERNAL_TO.get(step, "WCO")
                request = _EXTERNAL_WHAT[step]
                yield _line(
                    step, [post], code="", whom=whom, request=request, after=after, reason=reason
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


def _external_tasks(post: Post) -> Iterator[Task]:
    """The steps that the status and the clearance of an external expert leave to be done."""
    if post.status in (CONFIRMED, COMPLETED):
        if post.status is CONFIRMED:
            yield Task(Step.LOGISTICS, post)
        return
    asked = post.expert.clearance is Clearance.CLEARED
    answer = "" if asked else "The former administration answers."
    if not asked:
        yield Task(Step.FORMER, post)
    if post.status is INVITED:
        yield Task(Step.CONTRACT, post, answer)
        return
    yield Task(Step.DECISION, post, answer)
    yield Task(Step.CONTRACT, post, "The Deputy Director agrees.")


def _evaluations(view: PlanView) -> Iterator[ActionLine]:
    """Who evaluates each pre-accredited expert, on the last day of the mission."""
    for team in view.teams:
        for post in team.posts:
            who = evaluator(team, post)
            if who:
                yield _evaluation(team, post, _known_as(team, who))


def _evaluation(team: Team, post: Post, who: str) -> ActionLine:
    done = post.status is COMPLETED
    early = post.status not in (CONFIRMED, COMPLETED)
    request = f"{who} has evaluated; record the outcome for:" if done else f"{who} evaluates:"
    line = _line(
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


def _known_as(team: Team, who: str) -> str:
    if who == STAFF:
        return STAFF
    name = next(post.expert.name for post in team.posts if post.expert.id == who)
    return f"{who} {name}".strip()


def _changes(view: PlanView) -> Iterator[ActionLine]:
    """Administrations that were asked for something that this plan no longer does."""
    planned = {(p.mission_id, p.expert_id, p.start) for p in view.result.plan.placements}
    today = view.result.manifest.started.date()
    groups: dict[str, list[AssignmentRow]] = {}
    for row in view.year.assignments:
        asked = row.status in (CONTACTED, INVITED, CONFIRMED)
        expert = view.year.expert_by_id.get(row.expert_id)
        kept = (row.mission_id, row.expert_id, row.start) in planned
        if asked and expert is not None and not kept and row.mission_id in view.year.mission_by_id:
            groups.setdefault(_sender(view.year, row.expert_id), []).append(row)
    for code, rows in groups.items():
        yield ActionLine(
            do_by=today,
            when=NOW,
            step=Step.CHANGE.title,
            administration=code,
            whom=ncp(view.year, code) if code else "WCO",
            what="\n".join(("Asked for, and not in this plan:", *(_asked(row) for row in rows))),
            after="",
            reason="Decide whether the request is withdrawn; then set the row to Declined.",
            mission_ids=tuple(dict.fromkeys(row.mission_id for row in rows)),
            expert_ids=tuple(dict.fromkeys(row.expert_id for row in rows)),
            first_start=min((row.start for row in rows if row.start), default=None),
        )


def _sender(year: Year, expert_id: str) -> str:
    external = expert_id in year.external_ids
    return "" if external else year.expert_by_id[expert_id].administration


def _asked(row: AssignmentRow) -> str:
    when = f" from {day(row.start)}" if row.start else ""
    return f"{row.expert_id}: {row.mission_id}{when} ({row.status.value})"
