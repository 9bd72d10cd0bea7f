"""What is next follows from the statuses; who is asked is never an expert."""

from datetime import date

import pytest

from models.facts.administration import Addressee, Administration
from models.facts.assignment import AssignmentStatus as Status
from models.facts.expert import Clearance, Decision, QualificationStatus
from models.facts.fund import FundStatus
from models.facts.instance import Year
from models.facts.mission import CalledOff
from planner.domain.past import settled
from planner.mobilisation.action_line import ActionLine, When
from planner.mobilisation.steps import Step
from tests.builders import (
    MONDAY,
    agreed,
    expert,
    fund,
    mission,
    placement,
    plan,
    qualification,
    settings,
    year,
)
from tests.mobilisation.answers import RUN_ON, actions

NOW, LATER = "can be done", "after something else"
EXTERNAL, PRE = QualificationStatus.EXTERNAL, QualificationStatus.PRE_ACCREDITED


def steps(facts: Year, *rows: object) -> list[tuple[str, str]]:
    answer = plan(*rows) if rows else plan(placement())  # type: ignore[arg-type]
    return [(line.step, LATER if line.after else NOW) for line in actions(facts, answer)]


def one(lines: tuple[ActionLine, ...], step: Step) -> ActionLine:
    (line,) = [line for line in lines if line.step == step.title]
    return line


SERVING = {
    Status.PROPOSED: [("Formal letter", LATER), ("Informal contact", NOW)],
    Status.CONTACTED: [("Formal letter", LATER), ("Obtain the answer", NOW)],
    Status.AVAILABLE: [("Formal letter", NOW)],
    Status.INVITED: [("Obtain the release", NOW)],
    Status.CONFIRMED: [("Prepare the mission", NOW)],
    Status.COMPLETED: [],
}


@pytest.mark.parametrize("status", SERVING)
def test_the_status_of_a_serving_expert_decides(status: Status) -> None:
    assert sorted(steps(year(assignments=(agreed("M1", "E1", status),)))) == SERVING[status]


EXTERNALS = {
    (Status.PROPOSED, Clearance.PENDING): [
        ("Ask the former administration", NOW),
        ("Deputy Director's decision", LATER),
        ("Contract", LATER),
    ],
    (Status.CONTACTED, Clearance.CLEARED): [
        ("Deputy Director's decision", NOW),
        ("Contract", LATER),
    ],
    (Status.INVITED, Clearance.CLEARED): [("Contract", NOW)],
    (Status.INVITED, Clearance.PENDING): [
        ("Ask the former administration", NOW),
        ("Contract", LATER),
    ],
    (Status.CONFIRMED, Clearance.CLEARED): [("Prepare the mission", NOW)],
    (Status.COMPLETED, Clearance.CLEARED): [],
}


@pytest.mark.parametrize(("status", "clearance"), EXTERNALS)
def test_status_and_clearance_of_an_external_expert_decide(
    status: Status, clearance: Clearance
) -> None:
    facts = year(
        experts=(expert(clearance=clearance),),
        qualifications=(qualification(status=EXTERNAL),),
        assignments=(agreed("M1", "E1", status),),
    )
    assert steps(facts) == EXTERNALS[status, clearance]


def test_the_decision_says_why_nobody_else_could_go() -> None:
    facts = year(
        missions=(mission(languages=("fr",)),),
        experts=(expert("X", "CH", languages=("fr",)), expert()),
        qualifications=(qualification("X", EXTERNAL), qualification()),
    )
    line = one(actions(facts, plan(placement(expert_id="X"))), Step.DECISION)
    assert line.whom == "Deputy Director"
    assert "1 serving expert holds TOA/PCA; what keeps them: language 1" in line.reason


def two_of_france(**changes: object) -> Year:
    second = mission(
        "M2", host="NL", earliest_start=date(2027, 4, 12), latest_end=date(2027, 4, 16)
    )
    facts = {
        "missions": (mission(), second),
        "experts": (expert(), expert("E2")),
        "qualifications": (qualification(), qualification("E2")),
    }
    return year(**facts | changes)


TWO = plan(placement(), placement("M2", "E2", date(2027, 4, 12)))


def test_one_line_an_administration_with_all_experts_and_dates() -> None:
    france = Administration(country="FR", ncp_name="Ms X", ncp_email="x@example.org")
    line = one(actions(two_of_france(administrations=(france,)), TWO), Step.CONTACT)
    assert line.whom == "National Contact Point, Ms X, x@example.org"
    assert line.mission_ids == ("M1", "M2")
    assert line.expert_ids == ("E1", "E2")
    assert line.what.splitlines()[1:] == [
        "E1 Name of E1: M1, 1 to 5 March 2027, Belgium (TOA/PCA)",
        "E2 Name of E2: M2, 12 to 16 April 2027, Netherlands (TOA/PCA)",
    ]
    # Twelve weeks before the first of the two missions.
    assert line.do_by == date(2026, 12, 7)


