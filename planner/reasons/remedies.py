"""What would help a mission that is not delivered: each claim tried out by the solver first."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from models.fund import Fund, FundStatus
from models.mission import Mission
from planner.domain.calendars import Span
from planner.domain.costs import paid_by
from planner.domain.country_names import country_name
from planner.domain.rules import RULES, Ease
from planner.domain.wording import amount, day, experts_wanted, listed
from planner.reasons.grants import Grant
from planner.reasons.limits import (
    least_hosted,
    least_release,
    limited_administrations,
    limited_host,
    without_limits,
)
from planner.reasons.one_mission import Probe

_AS_IT_IS = "with the rest of the plan as it is"


def what_would_help(
    probe: Probe, mission: Mission, conflicts: Iterable[tuple[str, ...]] = ()
) -> str:
    """The changes that would let the mission be delivered besides the plan, as few as possible.

    Single changes where there are any, else pairs, else three together; every one is proven by
    delivering the mission with it. `conflicts` are sets of rules that forbid the mission, each
    by itself: changes that leave one of them as it is need not be tried.
    """
    conflicts = tuple(conflicts)
    useful = [remedy for remedy in Ease if _is_useful(probe, mission, remedy)]
    for size in range(1, probe.params.most_together + 1):
        together = [c for c in combinations(useful, size) if _touches_all(c, conflicts)]
        answers = [a for c in together if (a := _answer(probe, mission, c))]
        if answers:
            text = "; or ".join(answers[: probe.params.most_remedies])
            return f"{text[0].upper()}{text[1:]}."
    return (
        "Nothing that was tried: experts, money, dates, limits and waivers, up to three together."
    )


def _touches_all(remedies: Collection[Ease], conflicts: Iterable[tuple[str, ...]]) -> bool:
    eased = {rule.id for rule in RULES if not rule.eased_by.isdisjoint(remedies)}
    return all(eased & {*conflict} for conflict in conflicts)


def _is_useful(probe: Probe, mission: Mission, remedy: Ease) -> bool:
    """Whether a remedy changes anything at all."""
    return {
        Ease.WAIVER: not mission.same_administration_allowed,
        Ease.STAFF_LEAD: not mission.staff_lead,
        Ease.CONFIRMATION: bool(_pending(probe)),
        Ease.MONEY: bool(probe.year.funds),
        Ease.HOST: limited_host(probe, mission) is not None,
        Ease.ADMINISTRATION: bool(limited_administrations(probe, mission)),
    }.get(remedy, True)


def _answer(probe: Probe, mission: Mission, remedies: tuple[Ease, ...]) -> str | None:
    """The remedies in words, where they help together."""
    grant = _everything(probe, mission, remedies)
    if not probe.possible(mission, grant=grant):
        return None
    return _concrete(probe, mission, remedies, grant)


def _everything(probe: Probe, mission: Mission, remedies: tuple[Ease, ...]) -> Grant:
    """As much of these remedies as anybody could wish for."""
    changed = mission
    if Ease.WAIVER in remedies:
        changed = changed.model_copy(update={"same_administration_allowed": True})
    if Ease.STAFF_LEAD in remedies:
        changed = changed.model_copy(update={"staff_lead": True})
    if Ease.DATES in remedies:
        changed = _any_time(probe, changed)
    return Grant(
        mission=None if changed == mission else changed,
        spares=mission.positions if Ease.EXPERTS in remedies else (),
        money=probe.plenty if Ease.MONEY in remedies else {},
        confirmed=_pending(probe) if Ease.CONFIRMATION in remedies else (),
        limits=tuple(
            without_limits(
                probe,
                mission,
                administrations=Ease.ADMINISTRATION in remedies,
                host=Ease.HOST in remedies,
            )
        ),
    )


def _concrete(probe: Probe, mission: Mission, remedies: tuple[Ease, ...], grant: Grant) -> str:
    """The remedies cut down to what is needed: experts first, then dates, then the rest."""
    texts = [remedy.value for remedy in (Ease.WAIVER, Ease.STAFF_LEAD) if remedy in remedies]
    if Ease.EXPERTS in remedies:
        grant = replace(grant, spares=_fewest_spares(probe, mission, grant))
        texts.append(experts_wanted(mission, grant.spares))
    if Ease.DATES in remedies:
        run = _nearest_run(probe, mission, grant)
        grant = replace(grant, mission=_moved(grant.mission or mission, run))
        texts.append(f"other dates, the nearest being {day(run.start)} to {day(run.end)}")
    if Ease.ADMINISTRATION in remedies:
        grant, wanted = least_release(probe, mission, grant)
        texts += wanted
    if Ease.HOST in remedies:
        grant, number = least_hosted(probe, mission, grant)
        texts.append(f"Max missions hosted of {country_name(mission.host)} raised to {number}")
    return listed([*texts, *_about_funds(probe, mission, remedies, grant)], "together with")


def _about_funds(
    probe: Probe, mission: Mission, remedies: tuple[Ease, ...], grant: Grant
) -> Iterator[str]:
    if Ease.CONFIRMATION in remedies:
        confirmed = _funds_to_confirm(probe, mission, grant)
        grant = replace(grant, confirmed=confirmed)
        yield f"confirm fund {listed(confirmed)}"
    if Ease.MONEY in remedies:
        needs = _least_money(probe, mission, grant)
        if len(needs) == 1:
            yield _least_of_all(probe, mission, grant, *needs[0])
        else:
            more = listed(_more(probe, need, fund) for need, fund in needs)
            yield f"{more} {_AS_IT_IS} (less may do where other missions change)"


def _more(probe: Probe, need: int, fund: Fund) -> str:
    return f"{amount(probe.year, need)} more in fund {fund.id}"


def _least_of_all(probe: Probe, mission: Mission, grant: Grant, need: int, fund: Fund) -> str:
    """The money that does, and the lower amount where other missions may change for it."""
    more = _more(probe, need, fund)
    least = probe.least_money((mission,), fund, need, grant)
    if not least:
        other = "none" if least == 0 else "less may do"
        return f"{more} {_AS_IT_IS} ({other} where other missions change)"
    if least == need:
        return more
    lower = amount(probe.year, least)
    return f"{lower} more in fund {fund.id} ({amount(probe.year, need)} with the rest as it is)"


def _fewest_spares(probe: Probe, mission: Mission, grant: Grant) -> tuple[str, ...]:
    """The further experts without any of whom the rest no longer do."""
    spares = grant.spares
    for code in mission.positions:
        fewer = list(spares)
        fewer.remove(code)
        if probe.possible(mission, grant=replace(grant, spares=tuple(fewer))):
            spares = tuple(fewer)
    return spares


def _any_time(probe: Probe, mission: Mission) -> Mission:
    settings = probe.year.settings
    return _moved(mission, Span(settings.plan_start, settings.plan_end))


def _moved(mission: Mission, window: Span) -> Mission:
    changes = {"earliest_start": window.start, "latest_end": window.end}
    return mission.model_copy(update=changes)


def _nearest_run(probe: Probe, mission: Mission, grant: Grant) -> Span:
    """The possible run that is nearest to the mission's window; the earlier of equal ones."""
    run = probe.cheapest_start(
        mission, grant, lambda run: 2 * _days_off(mission, run) + (run.end > mission.latest_end)
    )
    assert run is not None
    return run


