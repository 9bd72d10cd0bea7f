"""IDs as people type them on the command line."""

from pathlib import Path

import pytest

from planner.app.outputs.targets import default_output
from planner.domain.spelling import meant_id

IDS = ("M023", "M123", "E-7", "e7x", "12", "012", "WCO-CB")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("M023", "M023"),
        ("m23", "M023"),
        ("m 023", "M023"),
        ("M123", "M123"),
        ("e7", "E-7"),
        ("wco cb", "WCO-CB"),
        ("12", "12"),
        ("0012", None),
        ("M24", None),
        ("23", None),
        ("", None),
    ],
)
def test_an_id_as_it_is_typed(text: str, meant: str | None) -> None:
    assert meant_id(text, IDS) == meant


@pytest.mark.parametrize(
    ("plan", "written"),
    [
        ("plan.xlsx", "plan-assigned.xlsx"),
        ("plan-assigned.xlsx", "plan-assigned-2.xlsx"),
        ("plan-assigned-2.xlsx", "plan-assigned-3.xlsx"),
        ("plan-2.xlsx", "plan-2-assigned.xlsx"),
        ("assigned.xlsx", "assigned-assigned.xlsx"),
    ],
)
def test_a_plan_of_a_plan_is_numbered(plan: str, written: str) -> None:
    assert default_output(Path("folder", plan)) == Path("folder", written)