def test_what_differs_in_status_is_on_lines_of_its_own() -> None:
    facts = two_of_france(assignments=(agreed("M1", "E1", Status.AVAILABLE),))
    lines = [line for line in actions(facts, TWO) if line.step == Step.LETTER.title]
    assert [(line.when, line.mission_ids) for line in lines] == [
        (When.LATER, ("M1",)),
        (When.LATER, ("M2",)),
    ]
    assert [bool(line.after) for line in lines] == [False, True]


@pytest.mark.parametrize(
    ("addressee", "whom"),
    [
        (Addressee.NCP, "National Contact Point, Ms X"),
        (Addressee.DIRECTOR_GENERAL, "Director-General"),
        (None, "Director-General"),
    ],
)
def test_the_letter_goes_to_whom_the_workbook_says(addressee: Addressee | None, whom: str) -> None:
    france = Administration(country="FR", ncp_name="Ms X", addressee=addressee)
    facts = year(administrations=(france,), assignments=(agreed("M1", "E1", Status.CONTACTED),))
    assert one(actions(facts, plan(placement())), Step.LETTER).whom == whom


def test_nothing_is_addressed_to_a_serving_expert() -> None:
    facts = two_of_france(assignments=(agreed("M1", "E1", Status.CONTACTED),))
    for line in actions(facts, TWO):
        assert "E1" not in line.whom
        assert "Name of" not in line.whom


def test_a_pending_fund_is_confirmed_first() -> None:
    facts = year(
        settings=settings(use_pending_funds=True),
        funds=(
            fund(status=FundStatus.PENDING, name="Donor"),
            fund("F2", status=FundStatus.PENDING),
        ),
    )
    lines = actions(facts, plan(placement(fund_id="F1")))
    line = one(lines, Step.FUND)
    assert line.what == "Have fund F1 confirmed: 2,300 EUR for 1 mission."
    assert line.whom == "Donor"
    contact = one(lines, Step.CONTACT)
    assert (contact.when, contact.after) == (When.LATER, "Fund F1 is confirmed.")


def test_a_fund_for_several_missions_is_one_line() -> None:
    facts = two_of_france(
        settings=settings(use_pending_funds=True), funds=(fund(status=FundStatus.PENDING),)
    )
    both = plan(*(row.model_copy(update={"fund_id": "F1"}) for row in TWO.placements))
    assert "for 2 missions" in one(actions(facts, both), Step.FUND).what


def candidate(**changes: object) -> Year:
    facts = {
        "missions": (mission(experts=2),),
        "experts": (expert(), expert("E2", "ES")),
        "qualifications": (qualification(status=PRE), qualification("E2")),
    }
    return year(**facts | changes)


PAIR = plan(placement(), placement(expert_id="E2", position=2))


def test_an_accredited_colleague_evaluates() -> None:
    line = one(actions(candidate(), PAIR), Step.EVALUATION)
    assert (line.whom, line.when, line.do_by) == ("E2 Name of E2", When.LATER, date(2027, 3, 5))
    assert line.what.startswith("E2 Name of E2 evaluates:")


def test_staff_evaluates_where_staff_leads() -> None:
    facts = candidate(missions=(mission(experts=2, staff_lead=True),))
    assert one(actions(facts, PAIR), Step.EVALUATION).whom == "WCO staff"


@pytest.mark.parametrize(
    ("status", "words"),
    [(Status.CONFIRMED, "evaluates:"), (Status.COMPLETED, "record the outcome")],
)
def test_the_evaluation_is_next_once_the_release_is_there(status: Status, words: str) -> None:
    facts = candidate(assignments=(agreed("M1", "E1", status), agreed("M1", "E2", status)))
    line = one(actions(facts, PAIR), Step.EVALUATION)
    assert line.after == ""
    assert words in line.what


def test_who_was_asked_in_vain_is_told() -> None:
    facts = year(
        experts=(expert(), expert("E2", "ES"), expert("X", "CH")),
        qualifications=(qualification(), qualification("E2"), qualification("X", EXTERNAL)),
        assignments=(
            agreed("M1", "E2", Status.CONTACTED),
            agreed("M1", "X", Status.CONTACTED, None),
            agreed("M1", "E1", Status.DECLINED, MONDAY),
        ),
    )
    lines = [x for x in actions(facts, plan()) if x.step == Step.CHANGE.title]
    told = {(x.administration, x.what.splitlines()[0]): x for x in lines}
    assert {x.do_by for x in lines} == {RUN_ON.date()}
    off = "Tell that this is called off:"
    assert told["ES", off].what.endswith("E2 Name of E2: M1 from 1 March 2027, Belgium (Contacted)")
    assert told["", off].what.endswith("X Name of X: M1, Belgium (Contacted)")
    assert told["BE", "Tell the host that this is off:"].whom == "National Contact Point (host)"
    assert len(lines) == 3


