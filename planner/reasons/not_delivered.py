"""Explains a mission that is not delivered: conflict sets, reasons in words, and remedies."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from models.answers.not_delivered import NotDelivered, Reason
from models.cell_ref import Place
from models.facts.expert import Expert
from models.facts.mission import Mission
from planner.domain.costs import paid_by
from planner.domain.country_names import country_name
from planner.domain.errors import Undecided
from planner.domain.hypothetical import spares
from planner.domain.rules import RULE_BY_ID, RULE_IDS, RULES, TELLING_ORDER, ByRule, HardRule
from planner.domain.wording import amount, counted, day, languages, listed, upper_first
from planner.formulation.constraints import CONSTRAINTS
from planner.formulation.obstacles import at_every_start, never
from planner.reasons.conflict_sets import Conflicts, obstacles
from planner.reasons.one_mission import Probe
from planner.reasons.remedies import remedies_of
from planner.solver.side_by_side import side_by_side

# The rules that say what keeps one expert away, whoever else goes.
_OF_ONE = [c for c in CONSTRAINTS if c.rule.scope.about_people and c.rule.plural]
_EVER = [c for c in _OF_ONE if c.says("admits")]
_ON_DAYS = [c for c in _OF_ONE if c.says("room")]
_SILENT = {c.id for c in CONSTRAINTS if c.is_silent}

# What is said of a rule of a conflict that no other people could change.
Telling: TypeAlias = Callable[[Probe, Mission, tuple[str, ...]], str]


def _usual(rule: HardRule) -> Telling:
    text = upper_first(rule.team or rule.sentence).rstrip(".")
    return lambda *_: f"{text}."


SAID = ByRule(_usual)


def reasons(probe: Probe, known: Iterable[NotDelivered] = ()) -> Iterator[NotDelivered]:
    """Why each mission that is not in the plan is not, in the order of the Missions sheet.

    What is `known` of some of them is not found out again.
    """
    deadline = probe.engine.deadline
    found = {reason.mission_id: reason for reason in known}

    def reason(own: Probe, mission: Mission) -> NotDelivered:
        return not_examined(mission) if deadline.over else not_delivered(own, mission)

    teams = probe.load.teams
    left = [m for m in probe.year.missions if m.id in found or m.id not in teams]
    asked = [mission for mission in left if mission.id not in found]
    answers = side_by_side(reason, probe.apart, asked, deadline)
    for mission in left:
        yield found[mission.id] if mission.id in found else next(answers)


def not_delivered(
    probe: Probe, mission: Mission, conflicts: Conflicts | None = None
) -> NotDelivered:
    """The row of the sheet Not delivered for one mission, whose conflicts may be found already."""
    try:
        known = obstacles(probe, mission) if conflicts is None else conflicts
        return _examined(probe, mission, known)
    except Undecided:
        return not_examined(mission)


def not_examined(mission: Mission) -> NotDelivered:
    """The row of a mission whose reasons the run has no time to find."""
    return NotDelivered(mission_id=mission.id, examined=False)


def _examined(probe: Probe, mission: Mission, conflicts: Conflicts) -> NotDelivered:
    if not conflicts:
        return NotDelivered(mission_id=mission.id)
    told = [_reasons(probe, mission, conflict) for conflict in conflicts]
    elsewhere = at_any_time(probe, mission)
    beyond = obstacles(probe, elsewhere) if conflicts == (("dates",),) else ()
    if beyond and probe.calendars.allowed_starts(elsewhere):
        told += [_reasons(probe, elsewhere, conflict) for conflict in beyond]
        conflicts = (*conflicts, *beyond)
    rules = {rule for conflict in conflicts for rule in conflict}
    return NotDelivered(
        mission_id=mission.id,
        rules=tuple(rule for rule in RULE_IDS if rule in rules),
        conflicts=tuple(told),
        remedies=remedies_of(probe, mission, conflicts),
    )


def at_any_time(probe: Probe, mission: Mission) -> Mission:
    """The mission on any dates of the plan: what stands in the way besides its own dates."""
    settings = probe.year.settings
    whole = {"earliest_start": settings.plan_start, "latest_end": settings.plan_end}
    return mission.model_copy(update=whole)


def _reasons(probe: Probe, mission: Mission, conflict: tuple[str, ...]) -> tuple[Reason, ...]:
    """The rules of a conflict with what is said of them, in the order in which it is said."""
    said = dict(_sentences(probe, mission, conflict))
    order = dict.fromkeys((*said, *conflict))
    return tuple(Reason(rule=r, cell=_cell(mission, r), text=said.get(r, "")) for r in order)


def _cell(mission: Mission, rule: str) -> Place:
    sheet, field = RULE_BY_ID[rule].cells
    return Place(sheet, field, mission.row if sheet == "Missions" else None)


def _sentences(
    probe: Probe, mission: Mission, conflict: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """What is said of a conflict, each with its rule; one sentence tells all about people."""
    people = [rule for rule in conflict if RULE_BY_ID[rule].scope.about_people]
    if people:
        yield people[0], _people(probe, mission, conflict)
    others = [rule for rule in conflict if rule not in people]
    for rule in sorted(others, key=lambda rule: -RULE_BY_ID[rule].telling):
        yield rule, SAID[rule](probe, mission, conflict)


@SAID.of("host-capacity")
def _host(probe: Probe, mission: Mission, conflict: tuple[str, ...]) -> str:
    return f"{country_name(mission.host)} receives no more missions at its allowed starts."


@SAID.of("pinned")
def _agreed(probe: Probe, mission: Mission, conflict: tuple[str, ...]) -> str:
    return "What is agreed for it in the Assignments sheet cannot be kept together."


@SAID.of("dates")
def _dates(probe: Probe, mission: Mission, conflict: tuple[str, ...]) -> str:
    settings = probe.year.settings
    first = max(mission.earliest_start, settings.plan_start)
    last = min(mission.latest_end, settings.plan_end)
    if last < first:
        window = f"{day(mission.earliest_start)} to {day(mission.latest_end)}"
        is_late = mission.earliest_start > settings.plan_end
        over = f"ends on {day(last)}" if is_late else f"begins on {day(first)}"
        return f"No allowed start: {mission.id} may take place from {window}, and the plan {over}."
    return (
        f"No allowed start: between {day(first)} and {day(last)} there is no run of "
        f"{counted(mission.working_days, 'working day')} in {country_name(mission.host)} that "
        "begins at the window's start or after a weekend and is free of public holidays and "
        "closures."
    )


def _people(probe: Probe, mission: Mission, conflict: tuple[str, ...]) -> str:
    codes = Counter(mission.positions)
    parts = [about_code(probe, mission, code, wanted) for code, wanted in codes.items()]
    besides = [text for rule in conflict if (text := _of_all(RULE_BY_ID[rule]))]
    return "; ".join([*parts, *besides]) + "."


def _of_all(rule: HardRule) -> str:
    """What is said besides of a rule about people: it is not told of each of them alone."""
    unsaid = rule.scope.about_people and rule.id in _SILENT
    return rule.team or (rule.sentence.rstrip(".") if unsaid else "")


def about_code(probe: Probe, mission: Mission, code: str, wanted: int) -> str:
    """How many are needed and hold the expertise, and what keeps each of them away."""
    holders = probe.pool.holders.get(code, ())
    first = {expert.id: keeps_away(probe, mission, code, expert) for expert in holders}
    kept = Counter(rule for rule in first.values() if rule)
    phrases = [_phrase(mission, rule, kept[rule]) for rule in TELLING_ORDER if kept[rule]]
    free = [expert for expert in holders if first[expert.id] is None]
    if free:
        countries = sorted({country_name(expert.administration) for expert in free})
        where = f" ({listed(countries[:4])})" if len(countries) <= 4 else ""
        phrases.append(f"{counted(len(free), 'could come', 'could come')}{where}")
    holds = counted(len(holders), "expert holds", "experts hold")
    detail = f": {', '.join(phrases)}" if phrases else ""
    return f"{code} needs {wanted}; {holds} it{detail}"


def _phrase(mission: Mission, rule: str, number: int) -> str:
    said = RULE_BY_ID[rule]
    text = said.singular if number == 1 else said.plural
    spoken, host = languages(mission.languages), country_name(mission.host)
    return f"{number} {text.format(languages=spoken, host=host)}"


def keeps_away(probe: Probe, mission: Mission, code: str, expert: Expert) -> str | None:
    """The rule that keeps an expert from the mission at every start, whoever else goes, or None."""
    rule = never(_EVER, probe.pool, mission, code, expert) or at_every_start(
        _ON_DAYS, probe.load, mission, code, expert
    )
    return rule.id if rule else None


@SAID.of("funded")
def _money(probe: Probe, mission: Mission, conflict: tuple[str, ...]) -> str:
    """What the mission would cost at least, and what is left in the funds that may pay."""
    any_team = (
        "the mission costs at least",
        probe.cheapest(mission) or probe.cheapest(mission, spares(mission, mission.positions)),
    )
    if not any_team[1]:
        return _no_fund(probe, mission)
    for what, costs in (any_team, _of_those_asked(probe, mission, conflict)):
        tell = _paid_by_one if mission.payer is None else _shared
        if text := tell(probe, mission, what, costs):
            return text
    return _no_fund(probe, mission)


def _of_those_asked(
    probe: Probe, mission: Mission, conflict: tuple[str, ...]
) -> tuple[str, dict[str, int]]:
    """Where a cheaper team could be had: what a team costs that obeys the rules in the way."""
    people = {rule for rule in conflict if RULE_BY_ID[rule].scope.about_people}
    who = "that these rules allow"
    if people == {"qualified"}:
        who = "of experts who hold it"
    elif people == {"qualified", "language"}:
        who = f"of experts who hold it and speak {languages(mission.languages)}"
    without = {rule.id for rule in RULES if not rule.structural and rule.id not in conflict}
    return f"a team {who} costs at least", probe.cheapest(mission, without=without)


def _paid_by_one(probe: Probe, mission: Mission, what: str, costs: dict[str, int]) -> str:
    """Which funds have too little; nothing where one has enough."""
    left = probe.left_in_funds(mission)
    if not costs or any(cost <= left[fund_id] for fund_id, cost in costs.items()):
        return ""
    least = min(costs.values())
    funds = listed(
        f"{fund_id} has {amount(probe.year, left[fund_id])} left"
        for fund_id in costs
        if left[fund_id] < least
    )
    return f"No fund has the money: {what} {amount(probe.year, least)}; {funds}."


def _shared(probe: Probe, mission: Mission, what: str, costs: dict[str, int]) -> str:
    """Which of the funds that share a mission have too little for their parts."""
    left = probe.left_in_funds(mission)
    for payer, cost in costs.items():
        short = listed(
            f"{fund_id} would pay {amount(probe.year, part)} and has "
            f"{amount(probe.year, left[fund_id])} left"
            for fund_id, part in paid_by(mission, payer, cost).items()
            if part > left[fund_id]
        )
        if short:
            return f"{upper_first(what)} {amount(probe.year, cost)}, which is shared: {short}."
    return ""


def _no_fund(probe: Probe, mission: Mission) -> str:
    if mission.payer is not None:
        return f"The terms of the funds that share it do not all fit: {mission.payer}."
    if mission.funds:
        return f"No fund's terms fit: it names {listed(mission.funds)}."
    return "No fund's terms fit the mission: region, expertise, host, validity or confirmation."
