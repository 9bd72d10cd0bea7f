"""What speaks against making a change to a year: a target that is not there, too much taken ..."""

from collections.abc import Iterator
from functools import singledispatch

from models.facts.fund import Fund, FundStatus
from models.facts.instance import Year
from models.requests.changes import (
    ALL,
    AdministrationWithdrawn,
    CapChanged,
    Change,
    ExpertAdded,
    ExpertUnavailable,
    ExpertWithdrawn,
    FundChanged,
    FundConfirmed,
    FundFrom,
    FundSplit,
    FundWithdrawn,
    MissionAdded,
    MissionCancelled,
    MissionPriority,
    MissionWindow,
    Setting,
)
from planner.domain.country_names import country_name
from planner.domain.hypothetical import serving_of, year_with
from planner.domain.spelling import closest, did_you_mean
from planner.domain.wording import amount
from planner.workbook.reading.settings import MOST_PLAN_DAYS
from planner.workbook.reading.values.cell_values import shown
from scenarios.definition.changes.base import Misfit, misfit, unknown


def misfits(change: Change, year: Year) -> Iterator[Misfit]:
    """What speaks against making the change to a year; nothing where all is well."""
    return _misfits(change, year)


@singledispatch
def _misfits(change: object, year: Year) -> Iterator[Misfit]:
    yield from ()


@_misfits.register
def _(change: FundChanged, year: Year) -> Iterator[Misfit]:
    """An unknown fund, a percentage of nothing, more taken than there is."""
    funds = year.funds if change.target == ALL else _fund(change, year)
    if not year.funds and change.target == ALL:
        yield _no_funds()
    elif not funds:
        yield unknown("fund", change.target, year.fund_by_id)
    elif change.value.percent is not None and not any(fund.amount for fund in funds):
        yield _percentage_of_nothing(change)
    for fund in funds:
        if change.value.of(fund.amount) < 0:
            yield _too_little(year, fund, -(change.value.by or 0))


def _fund(change: FundChanged | FundFrom | FundSplit, year: Year) -> tuple[Fund, ...]:
    fund = year.fund_by_id.get(change.target)
    return () if fund is None else (fund,)


@_misfits.register
def _(change: FundWithdrawn, year: Year) -> Iterator[Misfit]:
    if change.target not in year.fund_by_id:
        yield unknown("fund", change.target, year.fund_by_id)


@_misfits.register
def _(change: FundConfirmed, year: Year) -> Iterator[Misfit]:
    fund = year.fund_by_id.get(change.target)
    if fund is None:
        yield unknown("fund", change.target, year.fund_by_id)
    elif fund.status is FundStatus.CONFIRMED:
        yield misfit(
            "target",
            "change-of-nothing",
            f"Fund {fund.id} is confirmed already, so the change does nothing.",
            "Delete the row, or name a fund that is pending.",
            warning=True,
        )


@_misfits.register
def _(change: FundFrom, year: Year) -> Iterator[Misfit]:
    fund = year.fund_by_id.get(change.target)
    if fund is None:
        yield unknown("fund", change.target, year.fund_by_id)
    elif fund.valid_to is not None and fund.valid_to < change.value:
        yield misfit(
            "value",
            "window-reversed",
            f"Fund {fund.id} is valid to {fund.valid_to}: its validity would end before it "
            f"starts ({change.value}).",
            "Give an earlier date, or use the change fund withdrawn.",
        )


@_misfits.register
def _(change: FundSplit, year: Year) -> Iterator[Misfit]:
    fund, share = year.fund_by_id.get(change.target), change.value
    if fund is None:
        yield unknown("fund", change.target, year.fund_by_id)
        return
    if share.to not in year.fund_by_id:
        yield unknown("fund", share.to, year.fund_by_id)._replace(field="value")
    elif share.to == fund.id:
        yield misfit(
            "value",
            "split-to-itself",
            f"Fund {fund.id} would give to itself.",
            "Name another fund as the one that gets the amount.",
        )
    if share.of(fund.amount) > fund.amount:
        yield _too_little(year, fund, share.of(fund.amount))
    elif share.part.percent is not None and not fund.amount:
        yield _percentage_of_nothing(change)


@_misfits.register(MissionCancelled)
@_misfits.register(MissionPriority)
def _(change: MissionCancelled | MissionPriority, year: Year) -> Iterator[Misfit]:
    if change.target not in year.mission_by_id:
        yield unknown("mission", change.target, year.mission_by_id)


