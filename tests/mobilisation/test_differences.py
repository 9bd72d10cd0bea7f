"""What changed and why: every reason is applied by the test that reads it."""

from datetime import date

import pytest

from models.base import Fact
from models.facts.administration import Administration
from models.facts.assignment import AssignmentStatus as Status
from models.facts.expert import AppliesTo, Unavailability
from models.facts.instance import Year
from models.facts.mission import CalledOff, TeamRow
from planner.mobilisation.differences import differences
from planner.mobilisation.fact_changes import FactDifference, told
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    fund,
    history,
    mission,
    qualification,
    settings,
    year,
)

NEXT = date(2027, 3, 8)


def row(mission_id: str = "M1", expert_id: str = "E1", start: date = MONDAY, **changes: object):
    """A proposed row as the planner writes it."""
    fields = {"position": 1, "expertise": "TOA/PCA"} | changes
    return agreed(mission_id, expert_id, Status.PROPOSED, start, **fields)


def base(**changes: object) -> Year:
    """M1 by E1; E2 could go as well."""
    parts = {
        "missions": (mission(latest_end=date(2027, 3, 12)),),
        "experts": (expert(), expert("E2", "ES")),
        "qualifications": (qualification(), qualification("E2")),
        "assignments": (row(),),
    }
    return year(**parts | changes)


def said(old: Year, new: Year) -> list[str]:
    return [change.sentence for change in differences(old, new)]


def plan_sentence(old: Year, new: Year) -> str:
    (change,) = [change for change in differences(old, new) if change.kind == "Plan"]
    return change.sentence


def test_nothing_changed() -> None:
    assert differences(base(), base()) == ()


def test_somebody_declined() -> None:
    declined = agreed("M1", "E1", Status.DECLINED, MONDAY, position=1)
    new = base(assignments=(row(expert_id="E2"), declined))
    sentences = said(base(), new)
    assert sentences[0] == "Expert E1 is Declined for mission M1; that was Proposed."
    assert sentences[1] == (
        "Mission M1 has E2 in place of E1: as it was, expert E1 is on position 1 of mission M1, "
        "but is Declined for it."
    )


def test_an_expert_left() -> None:
    new = base(
        experts=(expert("E2", "ES"),),
        qualifications=(qualification("E2"),),
        assignments=(row(expert_id="E2"),),
    )
    assert said(base(), new) == [
        "Expert E1 was taken out.",
        "Mission M1 has E2 in place of E1: E1 left the sheet Experts.",
    ]


@pytest.mark.parametrize(("postponed", "word"), [(False, "cancelled"), (True, "postponed")])
def test_a_mission_that_is_called_off_is_told_in_a_sentence(postponed: bool, word: str) -> None:
    asked = agreed("M1", "E1", Status.INVITED)
    gone = CalledOff(id="M1", host="BE", postponed=postponed)
    old = base(assignments=(asked,))
    new = base(missions=(mission("M2"),), called_off=(gone,), assignments=(asked,))
    told = said(old, new)
    assert told[0] == f"Mission M1 is {word}, and has to be told to those asked (E1 was Invited)."
    assert f"Mission M1 is no longer delivered: the mission is {word}." in told


def test_a_mission_that_has_begun_is_told() -> None:
    old = base(assignments=(row(),))
    new = base(
        settings=settings(plan_start=date(2027, 3, 3)),
        assignments=(agreed("M1", "E1", Status.CONFIRMED),),
    )
    text = "Mission M1 is no longer delivered: it has begun, or is over, before the plan starts."
    assert text in said(old, new)


def test_a_mission_was_taken_out_and_another_is_new() -> None:
    new = base(missions=(mission("M2"),), assignments=(row("M2"),))
    assert said(base(), new)[2:4] == [
        "Mission M1 is no longer delivered: the mission was taken out of the sheet Missions.",
        "Mission M2 is delivered now, from 1 March 2027, by E1.",
    ]
    assert "Mission M1 was taken out." in said(base(), new)
    assert "Mission M2 is new." in said(base(), new)


def test_a_fund_was_cut() -> None:
    old = base(funds=(fund(), fund("F2")), assignments=(row(fund_id="F1"),))
    new = base(funds=(fund(amount=1_000), fund("F2")), assignments=(row(fund_id="F2"),))
    assert said(old, new) == [
        "Fund F1: amount is 1,000 instead of 100,000.",
        "Mission M1 is paid by F2, not F1: as it was, the missions that fund F1 pays would cost "
        "2,300 EUR; 1,000 EUR is available.",
    ]


