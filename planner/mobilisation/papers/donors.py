"""One page a donor: what the money does, and what more or less of it would do."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from models.facts.fund import Fund
from planner.domain.country_names import plain_letters
from planner.mobilisation.papers.paper import (
    Paper,
    PaperBlock,
    PaperDesk,
    heading,
    note,
    picture,
    text,
)
from planner.mobilisation.papers.pictures import funds_picture
from planner.mobilisation.papers.report import mission_named
from planner.report.lines import FundLine, fund_lines

MOST_MISSIONS = 11


class MoneyEffect(NamedTuple):
    """How many missions the year delivers with so many per cent more or less of a fund.

    `now` is the number with the fund as it is; None where it was not settled in time. `less` is 0
    where what is agreed could not be kept.
    """

    percent: int
    now: int | None
    more: int | None
    less: int | None


def donor_pages(desk: PaperDesk, effects: Mapping[str, MoneyEffect]) -> Iterator[Paper]:
    """A page for each fund, in the order of the sheet Funds."""
    for line in fund_lines(desk.view):
        fund = desk.view.year.fund_by_id[line.fund_id]
        named = f"{fund.id}, {fund.name}" if fund.name else fund.id
        yield desk.paper(
            f"fund {plain_letters(fund.id)}",
            desk.say("fund", fund=named),
            desk.say("fund_sub", period=desk.period),
            _blocks(desk, fund, line, effects.get(fund.id)),
        )


def _blocks(
    desk: PaperDesk, fund: Fund, line: FundLine, effect: MoneyEffect | None
) -> Iterator[PaperBlock]:
    yield text(_headline(desk, line))
    if fund.status.value == "Pending":
        yield note(desk.say("fund_pending_note"))
    yield desk.table(("", ""), _figures(desk, fund, line))
    yield picture(funds_picture(desk, [line]))
    if line.missions:
        yield heading(desk.say("fund_missions"))
        yield from _missions(desk, line)
    if effect is not None:
        yield heading(desk.say("more_or_less"))
        for sentence in _sentences(desk, effect):
            yield text(sentence)


def _headline(desk: PaperDesk, line: FundLine) -> str:
    if not line.missions:
        return desk.say("fund_nothing")
    hosts = {desk.view.year.mission_by_id[mission_id].host for mission_id in line.missions}
    return desk.say(
        "fund_headline",
        planned=desk.amount(line.planned),
        available=desk.amount(line.available),
        missions=desk.tongue.counted("mission", len(line.missions)),
        countries=desk.say("country", len(hosts), n=desk.tongue.number(len(hosts))),
    )


def _figures(desk: PaperDesk, fund: Fund, line: FundLine) -> Iterator[tuple[str, int | str]]:
    currency = desk.view.year.settings.currency
    for name, value in (
        ("amount", line.amount),
        ("committed", line.committed),
        ("spent", line.spent),
        ("available", line.available),
        ("planned", line.planned),
        ("left", line.left),
    ):
        if value or name not in ("committed", "spent"):
            yield f"{desk.say(f'fund_{name}')} ({currency})", value
    if validity := _validity(desk, fund):
        yield desk.say("fund_valid"), validity


def _validity(desk: PaperDesk, fund: Fund) -> str:
    first, last, day = fund.valid_from, fund.valid_to, desk.tongue.day
    if first and last:
        return desk.tongue.span(first, last)
    if last:
        return desk.say("fund_valid_until", date=day(last))
    return desk.say("fund_valid_from", date=day(first)) if first else ""


def _missions(desk: PaperDesk, line: FundLine) -> Iterator[PaperBlock]:
    teams = [team for team in desk.view.teams if team.mission.id in line.missions]
    say = desk.say
    rows = [
        (
            mission_named(team.mission),
            desk.tongue.country(team.mission.host),
            desk.tongue.short_span(*team.run),
            desk.view.paid(team)[line.fund_id],
        )
        for team in teams[:MOST_MISSIONS]
    ]
    paid = f"{say('paid')} ({desk.view.year.settings.currency})"
    yield desk.table((say("mission"), say("host"), say("dates"), paid), rows)
    if (more := len(teams) - MOST_MISSIONS) > 0:
        yield note(f"+ {desk.tongue.counted('mission', more)}")


def _sentences(desk: PaperDesk, effect: MoneyEffect) -> Iterator[str]:
    percent = desk.tongue.number(effect.percent)
    if effect.now is None or (effect.more is None and effect.less is None):
        yield desk.say("unsettled", percent=percent)
        return
    for name, then in (("more", effect.more), ("less", effect.less)):
        if then == 0:
            yield desk.say("agreed_less", percent=percent)
        elif then == effect.now:
            yield desk.say(f"same_{name}", percent=percent)
        elif then is not None:
            counted = desk.tongue.counted
            now = desk.tongue.number(effect.now)
            yield desk.say(name, percent=percent, then=counted("mission", then), now=now)
