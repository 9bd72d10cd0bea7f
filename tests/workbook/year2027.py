"""A made-up year of 26 missions and 40 experts, and the result of a run for it.

What the tests of the writer need is that rows of all kinds appear.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from models.answers.not_delivered import NotDelivered, Reason, Remedy
from models.answers.plan import Plan
from models.answers.report import LevelResult, Proof, StopReason
from models.answers.result import Manifest, RunResult
from models.cell_ref import Place
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
from models.facts.fund import Fund, FundStatus, Rate
from models.facts.instance import Year
from models.facts.mission import Mission, TeamRow
from models.facts.settings import Settings
from planner.checker import level_values
from planner.domain.members.reference import EXPERTISE, MEMBERS
from planner.domain.past import settled
from tests.workbook.valid_plan import plan_of

PRE = QualificationStatus.PRE_ACCREDITED
ACCREDITED = QualificationStatus.ACCREDITED
RECOGNISED = QualificationStatus.RECOGNISED
EXTERNAL = QualificationStatus.EXTERNAL

TOPICS = {
    "TOA/PCA": "Post Clearance Audit",
    "TOA/AEO": "Authorized Economic Operators",
    "TOA/RM": "Risk Management",
    "ET/VAL": "Valuation",
    "CMA": "Strategic planning and reform",
}
# Host, expertise, experts, languages, working days, first month of the window.
MISSIONS = (
    ("SN", "TOA/PCA", 2, ("fr",), 5, 2),
    ("TN", "TOA/AEO", 2, ("fr",), 5, 3),
    ("KE", "TOA/RM", 2, ("en",), 5, 2),
    ("GT", "TOA/PCA", 2, ("es",), 10, 4),
    ("VN", "ET/VAL", 1, ("en",), 5, 5),
    ("UZ", "CMA", 2, ("en",), 10, 3),
    ("FJ", "TOA/AEO", 1, ("en",), 5, 6),
    ("GH", "TOA/RM", 2, ("en",), 5, 9),
    ("MA", "ET/VAL", 2, ("fr",), 5, 10),
    ("BR", "CMA", 2, ("en", "es"), 10, 8),
    ("JO", "TOA/PCA", 2, ("en",), 5, 5),
    ("ZM", "TOA/PCA", 2, ("en",), 5, 6),
    ("CI", "TOA/RM", 2, ("fr",), 5, 7),
    ("PE", "ET/VAL", 1, ("es",), 5, 9),
    ("MD", "TOA/AEO", 2, ("en",), 5, 10),
    ("LK", "TOA/RM", 2, ("en",), 5, 3),
    ("EG", "TOA/AEO", 2, ("en",), 5, 9),
    ("MZ", "CMA", 1, (), 10, 5),
    ("TG", "ET/VAL", 2, ("fr",), 5, 11),
    ("JM", "TOA/PCA", 1, ("en",), 5, 11),
    ("GE", "TOA/RM", 1, ("en",), 5, 4),
    ("KH", "CMA", 2, ("en",), 15, 7),
    ("BJ", "TOA/AEO", 2, ("fr",), 5, 1),
    ("RW", "TOA/RM", 1, ("en",), 5, 10),
    ("MN", "TOA/LAB", 2, ("en",), 5, 6),
    ("CO", "TOA/LAB", 1, ("es",), 5, 6),
)
HOMES = (
    *("FR", "BE", "DE", "JP", "KR", "ZA", "NG", "CM", "CL", "MX"),
    *("US", "CA", "AU", "MU", "MA", "SE", "PT", "IT", "CH", "ID"),
)
LANGUAGES = {
    **dict.fromkeys(("FR", "BE", "CM", "MU", "MA", "CH", "CA"), ("fr", "en")),
    **dict.fromkeys(("CL", "MX", "US", "PT"), ("es", "en")),
}


def mission(number: int) -> Mission:
    """The mission M-01, M-02, ... of the table above."""
    host, code, experts, languages, days, month = MISSIONS[number]
    return Mission(
        id=f"M-{number + 1:02d}",
        row=number + 2,
        title=f"{TOPICS.get(code, 'Customs laboratories')}: national workshop in "
        f"{MEMBERS[host].name}",
        host=host,
        region=MEMBERS[host].region,
        team=(TeamRow(expertise=code, experts=experts),),
        languages=languages,
        earliest_start=date(2027, month, 1),
        latest_end=date(2027, min(12, month + 2), 28),
        working_days=days,
        priority=1 + number % 3,
        fixed_cost=1500 if number % 4 == 0 else 0,
        staff_lead=number % 3 == 0,
        same_administration_allowed=number == 11,
    )


def expert(number: int) -> Expert:
    """The expert E01, E02, ...; every twelfth is external."""
    home = HOMES[number % len(HOMES)]
    external = number % 12 == 11
    return Expert(
        id=f"E{number + 1:02d}",
        row=number + 2,
        name=f"Expert Number {number + 1}",
        administration=home,
        region=MEMBERS[home].region,
        languages=LANGUAGES.get(home, ("en",)),
        release_period_start=None if external else date(2024 + number % 4, 1 + number % 12, 15),
        release_cap_weeks=14 if number == 5 else None,
        clearance=Clearance.CLEARED if number == 11 else Clearance.PENDING,
    )


def qualifications() -> Iterator[Qualification]:
    """One or two of the five topics each; nobody knows about laboratories."""
    codes, statuses = list(TOPICS), (ACCREDITED, PRE, RECOGNISED, ACCREDITED, PRE)
    for number in range(40):
        external = number % 12 == 11
        status = EXTERNAL if external else statuses[number % 5 if number > 9 else 0]
        for step in (0, 2) if number % 3 == 0 else (0,):
            yield Qualification(
                expert_id=f"E{number + 1:02d}",
                expertise="MPA" if (number, step) == (9, 0) else codes[(number + step) % 5],
                status=status,
                since=None if number % 7 == 0 else date(2023, 1 + number % 12, 10),
            )


AGREED = (
    ("M-01", AssignmentStatus.CONFIRMED),
    ("M-02", AssignmentStatus.INVITED),
    ("M-03", AssignmentStatus.CONTACTED),
    ("M-05", AssignmentStatus.PROPOSED),
)


def year() -> Year:
    """The facts; what is agreed is taken from the plan of the year without it."""
    first = _year(())
    plan = plan_of(first)
    teams = plan.teams()
    rows = [
        AssignmentRow(
            mission_id=mission_id,
            expert_id=row.expert_id,
            start=row.start,
            fund_id=row.fund_id,
            status=status,
        )
        for mission_id, status in AGREED
        for row in teams[mission_id]
    ]
    rows.append(
        AssignmentRow(
            mission_id="M-03", expert_id="E40", status=AssignmentStatus.DECLINED, position=2
        )
    )
    rows.append(
        AssignmentRow(
            mission_id="OLD-7",
            expert_id="E02",
            start=date(2026, 5, 4),
            end=date(2026, 5, 8),
            status=AssignmentStatus.COMPLETED,
        )
    )
    return _year(tuple(r.model_copy(update={"row": i}) for i, r in enumerate(rows, start=2)))


def _year(assignments: tuple[AssignmentRow, ...]) -> Year:
    funds = (
        Fund(id="F-A", name="Fund for West Africa", amount=60_000, regions=("WCA",)),
        Fund(id="F-B", name="General fund", amount=150_000, committed=10_000),
        Fund(id="F-C", name="Trade facilitation", amount=90_000, status=FundStatus.PENDING),
        Fund(id="F-D", name="Closed window", amount=5_000, valid_to=date(2027, 1, 31)),
    )
    year = Year(
        settings=Settings(
            plan_start=date(2027, 1, 1), plan_end=date(2027, 12, 31), use_pending_funds=True
        ),
        missions=tuple(mission(number) for number in range(len(MISSIONS))),
        experts=tuple(expert(number) for number in range(40)),
        qualifications=tuple(qualifications()),
        expertise=EXPERTISE,
        history=(
            HistoryEntry(expert_id="E06", start=date(2026, 6, 1), end=date(2026, 8, 28), weeks=13),
            HistoryEntry(expert_id="E04", start=date(2025, 3, 3), end=date(2025, 3, 14), weeks=2),
        ),
        unavailability=(
            Unavailability(
                applies_to=AppliesTo.ADMINISTRATION,
                who="JP",
                start=date(2027, 4, 1),
                end=date(2027, 4, 30),
            ),
            Unavailability(applies_to=AppliesTo.EXPERT, who="E03", start=date(2027, 9, 1)),
        ),
        exclusions=(Exclusion(expert_id="E01", host="SN"),),
        administrations=(
            Administration(country="FR", max_experts_away=1, max_weeks=8),
            Administration(country="SN", max_missions_hosted=1),
        ),
        funds=funds,
        rates=(Rate(place="WCA", daily_allowance=180), Rate(place="JP", daily_allowance=320)),
        assignments=assignments,
    )
    return settled(year)


WHY = (
    Reason(
        rule="qualified",
        cell=Place("Qualifications", "expertise", None),
        text="Nobody in the pool holds TOA/LAB and speaks a language of the mission.",
    ),
    Reason(rule="language", cell=Place("Experts", "languages", None)),
)
HELP = Remedy(changes=(), text="=1+1 is no formula here: accredit one expert in TOA/LAB")


def result(year: Year, plan: Plan | None = None) -> RunResult:
    """A run's outcome with every part filled."""
    plan = plan_of(year) if plan is None else plan
    delivered = plan.teams()
    return RunResult(
        year=year,
        plan=plan,
        levels=tuple(levels(year, plan)),
        not_delivered=tuple(
            NotDelivered(
                mission_id=mission.id,
                rules=("qualified", "language"),
                conflicts=(WHY,),
                remedies=(HELP,),
            )
            for mission in year.missions
            if mission.id not in delivered
        ),
        manifest=Manifest(
            started=datetime(2026, 11, 21, 9, 30, 5),
            seconds=72.4,
            input_name="plan 2027.xlsx",
            fingerprint="5f" * 32,
            seed=1,
            versions={"mission-planner": "1.0.0", "ortools": "9.15.6755"},
            options={"fresh": "no", "effort": "standard"},
        ),
    )


def levels(year: Year, plan: Plan) -> Iterator[LevelResult]:
    """The values of all levels, the last of them not proven."""
    values = level_values(year, plan)
    for value in values:
        last = value is values[-1]
        yield LevelResult(
            level=value.level,
            value=value.value,
            bound=value.value - 4000 if last else value.value,
            proof=Proof.UNPROVEN if last else Proof.CERTIFIED,
            stop=StopReason.EFFORT if last else StopReason.OPTIMAL,
        )


@cache
def example() -> RunResult:
    """The result of the made-up year, worked out once."""
    return result(year())


def values() -> dict[str, int]:
    """What its levels came to."""
    return {level.level: level.value for level in example().levels}
