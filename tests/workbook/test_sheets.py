"""The declared sheets agree with the types they become and with each other."""

from datetime import date
from typing import Any

import pytest

from models.facts.administration import Administration
from models.facts.assignment import AssignmentRow
from models.facts.expert import Exclusion, Expert, HistoryEntry, Qualification, Unavailability
from models.facts.expertise import Expertise
from models.facts.fund import Fund, Holiday, Rate
from models.facts.mission import Mission, Share, TeamRow
from models.facts.settings import Settings
from planner.domain.spelling import fold
from planner.workbook.reading.sheets.sources import readable_columns
from planner.workbook.reading.values.cells import Codes, parse
from planner.workbook.schema import declared
from planner.workbook.schema.columns import Column, Kind, Sheet

FACTS: list[tuple[Sheet, Any, set[str]]] = [
    # The sheet, its type, and the columns that become something else.
    (declared.MISSIONS, Mission, {"expertise", "experts", "status"}),
    (declared.TEAMS, TeamRow, {"mission_id"}),
    (declared.EXPERTS, Expert, {"status", "decision"}),
    (declared.QUALIFICATIONS, Qualification, set()),
    (declared.HISTORY, HistoryEntry, set()),
    (declared.UNAVAILABILITY, Unavailability, set()),
    (declared.EXCLUSIONS, Exclusion, set()),
    (declared.ADMINISTRATIONS, Administration, set()),
    (declared.FUNDS, Fund, set()),
    (declared.SHARES, Share, {"mission_id"}),
    (declared.RATES, Rate, set()),
    (declared.HOLIDAYS, Holiday, set()),
    (declared.EXPERTISE, Expertise, set()),
    (declared.ASSIGNMENTS, AssignmentRow, {"weeks", "cost"}),
]


# The row's number, and what other rows or other words of the row decide.
DERIVED = {"row", "team", "shares", "agreed_starts", "spent", "left"}


@pytest.mark.parametrize(
    ("sheet", "fact", "others"), FACTS, ids=[sheet.name for sheet, _, _ in FACTS]
)
def test_columns_are_the_fields_of_the_facts(sheet: Sheet, fact: Any, others: set[str]) -> None:
    fields = {column.field for column in readable_columns(sheet)} - others
    assert fields == set(fact.model_fields) - DERIVED - others


@pytest.mark.parametrize(
    ("sheet", "fact", "others"), FACTS, ids=[sheet.name for sheet, _, _ in FACTS]
)
def test_declared_defaults_are_those_of_the_facts(
    sheet: Sheet, fact: Any, others: set[str]
) -> None:
    for column in readable_columns(sheet):
        if column.field in others:
            continue
        default = parse(column, None, Codes(()))
        field = fact.model_fields[column.field]
        if default is not None and not field.is_required():
            assert default == field.default, column.field
        assert column.default or field.is_required() or field.default in (None, "", ())


def test_declared_settings_are_the_settings() -> None:
    assert [row.field for row in declared.SETTING_ROWS] == list(Settings.model_fields)
    plain = Settings(plan_start=date(2027, 1, 1), plan_end=date(2027, 12, 31))
    for row in declared.SETTING_ROWS[2:]:
        value = parse(row.column.model_copy(update={"default": row.default}), None, Codes(()))
        assert ("" if value is None else value) == getattr(plain, row.field)


@pytest.mark.parametrize("sheet", [*declared.ALL_SHEETS, declared.PROBLEMS], ids=lambda s: s.name)
def test_headers_and_fields_are_unique(sheet: Sheet) -> None:
    assert len({fold(header) for header in sheet.headers}) == len(sheet.columns)
    assert len({column.field for column in sheet.columns}) == len(sheet.columns)
    assert sheet.purpose.endswith(".")


def test_sheet_names_fit_excel_and_are_unique() -> None:
    names = [sheet.name for sheet in (*declared.ALL_SHEETS, declared.PROBLEMS)]
    assert len({fold(name) for name in names}) == len(names)
    assert all(len(name) <= 31 for name in names)


def columns() -> list[Column]:
    return [column for sheet in declared.ALL_SHEETS for column in sheet.columns]


def test_choices_belong_to_choice_columns() -> None:
    for column in columns():
        assert bool(column.choices) == (column.kind is Kind.CHOICE and not column.written_only)
        assert not column.default or not column.choices or column.default in column.choices


def test_required_is_said_of_read_columns_only() -> None:
    for column in columns():
        assert not (column.required and column.written_only)
        assert not (column.value_needed and column.default)
        assert column.required or not column.may_be_blank


def test_assignments_have_the_columns_of_the_rules() -> None:
    text = (
        "Mission ID, Title, Host, Region, Position, Expertise, Expert ID, Expert, Administration, "
        "Qualification, In region, Start, End, Weeks, Evaluated by, Fund, Cost, Status, Keep, "
        "Outcome, Feedback, Was"
    )
    assert declared.ASSIGNMENTS.headers == tuple(text.split(", "))


def test_a_column_is_found_by_its_field() -> None:
    assert declared.MISSIONS.column("host").header == "Host"
    with pytest.raises(KeyError, match="Missions has no field guest"):
        declared.MISSIONS.column("guest")