@_misfits.register
def _(change: MissionWindow, year: Year) -> Iterator[Misfit]:
    start, end = year.settings.plan_start, year.settings.plan_end
    if change.target not in year.mission_by_id:
        yield unknown("mission", change.target, year.mission_by_id)
    elif change.value.end < start or end < change.value.start:
        yield misfit(
            "value",
            "window-outside-plan",
            f"The window {change.value.words()} is outside the plan ({start} to {end}), so the "
            "mission cannot be delivered.",
            "Correct the dates, or use the change mission cancelled.",
            warning=True,
        )


@_misfits.register
def _(change: MissionAdded, year: Year) -> Iterator[Misfit]:
    """An ID that is taken, and funds that are not there."""
    if change.mission.id in year.mission_by_id:
        yield _taken("mission", "Mission ID", change.mission.id)
    for fund_id in change.mission.funds:
        if fund_id not in year.fund_by_id:
            yield unknown("fund", fund_id, year.fund_by_id)._replace(field="Funds")


@_misfits.register(ExpertWithdrawn)
@_misfits.register(ExpertUnavailable)
def _(change: ExpertWithdrawn | ExpertUnavailable, year: Year) -> Iterator[Misfit]:
    if change.target not in year.expert_by_id:
        yield unknown("expert", change.target, year.expert_by_id)


@_misfits.register
def _(change: ExpertAdded, year: Year) -> Iterator[Misfit]:
    """IDs that are taken."""
    for expert in change.experts:
        if expert.id in year.expert_by_id:
            yield _taken("expert", "Expert ID", expert.id)


@_misfits.register
def _(change: AdministrationWithdrawn, year: Year) -> Iterator[Misfit]:
    """A country from which nobody comes."""
    if serving_of(year, change.target):
        return
    serving = (e for e in year.experts if e.id not in year.external_ids)
    names = {country_name(expert.administration) for expert in serving}
    near = closest(country_name(change.target), sorted(names))
    question = f"{did_you_mean(near)} " if near else ""
    yield misfit(
        "target",
        "unknown-administration",
        f"No serving expert comes from {country_name(change.target)}, so there is nobody to "
        "withdraw.",
        f"{question}Correct the country, or delete this change.",
    )


@_misfits.register
def _(change: CapChanged, year: Year) -> Iterator[Misfit]:
    """An unknown expert, or one who has no cap."""
    if change.target != ALL and change.target not in year.expert_by_id:
        yield unknown("expert", change.target, year.expert_by_id)
    elif change.target in year.external_ids:
        yield misfit(
            "target",
            "change-of-nothing",
            f"Expert {change.target} is external and has no release cap, so the change does "
            "nothing.",
            "Delete the row, or name a serving expert.",
            warning=True,
        )


@_misfits.register
def _(change: Setting, year: Year) -> Iterator[Misfit]:
    """Dates of the plan that other facts speak against."""
    changed = year_with(year, [change]).settings
    first, last = changed.plan_start, changed.plan_end
    if last < first:
        yield misfit(
            "value",
            "plan-reversed",
            f"The plan would end ({last}) before it starts ({first}).",
            "Correct the date.",
        )
    elif (last - first).days >= MOST_PLAN_DAYS:
        yield misfit(
            "value",
            "plan-too-long",
            f"The plan would last from {first} to {last}, more than five years.",
            "Correct the date; a plan usually lasts a year.",
        )
    past = max((entry.start for entry in year.history), default=None)
    if past is not None and past >= first:
        yield misfit(
            "value",
            "history-in-plan",
            f"The sheet History has a mission that starts on {past}, after the plan would "
            f"start ({first}).",
            "Give a later date.",
        )


def _no_funds() -> Misfit:
    return misfit(
        "target",
        "no-funds",
        "There is no fund to change: the workbook has no row in the sheet Funds.",
        "Fill in the sheet Funds, or delete this change.",
    )


def _percentage_of_nothing(change: FundChanged | FundSplit) -> Misfit:
    whose = "All funds hold" if change.target == ALL else f"Fund {change.target} holds"
    return misfit(
        "value",
        "percentage-of-nothing",
        f"{whose} nothing, and a percentage of nothing is nothing.",
        "Give an amount, +50000 or 300000 for example.",
    )


def _too_little(year: Year, fund: Fund, taken: int) -> Misfit:
    return misfit(
        "value",
        "more-than-all",
        f"Fund {fund.id} holds {amount(year, fund.amount)}: {amount(year, taken)} cannot be taken "
        "from it.",
        "Take less, or use the change fund withdrawn.",
    )


def _taken(what: str, header: str, value: str) -> Misfit:
    return misfit(
        header,
        "duplicate-id",
        f'There is a {what} with the ID "{shown(value)}" already.',
        f"Give the new {what} another ID.",
    )
