"""What a year of missions needs around it: something to plan, funds that exist, holidays known."""

from collections.abc import Iterator
from datetime import date

from models.answers.report import Problem, Severity
from models.facts.mission import Mission
from planner.domain.calendars import Span, days, public_holidays
from planner.domain.country_names import country_name
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.reading.values.cell_values import Fault
from planner.workbook.schema.declared import FUNDS, MISSIONS


def check_funds_named(draft: Draft) -> Iterator[Problem]:
    """Missions name funds, but there is no Funds sheet: the names say nothing."""
    naming = [record for record in draft.rows(MISSIONS) if record.values.get("funds")]
    if naming and not draft.has_funds:
        yield problem(
            naming[0],
            "funds",
            "funds-without-sheet",
            f"{len(naming)} missions name funds, but the workbook has no rows in a sheet "
            f"{FUNDS.name}: the plan knows no budgets.",
            "Add the sheet Funds, or clear the column Funds.",
            warning=True,
        )


def check_something_to_plan(draft: Draft) -> Iterator[Problem]:
    """Not every mission is cancelled."""
    source = draft.sources.get(MISSIONS.name)
    if source is not None and source.rows and not draft.rows(MISSIONS):
        row = next(iter(source.rows))
        fault = Fault(
            "nothing-to-plan",
            "Every mission is cancelled: there is nothing to plan.",
            "Set the missions that should take place to Planned.",
        )
        yield source.problem(row, "status", fault, Severity.WARNING)


def check_hosts_with_calendar(draft: Draft) -> Iterator[Problem]:
    """The public holidays of every host are known, where they are to be avoided."""
    if draft.year is None or not draft.year.settings.avoid_public_holidays:
        return
    settings = draft.year.settings
    years = tuple(range(settings.plan_start.year, settings.plan_end.year + 1))
    known = {row.host for row in draft.year.holidays}
    for mission in draft.year.missions:
        if mission.host not in known and not has_calendar(mission.host, years):
            yield _no_calendar(draft, mission)
        known.add(mission.host)


def _no_calendar(draft: Draft, mission: Mission) -> Problem:
    return problem(
        draft.record(MISSIONS, mission.row),
        "host",
        "no-holiday-calendar",
        f"The planner knows no public holidays of {country_name(mission.host)} for the plan year.",
        "Add the country's public holidays to the sheet Holidays.",
        warning=True,
    )


def has_calendar(country: str, years: tuple[int, ...]) -> bool:
    """Whether public holidays of a country are built in for one of the years."""
    calendar = public_holidays(country)
    spans = (Span(date(year, 1, 1), date(year, 12, 31)) for year in years)
    return calendar is not None and any(day in calendar for span in spans for day in days(span))
