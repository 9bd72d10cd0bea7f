"""The Director's report: what is planned, where, when, with whose money; what is not, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from models.answers.not_delivered import NotDelivered
from models.facts.instance import Year
from models.facts.mission import Mission
from planner.domain.rules import RULE_BY_ID
from planner.domain.wording import upper_first
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.papers.paper import (
    Paper,
    PaperBlock,
    PaperDesk,
    heading,
    note,
    page,
    picture,
    text,
)
from planner.mobilisation.papers.pictures import MOST_FUNDS, funds_picture, months_picture
from planner.mobilisation.steps import Step
from planner.report import overview
from planner.report.lines import fund_lines

MOST_LEFT_OUT, MOST_DECISIONS = 18, 12
_MOST_NAMED = 8
_DECISIONS = {
    Step.FUND.title: "decision_fund",
    Step.DECISION.title: "decision_external",
    Step.AGREED.title: "decision_agreed",
}


class Answers(NamedTuple):
    """What the report says besides the plan itself.

    Attributes
    ----------
    actions : sequence of ActionLine
        What is to be done; the decisions among them are listed.
    reasons : sequence of NotDelivered
        Why missions are not delivered.
    proven : bool
        Whether it is proven that no plan is better.
    before : Year or None
        The year with the plan to compare with.
    before_name : str
        The name of its workbook.
    """

    actions: Sequence[ActionLine]
    reasons: Sequence[NotDelivered]
    proven: bool
    before: Year | None = None
    before_name: str = ""


class _DecisionWanted(NamedTuple):
    """What is asked for: several of a mission are one line, as no expert is named here."""

    do_by: date
    step: str
    whom: str
    mission_ids: tuple[str, ...]


def report(desk: PaperDesk, answers: Answers) -> Paper:
    """The Director's report."""
    blocks = (
        *_head(desk, answers),
        *_breakdown(desk),
        *_not_delivered(desk, answers.reasons),
        *_decisions(desk, answers.actions),
        *_changes(desk, answers),
    )
    title = desk.say("report", period=desk.period)
    return desk.paper("report", title, desk.say("report_sub"), blocks)


def mission_named(mission: Mission) -> str:
    """A mission with its ID and its title."""
    return f"{mission.id}, {mission.title}" if mission.title else mission.id


def in_the_way(desk: PaperDesk, rules: Iterable[str]) -> str:
    """What stands in the way of a mission, rule by rule, in the paper's language."""
    said = [RULE_BY_ID[rule].in_papers[desk.tongue.code].mission for rule in rules]
    return upper_first("; ".join(said) or desk.say("not_examined"))


def _head(desk: PaperDesk, answers: Answers) -> Iterator[PaperBlock]:
    found = overview.progress(desk.view)
    form = "headline_rest" if found.not_delivered else "headline"
    total = desk.tongue.counted("mission", found.total)
    number = desk.tongue.number
    planned, left_out = number(found.planned), number(found.not_delivered)
    yield text(desk.say(form, planned=planned, total=total, left_out=left_out))
    yield note(desk.say("proven" if answers.proven else "unproven"))
    yield heading(desk.say("figures"))
    rows = [(name, value, remark) for name, value, remark in _figures(desk)]
    yield desk.table(("", "", ""), rows)
    yield picture(months_picture(desk, overview.by_month(desk.view)))


def _figures(desk: PaperDesk) -> Iterator[tuple[str, int | str, str]]:
    """The figures that a Director asks for first: those of the sheet Summary."""
    view, say, number = desk.view, desk.say, desk.tongue.number
    found = overview.progress(view)
    yield say("planned"), found.planned, say("of_total", total=number(found.total))
    yield say("confirmed"), found.confirmed, ""
    yield say("completed"), found.completed, ""
    yield say("not_delivered"), found.not_delivered, ""
    yield from _money(desk)
    evaluated, waiting = overview.candidates(view)
    yield say("candidates"), evaluated, say("candidates_note", total=number(waiting))
    externals = sum(post.qualification.value == "External" for post in view.posts)
    yield say("externals"), externals, say("externals_note") if externals else ""
    outside = sum(not post.in_region for post in view.posts)
    posts = number(len(view.posts))
    yield say("out_of_region"), outside, say("out_of_region_note", total=posts)


def _money(desk: PaperDesk) -> Iterator[tuple[str, int, str]]:
    say, money = desk.say, overview.money(desk.view)
    currency = desk.view.year.settings.currency
    if money is None:
        cost = sum(team.cost for team in desk.view.teams)
        yield f"{say('cost')} ({currency})", cost, say("cost_note")
        return
    used = desk.amount(money.planned_from_pending)
    of_pending = say("pending_used", amount=used) if money.planned_from_pending else None
    for name, value, remark in (
        ("available", money.available, say("available_note")),
        ("planned_money", money.planned, ""),
        ("left", money.left, ""),
        ("pending", money.pending, of_pending or say("pending_note")),
    ):
        yield f"{say(name)} ({currency})", value, remark


