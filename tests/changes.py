"""Changes to a year whose effect on the best plan is known beforehand."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from models.answers.plan import Plan
from models.facts.administration import Administration
from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import (
    AppliesTo,
    Clearance,
    Exclusion,
    Expert,
    HistoryEntry,
    Qualification,
    QualificationStatus,
    Unavailability,
)
from models.facts.fund import Fund, Holiday, Rate
from models.facts.instance import Year
from models.facts.mission import Mission
from tests.builders import expert

Change = Callable[[Year], Year]


def _missions(year: Year, change: Callable[[Mission], dict[str, object]]) -> Year:
    return year.replace(missions=tuple(m.model_copy(update=change(m)) for m in year.missions))


def _experts(year: Year, change: Callable[[Expert], dict[str, object]]) -> Year:
    return year.replace(experts=tuple(e.model_copy(update=change(e)) for e in year.experts))


def _funds(year: Year, change: Callable[[Fund], dict[str, object]]) -> Year:
    return year.replace(funds=tuple(f.model_copy(update=change(f)) for f in year.funds))


def _settings(year: Year, **changes: object) -> Year:
    return year.replace(settings=year.settings.model_copy(update=changes))


def one_more_expert(year: Year) -> Year:
    """An accredited expert from a country of his own, who can do everything."""
    newcomer = expert("E99", "NZ", region="AP", languages=("en", "fr", "es"))
    codes = dict.fromkeys(code for mission in year.missions for code in mission.positions)
    accredited = QualificationStatus.ACCREDITED
    held = (Qualification(expert_id="E99", expertise=c, status=accredited) for c in codes)
    return year.replace(
        experts=(*year.experts, newcomer), qualifications=(*year.qualifications, *held)
    )


def _experts_come_any_time(year: Year) -> Year:
    # Host rows stay: they shape the allowed starts, and fewer of them can mean fewer starts.
    hosts = (row for row in year.unavailability if row.applies_to is AppliesTo.HOST)
    return year.replace(unavailability=tuple(hosts))


def _nobody_declined(year: Year) -> Year:
    declined = AssignmentStatus.DECLINED
    return year.replace(
        assignments=tuple(row for row in year.assignments if row.status is not declined)
    )


# What never makes the best plan worse; backwards, what never makes it better.
RELAXATIONS: dict[str, Change] = {
    "one more expert": one_more_expert,
    "higher release caps": lambda y: _experts(
        y, lambda e: {"release_cap_weeks": y.release_cap(e) + 3}
    ),
    "experts come at any time": _experts_come_any_time,
    "no exclusions": lambda y: y.replace(exclusions=()),
    "nobody declined": _nobody_declined,
    "no limits of administrations": lambda y: y.replace(administrations=()),
    "waivers of the same administration": lambda y: _missions(
        y, lambda m: {"same_administration_allowed": True}
    ),
    "staff leads": lambda y: _missions(y, lambda m: {"staff_lead": True}),
    "any language": lambda y: _missions(y, lambda m: {"languages": ()}),
    "later ends": lambda y: _missions(y, lambda m: {"latest_end": m.latest_end + timedelta(14)}),
    "a later plan end": lambda y: _settings(y, plan_end=date(2027, 12, 31)),
    "no travel days": lambda y: _settings(y, travel_days_before=0, travel_days_after=0),
    "all cleared": lambda y: _experts(y, lambda e: {"clearance": Clearance.CLEARED}),
    "more money": lambda y: _funds(y, lambda f: {"amount": f.amount + 4_000}),
    "wider terms": lambda y: _funds(y, lambda f: {"regions": (), "hosts": (), "expertise": ()}),
    "longer validity": lambda y: _funds(y, lambda f: {"valid_from": None, "valid_to": None}),
    "pending funds": lambda y: _settings(y, use_pending_funds=True),
    "any fund": lambda y: _missions(y, lambda m: {"funds": ()}),
    "no Funds sheet": lambda y: _missions(
        y.replace(funds=()), lambda m: {"funds": (), "shares": ()}
    ),
}

_NOWHERE = "NZ"
_NEVER = date(2031, 6, 2)


def _idle_history(year: Year) -> Year:
    """Missions of no weeks long before each expert's own history."""
    first = date(1999, 3, 1)
    known = {entry.expert_id for entry in year.history}
    rows = (HistoryEntry(expert_id=e, start=first, end=first, weeks=0) for e in sorted(known))
    return year.replace(history=(*rows, *year.history))


