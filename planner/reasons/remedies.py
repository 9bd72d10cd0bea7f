"""Finds remedies for a mission that is not delivered: typed changes, each proven by the solver."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from models.answers.not_delivered import Remedy
from models.facts.fund import Fund, FundStatus
from models.facts.mission import Mission
from models.requests.changes import (
    Amount,
    Change,
    ExpertAdded,
    FundChanged,
    FundConfirmed,
    MissionWindow,
)
from planner.domain.calendars import Span
from planner.domain.costs import paid_by
from planner.domain.country_names import country_name
from planner.domain.hypothetical import moved, spares, waived
from planner.domain.rules import RULES, Ease
from planner.domain.wording import amount, day, experts_wanted, listed
from planner.reasons.least_money import LeastMoney, least_money
from planner.reasons.limits import (
    Changes,
    least_hosted,
    least_release,
    limited_administrations,
    limited_host,
    without_limits,
)
from planner.reasons.one_mission import MONEY, Probe

_WAIVERS = {Ease.WAIVER: "same_administration_allowed", Ease.STAFF_LEAD: "staff_lead"}


class _Tried(NamedTuple):
    """Changes, what has been said of them, and the same without what is known of lesser ones."""

    changes: Changes
    texts: tuple[str, ...] = ()
    briefs: tuple[str, ...] = ()

    def instead(
        self, kind: type, changes: Iterable[Change], text: str, brief: str = ""
    ) -> "_Tried":
        """The same, with these changes in the place of all of a kind, and more to say."""
        return self.saying(_instead(self.changes, kind, changes), text, brief)

    def saying(self, changes: Changes, text: str, brief: str = "") -> "_Tried":
        """Other changes, and more to say."""
        return _Tried(changes, (*self.texts, text), (*self.briefs, brief or text))


def _instead(changes: Changes, kind: type, others: Iterable[Change]) -> Changes:
    return (*(c for c in changes if not isinstance(c, kind)), *others)


def remedies_of(
    probe: Probe, mission: Mission, conflicts: Iterable[tuple[str, ...]] = ()
) -> tuple[Remedy, ...]:
    """The changes that would let the mission be delivered besides the plan, as few as possible.

    Single changes where there are any, else pairs, else three together; every one is proven by
    delivering the mission with it. `conflicts` are sets of rules that forbid the mission, each
    by itself: changes that leave one of them as it is need not be tried.
    """
    conflicts = tuple(conflicts)
    useful = [ease for ease in Ease if _is_useful(probe, mission, ease)]
    for size in range(1, probe.params.most_together + 1):
        together = [c for c in combinations(useful, size) if _touches_all(c, conflicts)]
        found = [remedy for c in together if (remedy := _remedy(probe, mission, c))]
        if found:
            return tuple(found[: probe.params.most_remedies])
    return ()


def _touches_all(eases: Collection[Ease], conflicts: Iterable[tuple[str, ...]]) -> bool:
    eased = {rule.id for rule in RULES if not rule.eased_by.isdisjoint(eases)}
    return all(eased & {*conflict} for conflict in conflicts)


def _is_useful(probe: Probe, mission: Mission, ease: Ease) -> bool:
    """Whether a remedy of this kind changes anything at all."""
    return {
        Ease.WAIVER: not mission.same_administration_allowed,
        Ease.STAFF_LEAD: not mission.staff_lead,
        Ease.CONFIRMATION: bool(_pending(probe)),
        Ease.MONEY: bool(probe.year.funds),
        Ease.HOST: limited_host(probe, mission) is not None,
        Ease.ADMINISTRATION: bool(limited_administrations(probe, mission)),
    }.get(ease, True)


def _remedy(probe: Probe, mission: Mission, eases: tuple[Ease, ...]) -> Remedy | None:
    """The changes, cut down to what is needed, where they help together."""
    changes = tuple(_everything(probe, mission, eases))
    if not probe.possible(mission, changes=changes):
        return None
    granted = tuple(ease.value for ease in _WAIVERS if ease in eases)
    tried = _Tried(changes, granted, granted)
    least = _least_money_of(probe, mission, eases, _least(probe, mission, eases, tried))
    text, brief = (listed(said, "together with") for said in (least.texts, least.briefs))
    return Remedy(changes=least.changes, text=text, brief=brief)


def _everything(probe: Probe, mission: Mission, eases: tuple[Ease, ...]) -> Iterator[Change]:
    """As much of these remedies as anybody could wish for."""
    yield from (waived(mission, field) for ease, field in _WAIVERS.items() if ease in eases)
    if Ease.DATES in eases:
        settings = probe.year.settings
        yield moved(mission, settings.plan_start, settings.plan_end)
    if Ease.EXPERTS in eases:
        yield from spares(mission, mission.positions)
    if Ease.MONEY in eases:
        yield MONEY
    if Ease.CONFIRMATION in eases:
        yield from map(_confirmed, _pending(probe))
    administrations, host = Ease.ADMINISTRATION in eases, Ease.HOST in eases
    yield from without_limits(probe, mission, administrations=administrations, host=host)


def _least(probe: Probe, mission: Mission, eases: tuple[Ease, ...], tried: _Tried) -> _Tried:
    """The remedies but money cut down to what is needed: experts first, then dates, then limits."""
    if Ease.EXPERTS in eases:
        codes = _fewest_spares(probe, mission, tried.changes)
        wanted = experts_wanted(mission, codes)
        tried = tried.instead(ExpertAdded, spares(mission, codes), wanted)
    if Ease.DATES in eases:
        run = _nearest_run(probe, mission, tried.changes)
        text = f"other dates, the nearest being {day(run.start)} to {day(run.end)}"
        tried = tried.instead(MissionWindow, [moved(mission, run.start, run.end)], text)
    if Ease.ADMINISTRATION in eases:
        changes, texts = least_release(probe, mission, tried.changes)
        tried = _Tried(changes, (*tried.texts, *texts), (*tried.briefs, *texts))
    if Ease.HOST in eases:
        changes, number = least_hosted(probe, mission, tried.changes)
        text = f"Max missions hosted of {country_name(mission.host)} raised to {number}"
        tried = tried.saying(changes, text)
    return tried


def _least_money_of(
    probe: Probe, mission: Mission, eases: tuple[Ease, ...], tried: _Tried
) -> _Tried:
    """The funds that have to be confirmed, and the money that is needed, to the unit."""
    if Ease.CONFIRMATION in eases:
        confirmed = _funds_to_confirm(probe, mission, tried.changes)
        text = f"confirm fund {listed(confirmed)}"
        tried = tried.instead(FundConfirmed, map(_confirmed, confirmed), text)
    if Ease.MONEY in eases:
        needs = _least_money(probe, mission, tried.changes)
        text = _money_text(probe, mission, needs, _instead(tried.changes, FundChanged, ()))
        more = (FundChanged(target=fund.id, value=Amount(by=need)) for need, fund in needs)
        enough = _more(probe, {fund.id: need for need, fund in needs})
        tried = tried.instead(FundChanged, more, text, enough)
    return tried


def _confirmed(fund_id: str) -> FundConfirmed:
    return FundConfirmed(target=fund_id)


def _money_text(
    probe: Probe, mission: Mission, needs: list[tuple[int, Fund]], besides: Changes
) -> str:
    """The money that does, and the lower amount where other missions may change for it."""
    enough = {fund.id: need for need, fund in needs}
    least = least_money(probe, (mission,), enough, besides)
    if least is not None and least.proven and least.amounts == enough:
        return _more(probe, enough)
    if least is not None and len(needs) == 1 and 0 < least.total < sum(enough.values()):
        as_it_is = f"{amount(probe.year, needs[0][0])} with the rest as it is"
        unsure = "" if least.proven else f"{_in_any_plan(probe, least)}; "
        return f"{_more(probe, least.amounts)} ({unsure}{as_it_is})"
    lower = _where_others_change(probe, least, sum(enough.values()))
    return f"{_more(probe, enough)} with the rest of the plan as it is ({lower})"


def _where_others_change(probe: Probe, least: LeastMoney | None, known: int) -> str:
    """What is known of plans in which other missions change."""
    if least is None:
        return "less may do where other missions change"
    unsure = "" if least.proven else _in_any_plan(probe, least)
    if least.total == known and unsure:
        return unsure
    number = f"{amount(probe.year, least.total)} in all" if least.total else "none"
    return ", ".join(filter(None, (f"{number} where other missions change", unsure)))


def _in_any_plan(probe: Probe, least: LeastMoney) -> str:
    if least.floor == 0:
        return "less may do where other missions change"
    return f"in any plan at least {amount(probe.year, least.floor)}"


def _more(probe: Probe, amounts: Mapping[str, int]) -> str:
    """Such as "600 EUR more in fund F1"; of several funds, in their order."""
    return listed(f"{amount(probe.year, n)} more in fund {fund}" for fund, n in amounts.items())


def _fewest_spares(probe: Probe, mission: Mission, changes: Changes) -> tuple[str, ...]:
    """The expertise of the further experts without any of whom the rest no longer do."""
    codes = mission.positions
    for code in mission.positions:
        fewer = list(codes)
        fewer.remove(code)
        without = _instead(changes, ExpertAdded, spares(mission, fewer))
        if probe.possible(mission, changes=without):
            codes = tuple(fewer)
    return codes


def _nearest_run(probe: Probe, mission: Mission, changes: Changes) -> Span:
    """The possible run that is nearest to the mission's window; the earlier of equal ones."""
    run = probe.cheapest_start(
        mission, changes, lambda run: 2 * _days_off(mission, run) + (run.end > mission.latest_end)
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


def _funds_to_confirm(probe: Probe, mission: Mission, changes: Changes) -> tuple[str, ...]:
    """The first pending fund that would do alone; with more money, the one that needs least.

    A shared mission needs all of its funds.
    """
    confirmed = [change.target for change in changes if isinstance(change, FundConfirmed)]
    if mission.shares:
        return tuple(s.fund_id for s in mission.shares if s.fund_id in confirmed)
    if MONEY in changes:
        return (_least_money(probe, mission, changes)[0][1].id,)
    return next(
        (fund_id,)
        for fund_id in confirmed
        if probe.possible(mission, changes=_instead(changes, FundConfirmed, [_confirmed(fund_id)]))
    )


def money_wanted(
    probe: Probe, mission: Mission, fund_id: str | None = None
) -> tuple[int, Fund] | None:
    """The money that delivers a mission beside the plan: how much, and of which fund.

    None where money alone does not help. Where no fund is asked for it is the one that needs the
    least more.
    """
    left, costs = probe.left_in_funds(mission), probe.cheapest(mission)
    able = (f for f in probe.year.funds if f.id in costs and fund_id in (None, f.id))
    needs = [(costs[fund.id] - left[fund.id], fund) for fund in able]
    return min(needs, key=lambda item: item[0], default=None)


def _least_money(probe: Probe, mission: Mission, changes: Changes) -> list[tuple[int, Fund]]:
    """The fund that needs the least more, to the unit; of a shared mission, all that need more."""
    left, costs = probe.left_in_funds(mission), probe.cheapest(mission, changes)
    if mission.payer is not None:
        bill = paid_by(mission, mission.payer, costs[mission.payer])
        needs = [(bill.get(f.id, 0) - left[f.id], f) for f in probe.year.funds if f.id in bill]
        return [(need, fund) for need, fund in needs if need > 0]
    funds = (fund for fund in probe.year.funds if fund.id in costs)
    needs = [(costs[fund.id] - left[fund.id], fund) for fund in funds]
    return [min(needs, key=lambda item: item[0])]
