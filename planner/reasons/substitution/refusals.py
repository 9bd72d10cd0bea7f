"""Says why an expert cannot take a place in a plan: one sentence a rule, with the facts."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from models.answers.plan import Placement
from models.answers.report import Violation
from models.facts.expert import AppliesTo, Expert, QualificationStatus, Unavailability
from models.facts.mission import Mission
from models.facts.visit import Visit
from planner.checker.context import Context, Stay
from planner.checker.costs import mission_cost
from planner.checker.standing import standing
from planner.domain.calendars import Span, busy_and_rest, busy_period, closed_days
from planner.domain.costs import paid_by
from planner.domain.country_names import country_name
from planner.domain.rules import ByRule, HardRule
from planner.domain.wording import (
    amount,
    closed_for,
    counted,
    day,
    languages,
    listed,
    span_text,
    upper_first,
)
from planner.report.release_weeks import charged, period_of, used_before, weeks_left


class SwapCase(NamedTuple):
    """An expert in another one's place: the mission, its days, and the rule in the way.

    `rows` are the mission's rows as they are, `position` is the one that the expert would fill,
    `others` are the expert's stays on other missions of the plan; `violation` is what the checker
    found, where it had to be asked.
    """

    context: Context
    mission: Mission
    run: Span
    expert: Expert
    replaced: str
    rows: tuple[Placement, ...]
    position: int
    others: tuple[Stay, ...]
    rule: str = ""
    violation: Violation | None = None

    @property
    def message(self) -> str:
        """What the checker says."""
        return self.violation.message if self.violation else ""

    @property
    def involved(self) -> tuple[str, ...]:
        """The experts whom the checker names."""
        return self.violation.experts if self.violation else ()

    @property
    def team(self) -> tuple[Placement, ...]:
        """The mission's rows with the expert on them, on these days."""
        return exchanged(self.rows, self.position, self.expert, self.run.start)

    @property
    def busy(self) -> Span:
        """The mission's days with the travel days."""
        return busy_period(self.context.year.settings, self.run)


def exchanged(
    rows: tuple[Placement, ...], position: int, expert: Expert, start: date
) -> tuple[Placement, ...]:
    """The rows of a mission with an expert on one of the positions, and another start."""
    return tuple(
        row.model_copy(
            update={"start": start} | ({"expert_id": expert.id} if row.position == position else {})
        )
        for row in rows
    )


def sentence(case: SwapCase) -> str:
    """Why the expert cannot go, as a sentence without its subject; IDs, never names."""
    return TELL[case.rule](case)


def _usual(rule: HardRule) -> Callable[[SwapCase], str]:
    """What keeps one expert away, or what the checker says of the plan."""
    return lambda case: f"{upper_first(rule.singular)}." if rule.singular else case.message


TELL = ByRule(_usual)


@TELL.of("language")
def _language(case: SwapCase) -> str:
    spoken = listed(languages([code]) for code in case.expert.languages)
    return f"Speaks {spoken}; the mission needs {languages(case.mission.languages)}."


@TELL.of("not-own-administration")
def _own_administration(case: SwapCase) -> str:
    return f"Comes from {country_name(case.mission.host)}, which receives the mission."


@TELL.of("not-excluded")
def _excluded(case: SwapCase) -> str:
    rows = case.context.year.exclusions
    own = [row for row in rows if row.expert_id == case.expert.id]
    if any(row.mission_id == case.mission.id for row in own):
        return "Is excluded from this mission (sheet Exclusions)."
    if any(row.host == case.mission.host for row in own):
        return f"Is excluded from missions in {country_name(case.mission.host)} (sheet Exclusions)."
    return "Has declined this mission (sheet Assignments)."


@TELL.of("whole-team")
def _same_team(case: SwapCase) -> str:
    return "Goes on this mission already, in another position."


@TELL.of("different-administrations")
def _same_country(case: SwapCase) -> str:
    colleagues = listed(sorted(_compatriots(case)))
    return (
        f"Comes from {country_name(case.expert.administration)}, like {colleagues} on this mission."
    )


def _compatriots(case: SwapCase) -> set[str]:
    experts = case.context.year.expert_by_id
    others = {row.expert_id for row in case.team} - {case.expert.id}
    home = case.expert.administration
    return {e for e in others if experts[e].administration == home}


@TELL.of("evaluation-lead")
def _no_evaluation(case: SwapCase) -> str:
    """Who would have nobody to evaluate them: the expert, or colleagues who had one before."""
    year, own = case.context.year, case.expert.id
    held = {row.expert_id: standing(year, row.expert_id, row.expertise) for row in case.team}
    waiting = [e for e, status in held.items() if status is QualificationStatus.PRE_ACCREDITED]
    if own in waiting:
        return "Is pre-accredited, and nobody on this mission could evaluate."
    are = "is" if len(waiting) == 1 else "are"
    return (
        f"Could not evaluate {listed(waiting)}, who {are} pre-accredited, and nobody else on this "
        "mission could."
    )


@TELL.of("available")
def _available(case: SwapCase) -> str:
    if case.expert.left:
        return "Has left (sheet Experts)."
    row = closures(case)[0]
    if row.applies_to is AppliesTo.EXPERT:
        return f"Is not available{closed_for(row)} (sheet Unavailability)."
    place = country_name(case.expert.administration)
    return f"{place} releases nobody{closed_for(row)} (sheet Unavailability)."


