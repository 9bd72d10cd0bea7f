"""The answer of a run as a JSON document, for programs; `data/result.schema.json` describes it.

The fields of assignments and missions are the columns of the result sheets, in snake case.
Hosts and administrations are ISO 3166 alpha-2 codes, regions are WCO region codes, dates are in
ISO form, amounts in whole units of the plan's currency.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import Field

from models.answers.flexibility import Flexibility
from models.answers.report import LevelResult, Proof, StopReason
from models.answers.result import RunResult
from models.answers.standby import Standby
from models.base import Frozen
from models.facts.assignment import AssignmentStatus
from models.facts.expert import QualificationStatus
from planner.report.lines import (
    AssignmentLine,
    NotDeliveredLine,
    assignment_lines,
    not_delivered_lines,
)
from planner.report.plan_view import PlanView
from planner.workbook.writing.flexibility import never

SCHEMA_VERSION = 1
SCHEMA_FILE = Path(__file__).parents[2] / "data" / "result.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Level(Frozen):
    """The answer to one level of the objective."""

    level: str = Field(description="The level's id, such as delivery-1 or externals.")
    value: int = Field(description="The value that the plan reaches, in the level's unit.")
    bound: int | None = Field(description="The best value not ruled out; null: nothing proven.")
    proven: bool = Field(description="Whether value and bound meet: no plan is better here.")
    proof: Proof = Field(description="What proves the bound; no: one solver alone says so.")
    stop: StopReason = Field(description="Why the work on the level ended.")


class Assignment(Frozen):
    """One expert on one position of one delivered mission: a row of the sheet Assignments."""

    mission_id: str
    title: str
    host: str = Field(description="Country code of the beneficiary Member.")
    region: str = Field(description="Code of the mission's WCO region.")
    position: int = Field(ge=1, description="Counts from 1 in the order of the Teams rows.")
    expertise: str
    expert_id: str
    expert: str = Field(description="The expert's name.")
    administration: str = Field(description="Country code of the administration that releases.")
    qualification: QualificationStatus = Field(description="By which the position is filled.")
    in_region: bool
    start: date
    end: date
    weeks: int = Field(description="Weeks charged to the expert.")
    evaluated_by: str | None = Field(
        description="Pre-accredited rows: WCO staff, or the ID of the accredited colleague."
    )
    fund: str | None = Field(
        description="The fund that pays, or all that share the mission, joined by ; - null: no "
        "Funds sheet."
    )
    cost: int = Field(description="This expert's part; the fixed cost is on position 1.")
    status: AssignmentStatus
    keep: bool = Field(description="Whether the row stays as it is, whatever its status.")
    outcome: str | None = Field(description="What came of the evaluation; null: nothing said.")
    feedback: str | None
    was: str | None = Field(description="The status of a Withdrawn row before; null elsewhere.")


class MissionNotDelivered(Frozen):
    """A mission that is not in the plan: a row of the sheet Not delivered."""

    mission_id: str
    title: str
    priority: int
    rules: list[str] = Field(description="Ids of the rules that stand in the way together.")
    why: str
    what_would_help: str


class StandBys(Frozen):
    """Who could take over a position, with everything else of the plan unchanged."""

    mission_id: str
    position: int
    experts: list[str] = Field(description="Expert IDs, the first to ask first; empty: nobody.")


class Negotiable(Frozen):
    """Who fills a position of a mission and an expertise: a row of the sheet Flexibility.

    Best plans are those in which every level has the value of this plan.
    """

    mission_id: str
    expertise: str
    must: list[str] = Field(description="Expert IDs of those who do so in every best plan.")
    may: list[str] = Field(description="Those who do so in some best plans, not in others.")
    never: list[str] = Field(description="Those who hold the expertise and do so in none.")
    not_settled: list[str] = Field(description="Those for whom the run had no time.")


class Run(Frozen):
    """All that it takes to repeat the run."""

    started: datetime
    seconds: float
    input_name: str
    fingerprint: str = Field(description="SHA-256 of the input workbook.")
    seed: int
    versions: dict[str, str] = Field(description="The program and its libraries.")
    options: dict[str, str]


class ResultDocument(Frozen):
    """The answer of one run of mission-planner."""

    schema_version: int = Field(description="1; it changes when a field changes its meaning.")
    currency: str = Field(description="The unit of all amounts.")
    levels: list[Level] = Field(description="The most important first.")
    assignments: list[Assignment] = Field(description="The plan, by start.")
    not_delivered: list[MissionNotDelivered] = Field(description="The highest priority first.")
    standbys: list[StandBys] = Field(description="One entry for each position of the plan.")
    flexibility: list[Negotiable] | None = Field(
        description="Who must, may or never goes; null: the run was not asked."
    )
    run: Run
    signature: str | None = Field(
        default=None, description="In files: shows whether somebody changed the document since."
    )


def document(result: RunResult) -> dict[str, Any]:
    """The document of a run as plain lists, dicts, text and numbers.

    Rows of the input that are no part of the plan (Declined, for example) are not in it.
    """
    view = PlanView(result)
    made = ResultDocument(
        schema_version=SCHEMA_VERSION,
        currency=result.year.settings.currency,
        levels=[_level(level) for level in result.levels],
        assignments=[_assignment(line) for line in assignment_lines(view)],
        not_delivered=[_not_delivered(line) for line in not_delivered_lines(view)],
        standbys=[_standbys(entry) for entry in result.standbys],
        flexibility=[_negotiable(view, e) for e in result.flexibility] or None,
        run=Run(**result.manifest.model_dump()),
    )
    return made.model_dump(mode="json", exclude={"signature"})


def schema() -> dict[str, Any]:
    """The JSON Schema of the document, as `data/result.schema.json` holds it."""
    return {"$schema": DIALECT, **ResultDocument.model_json_schema(mode="serialization")}


def _level(level: LevelResult) -> Level:
    return Level(
        level=level.level,
        value=level.value,
        bound=level.bound,
        proven=level.proven,
        proof=level.proof,
        stop=level.stop,
    )


def _assignment(line: AssignmentLine) -> Assignment:
    values = line._asdict()
    del values["input_row"]
    values["fund"] = values.pop("fund_id")
    texts = ("fund", "evaluated_by", "outcome", "feedback", "was")
    values |= {name: values[name] or None for name in texts}
    return Assignment(**values | {"keep": bool(line.keep)})


def _not_delivered(line: NotDeliveredLine) -> MissionNotDelivered:
    return MissionNotDelivered(**line._asdict() | {"rules": list(line.rules)})


def _standbys(entry: Standby) -> StandBys:
    return StandBys(
        mission_id=entry.mission_id, position=entry.position, experts=list(entry.experts)
    )


def _negotiable(view: PlanView, entry: Flexibility) -> Negotiable:
    return Negotiable(
        mission_id=entry.mission_id,
        expertise=entry.expertise,
        must=list(entry.must),
        may=list(entry.may),
        never=list(never(view, entry)),
        not_settled=list(entry.open),
    )
