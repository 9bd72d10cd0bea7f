"""What is wrong with the calendars of hosts: weekends and holidays."""

from collections.abc import Iterator

from models.answers.report import Problem
from planner.domain.country_names import country_name
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.schema.declared import ADMINISTRATIONS, HOLIDAYS

_DAYS_PER_WEEK = 7


def check_weekends(draft: Draft) -> Iterator[Problem]:
    """A week has days that are no weekend."""
    for record in draft.rows(ADMINISTRATIONS):
        if len(record.values.get("weekend") or ()) >= _DAYS_PER_WEEK:
            yield problem(
                record,
                "weekend",
                "weekend-all-week",
                "The weekend lasts the whole week: no mission can take place.",
                "Write the days of the weekend alone, Friday; Saturday for example.",
            )


def check_holidays(draft: Draft) -> Iterator[Problem]:
    """A day is a holiday or worked, not both."""
    first: dict[tuple[object, object], Record] = {}
    for record in draft.sound(HOLIDAYS):
        key = (record.values["host"], record.values["day"])
        known = first.setdefault(key, record)
        if known.values["working"] != record.values["working"]:
            yield problem(
                record,
                "working",
                "holiday-contradicted",
                f"{record.values['day']} is worked in {country_name(record.values['host'])} in one "
                f"row and a holiday in the other (row {known.row}).",
                "Delete one of the two rows.",
            )
