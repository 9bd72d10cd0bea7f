"""Writing a large year takes seconds: no step looks at all rows for every row."""

import time
from pathlib import Path

from models.instance import Year
from models.plan import Placement, Plan
from planner.dates import Calendars
from planner.workbook.writer import write
from tests.workbook import year2027

MISSIONS, EXPERTS = 400, 1000

# About one second on one core of 2024; a quadratic step takes ten times as long.
SECONDS = 8.0


def large_year() -> Year:
    """The missions and experts of the made-up year many times over."""
    small = year2027.example().year
    able = [m for m in small.missions if m.positions[0] != "TOA/LAB"]
    missions = (
        able[index % len(able)].model_copy(update={"id": f"L-{index}"}) for index in range(MISSIONS)
    )
    experts = (
        small.experts[index % 40].model_copy(update={"id": f"E{index}"}) for index in range(EXPERTS)
    )
    qualifications = (
        row.model_copy(update={"expert_id": f"E{40 * copy + int(row.expert_id[1:]) - 1}"})
        for copy in range(EXPERTS // 40)
        for row in small.qualifications
    )
    changes = {"missions": missions, "experts": experts, "qualifications": qualifications}
    empty = {"assignments": (), "history": (), "unavailability": (), "exclusions": ()}
    return small.model_copy(update={key: tuple(rows) for key, rows in changes.items()} | empty)


def large_plan(year: Year) -> Plan:
    """Any expert who holds the expertise: the writer does not ask who is free."""
    holders: dict[str, list[str]] = {}
    for row in year.qualifications:
        holders.setdefault(row.expertise, []).append(row.expert_id)
    calendars = Calendars(year)
    return Plan.of(
        Placement(
            mission_id=mission.id,
            position=position,
            expertise=code,
            expert_id=holders[code][(index + position) % len(holders[code])],
            start=calendars.allowed_starts(mission)[0].start,
            fund_id="F-B",
        )
        for index, mission in enumerate(year.missions)
        if calendars.allowed_starts(mission)
        for position, code in enumerate(mission.positions, start=1)
    )


def test_a_large_year_is_written_in_seconds(tmp_path: Path) -> None:
    year = large_year()
    small = year2027.example()
    result = small.model_copy(
        update={"year": year, "plan": large_plan(year), "levels": (), "not_delivered": ()}
    )
    assert len(result.plan.placements) > MISSIONS
    source = year2027.save_book(year, tmp_path / "in.xlsx")
    start = time.perf_counter()
    write(source, tmp_path / "out.xlsx", result)
    assert time.perf_counter() - start < SECONDS