def _days_off(mission: Mission, run: Span) -> int:
    """How many days a run lies outside the mission's window, before or after it."""
    early, late = mission.earliest_start - run.start, run.end - mission.latest_end
    return max(0, early.days) + max(0, late.days)


def _pending(probe: Probe) -> tuple[str, ...]:
    """The funds that pay only once they are confirmed."""
    if probe.year.settings.use_pending_funds:
        return ()
    return tuple(fund.id for fund in probe.year.funds if fund.status is FundStatus.PENDING)


def _funds_to_confirm(probe: Probe, mission: Mission, grant: Grant) -> tuple[str, ...]:
    """The first pending fund that would do alone; with more money, the one that needs least.

    A shared mission needs all of its funds.
    """
    if mission.shares:
        return tuple(s.fund_id for s in mission.shares if s.fund_id in grant.confirmed)
    if grant.money:
        return (_least_money(probe, mission, grant)[0][1].id,)
    return next(
        (fund_id,)
        for fund_id in grant.confirmed
        if probe.possible(mission, grant=replace(grant, confirmed=(fund_id,)))
    )


def money_wanted(
    probe: Probe, mission: Mission, fund: Fund | None = None
) -> tuple[int, Fund] | None:
    """The money that delivers a mission beside the plan: how much, and of which fund.

    None where money alone does not help. Without a fund it is the one that needs the least more.
    """
    funds = probe.plenty if fund is None else {fund.id: probe.plenty[fund.id]}
    grant = Grant(money=funds)
    if not probe.possible(mission, grant=grant):
        return None
    needs = _least_money(probe, mission, grant)
    return next((need for need in needs if fund is None or need[1].id == fund.id), None)


def _least_money(probe: Probe, mission: Mission, grant: Grant) -> list[tuple[int, Fund]]:
    """The fund that needs the least more, to the unit; of a shared mission, all that need more."""
    left, costs = probe.left_in_funds(mission), probe.cheapest(mission, grant)
    if mission.payer is not None:
        bill = paid_by(mission, mission.payer, costs[mission.payer])
        needs = [(bill.get(f.id, 0) - left[f.id], f) for f in probe.year.funds if f.id in bill]
        return [(need, fund) for need, fund in needs if need > 0]
    funds = (fund for fund in probe.year.funds if fund.id in costs)
    needs = [(costs[fund.id] - left[fund.id], fund) for fund in funds]
    return [min(needs, key=lambda item: item[0])]