def closures(case: SwapCase) -> list[Unavailability]:
    """The rows of Unavailability that a serving expert's busy period meets."""
    whose = (
        (AppliesTo.EXPERT, case.expert.id),
        (AppliesTo.ADMINISTRATION, case.expert.administration),
    )
    return [
        row
        for row in case.context.year.unavailability
        if (row.applies_to, row.who) in whose and closed_days(row).meets(case.busy)
    ]


@TELL.of("one-at-a-time")
def _busy(case: SwapCase) -> str:
    """Where the expert is at that time; else where the days of rest in between would be too few."""
    stays = [(stay.mission.id, stay.run) for stay in case.others]
    stays += [(visit.mission_id, Span(visit.start, visit.end)) for visit in _under_way(case)]
    settings = case.context.year.settings
    met = [stay for stay in stays if busy_period(settings, stay[1]).meets(case.busy)]
    if met:
        return f"Is on {_missions(met)} at that time, travel included."
    short = listed(text for name, run in stays if (text := _short_rest(case, name, run)))
    asked = settings.rest_days
    return f"Would have {short}, travel apart; the setting Rest days asks for {asked}."


def _missions(met: list[tuple[str, Span]]) -> str:
    """Missions with their days; a visit of the sheet History may have no mission of the year."""
    named = [f"{name} ({span_text(*run)})" for name, run in met if name]
    word = "mission" if len(named) == 1 else "missions"
    nameless = [f"a mission under way ({span_text(*run)})" for name, run in met if not name]
    return listed([f"{word} {listed(named)}", *nameless] if named else nameless)


def _short_rest(case: SwapCase, name: str, run: Span) -> str:
    """How many days would lie between a stay and the mission; "" where they are enough."""
    settings = case.context.year.settings
    if not busy_and_rest(settings, run).meets(busy_and_rest(settings, case.run)):
        return ""
    other, mission = busy_period(settings, run), _missions([(name, run)])
    if other.end < case.busy.start:
        return f"{counted((case.busy.start - other.end).days - 1, 'day')} after {mission}"
    return f"{counted((other.start - case.busy.end).days - 1, 'day')} before {mission}"


def _under_way(case: SwapCase) -> list[Visit]:
    """The expert's visits that have begun before the plan."""
    return [visit for visit in case.context.running if visit.expert_id == case.expert.id]


@TELL.of("release-cap")
def _no_weeks(case: SwapCase) -> str:
    context, expert = case.context, case.expert
    period = period_of(context.year, expert, case.run.start)
    planned = [stay for stay in case.others if period.has(stay.run.start)]
    missions = listed(stay.mission.id for stay in planned)
    on = f", {charged(planned, period)} on {missions}" if planned else ""
    until = f" until {day(period.end)}" if expert.release_period_start else ""
    left = max(0, weeks_left(context, expert, period, planned))
    return (
        f"Has {counted(left, 'week')} left of {context.year.release_cap(expert)}{until} "
        f"({used_before(context, expert, period)} used before{on}); "
        f"the mission needs {case.mission.weeks_charged}."
    )


@TELL.of("administration-capacity")
def _administration(case: SwapCase) -> str:
    place = country_name(case.expert.administration)
    limits = case.context.year.administration_by_country.get(case.expert.administration)
    if limits is None or case.expert.id not in case.involved:
        return case.message
    if "Max experts away" in case.message:
        away = listed(e for e in case.involved if e != case.expert.id)
        others = f": {away} at that time" if away else ""
        return f"{place} sends no more than {limits.max_experts_away} at once{others}."
    return f"{place} releases its experts for {counted(limits.max_weeks or 0, 'week')} in all."


@TELL.of("host-capacity")
def _host(case: SwapCase) -> str:
    limits = case.context.year.administration_by_country[case.mission.host]
    most = counted(limits.max_missions_hosted or 0, "mission")
    return f"{country_name(case.mission.host)} receives no more than {most} at once."


@TELL.of("funded")
def _no_money(case: SwapCase) -> str:
    """Whatever else the fund pays stays: the figures are those of this mission alone."""
    year, payer = case.context.year, case.team[0].fund_id
    cost = mission_cost(year, case.context.calendars, case.mission, case.team)
    for fund_id, part in paid_by(case.mission, payer, cost).items():
        left = _left_for(case, fund_id)
        if part > left:
            share = "its share of this mission, which would be"
            what = share if case.mission.shares else "this mission, which would cost"
            return f"Fund {fund_id} has {amount(year, left)} left for {what} {amount(year, part)}."
    return case.message


def _left_for(case: SwapCase, fund_id: str) -> int:
    """What all other missions of the plan leave in a fund."""
    year, calendars = case.context.year, case.context.calendars
    bills = (
        paid_by(t.mission, t.rows[0].fund_id, mission_cost(year, calendars, t.mission, t.rows))
        for t in case.context.teams
        if t.mission.id != case.mission.id
    )
    return year.fund_by_id[fund_id].available - sum(bill.get(fund_id, 0) for bill in bills)


@TELL.of("pinned")
def _agreed(case: SwapCase) -> str:
    return f"{case.replaced} is agreed for this mission (sheet Assignments)."
