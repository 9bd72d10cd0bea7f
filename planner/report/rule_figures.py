"""How the plan applied each hard rule, in a sentence and a figure (sheet Compliance).

The figures are worked out from the plan, by nothing that decided it.
"""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from models.facts.expert import AppliesTo, Clearance, QualificationStatus
from models.facts.fund import FundStatus
from planner.checker.context import grouped
from planner.checker.rules.administration_capacity import most_away
from planner.checker.rules.host_capacity import most_received
from planner.checker.standing import BEST_FIRST
from planner.domain.agreements import declined_pairs, pinned_rows
from planner.domain.calendars import busy_period
from planner.domain.country_names import country_name
from planner.domain.rules import ByRule, HardRule
from planner.domain.wording import counted, short_day
from planner.report.lines import STAFF, evaluator, weeks_left_of
from planner.report.plan_view import PlanView, PostView
from planner.report.waivers import shares_administration


class Applied(NamedTuple):
    """What the plan did about a rule or a level: a sentence, and the figure that sums it up."""

    sentence: str
    figure: int
    unit: str


def _usual(rule: HardRule) -> Callable[[PlanView], Applied]:
    """What can be said of any rule: every position of the plan was held against it."""

    def applied(view: PlanView) -> Applied:
        return Applied(f"Kept on every position. {rule.sentence}", len(view.posts), "positions")

    return applied


APPLIED_RULES = ByRule(_usual)


@APPLIED_RULES.of("dates")
def _dates(view: PlanView) -> Applied:
    number = len(view.teams)
    if not number:
        return Applied("No mission is delivered.", 0, "missions")
    first, last = view.teams[0].run.start, max(team.run.end for team in view.teams)
    sentence = (
        f"{counted(number, 'mission')} on allowed starts, working days of their hosts; the first "
        f"starts on {short_day(first)}, the last ends on {short_day(last)}."
    )
    return Applied(sentence, number, "missions")


@APPLIED_RULES.of("whole-team")
def _whole_team(view: PlanView) -> Applied:
    filled = counted(len(view.posts), "position")
    sentence = f"{filled} of {counted(len(view.teams), 'mission')}; no team is incomplete."
    return Applied(sentence, len(view.posts), "positions")


@APPLIED_RULES.of("qualified")
def _qualified(view: PlanView) -> Applied:
    by_status = Counter(post.qualification for post in view.posts)
    parts = ", ".join(f"{by_status[status]} {status.value}" for status in BEST_FIRST)
    listed = {(q.expert_id, q.expertise) for q in view.year.qualifications}
    covering = sum((p.expert.id, p.placement.expertise) not in listed for p in view.posts)
    sentence = (
        f"Filled as {parts}; {covering} through an expertise that also covers the position's."
    )
    return Applied(sentence, len(view.posts), "positions")


@APPLIED_RULES.of("language")
def _language(view: PlanView) -> Applied:
    asked = [post for post in view.posts if post.mission.languages]
    missions = len({post.mission.id for post in asked})
    sentence = (
        f"{counted(missions, 'mission')} with languages named; every expert speaks one of them."
    )
    return Applied(sentence, len(asked), "positions")


@APPLIED_RULES.of("available")
def _available(view: PlanView) -> Applied:
    kinds = Counter(row.applies_to for row in view.year.unavailability)
    own, administrations = kinds[AppliesTo.EXPERT], kinds[AppliesTo.ADMINISTRATION]
    sentence = (
        f"{own} closed for experts, {administrations} for administrations; no expert's "
        "mission, travel days included, meets one."
    )
    return Applied(sentence, own + administrations, "rows")


@APPLIED_RULES.of("one-at-a-time")
def _one_at_a_time(view: PlanView) -> Applied:
    busy = [posts for posts in view.posts_by_expert.values() if len(posts) > 1]
    gaps = [gap for posts in busy for gap in _gaps(view, posts)]
    shortest = (
        f" The shortest stay at home between two is {counted(min(gaps), 'day')}." if gaps else ""
    )
    sentence = (
        f"{counted(len(busy), 'expert')} on more than one mission, never on two at once.{shortest}"
    )
    return Applied(sentence, len(busy), "experts")


def _gaps(view: PlanView, posts: tuple[PostView, ...]) -> list[int]:
    spans = [busy_period(view.year.settings, post.run) for post in posts]
    return [(after.start - before.end).days - 1 for before, after in pairwise(spans)]


@APPLIED_RULES.of("release-cap")
def _release_cap(view: PlanView) -> Applied:
    serving = [e for e in view.year.experts if e.id in view.posts_by_expert]
    serving = [e for e in serving if e.id not in view.year.external_ids]
    weeks = sum(p.mission.weeks_charged for e in serving for p in view.posts_by_expert[e.id])
    least = [(left, e.id) for e in serving for _, left in weeks_left_of(view, e)]
    closest = f" The closest to the cap is {_closest(least)}." if least else ""
    sentence = f"Charged to {counted(len(serving), 'serving expert')}.{closest}"
    return Applied(sentence, weeks, "weeks")


