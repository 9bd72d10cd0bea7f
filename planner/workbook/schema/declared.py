"""Every sheet, setting and kind of change of the workbook, declared once (RULES.md 2, 7, 8, 9)."""

from planner.workbook.schema.after_plan import ACTIONS, LAST_RESORT
from planner.workbook.schema.columns import ChangeKind, Column, Kind, SettingRow, Sheet
from planner.workbook.schema.core import EXPERTS, MISSIONS, QUALIFICATIONS, TEAMS
from planner.workbook.schema.other import (
    ADMINISTRATIONS,
    EXCLUSIONS,
    EXPERTISE,
    FUNDS,
    HISTORY,
    HOLIDAYS,
    RATES,
    SHARES,
    UNAVAILABILITY,
)
from planner.workbook.schema.results import (
    ASSIGNMENTS,
    BESIDE,
    CALENDAR,
    COMPLIANCE,
    CORRECTIONS,
    EXPERT_LOAD,
    FLEXIBILITY,
    FUND_USE,
    NOT_DELIVERED,
    ON_REQUEST,
    PROBLEMS,
    RESULT_SHEETS,
    STANDBYS,
    SUMMARY,
)
from planner.workbook.schema.settings_and_scenarios import (
    CHANGES,
    SCENARIOS,
    SETTING_ROWS,
    SETTINGS,
)

__all__ = (
    "ACTIONS",
    "ADMINISTRATIONS",
    "ALL_SHEETS",
    "ASSIGNMENTS",
    "BESIDE",
    "CALENDAR",
    "CHANGES",
    "CHANGE_BY_NAME",
    "COMPLIANCE",
    "CORRECTIONS",
    "EXCLUSIONS",
    "EXPERTISE",
    "EXPERTS",
    "EXPERT_LOAD",
    "FLEXIBILITY",
    "FUNDS",
    "FUND_USE",
    "HISTORY",
    "HOLIDAYS",
    "INPUT_SHEETS",
    "LAST_RESORT",
    "MISSIONS",
    "NOT_DELIVERED",
    "ON_REQUEST",
    "PROBLEMS",
    "QUALIFICATIONS",
    "RATES",
    "RESULT_SHEETS",
    "SCENARIOS",
    "SETTINGS",
    "SETTING_BY_NAME",
    "SETTING_ROWS",
    "SHARES",
    "SHEET_BY_NAME",
    "STANDBYS",
    "SUMMARY",
    "TEAMS",
    "UNAVAILABILITY",
    "ChangeKind",
    "Column",
    "Kind",
    "SettingRow",
    "Sheet",
)

INPUT_SHEETS = (
    SETTINGS,
    MISSIONS,
    TEAMS,
    EXPERTS,
    QUALIFICATIONS,
    HISTORY,
    UNAVAILABILITY,
    EXCLUSIONS,
    ADMINISTRATIONS,
    FUNDS,
    SHARES,
    RATES,
    HOLIDAYS,
    EXPERTISE,
    ASSIGNMENTS,
    SCENARIOS,
)
_WRITTEN = (*RESULT_SHEETS, *ON_REQUEST)
ALL_SHEETS = INPUT_SHEETS + tuple(sheet for sheet in _WRITTEN if sheet not in INPUT_SHEETS)
SHEET_BY_NAME = {sheet.name: sheet for sheet in ALL_SHEETS}
SETTING_BY_NAME = {row.name: row for row in SETTING_ROWS}
CHANGE_BY_NAME = {change.name: change for change in CHANGES}