def _generous_limits(year: Year) -> Year:
    limits: dict[str, Any] = {"max_experts_away": 99, "max_weeks": 999, "max_missions_hosted": 99}
    known = {row.country for row in year.administrations}
    countries = {e.administration for e in year.experts} | {m.host for m in year.missions}
    rows = (Administration(country=c, **limits) for c in sorted(countries - known))
    return year.replace(administrations=(*year.administrations, *rows))


# What changes nothing at all.
IDLE_CHANGES: dict[str, Change] = {
    "an expert without qualifications": lambda y: y.replace(
        experts=(*y.experts, expert("E99", _NOWHERE))
    ),
    "a closure after the plan": lambda y: y.replace(
        unavailability=(
            *y.unavailability,
            *(
                Unavailability(applies_to=AppliesTo.EXPERT, who=e.id, start=_NEVER)
                for e in y.experts
            ),
        )
    ),
    "a closure of others": lambda y: y.replace(
        unavailability=(
            *y.unavailability,
            Unavailability(
                applies_to=AppliesTo.ADMINISTRATION, who=_NOWHERE, start=y.settings.plan_start
            ),
        )
    ),
    "an exclusion from elsewhere": lambda y: y.replace(
        exclusions=(
            *y.exclusions,
            *(Exclusion(expert_id=e.id, host=_NOWHERE) for e in y.experts),
        )
    ),
    "a rate of elsewhere": lambda y: y.replace(
        rates=(*y.rates, Rate(place=_NOWHERE, daily_allowance=9))
    ),
    "a holiday elsewhere": lambda y: y.replace(
        holidays=(*y.holidays, Holiday(host=_NOWHERE, day=date(2027, 3, 3)))
    ),
    "an old mission of no weeks": _idle_history,
    "limits nobody reaches": _generous_limits,
}

# Rows whose order has no meaning.
UNORDERED = ("unavailability", "history", "exclusions", "rates", "holidays")


def shuffled(year: Year, names: tuple[str, ...], draw: Random) -> Year:
    """The year with the rows of some sheets in another order."""
    rows = {name: getattr(year, name) for name in names}
    return year.replace(**{n: tuple(draw.sample(r, len(r))) for n, r in rows.items()})


def renamed(year: Year) -> Year:
    """The year with other IDs of experts and missions, in the same order."""
    named = {mission.id for mission in (*year.missions, *year.begun, *year.called_off)}
    return year.replace(
        missions=tuple(m.model_copy(update={"id": _new(m.id)}) for m in year.missions),
        begun=tuple(m.model_copy(update={"id": _new(m.id)}) for m in year.begun),
        called_off=tuple(m.model_copy(update={"id": _new(m.id)}) for m in year.called_off),
        visits=_with_new_ids(year.visits),
        let_go=_with_new_ids(year.let_go),
        experts=tuple(e.model_copy(update={"id": _new(e.id)}) for e in year.experts),
        qualifications=_with_new_ids(year.qualifications),
        history=tuple(
            row.model_copy(update={"mission": _new(row.mission)}) if row.mission in named else row
            for row in _with_new_ids(year.history)
        ),
        exclusions=_with_new_ids(year.exclusions),
        assignments=_with_new_ids(year.assignments),
        unavailability=tuple(
            row.model_copy(update={"who": _new(row.who)})
            if row.applies_to is AppliesTo.EXPERT
            else row
            for row in year.unavailability
        ),
    )


def renamed_plan(plan: Plan) -> Plan:
    """The plan in the new IDs."""
    return Plan.of(_with_new_ids(plan.placements))


def _new(id: str) -> str:
    return f"no. {id}"


def _with_new_ids(rows: tuple) -> tuple:  # type: ignore[type-arg]
    named = ("mission_id", "expert_id")
    return tuple(
        row.model_copy(
            update={n: _new(value) for n in named if (value := getattr(row, n, None)) is not None}
        )
        for row in rows
    )


def fed_back(year: Year, plan: Plan) -> Year:
    """The year with the plan's rows Proposed, besides what was pinned or declined already."""
    kept = tuple(row for row in year.assignments if not row.status.preferred)
    known = {(row.mission_id, row.expert_id) for row in kept if row.status.pinned}
    rows = (
        AssignmentRow(
            mission_id=row.mission_id,
            expert_id=row.expert_id,
            start=row.start,
            fund_id=row.fund_id,
            status=AssignmentStatus.PROPOSED,
        )
        for row in plan.placements
        if (row.mission_id, row.expert_id) not in known
    )
    return year.replace(assignments=(*kept, *rows))