def test_a_row_without_a_fund_and_an_open_position() -> None:
    """What somebody typed lacks a fund and a colleague; then it has both, then one leaves."""
    team = {"missions": (mission(experts=2, same_administration_allowed=True),), "funds": (fund(),)}
    short = base(**team, assignments=(row(),))
    second = row(expert_id="E2", fund_id="F1", position=2)
    whole = base(**team, assignments=(row(fund_id="F1"), second))
    begins = "Mission M1 has E2 where nobody was and is paid by F1 now: as it was, "
    assert any(sentence.startswith(begins) for sentence in said(short, whole))
    assert any("no longer has E2" in sentence for sentence in said(whole, short))


def test_dates_moved_and_the_rest_followed() -> None:
    """E1 is on M2 in the first week now; so M1 moves."""
    other = mission("M2", host="NL", earliest_start=NEXT, latest_end=date(2027, 3, 12))
    missions = base().missions
    old = base(missions=(*missions, other), assignments=(row(), row("M2", "E1", NEXT)))
    early = mission("M2", host="NL")
    new = base(missions=(*missions, early), assignments=(row(start=NEXT), row("M2")))
    sentences = said(old, new)
    assert "Mission M2: earliest start is 1 March 2027 instead of 8 March 2027." in sentences
    moved = next(text for text in sentences if text.startswith("Mission M1 moves"))
    assert moved.startswith(
        "Mission M1 moves from 1 March 2027 to 8 March 2027: with the rest of the new plan, "
        "expert E1 is busy with missions M1 and M2 at once"
    )


def test_a_level_decided() -> None:
    """Nothing forbids E1; E2 has been idle for longer."""
    old = base(qualifications=(qualification(since=date(2026, 12, 1)), qualification("E2")))
    new = old.replace(assignments=(row(expert_id="E2"),))
    text = plan_sentence(old, new)
    assert text.endswith(
        "the level idle is better so: 1,825 instead of 31, the rest of the new plan unchanged."
    )
    assert "Level idle: 1,825 instead of 31, which is better." in said(old, new)
    back = plan_sentence(new, old)
    assert (
        "the level idle would be better with what was planned before: 31 instead of 1,825" in back
    )


def test_two_equal_ways() -> None:
    twins = base(
        qualifications=(qualification(), qualification("E2")),
    )
    text = plan_sentence(twins, twins.replace(assignments=(row(expert_id="E2"),)))
    assert text.endswith("no rule and no level asks for it; the two are equally good.")


def test_a_mission_is_dropped_though_it_fits() -> None:
    text = plan_sentence(base(), base(assignments=()))
    assert text.startswith("Mission M1 is no longer delivered: the level delivery-1 would be")
    assert "Missions of priority 1 delivered: 0 instead of 1, which is worse." in said(
        base(), base(assignments=())
    )


def test_agreement_is_no_loss_of_delivery() -> None:
    """A row that is agreed now counts in another level; as many missions are delivered."""
    confirmed = base(assignments=(agreed("M1", "E1", Status.CONFIRMED, position=1),))
    assert said(base(), confirmed) == ["Expert E1 is Confirmed for mission M1; that was Proposed."]


def test_facts_of_every_sheet() -> None:
    closed = Unavailability(
        applies_to=AppliesTo.EXPERT, who="E2", start=MONDAY, end=NEXT, reason="a private matter"
    )
    new = base(
        settings=settings(release_cap_weeks=10, avoid_public_holidays=False),
        administrations=(Administration(country="ES", max_weeks=4),),
        unavailability=(closed,),
        history=(history("E2", date(2026, 3, 2), date(2026, 3, 6)),),
    )
    sentences = said(base(), new)
    assert "Setting Release cap weeks: 10 instead of 12." in sentences
    assert "Setting Avoid public holidays: no instead of yes." in sentences
    assert "Administration ES is new." in sentences
    row_text = "Expert; E2; 1 March 2027; 8 March 2027"
    assert f"Sheet Unavailability: the row {row_text} is new." in sentences
    assert f"Sheet Unavailability: the row {row_text} was taken out." in said(new, base())
    assert not any("private" in text for text in sentences)


def test_names_are_never_told() -> None:
    renamed = base(experts=(expert(name="Zebulon"), expert("E2", "ES")))
    assert differences(base(), renamed) == ()


def test_values_in_words() -> None:
    assert told(()) == told(None) == "blank"
    assert told((TeamRow(expertise="CMA", experts=2), "x")) == "2 CMA; x"
    assert told(Status.DECLINED) == "Declined"
    assert told("text") == "text"
    assert FactDifference("a", "b", "c", "d", "e").sentence == "e"
    assert "row" in Fact.model_fields
