"""Records that have not been looked after: warnings, never errors.

Source: policy HC0150Ea, Accredited Customs Experts (ACE) database ("a complete refresh
administered by the WCO will be conducted every five years"). All spans are counted at the plan
start, so that the same workbook gives the same warnings on every day.
"""

from collections.abc import Iterator
from datetime import date

from models.answers.report import Problem
from models.facts.expert import QualificationStatus
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.schema.declared import EXPERTS, QUALIFICATIONS

REFRESH_YEARS = 5
WAITING_YEARS = 2


def check_stale_records(draft: Draft) -> Iterator[Problem]:
    """Records are brought up to date every five years."""
    if draft.settings is None:
        return
    oldest = years_before(draft.settings.plan_start, REFRESH_YEARS)
    for record in draft.rows(EXPERTS):
        updated = record.values.get("record_updated")
        if record.good("record_updated") and updated is not None and updated < oldest:
            yield problem(
                record,
                "record_updated",
                "record-stale",
                f"The record of expert {record.values.get('id')} was last brought up to date on "
                f"{updated}, more than {REFRESH_YEARS} years before the plan starts.",
                "Ask the administration whether it still holds, and write the date of the answer.",
                warning=True,
            )


def check_undated_accreditations(draft: Draft) -> Iterator[Problem]:
    """Release periods start with the accreditation."""
    for record in draft.sound(QUALIFICATIONS):
        accredited = record.values["status"] == QualificationStatus.ACCREDITED
        if accredited and record.values.get("since") is None:
            yield problem(
                record,
                "since",
                "accreditation-undated",
                f"The accreditation of expert {record.values['expert_id']} in "
                f"{record.values['expertise']} has no date: the release period and the days "
                "since the last mission cannot be counted from it.",
                "Fill in Since with the date of the accreditation.",
                warning=True,
            )


def check_waiting_candidates(draft: Draft) -> Iterator[Problem]:
    """A candidate should not wait for years for the mission that completes the accreditation."""
    if draft.settings is None:
        return
    longest = years_before(draft.settings.plan_start, WAITING_YEARS)
    for record in draft.sound(QUALIFICATIONS):
        since = record.values.get("since")
        waiting = record.values["status"] == QualificationStatus.PRE_ACCREDITED
        if waiting and since is not None and since < longest:
            yield problem(
                record,
                "since",
                "candidate-waiting",
                f"Expert {record.values['expert_id']} has been pre-accredited in "
                f"{record.values['expertise']} since {since}, and waits for a mission for more "
                f"than {WAITING_YEARS} years when the plan starts.",
                "If the accreditation was completed since, set the status to Accredited; else "
                "find the candidate a mission with somebody who evaluates.",
                warning=True,
            )


def years_before(day: date, years: int) -> date:
    """The same day some years before; 28 February where there is no 29th."""
    year = max(date.min.year, day.year - years)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
