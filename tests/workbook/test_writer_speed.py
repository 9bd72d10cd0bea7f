"""Writing takes time in proportion to the year: no step looks at all rows for every row."""

import time
from pathlib import Path

import pytest

from models.answers.plan import Placement, Plan
from models.facts.instance import Year
from planner.domain.calendars import Calendars
from tests.workbook import year2027
from tests.workbook.book_of_year import save_book
from tests.workbook.files import write

pytestmark = pytest.mark.no_cover

SMALL, LARGE = 1, 8
MISSIONS, EXPERTS = 60, 160

# Eight times the rows take less than eight times as long, because some of the work is fixed; a
# quadratic step would need up to sixty-four times. Measured here: five to six.
MOST = 11.0


def year_of(size: int) -> Year:
    """The missions and experts of the made-up year many times over."""
    number = size * MISSIONS
    small = year2027.example().year
    able = [m for m in small.missions if m.positions[0] != "TOA/LAB"]
    missions = (
        able[index % len(able)].model_copy(update={"id": f"L-{index}"}) for index in range(number)
    )
    experts = (
        small.experts[index % 40].model_copy(update={"id": f"E{index}"})
        for index in range(size * EXPERTS)
    )
    qualifications = (
        row.model_copy(update={"expert_id": f"E{40 * copy + int(row.expert_id[1:]) - 1}"})
        for copy in range(size * EXPERTS // 40)
        for row in small.qualifications
    )
    changes = {"missions": missions, "experts": experts, "qualifications": qualifications}
    empty = {"assignments": (), "history": (), "unavailability": (), "exclusions": ()}
    return small.model_copy(update={key: tuple(rows) for key, rows in changes.items()} | empty)


def plan_of(year: Year) -> Plan:
    """Any expert who holds the expertise: the writer does not ask who is free."""
    holders: dict[str, list[str]] = {}
    serving = (row for row in year.qualifications if row.expert_id not in year.external_ids)
    for row in serving:  # for each external expert the sheet Last resort lists all the others
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


def seconds_to_write(folder: Path, size: int) -> float:
    """Processor time, which other programs on the machine do not lengthen."""
    year = year_of(size)
    changes = {"year": year, "plan": plan_of(year), "levels": (), "not_delivered": ()}
    result = year2027.example().model_copy(update=changes)
    assert len(result.plan.placements) > size * MISSIONS
    source = save_book(year, folder / f"{size}.xlsx")
    start = time.process_time()
    write(source, folder / f"{size} out.xlsx", result)
    return time.process_time() - start


def test_the_time_grows_with_the_rows(tmp_path: Path) -> None:
    small = min(seconds_to_write(tmp_path, SMALL) for _ in range(2))
    assert seconds_to_write(tmp_path, LARGE) < MOST * small
