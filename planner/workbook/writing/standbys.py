"""The sheet Stand-bys: who could take over each position, with everything else unchanged."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.worksheet import Worksheet

from models.answers.standby import Standby
from planner.checker.levels import idle_days
from planner.checker.standing import standing
from planner.domain.country_names import country_name
from planner.domain.wording import counted
from planner.report.plan_view import PlanView, PostView
from planner.workbook.looks.styles import WARNING_PAINT, conditional
from planner.workbook.looks.tables import TableNames, printed, set_up_page, set_widths, write_table
from planner.workbook.schema.results import STANDBYS

NONE = "nobody"


class StandbyLine(NamedTuple):
    """A row of Stand-bys: a position, its expert, and who could step in."""

    mission_id: str
    title: str
    start: date
    position: int
    expertise: str
    expert_id: str
    expert: str
    number: int
    first: str
    second: str
    third: str


def standby_lines(view: PlanView) -> tuple[StandbyLine, ...]:
    """The positions of the plan by start, for which it is known who could step in."""
    known = {(entry.mission_id, entry.position): entry for entry in view.result.standbys}
    rows = ((post, known.get((post.mission.id, post.placement.position))) for post in view.posts)
    return tuple(_line(view, post, entry) for post, entry in rows if entry is not None)


def uncovered(view: PlanView) -> int:
    """How many positions nobody could take over."""
    return sum(not entry.experts for entry in view.result.standbys)


def write_standbys(sheet: Worksheet, view: PlanView, names: TableNames) -> None:
    """Fill the sheet; positions without a stand-by are coloured, and say so."""
    set_widths(sheet, STANDBYS.columns, {"title": 80.0, "expert": 20.0})
    rows = standby_lines(view)
    area = write_table(sheet, STANDBYS, rows, names, currency=view.year.settings.currency)
    column = STANDBYS.columns.index(STANDBYS.column("first"))
    reference = area.column(column)
    rule = Rule(type="expression", dxf=conditional(WARNING_PAINT))
    rule.formula = [f'{reference.partition(":")[0]}="{NONE}"']
    sheet.conditional_formatting.add(reference, rule)
    set_up_page(sheet, freeze="B2", repeat="1:1", area=printed(STANDBYS, "second", area.bottom))


def _line(view: PlanView, post: PostView, entry: Standby) -> StandbyLine:
    shown = [*_described(view, post, entry), "", "", ""][:3]
    return StandbyLine(
        mission_id=post.mission.id,
        title=post.mission.title,
        start=post.run.start,
        position=post.placement.position,
        expertise=post.placement.expertise,
        expert_id=post.expert.id,
        expert=post.expert.name,
        number=len(entry.experts),
        first=shown[0] or NONE,
        second=shown[1],
        third=shown[2],
    )


def _described(view: PlanView, post: PostView, entry: Standby) -> Iterator[str]:
    for expert_id in entry.experts:
        expert = view.year.expert_by_id[expert_id]
        status = standing(view.year, expert_id, post.placement.expertise)
        parts = [country_name(expert.administration), str(status)]
        if expert.region == post.mission.region:
            parts.append("in region")
        if expert_id in view.posts_by_expert:
            parts.append(f"has {counted(len(view.posts_by_expert[expert_id]), 'mission')}")
        elif expert_id not in view.year.external_ids:
            parts.append(f"{counted(idle_days(view.year, expert), 'day')} idle")
        yield f"{expert_id} {expert.name}: {', '.join(parts)}"
