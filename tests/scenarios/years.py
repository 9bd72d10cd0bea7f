"""Small years for studies of scenarios, whose plans can be told by hand."""

from datetime import date
from pathlib import Path
from typing import Any

from models.facts.instance import Year
from tests.builders import expert, fund, mission, qualification, year
from tests.workbook.books import expert as expert_row
from tests.workbook.books import good_book, save
from tests.workbook.books import mission as mission_row
from tests.workbook.books import qualification as qualification_row

# What a five-day mission of one expert of another region costs: 2200 + 7 * 200.
COST = 3_600


def three_missions(amount: int = 3 * COST, **changes: Any) -> Year:
    """Three missions in one week, in Japan, for three experts from Europe; one fund."""
    facts: dict[str, Any] = {
        "missions": tuple(mission(f"M{n}", host="JP", region="AP", priority=n) for n in (1, 2, 3)),
        "experts": tuple(expert(f"E{n}") for n in (1, 2, 3)),
        "qualifications": tuple(qualification(f"E{n}") for n in (1, 2, 3)),
        "funds": (fund("F1", amount), fund("F2", 0)),
    }
    return year(**facts | changes)


def book(folder: Path, scenarios: list[dict[str, Any]] | None = None, **sheets: Any) -> Path:
    """A workbook of three missions in Japan, of which a cut loses the least urgent."""
    rows = DEFAULT if scenarios is None else scenarios
    week = {"Earliest start": date(2027, 3, 8), "Latest end": date(2027, 3, 12)}
    content = good_book(
        Missions=[mission_row(f"M{n}", Host="Japan", Priority=n, **week) for n in (1, 2, 3)],
        Experts=[expert_row(f"E{n}") for n in (1, 2, 3)],
        Qualifications=[qualification_row(f"E{n}") for n in (1, 2, 3)],
        Funds=[{"Fund ID": "F1", "Amount": 3 * COST}, {"Fund ID": "F2", "Amount": 0}],
        Scenarios=rows,
    )
    return save(content | sheets, folder)


def row(scenario: str, change: str, target: Any = None, value: Any = None) -> dict[str, Any]:
    """A row of the Scenarios sheet."""
    return {"Scenario": scenario, "Change": change, "Target": target, "Value": value}


DEFAULT = [
    row("Cut", "fund amount", "F1", "-20%"),
    row("E1 leaves", "expert withdrawn", "E1"),
    row("Later", "mission window", "M1", "2027-05-10..2027-05-14"),
]
