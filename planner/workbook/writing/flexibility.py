"""The sheet Flexibility: who is in every best plan, in some, in none; only where asked for."""

from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from models.answers.flexibility import Flexibility
from planner.report.plan_view import PlanView
from planner.workbook.looks.tables import TableNames, set_up_page, set_widths, write_table
from planner.workbook.schema.results import FLEXIBILITY


class FlexibilityLine(NamedTuple):
    """A row of Flexibility: one expertise of one mission."""

    mission_id: str
    title: str
    expertise: str
    planned: tuple[str, ...]
    must: tuple[str, ...]
    may: tuple[str, ...]
    never: tuple[str, ...]
    open: tuple[str, ...]


def flexibility_lines(view: PlanView) -> tuple[FlexibilityLine, ...]:
    """Missions in the order of their sheet, those left out that nobody ever fills."""
    lines = (_line(view, entry) for entry in view.result.flexibility)
    return tuple(line for line in lines if line.planned or line.must or line.may or line.open)


def write_flexibility(sheet: Worksheet, view: PlanView, names: TableNames) -> None:
    """Fill the sheet."""
    set_widths(sheet, FLEXIBILITY.columns)
    rows = flexibility_lines(view)
    write_table(sheet, FLEXIBILITY, rows, names, currency=view.year.settings.currency)
    set_up_page(sheet, freeze="B2", repeat="1:1")


def negotiable(view: PlanView) -> int:
    """How many positions of the plan somebody else could fill in another best plan."""
    fixed = {(f.mission_id, f.expertise, e) for f in view.result.flexibility for e in f.must}
    left = {(f.mission_id, f.expertise, e) for f in view.result.flexibility for e in f.open}
    rows = {(p.mission_id, p.expertise, p.expert_id) for p in view.result.plan.placements}
    return len(rows - fixed - left)


def flexibility_note(view: PlanView) -> str:
    """What is negotiable, and how far that is known."""
    text = "positions that somebody else could fill in a plan as good as this one"
    if left := unsettled(view):
        text += f"; not settled for {left:,} experts and positions: no time"
    if any(not level.proven for level in view.result.levels):
        text += "; not every level is proven, so better plans may ask for others"
    return text


def unsettled(view: PlanView) -> int:
    """For how many experts and positions the run had no time."""
    return sum(len(entry.open) for entry in view.result.flexibility)


def never(view: PlanView, entry: Flexibility) -> tuple[str, ...]:
    """Who hold the expertise, and fill such a position of the mission in no best plan."""
    others = {*entry.must, *entry.may, *entry.open}
    return tuple(e for e in view.holders.get(entry.expertise, ()) if e not in others)


def _line(view: PlanView, entry: Flexibility) -> FlexibilityLine:
    team = view.result.plan.teams().get(entry.mission_id, ())
    return FlexibilityLine(
        mission_id=entry.mission_id,
        title=view.year.mission_by_id[entry.mission_id].title,
        expertise=entry.expertise,
        planned=tuple(row.expert_id for row in team if row.expertise == entry.expertise),
        must=entry.must,
        may=entry.may,
        never=never(view, entry),
        open=entry.open,
    )
