"""Each line of an explanation is applied: who could go is put there, and the levels counted."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from models.answers.explanation import Block
from models.answers.plan import Placement, Plan
from models.facts.assignment import AssignmentStatus
from models.facts.expert import QualificationStatus
from models.facts.instance import Year
from planner.checker import check, level_values
from planner.domain.calendars import Calendars
from planner.domain.errors import Contradiction
from planner.domain.rules import RULE_IDS
from planner.formulation.eligibility import Pool
from planner.reasons.answers.experts import page_of
from planner.reasons.answers.inquiry import Inquiry, PlannedYear
from planner.reasons.answers.missions import why
from planner.reasons.not_delivered import keeps_away
from planner.sample.build import sample_year
from tests.brute import Brute, broken_rules
from tests.builders import agreed, expert, mission, placement, qualification
from tests.builders import year as built
from tests.rich import rich_year
from tests.said import read
from tests.shrink import described
from tests.solving import engine, solve

_RULE = re.compile(rf"({'|'.join(RULE_IDS)}): ")
_RATHER = re.compile(r"(?P<who>\S+) goes; with \S+ instead: (?P<what>.*)")
_AGREED = re.compile(r"(?P<who>\S+) goes, who is \w+: what is agreed stays")


@cache
def inquiries() -> tuple[Inquiry, ...]:
    years = [rich_year(seed) for seed in (*range(500, 512), 728, 741)] + [sample_year(12, 40, 2)]
    return tuple(found for year in years for found in _inquiry(year))


def _inquiry(year: Year) -> Iterator[Inquiry]:
    calendars = Calendars(year)
    try:
        plan = solve(year, calendars).plan
    except Contradiction:
        return  # what is agreed cannot be kept
    if plan.placements:
        yield Inquiry(PlannedYear(Pool(year, calendars), plan, best=True), engine())


def stepped_in(inquiry: Inquiry, row: Placement, expert_id: str) -> tuple[set[str], dict[str, int]]:
    """The rules that are broken with somebody else there, and how the levels differ."""
    taken = row.model_copy(update={"expert_id": expert_id})
    plan = Plan.of(taken if other is row else other for other in inquiry.plan.placements)
    broken = {v.rule for v in check(inquiry.year, plan, inquiry.calendars)}
    before, after = (
        {v.level: v.value for v in level_values(inquiry.year, p, inquiry.calendars)}
        for p in (inquiry.plan, plan)
    )
    return broken - {"pinned"}, {
        name: after[name] - before[name] for name in before if after[name] != before[name]
    }


def without_rows_kept(changes: dict[str, int]) -> dict[str, int]:
    return {name: change for name, change in changes.items() if name != "stability"}


def applied(inquiry: Inquiry, row: Placement, expert_id: str, said: str) -> None:
    """Fail unless what is said of somebody in the place of a row is what the checker finds."""
    about = f"{expert_id} for {row}: {said}\n{described(inquiry.year)}"
    broken, changes = stepped_in(inquiry, row, expert_id)
    rules = set(_RULE.findall(said))
    assert bool(broken) == bool(rules), about
    assert rules <= broken, about
    if not rules:
        told = read([said])
        assert without_rows_kept(told) == without_rows_kept(changes), about
        assert told.get("stability") in (None, changes.get("stability")), about


def row_of(inquiry: Inquiry, mission_id: str, expert_id: str) -> Placement:
    rows = inquiry.teams[mission_id]
    return next(row for row in rows if row.expert_id == expert_id)


def test_who_could_go_instead_and_what_would_change() -> None:
    """Everybody who holds the expertise is named, or kept away by a rule at any start."""
    seen: Counter[str] = Counter()
    for inquiry in inquiries():
        for mission_id, team in inquiry.teams.items():
            blocks = list(why(inquiry, inquiry.year.mission_by_id[mission_id]))
            for row in team:
                heading = f"Position {row.position}, {row.expertise}: {row.expert_id}"
                block = next(b for b in blocks if b.heading == heading)
                assert _says_agreed(block) == (inquiry.agreed_as(row) is not None)
                for line in block.lines:
                    applied(inquiry, row, line.what, line.text)
                    seen[_kind(line.text)] += 1
    assert min(seen["rule"], seen["level"]) >= 50, seen


def _says_agreed(block: Block) -> bool:
    return any("what is agreed stays" in sentence for sentence in block.sentences)


def _kind(text: str) -> str:
    return "rule" if _RULE.match(text) else "level"


def test_on_which_other_days_a_mission_could_start() -> None:
    """With the same team, with another one, or not at all: the checker tries them all."""
    seen: Counter[str] = Counter()
    for inquiry in inquiries()[:-1]:
        for mission_id, team in inquiry.teams.items():
            asked = inquiry.year.mission_by_id[mission_id]
            block = next(b for b in why(inquiry, asked) if b.heading.startswith("Why from"))
            same, other = (
                {start for text in block.sentences if begin in text for start in _starts(text)}
                for begin in ("everything else unchanged", "With another team")
            )
            for run in inquiry.calendars.allowed_starts(asked):
                if run.start == team[0].start:
                    continue
                kind = _at(inquiry, team, run.start)
                about = f"{mission_id} {run.start} {block.sentences}\n{described(inquiry.year)}"
                assert (run.start in same, run.start in other) == (
                    kind == "same",
                    kind == "other",
                ), about
                seen[kind] += 1
    assert {"same", "no"} <= {*seen}, seen


def _starts(text: str) -> set[date]:
    found = re.findall(r"\d+ [A-Z]\w+ \d{4}", text)
    return {datetime.strptime(one, "%d %B %Y").date() for one in found}


def _at(inquiry: Inquiry, team: tuple[Placement, ...], start: date) -> str:
    """Whether the team could start on a day, or any other team, the rest unchanged."""
    mission_id = team[0].mission_id
    rest = [row for row in inquiry.plan.placements if row.mission_id != mission_id]
    moved = Plan.of([*rest, *(row.model_copy(update={"start": start}) for row in team)])
    if not check(inquiry.year, moved, inquiry.calendars):
        return "same"
    funds: tuple[str | None, ...] = (None, *(fund.id for fund in inquiry.year.funds))
    options = Brute(inquiry.year, inquiry.calendars).options(
        inquiry.year.mission_by_id[mission_id], funds
    )
    fits = any(
        not broken_rules(inquiry.year, Plan.of((*rest, *rows)), inquiry.calendars)
        for rows in options
        if rows[0].start == start
    )
    return "other" if fits else "no"


def test_every_line_of_the_page_of_an_expert() -> None:
    """Why not on a mission: somebody else is better there, or no team with the expert keeps it."""
    seen: Counter[str] = Counter()
    for inquiry in inquiries():
        for person in inquiry.year.experts[:12]:
            for mission_id, text in _reasons(inquiry, person.id):
                seen[_judge(inquiry, person.id, mission_id, text)] += 1
    assert {"rather", "broken", "kept away", "left out"} <= {*seen}, seen


def _reasons(inquiry: Inquiry, expert_id: str) -> Iterator[tuple[str, str]]:
    blocks = page_of(inquiry, inquiry.year.expert_by_id[expert_id])
    lines = [b.lines for b in blocks if b.heading.startswith("Does not go")]
    yield from ((line.what, line.text) for block in lines for line in block)


def _judge(inquiry: Inquiry, expert_id: str, mission_id: str, text: str) -> str:
    about = f"{expert_id} on {mission_id}: {text}\n{described(inquiry.year)}"
    if text.startswith("could come, but the mission is not delivered"):
        assert mission_id not in inquiry.teams, about
        return "left out"
    if _AGREED.match(text):
        for one in text.split("; or "):
            match = _AGREED.fullmatch(one)
            if match:
                assert inquiry.agreed_as(row_of(inquiry, mission_id, match["who"])), about
        return "agreed"
    if _RATHER.match(text):
        for match in filter(None, map(_RATHER.fullmatch, text.split("; or "))):
            row = row_of(inquiry, mission_id, match["who"])
            assert inquiry.agreed_as(row) is None, about
            applied(inquiry, row, expert_id, match["what"])
        return "rather"
    assert _RULE.match(text), about
    rows = inquiry.teams.get(mission_id, ())
    if _no_start_will_do(inquiry, expert_id, mission_id):
        assert len(inquiry.year.experts) > 10 or not _could_go(inquiry, expert_id, mission_id)
        return "kept away"
    rules = {*_RULE.findall(text)}
    assert any(rules <= stepped_in(inquiry, row, expert_id)[0] for row in rows), about
    return "broken"


def _no_start_will_do(inquiry: Inquiry, expert_id: str, mission_id: str) -> bool:
    """What the planner takes for it; the checker judges."""
    asked, person = inquiry.year.mission_by_id[mission_id], inquiry.year.expert_by_id[expert_id]
    held = inquiry.load.pool.standing
    codes = [code for code in asked.positions if (expert_id, code) in held]
    return all(keeps_away(inquiry.beside_plan, asked, code, person) for code in codes)


def _could_go(inquiry: Inquiry, expert_id: str, mission_id: str) -> bool:
    """Whether any team with the expert fits beside the rest of the plan; tiny years only."""
    rest = [row for row in inquiry.plan.placements if row.mission_id != mission_id]
    asked = inquiry.year.mission_by_id[mission_id]
    funds: tuple[str | None, ...] = (None, *(fund.id for fund in inquiry.year.funds))
    return any(
        not broken_rules(inquiry.year, Plan.of((*rest, *rows)), inquiry.calendars)
        for rows in Brute(inquiry.year, inquiry.calendars).options(asked, funds)
        if expert_id in {row.expert_id for row in rows}
    )


def test_a_mission_without_a_start_is_not_laid_at_the_door_of_its_experts() -> None:
    """E1 is free all year; the window of one day is too short for the mission."""
    short = mission("M1", latest_end=mission("M1").earliest_start)
    year = built(missions=(short,), experts=(expert("E1"),), qualifications=(qualification("E1"),))
    pool = Pool(year, Calendars(year))
    inquiry = Inquiry(PlannedYear(pool, Plan(), best=True), engine())
    assert [text for _, text in _reasons(inquiry, "E1")] == [
        "could come, but the mission is not delivered: dates"
    ]


def test_what_is_agreed_is_the_reason() -> None:
    """E1 is confirmed; E2 could go as well, and would be just as good."""
    year = built(
        experts=(expert(), expert("E2", "DE")),
        qualifications=(qualification(), qualification("E2")),
        assignments=(agreed("M1", "E1"),),
    )
    (found,) = _inquiry(year)
    ((mission_id, text),) = _reasons(found, "E2")
    assert text == "E1 goes, who is Confirmed: what is agreed stays"
    assert _judge(found, "E2", mission_id, text) == "agreed"
    position = list(why(found, year.missions[0]))[1]
    assert position.sentences[2:] == (
        "E1 is Confirmed for it: what is agreed stays.",
        "If E1 could not go after all, with everything else unchanged:",
    )
    assert [line[:2] for line in position.lines] == [("E2", "nothing: just as good")]


def test_that_a_contacted_row_stays_is_said_where_that_decides() -> None:
    """E2 would be a candidate with a chance, but E1 was contacted and `stability` comes first."""
    contacted = agreed("M1", "E1", status=AssignmentStatus.CONTACTED)
    year = built(
        missions=(mission(staff_lead=True),),
        experts=(expert(), expert("E2", "DE")),
        qualifications=(
            qualification(),
            qualification("E2", QualificationStatus.PRE_ACCREDITED),
        ),
        assignments=(contacted,),
    )
    (found,) = _inquiry(year)
    assert found.plan == Plan.of([placement("M1", "E1")])
    ((_, text),) = _reasons(found, "E2")
    assert text == (
        "E1 goes; with E2 instead: 1 proposal would not be kept; in return, "
        "1 candidate more for TOA/PCA would get an evaluation mission (with E2)"
    )