def _closest(least: list[tuple[int, str]]) -> str:
    left, expert_id = min(least, key=lambda pair: pair[0])
    return f"{expert_id}, with {counted(left, 'week')} left"


@APPLIED_RULES.of("administration-capacity")
def _administration_capacity(view: PlanView) -> Applied:
    limited = [
        a for a in view.year.administrations if (a.max_experts_away, a.max_weeks) != (None,) * 2
    ]
    context = view.context
    parts, lent = [], grouped(context.serving_stays, lambda stay: stay.expert.administration)
    for row in limited:
        stays = lent.get(row.country, ())
        weeks = sum(stay.mission.weeks_charged for stay in stays)
        if busiest := most_away(row.country, stays, context.running):
            away = len(busiest.present)
            days, load = _of(away, row.max_experts_away), _of(weeks, row.max_weeks)
            parts.append(f"{country_name(row.country)}: away at once {days}, weeks {load}")
    sentence = f"{counted(len(limited), 'administration')} with limits. {'; '.join(parts)}"
    return Applied(_stop(sentence), len(limited), "administrations")


def _of(number: int, limit: int | None) -> str:
    return f"{number}" if limit is None else f"{number} of {limit}"


@APPLIED_RULES.of("host-capacity")
def _host_capacity(view: PlanView) -> Applied:
    limits = {a.country: a.max_missions_hosted for a in view.year.administrations}
    limited = [country for country, limit in limits.items() if limit is not None]
    parts, received = [], grouped(view.context.teams, lambda team: team.mission.host)
    for host in limited:
        if busiest := most_received(view.context, host, received.get(host, ())):
            most = f"{len(busiest.present)} of {limits[host]}"
            parts.append(f"{country_name(host)} {most} on its busiest day")
    sentence = f"{counted(len(limited), 'host')} with a limit. {'; '.join(parts)}"
    return Applied(_stop(sentence), len(limited), "hosts")


@APPLIED_RULES.of("different-administrations")
def _different_administrations(view: PlanView) -> Applied:
    pairs = [team for team in view.teams if len(team.posts) > 1]
    waived = sum(shares_administration(team) for team in pairs)
    sentence = (
        f"{counted(len(pairs), 'mission')} with two experts or more: {len(pairs) - waived} bring "
        f"experts from different countries, {waived} by waiver share one."
    )
    return Applied(sentence, len(pairs) - waived, "missions")


@APPLIED_RULES.of("not-own-administration")
def _not_own_administration(view: PlanView) -> Applied:
    return Applied("Every expert is sent abroad.", len(view.posts), "positions")


@APPLIED_RULES.of("evaluation-lead")
def _evaluation_lead(view: PlanView) -> Applied:
    leads = [e for team in view.teams for post in team.posts if (e := evaluator(team, post))]
    staff = leads.count(STAFF)
    sentence = (
        f"Filled by Pre-accredited experts: {staff} evaluated by WCO staff, "
        f"{len(leads) - staff} by an accredited colleague on the mission."
    )
    return Applied(sentence, len(leads), "positions")


@APPLIED_RULES.of("cleared")
def _cleared(view: PlanView) -> Applied:
    external = [p for p in view.posts if p.qualification is QualificationStatus.EXTERNAL]
    pending = sum(post.expert.clearance is Clearance.PENDING for post in external)
    sentence = (
        f"Filled by external experts: {len(external) - pending} cleared, {pending} still to be "
        "cleared with the former administration before they are invited."
    )
    return Applied(sentence, len(external), "positions")


@APPLIED_RULES.of("not-excluded")
def _not_excluded(view: PlanView) -> Applied:
    excluded, declined = len(view.year.exclusions), len(declined_pairs(view.year))
    sentence = (
        f"{counted(excluded, 'exclusion')} and {counted(declined, 'declined assignment')} "
        "respected."
    )
    return Applied(sentence, excluded + declined, "rows")


@APPLIED_RULES.of("funded")
def _funded(view: PlanView) -> Applied:
    currency = view.year.settings.currency
    cost = sum(team.cost for team in view.teams)
    if not view.year.funds:
        return Applied("No Funds sheet: nothing limits the cost.", cost, currency)
    used = {fund_id for team in view.teams for fund_id in view.paid(team)}
    pending = FundStatus.PENDING
    available = sum(fund.available for fund in view.year.funds if fund.status is not pending)
    sentence = (
        f"{counted(len(view.teams), 'mission')} paid by {counted(len(used), 'fund')}, each within "
        f"its terms and its amount; {available:,} {currency} available in confirmed funds."
    )
    return Applied(sentence, cost, currency)


@APPLIED_RULES.of("pinned")
def _pinned(view: PlanView) -> Applied:
    rows = pinned_rows(view.year, view.calendars)
    waiting = sum(row.mission_id not in view.delivered for row in rows)
    sentence = (
        f"Completed, Confirmed and Invited rows: {len(rows) - waiting} in the plan as agreed, "
        f"{waiting} of missions that are not delivered."
    )
    return Applied(sentence, len(rows), "rows")


def _stop(sentence: str) -> str:
    text = sentence.rstrip()
    return text if text.endswith(".") else f"{text}."
