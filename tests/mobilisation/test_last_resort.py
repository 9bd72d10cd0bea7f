"""Every reason of the last-resort dossier, applied: what it says of a rule or a level is so."""

from datetime import date, timedelta
from itertools import chain

import pytest

from models.answers.plan import Placement, Plan
from models.facts.administration import Administration
from models.facts.assignment import AssignmentStatus
from models.facts.expert import (
    AppliesTo,
    Clearance,
    Exclusion,
    Expert,
    QualificationStatus,
    Unavailability,
)
from models.facts.instance import Year
from planner.checker import check, level_values
from planner.checker.context import Context
from planner.domain.calendars import Calendars
from planner.domain.rules import RULE_IDS
from planner.reasons.substitution.dossier import NOBODY, Dossier, DossierLine
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    fund,
    history,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.rich import rich_year
from tests.tiny import tiny_year

EXTERNAL, PRE = QualificationStatus.EXTERNAL, QualificationStatus.PRE_ACCREDITED
X = expert("X", "CH")
NEXT_MONDAY = date(2027, 3, 8)


def with_external(*others: Expert, **changes: object) -> Year:
    """A year with the external expert X, and others who are accredited."""
    rows = tuple(qualification(e.id) for e in others)
    facts = {
        "experts": (X, *others),
        "qualifications": (qualification("X", EXTERNAL), *rows),
    }
    return year(**facts | changes)


def dossier(facts: Year, answer: Plan) -> Dossier:
    assert check(facts, answer) == ()
    return Dossier(Context(facts, answer, Calendars(facts)))


def reason_of(facts: Year, answer: Plan, expert_id: str = "E1") -> tuple[str, str]:
    found = dossier(facts, answer)
    for line in found.lines:
        apply(facts, answer, line)
    line = next(line for line in found.lines if line.expert_id == expert_id)
    return line.rule, line.why_not


def swapped(answer: Plan, line: DossierLine, start: date) -> Plan:
    """The plan with the serving expert in the place of the external one."""
    return Plan.of(
        row.model_copy(
            update={"start": start}
            | ({"expert_id": line.expert_id} if row.position == line.position else {})
        )
        if row.mission_id == line.mission_id
        else row
        for row in answer.placements
    )


def apply(facts: Year, answer: Plan, line: DossierLine) -> None:
    """Do what the line says cannot be done, and see that it is so."""
    if line.rule == NOBODY:
        return
    calendars = Calendars(facts)
    runs = calendars.allowed_starts(facts.mission_by_id[line.mission_id])
    starts = [run.start for run in runs]
    broken = {
        start: {v.rule for v in check(facts, swapped(answer, line, start), calendars)}
        for start in {*starts, line.start}
    }
    if line.rule in RULE_IDS:
        assert line.rule in broken[line.start]
        assert all(broken.values()), (line, broken)
        return
    before = {v.level: v.value for v in level_values(facts, answer, calendars)}
    told = f"{line.rule} would be"
    possible = [start for start in starts if not broken[start]]
    assert possible
    changed = []
    for start in possible:
        after = level_values(facts, swapped(answer, line, start), calendars)
        first = next((v for v in after if v.value != before[v.level]), None)
        changed.append(
            first and f"{first.level} would be {first.value:,} instead of {before[first.level]:,}"
        )
    if line.rule == "none":
        # No level changes on the start that is named, or on the mission's own.
        assert None in changed, line
        return
    assert any(text and text in line.why_not for text in changed), told


def test_another_mission_at_that_time() -> None:
    facts = with_external(expert(), missions=(mission(), mission("M12", host="NL")))
    answer = plan(placement(expert_id="X"), placement("M12"))
    rule, text = reason_of(facts, answer)
    assert rule == "one-at-a-time"
    assert text == (
        "Is on mission M12 (1 to 5 March 2027) at that time, travel included. The mission has no "
        "other allowed start."
    )


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (date(2027, 3, 8), "Would have 0 days before mission M12 (8 to 12 March 2027)"),
        (date(2027, 2, 22), "Would have 0 days after mission M12 (22 to 26 February 2027)"),
    ],
)
def test_too_little_rest_between_two_missions(start: date, sentence: str) -> None:
    """The missions share no day: a sentence about days at once would name none of them."""
    window = {"earliest_start": start, "latest_end": start + timedelta(days=4)}
    facts = with_external(
        expert(),
        missions=(mission(), mission("M12", host="NL", **window)),
        settings=settings(rest_days=3),
    )
    rule, text = reason_of(facts, plan(placement(expert_id="X"), placement("M12", start=start)))
    assert rule == "one-at-a-time"
    assert text.startswith(f"{sentence}, travel apart; the setting Rest days asks for 3.")