def _breakdown(desk: PaperDesk) -> Iterator[PaperBlock]:
    view, say = desk.view, desk.say
    cost = say("cost_column", currency=view.year.settings.currency)
    yield heading(say("by_region"))
    regions = sorted(overview.by_region(view), key=lambda group: group.name)
    headers = (say("region"), say("planned_column"), say("not_delivered_column"), cost)
    rows = [(_region(desk, g.name), g.planned, g.not_delivered, g.cost) for g in regions]
    yield desk.table(headers, rows)
    lines = fund_lines(view)
    if lines:
        yield page(say("by_donor"))
        columns = ("available_column", "planned_column", "left_column", "missions_column")
        yield desk.table(
            (say("donor"), *(say(name) for name in columns)),
            [
                (donor(desk, line.fund_id), line.available, line.planned, line.left, n)
                for line in lines
                for n in [len(line.missions)]
            ],
        )
        yield picture(funds_picture(desk, [*lines][:MOST_FUNDS]))


def donor(desk: PaperDesk, fund_id: str) -> str:
    """A fund with its name; that it is pending is said."""
    fund = desk.view.year.fund_by_id[fund_id]
    named = f"{fund.id}, {fund.name}" if fund.name else fund.id
    return desk.say("fund_pending", fund=named) if fund.status.value == "Pending" else named


def _region(desk: PaperDesk, name: str) -> str:
    """The region in the paper's language; `name` ends in its code."""
    code = name.rpartition("(")[2].rstrip(")")
    return f"{desk.tongue.say(f'regions.{code}')} ({code})"


def _not_delivered(desk: PaperDesk, reasons: Sequence[NotDelivered]) -> Iterator[PaperBlock]:
    say, year = desk.say, desk.view.year
    yield page(say("why"))
    if not reasons:
        yield text(say("why_none"))
        return
    shown = sorted(reasons, key=lambda r: year.mission_by_id[r.mission_id].priority)
    rows = [
        (
            mission_named(mission),
            desk.tongue.country(mission.host),
            mission.priority,
            in_the_way(desk, reason.rules),
        )
        for reason in shown[:MOST_LEFT_OUT]
        for mission in [year.mission_by_id[reason.mission_id]]
    ]
    yield desk.table((say("mission"), say("host"), say("priority"), say("in_the_way")), rows)
    if (more := len(shown) - MOST_LEFT_OUT) > 0:
        yield note(say("why_more", more, n=desk.tongue.number(more)))


def _decisions(desk: PaperDesk, actions: Iterable[ActionLine]) -> Iterator[PaperBlock]:
    """By date; what names an expert on the sheet Actions is said without the name here."""
    asked = [line for line in actions if line.step in _DECISIONS]
    yield heading(desk.say("decisions"))
    if not asked:
        yield text(desk.say("decisions_none"))
        return
    alike = Counter(
        _DecisionWanted(line.do_by, line.step, line.whom, line.mission_ids) for line in asked
    )
    rows = [
        (
            desk.tongue.short_day(one.do_by),
            desk.say(_DECISIONS[one.step], n, n=desk.tongue.number(n), whom=one.whom),
            _named(desk, one.mission_ids),
        )
        for one, n in [*alike.items()][:MOST_DECISIONS]
    ]
    yield desk.table((desk.say("by"), desk.say("decision"), desk.say("missions_column")), rows)
    if (more := len(asked) - sum([*alike.values()][:MOST_DECISIONS])) > 0:
        yield note(desk.say("decisions_more", more, n=desk.tongue.number(more)))


def _changes(desk: PaperDesk, answers: Answers) -> Iterator[PaperBlock]:
    if answers.before is None:
        yield heading(desk.say("changes_plain"))
        yield text(desk.say("changes_none"))
        return
    yield heading(desk.say("changes", file=answers.before_name))
    found = overview.changes(desk.view, answers.before)
    same = found.as_before if found else 0
    yield text(desk.say("as_before", same, n=desk.tongue.number(same)))
    for name in ("moved", "others", "new", "gone"):
        missions: tuple[str, ...] = getattr(found, name) if found else ()
        if missions:
            n = len(missions)
            yield text(desk.say(name, n, n=desk.tongue.number(n), missions=_named(desk, missions)))


def _named(desk: PaperDesk, missions: Sequence[str]) -> str:
    more = len(missions) - _MOST_NAMED
    named = ", ".join(missions[:_MOST_NAMED])
    return desk.say("and_more", missions=named, n=more) if more > 0 else named
