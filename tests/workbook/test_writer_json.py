"""The JSON document: the columns of the sheets, its schema, the plan."""

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from models.answers.flexibility import Flexibility
from models.answers.standby import Standby
from planner.app.write import document_bytes
from planner.report.plan_view import PlanView
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.declared import ASSIGNMENTS, NOT_DELIVERED
from planner.workbook.writing.document import (
    SCHEMA_FILE,
    ResultDocument,
    document,
    schema,
)
from tests.workbook import year2027


@cache
def made() -> dict[str, Any]:
    """The document of the made-up year."""
    return document(year2027.example())


def snake_case(sheet: Sheet) -> list[str]:
    return [header.lower().replace(" ", "_") for header in sheet.headers]


@pytest.mark.parametrize(
    ("key", "sheet"), [("assignments", ASSIGNMENTS), ("not_delivered", NOT_DELIVERED)]
)
def test_fields_are_the_columns_of_the_sheets(key: str, sheet: Sheet) -> None:
    for row in made()[key]:
        assert list(row) == snake_case(sheet)


def test_assignments_are_exactly_the_plan() -> None:
    found = {
        (r["mission_id"], r["position"], r["expertise"], r["expert_id"], r["start"], r["fund"])
        for r in made()["assignments"]
    }
    assert found == {
        (p.mission_id, p.position, p.expertise, p.expert_id, p.start.isoformat(), p.fund_id)
        for p in year2027.example().plan.placements
    }
    assert len(made()["assignments"]) == len(year2027.example().plan.placements)


def test_levels_are_in_their_order_with_their_proof() -> None:
    assert made()["levels"] == [
        {
            "level": level.level,
            "value": level.value,
            "bound": level.bound,
            "proven": level.proven,
            "proof": level.proof.value,
            "stop": level.stop.value,
        }
        for level in year2027.example().levels
    ]


def test_the_run_can_be_repeated_from_the_document() -> None:
    run = made()["run"]
    assert run["started"] == "2026-11-21T09:30:05"
    assert (run["seed"], run["fingerprint"]) == (1, "5f" * 32)
    assert run["options"] == {"fresh": "no", "effort": "standard"}
    assert made()["schema_version"] == 1
    assert made()["currency"] == "EUR"


def test_values_are_for_programs() -> None:
    row = next(r for r in made()["assignments"] if r["mission_id"] == "M-11")
    assert (row["host"], row["region"]) == ("JO", "MENA")
    assert (row["start"], row["end"]) == (date(2027, 5, 2).isoformat(), "2027-05-06")
    assert row["in_region"] in (True, False)
    assert row["evaluated_by"] is None or row["qualification"] == "Pre-accredited"
    first = made()["not_delivered"][0]
    assert first["rules"] == ["qualified", "language"]


def test_the_schema_file_is_that_of_the_document() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == schema()


def test_the_document_meets_its_schema() -> None:
    ResultDocument.model_validate_json(json.dumps(made()))
    definitions = schema()["$defs"]
    assert set(schema()["required"]) == set(made())
    assert_objects_meet(made()["assignments"], definitions["Assignment"])
    assert_objects_meet(made()["not_delivered"], definitions["MissionNotDelivered"])
    assert_objects_meet(made()["levels"], definitions["Level"])
    assert_objects_meet([made()["run"]], definitions["Run"])


def test_standbys_and_who_must_may_or_never_go() -> None:
    row = year2027.example().plan.placements[0]
    standbys = (Standby(mission_id=row.mission_id, position=row.position, experts=("E1", "E2")),)
    able = Flexibility(
        mission_id=row.mission_id, expertise=row.expertise, must=(row.expert_id,), open=("E9",)
    )
    changes = {"standbys": standbys, "flexibility": (able,)}
    answer = document(year2027.example().model_copy(update=changes))
    assert answer["standbys"] == [
        {"mission_id": row.mission_id, "position": row.position, "experts": ["E1", "E2"]}
    ]
    (entry,) = answer["flexibility"]
    held = PlanView(year2027.example()).holders[row.expertise]
    assert [entry["must"], entry["may"], entry["not_settled"]] == [[row.expert_id], [], ["E9"]]
    assert entry["never"] == [expert_id for expert_id in held if expert_id != row.expert_id]
    definitions = schema()["$defs"]
    assert_objects_meet(answer["standbys"], definitions["StandBys"])
    assert_objects_meet(answer["flexibility"], definitions["Negotiable"])
    assert made()["flexibility"] is None


def assert_objects_meet(objects: list[dict[str, Any]], definition: dict[str, Any]) -> None:
    assert objects
    assert definition["additionalProperties"] is False
    for found in objects:
        assert set(found) == set(definition["required"]) == set(definition["properties"])


def test_the_file_is_text_that_people_can_read() -> None:
    text = document_bytes(year2027.example()).decode()
    found = json.loads(text)
    assert found.pop("signature").startswith("mission-planner ")
    assert found == made()
    assert text.startswith('{\n  "schema_version": 1,')