def test_a_mission_at_that_time_is_told_before_one_that_leaves_too_little_rest() -> None:
    """Whoever is away at that time needs no rest to be kept; a nameless visit is told as such."""
    first, second = date(2027, 1, 4), date(2027, 1, 11)
    early = mission(earliest_start=first, latest_end=date(2027, 1, 8))
    later = mission("M12", host="NL", earliest_start=second, latest_end=date(2027, 1, 15))
    facts = with_external(
        expert(),
        missions=(early, later),
        history=(history("E1", date(2026, 12, 28), first),),
        settings=settings(rest_days=3),
    )
    answer = plan(placement(expert_id="X", start=first), placement("M12", start=second))
    assert reason_of(facts, answer)[1].startswith(
        "Is on a mission under way (28 December 2026 to 4 January 2027) at that time, travel "
        "included. The mission"
    )


def test_other_starts_are_tried() -> None:
    long = mission(latest_end=date(2027, 3, 12))
    other = mission("M12", host="NL", latest_end=date(2027, 3, 12), working_days=10)
    facts = with_external(expert(), missions=(long, other))
    rule, text = reason_of(facts, plan(placement(expert_id="X"), placement("M12")))
    assert rule == "one-at-a-time"
    assert text.endswith("A rule forbids it on the mission's one other allowed start, too.")


def test_another_start_would_do_and_a_level_decided() -> None:
    """E1 could go a week later; but then the row of X, who is Contacted, is not kept."""
    facts = with_external(
        expert(),
        missions=(mission(latest_end=date(2027, 3, 12)), mission("M12", host="NL")),
        assignments=(agreed("M1", "X", AssignmentStatus.CONTACTED),),
    )
    rule, text = reason_of(facts, plan(placement(expert_id="X"), placement("M12")))
    assert rule == "stability"
    assert "Could go if the mission started on 8 March 2027; but then stability would be 1" in text


def test_nothing_in_the_way_is_said() -> None:
    rule, text = reason_of(with_external(expert()), plan(placement(expert_id="X")))
    assert rule == "externals"
    assert "0 instead of 1: it would be better: the plan is not the best one" in text


