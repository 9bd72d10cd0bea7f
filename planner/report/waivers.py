"""Where the plan made use of an exception that the workbook grants (sheet Compliance)."""

from collections.abc import Iterator
from typing import NamedTuple

from models.facts.expert import Expert
from models.facts.fund import FundStatus
from models.facts.settings import LEVEL_GROUPS, Settings
from models.requests.changes import Setting
from planner.domain.calendars import calendars_of, days
from planner.domain.hypothetical import year_with
from planner.domain.wording import counted, short_day
from planner.report.lines import weeks_left_of
from planner.report.plan_view import PlanView, TeamView

# What the policy says: twelve weeks in three years (WCO Accreditation Process).
POLICY_CAP = int(Settings.model_fields["release_cap_weeks"].default)


class WaiverLine(NamedTuple):
    """One use of a waiver: on which sheet it was granted, for what, and how it was used."""

    waiver: str
    where: str
    id: str
    used: str


def waiver_lines(view: PlanView) -> tuple[WaiverLine, ...]:
    """Every waiver that the plan makes use of, kind by kind."""
    kinds = (_same_administration, _pending_funds, _release_caps, _holidays, _goals)
    return tuple(line for kind in kinds for line in kind(view))


def shares_administration(team: TeamView) -> bool:
    """Whether two experts of a mission come from one country."""
    countries = [post.expert.administration for post in team.posts]
    return len(set(countries)) < len(countries)


def _same_administration(view: PlanView) -> Iterator[WaiverLine]:
    for team in view.teams:
        if shares_administration(team):
            experts = ", ".join(post.expert.id for post in team.posts)
            used = f"Experts {experts}: at least two of them come from one country."
            yield WaiverLine("Same administration allowed", "Missions", team.mission.id, used)


def _pending_funds(view: PlanView) -> Iterator[WaiverLine]:
    for fund in view.year.funds:
        bills = [view.paid(team) for team in view.teams]
        paid = [bill[fund.id] for bill in bills if fund.id in bill]
        if fund.status is FundStatus.PENDING and paid:
            planned = sum(paid)
            currency = view.year.settings.currency
            used = (
                f"Not confirmed yet; pays {planned:,} {currency} for "
                f"{counted(len(paid), 'mission')}."
            )
            yield WaiverLine("Use pending funds", "Funds", fund.id, used)


def _release_caps(view: PlanView) -> Iterator[WaiverLine]:
    for expert in view.year.experts:
        if expert.id in view.posts_by_expert and expert.id not in view.year.external_ids:
            yield from _release_cap(view, expert)


def _release_cap(view: PlanView, expert: Expert) -> Iterator[WaiverLine]:
    cap = view.year.release_cap(expert)
    for period, left in weeks_left_of(view, expert):
        if cap - left > POLICY_CAP:
            own = expert.release_cap_weeks is not None
            where = "Experts" if own else "Settings"
            used = (
                f"{cap - left} weeks from {short_day(period.start)} to {short_day(period.end)}, "
                f"where the policy says {POLICY_CAP}."
            )
            yield WaiverLine(f"Release cap of {cap} weeks", where, expert.id, used)


def _holidays(view: PlanView) -> Iterator[WaiverLine]:
    if view.year.settings.avoid_public_holidays:
        return
    strict = Setting(target="avoid_public_holidays", value=True)
    calendars = calendars_of(year_with(view.year, [strict]))
    for team in view.teams:
        calendar = calendars.of(team.mission.host)
        held = [d for d in days(team.run) if not (calendar.is_working(d) or calendar.is_weekend(d))]
        if held:
            used = f"Runs over {', '.join(short_day(day) for day in held)}."
            yield WaiverLine("Avoid public holidays = no", "Settings", team.mission.id, used)


def _goals(view: PlanView) -> Iterator[WaiverLine]:
    objectives = view.year.settings.objectives
    if objectives != LEVEL_GROUPS:
        used = f"Ordered {'; '.join(objectives)} in place of {'; '.join(LEVEL_GROUPS)}."
        yield WaiverLine("Objectives", "Settings", "", used)