def test_a_mission_that_is_called_off_is_told_to_everybody_who_was_asked() -> None:
    """The administration, the host and the fund, with what had been said."""
    invited = agreed("M1", "E1", Status.INVITED).model_copy(update={"fund_id": "F1"})
    facts = year(
        missions=(),
        called_off=(CalledOff(id="M1", host="BE", lead_official="Ms Lead"),),
        funds=(fund(name="Donor"),),
        assignments=(invited,),
    )
    lines = [x for x in actions(facts, plan()) if x.step == Step.CHANGE.title]
    assert [(x.administration, x.owner) for x in lines] == [
        ("", "Ms Lead"),
        ("BE", "Ms Lead"),
        ("FR", "Ms Lead"),
    ]
    assert [x.what.partition(":")[0] for x in lines] == [
        "Tell fund F1, which was to pay",
        "Tell the host that this is off",
        "Tell that this is called off",
    ]
    assert lines[2].what.endswith("(Invited)")
    assert lines[0].whom == "Donor"


def test_the_host_is_not_told_where_another_expert_goes_instead() -> None:
    facts = year(
        experts=(expert(), expert("E2", "ES")),
        qualifications=(qualification(), qualification("E2")),
        assignments=(agreed("M1", "E2", Status.CONTACTED),),
    )
    lines = [x for x in actions(facts, plan(placement())) if x.step == Step.CHANGE.title]
    assert [x.administration for x in lines] == ["ES"]


def test_what_is_agreed_and_not_delivered_asks_for_a_decision() -> None:
    facts = year(assignments=(agreed("M1", "E1", Status.INVITED),))
    line = one(actions(facts, plan()), Step.AGREED)
    assert line.what.startswith("Agreed, and the mission is not in this plan")
    assert line.reason == "Set the rows to Withdrawn, or make the mission possible."


def test_the_decision_and_the_contract_are_asked_for_once() -> None:
    def made(**changes: object) -> list[str]:
        external = expert("E1", clearance=Clearance.CLEARED, **changes)
        facts = year(experts=(external,), qualifications=(qualification(status=EXTERNAL),))
        return sorted(step for step, _ in steps(facts))

    assert made() == ["Contract", "Deputy Director's decision"]
    assert made(decision=Decision.APPROVED) == ["Contract"]
    assert made(decision=Decision.APPROVED, contract_signed=True) == []


def test_the_lines_are_sorted_by_date() -> None:
    lines = actions(two_of_france(), TWO)
    assert [line.do_by for line in lines] == sorted(line.do_by for line in lines)
    assert len(lines) == 2


def test_a_day_before_the_first_one_there_is() -> None:
    assert Step.FUND.due(date(1, 1, 3)) == date.min


@pytest.mark.parametrize(
    ("do_by", "after", "when"),
    [
        (date(2026, 11, 1), "", When.OVERDUE),
        (date(2026, 11, 2), "", When.THIS_MONTH),
        (date(2026, 11, 30), "", When.THIS_MONTH),
        (date(2026, 12, 1), "", When.NEXT),
        (date(2026, 12, 31), "", When.NEXT),
        (date(2027, 1, 1), "", When.LATER),
        (date(2027, 11, 2), "", When.LATER),
        (date(2026, 11, 1), "The National Contact Point says who is available.", When.LATER),
    ],
)
def test_when_a_step_is_due_seen_from_the_day_of_the_run(
    do_by: date, after: str, when: When
) -> None:
    line = one(actions(year(), plan(placement())), Step.CONTACT)
    seen = line._replace(do_by=do_by, after=after).seen_on(RUN_ON.date())
    assert seen.when is when


def test_what_is_due_first_stands_first() -> None:
    whens = [line.when for line in actions(two_of_france(), TWO)]
    assert whens == sorted(whens, key=list(When).index)
    assert len(set(whens)) > 1


def test_a_mission_under_way_asks_for_no_decision() -> None:
    start = date(2026, 12, 28)
    under_way = mission(earliest_start=start, latest_end=date(2027, 1, 8), working_days=10)
    rows = (agreed("M1", "E1", Status.CONFIRMED, start),)
    facts = settled(year(missions=(under_way,), assignments=rows))
    assert facts.begun
    assert actions(facts, plan()) == ()
