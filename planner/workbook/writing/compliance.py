"""The sheet Compliance: the policy paragraph by paragraph, waivers used, externals to decide on."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from models.facts.expert import Clearance, QualificationStatus
from planner.domain.levels import LEVELS, LevelDescription
from planner.domain.rules import RULES
from planner.domain.rules import HardRule as Rule
from planner.domain.wording import counted
from planner.report.level_figures import APPLIED_LEVELS
from planner.report.plan_view import PlanView
from planner.report.rule_figures import APPLIED_RULES, Applied
from planner.report.waivers import waiver_lines
from planner.workbook.looks.styles import paint_note, paint_title
from planner.workbook.looks.tables import TableNames, printed, set_up_page, set_widths, write_table
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.results import COMPLIANCE, EXTERNAL_USES, WAIVERS

# Three tables share the columns of the sheet: these have to be wider than the first one needs.
WIDTHS = {"A": 22.0, "D": 13.0, "I": 15.0}

CLEARANCE = {
    Clearance.CLEARED: "cleared",
    Clearance.PENDING: "pending: the former administration is to be asked first",
    Clearance.REFUSED: "refused",
}


class ComplianceLine(NamedTuple):
    """One rule or level: its words, its source, and what the plan did about it."""

    id: str
    sentence: str
    applied: str
    figure: int
    unit: str
    document: str
    heading: str
    quote: str


class ExternalLine(NamedTuple):
    """One use of an external expert; `serving` says how many serving experts there are."""

    mission_id: str
    title: str
    host: str
    start: date
    expertise: str
    expert_id: str
    clearance: str
    cost: int
    serving: str


def compliance_lines(view: PlanView) -> tuple[ComplianceLine, ...]:
    """Every hard rule, then every level, in the order of `planner.domain.rules`."""
    rules = (_line(rule, APPLIED_RULES[rule.id](view)) for rule in RULES)
    levels = (_line(level, _of_level(view, level)) for level in LEVELS)
    return (*rules, *levels)


def external_lines(view: PlanView) -> Iterator[ExternalLine]:
    """Every position filled by an external expert: the last resort, decided case by case."""
    for post in view.posts:
        if post.qualification is QualificationStatus.EXTERNAL:
            yield ExternalLine(
                mission_id=post.mission.id,
                title=post.mission.title,
                host=post.mission.host,
                start=post.run.start,
                expertise=post.placement.expertise,
                expert_id=post.expert.id,
                clearance=CLEARANCE[post.expert.clearance],
                cost=post.cost,
                serving=_serving(view, post.placement.expertise),
            )


def write_compliance(sheet: Worksheet, view: PlanView, names: TableNames) -> None:
    """Fill the sheet: three tables below each other."""
    currency = view.year.settings.currency
    set_widths(sheet, COMPLIANCE.columns, {"quote": 120.0, "document": 40.0, "heading": 40.0})
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    area = write_table(sheet, COMPLIANCE, compliance_lines(view), names, currency=currency)
    for declared, rows in (
        (WAIVERS, tuple(waiver_lines(view))),
        (EXTERNAL_USES, tuple(external_lines(view))),
    ):
        row = _heading(sheet, area.bottom + 2, declared, bool(rows))
        area = write_table(sheet, declared, rows, names, currency=currency, top=row)
    set_up_page(sheet, freeze="B2", area=printed(COMPLIANCE, "unit", area.bottom))


def _line(entry: Rule | LevelDescription, applied: Applied) -> ComplianceLine:
    return ComplianceLine(
        id=entry.id,
        sentence=entry.sentence,
        applied=applied.sentence,
        figure=applied.figure,
        unit=applied.unit,
        document=entry.source.document,
        heading=entry.source.heading,
        quote=f"“{entry.source.quote}”",
    )


def _of_level(view: PlanView, level: LevelDescription) -> Applied:
    applied = APPLIED_LEVELS[level.id](view)
    if level.id in view.year.settings.objectives:
        return applied
    dropped = f"No goal of this plan (setting Objectives). {applied.sentence}"
    return applied._replace(sentence=dropped)


def _serving(view: PlanView, code: str) -> str:
    number = view.serving_holders[code]
    return f"{counted(number, 'serving expert')} in the pool, for all missions in {code}."


def _heading(sheet: Worksheet, row: int, declared: Sheet, any_rows: bool) -> int:
    paint_title(sheet.cell(row, 1, declared.name), 13)
    none = "" if any_rows else " None in this plan."
    paint_note(sheet.cell(row + 1, 1, f"{declared.purpose}{none}"))
    return row + 2