CASES = {
    "language": (
        {
            "missions": (mission(languages=("fr",)),),
            "experts": (expert("X", "CH", languages=("fr",)), expert()),
        },
        "Speaks English; the mission needs French.",
    ),
    "not-own-administration": (
        {"experts": (X, expert(administration="BE"))},
        "Comes from Belgium, which receives the mission.",
    ),
    "not-excluded": (
        {"exclusions": (Exclusion(expert_id="E1", mission_id="M1"),)},
        "Is excluded from this mission (sheet Exclusions).",
    ),
    "available": (
        {
            "unavailability": (
                Unavailability(applies_to=AppliesTo.EXPERT, who="E1", start=MONDAY, end=MONDAY),
            )
        },
        "Is not available on 1 March 2027 (sheet Unavailability).",
    ),
    "release-cap": (
        {"experts": (X, expert(release_cap_weeks=0))},
        "Has 0 weeks left of 0 (0 used before); the mission needs 1.",
    ),
    "administration-capacity": (
        {"administrations": (Administration(country="FR", max_weeks=0),)},
        "France releases its experts for 0 weeks in all.",
    ),
    "evaluation-lead": (
        {"qualifications": (qualification("X", EXTERNAL), qualification("E1", PRE))},
        "Is pre-accredited, and nobody on this mission could evaluate.",
    ),
    "pinned": (
        {
            "assignments": (agreed("M1", "X", AssignmentStatus.INVITED),),
            "experts": (X.model_copy(update={"clearance": Clearance.CLEARED}), expert()),
        },
        "X is agreed for this mission (sheet Assignments).",
    ),
    "funded": (
        {
            "funds": (fund(amount=2_300),),
            "experts": (expert("X", "CH", daily_fee=0), expert(region="AP")),
        },
        "",
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_and_the_facts(rule: str) -> None:
    changes, sentence = CASES[rule]
    facts = with_external(expert(), **changes)
    fund_id = "F1" if rule == "funded" else None
    found, text = reason_of(facts, plan(placement(expert_id="X", fund_id=fund_id)))
    assert found == rule
    assert text.startswith(sentence)


def test_variants_of_the_facts() -> None:
    host = with_external(expert(), exclusions=(Exclusion(expert_id="E1", host="BE"),))
    assert "from missions in Belgium" in reason_of(host, plan(placement(expert_id="X")))[1]
    declined = with_external(expert(), assignments=(agreed("M1", "E1", AssignmentStatus.DECLINED),))
    assert "Has declined" in reason_of(declined, plan(placement(expert_id="X")))[1]
    closed = Unavailability(applies_to=AppliesTo.ADMINISTRATION, who="FR", start=MONDAY)
    away = with_external(expert(), unavailability=(closed,))
    text = reason_of(away, plan(placement(expert_id="X")))[1]
    assert text.startswith("France releases nobody from 1 March 2027 on")


def test_a_colleague_of_the_same_country_and_the_same_expert_twice() -> None:
    facts = with_external(expert(), expert("E2"), missions=(mission(experts=2),))
    answer = plan(placement(expert_id="X"), placement(expert_id="E1", position=2))
    assert reason_of(facts, answer) == (
        "whole-team",
        "Goes on this mission already, in another position.",
    )
    rule, text = reason_of(facts, answer, "E2")
    assert (rule, text) == (
        "different-administrations",
        "Comes from France, like E1 on this mission.",
    )


def test_an_administration_that_has_somebody_away() -> None:
    facts = with_external(
        expert(),
        expert("E2"),
        missions=(mission(), mission("M12", host="NL")),
        administrations=(Administration(country="FR", max_experts_away=1),),
    )
    rule, text = reason_of(facts, plan(placement(expert_id="X"), placement("M12", "E2")))
    assert rule == "administration-capacity"
    assert text.startswith("France sends no more than 1 at once: E2 at that time.")


def test_a_host_that_receives_another_mission_on_the_other_start() -> None:
    """E1 is busy in the first week; in the second one Belgium receives M2."""
    facts = with_external(
        expert(),
        expert("E2", "ES"),
        missions=(
            mission(latest_end=date(2027, 3, 12)),
            mission("M2", earliest_start=NEXT_MONDAY, latest_end=date(2027, 3, 12)),
            mission("M3", host="NL"),
        ),
        administrations=(Administration(country="BE", max_missions_hosted=1),),
    )
    answer = plan(
        placement(expert_id="X"), placement("M2", "E2", NEXT_MONDAY), placement("M3", "E1")
    )
    assert reason_of(facts, answer)[0] == "one-at-a-time"


def test_used_weeks_are_told() -> None:
    facts = with_external(
        expert(release_period_start=date(2026, 1, 1), release_cap_weeks=1),
        missions=(
            mission(),
            mission("M12", host="NL", earliest_start=date(2027, 4, 5), latest_end=date(2027, 4, 9)),
        ),
    )
    answer = plan(placement(expert_id="X"), placement("M12", "E1", date(2027, 4, 5)))
    rule, text = reason_of(facts, answer)
    assert rule == "release-cap"
    assert text.startswith(
        "Has 0 weeks left of 1 until 31 December 2028 (0 used before, 1 on M12); the mission "
        "needs 1."
    )


def test_nobody_holds_it() -> None:
    found = dossier(with_external(), plan(placement(expert_id="X")))
    (line,) = found.lines
    assert (line.rule, line.why_not) == (NOBODY, "No serving expert holds TOA/PCA.")
    assert found.summary(found.externals[0]) == "No serving expert holds TOA/PCA."


def test_the_summary_counts_the_reasons() -> None:
    facts = with_external(expert(release_cap_weeks=0), expert("E2", release_cap_weeks=0))
    found = dossier(facts, plan(placement(expert_id="X")))
    assert found.summary(found.externals[0]) == (
        "2 serving experts hold TOA/PCA; what keeps them: release-cap 2 (sheet Last resort)."
    )


def test_the_list_is_complete_and_the_best_standing_first() -> None:
    rows = (
        qualification("X", EXTERNAL),
        qualification("E1", PRE),
        qualification("E2", QualificationStatus.RECOGNISED),
        qualification("E3"),
    )
    facts = with_external(expert(), expert("E2", "ES"), expert("E3", "IT"), qualifications=rows)
    found = dossier(facts, plan(placement(expert_id="X")))
    assert [line.expert_id for line in found.lines] == ["E3", "E2", "E1"]


@pytest.mark.parametrize("seed", [4, 22, 26, 41, *range(100, 112)])
def test_every_claim_of_random_years(seed: int) -> None:
    """Valid plans, not best ones: then rules and levels of all kinds come up."""
    for drawn in (rich_year(seed), tiny_year(seed)):
        facts = drawn.replace(assignments=(), settings=settings())
        answer = _any_plan(facts)
        for line in Dossier(Context(facts, answer, Calendars(facts))).lines:
            apply(facts, answer, line)


def _any_plan(facts: Year) -> Plan:
    """Missions one by one, externals first: every row that keeps the plan valid."""
    calendars = Calendars(facts)
    order = sorted(facts.experts, key=lambda e: e.id not in facts.external_ids)
    rows: list[Placement] = []
    for entry in facts.missions:
        if len(entry.positions) > 1:
            continue
        funds = [f.id for f in facts.funds] or [None]
        tries = (
            placement(entry.id, e.id, run.start, 1, entry.positions[0], fund_id)
            for e in order
            for run in calendars.allowed_starts(entry)
            for fund_id in funds
        )
        for row in chain(tries):
            if not check(facts, Plan.of([*rows, row]), calendars):
                rows.append(row)
                break
    return Plan.of(rows)
