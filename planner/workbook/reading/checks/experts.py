"""What is wrong with experts, their qualifications, their past and their absences."""

from collections.abc import Iterator
from datetime import date

from models.answers.report import Problem
from models.facts.expert import QualificationStatus
from planner.domain.country_names import country_name
from planner.domain.past import repeats
from planner.workbook.reading.build import region_of_expert
from planner.workbook.reading.draft import Draft, grouped, problem
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.schema.declared import (
    EXCLUSIONS,
    EXPERTS,
    HISTORY,
    QUALIFICATIONS,
    UNAVAILABILITY,
)


def check_expert_regions(draft: Draft) -> Iterator[Problem]:
    """A country that is no Member belongs to no region by itself."""
    for record in draft.rows(EXPERTS):
        if not record.good("administration", "region") or region_of_expert(record) is not None:
            continue
        yield problem(
            record,
            "region" if "region" in record.source.columns else "administration",
            "region-missing",
            f"{country_name(record.values['administration'])} is no Member of the WCO, so the "
            "expert's region is not known.",
            "Write the region in the column Region (AC, AP, ESA, EU, MENA or WCA).",
        )


def check_qualifications_twice(draft: Draft) -> Iterator[Problem]:
    """A code is listed once for an expert."""
    first: dict[tuple[str, str], Record] = {}
    for record in draft.sound(QUALIFICATIONS):
        key = (record.values["expert_id"], record.values["expertise"])
        if key in first:
            yield problem(
                record,
                "expertise",
                "duplicate-qualification",
                f"{key[1]} is listed twice for expert {key[0]}, first in {first[key].named}.",
                "Keep the row with the status that holds, and delete the other.",
            )
        first.setdefault(key, record)


def check_externals(draft: Draft) -> Iterator[Problem]:
    """An external expert has no other status."""
    for expert, records in grouped(draft.sound(QUALIFICATIONS), "expert_id").items():
        external = [r for r in records if r.values["status"] == QualificationStatus.EXTERNAL]
        others = [r for r in records if r.values["status"] != QualificationStatus.EXTERNAL]
        if external and others:
            yield problem(
                external[0],
                "status",
                "external-mixed",
                f"Expert {expert} is External here and {others[0].values['status']} in row "
                f"{others[0].row}: an expert is either external or serving.",
                "Correct the status of one of them; an external expert has External in all rows.",
            )


def check_unqualified(draft: Draft) -> Iterator[Problem]:
    """Every expert holds a qualification; others are never used."""
    qualified = {record.values.get("expert_id") for record in draft.rows(QUALIFICATIONS)}
    for record in draft.rows(EXPERTS):
        expert = record.values.get("id")
        if expert is not None and expert not in qualified and draft.rows(QUALIFICATIONS):
            yield problem(
                record,
                "id",
                "expert-unqualified",
                f"Expert {expert} has no row in the sheet Qualifications and is never used.",
                "Add a qualification, or delete the expert.",
                warning=True,
            )


def check_history(draft: Draft) -> Iterator[Problem]:
    """A past mission ends after it starts, and starts before the plan does."""
    for record in draft.rows(HISTORY):
        if not record.good("start", "end"):
            continue
        start, end = record.values["start"], record.values["end"]
        if end < start:
            yield _reversed(record, "end", "history-reversed", start, end)
        elif draft.settings and start >= draft.settings.plan_start:
            yield problem(
                record,
                "start",
                "history-in-plan",
                f"This mission starts on {start}, in the plan, which starts on "
                f"{draft.settings.plan_start}: it is no history yet.",
                "Move it to the sheet Assignments, with the status Completed or Confirmed.",
            )


def check_history_once(draft: Draft) -> Iterator[Problem]:
    """One row, one visit: repeated rows count once, and overlapping ones are told."""
    for expert, records in grouped(draft.sound(HISTORY), "expert_id").items():
        seen: list[Record] = []
        for record in sorted(records, key=_days):
            met = next((r for r in seen if _days(r)[1] >= _days(record)[0]), None)
            if met is not None:
                yield _twice(record, met, expert)
            seen.append(record)


def check_history_repeated(draft: Draft) -> Iterator[Problem]:
    """What Assignments says again counts once, with the weeks of the Assignments row."""
    if draft.year is None:
        return
    for entry in draft.year.history:
        for visit in draft.year.visits_by_expert.get(entry.expert_id, ()):
            if visit.listed and repeats(entry, visit):
                yield problem(
                    draft.record(HISTORY, entry.row),
                    "expert_id",
                    "history-in-assignments",
                    f"The sheet Assignments has this visit, too (expert {entry.expert_id}, "
                    f"mission {visit.mission_id}): it counts once, with {visit.weeks} weeks.",
                    "Nothing to do; one of the two rows can go.",
                    warning=True,
                )


def _days(record: Record) -> tuple[date, date, int]:
    return record.values["start"], record.values["end"], record.row


def _twice(record: Record, other: Record, expert: str) -> Problem:
    same = _days(record)[:2] == _days(other)[:2]
    start, end = _days(record)[:2]
    if same:
        message = f"Expert {expert} is there twice from {start} to {end}, first in row {other.row}:"
        message += " the visit counts once."
    else:
        message = (
            f"Expert {expert} is on two missions at once: from {start} to {end} here, from "
            f"{other.values['start']} to {other.values['end']} in row {other.row}. Both count."
        )
    remedy = "Delete one of the two rows." if same else "Correct the dates, or delete one of them."
    code = "history-twice" if same else "history-overlaps"
    return problem(record, "start", code, message, remedy, warning=True)


def check_unavailability(draft: Draft) -> Iterator[Problem]:
    """To is not before From, and one of them is given."""
    for record in draft.rows(UNAVAILABILITY):
        if not record.good("start", "end"):
            continue
        start, end = record.values["start"], record.values["end"]
        if start is None and end is None:
            yield problem(
                record,
                "start",
                "unavailability-always",
                "From and To are both blank: the row holds for all days.",
                "Fill in one of them, unless that is meant.",
                warning=True,
            )
        elif start is not None and end is not None and end < start:
            yield _reversed(record, "end", "unavailability-reversed", start, end)


def check_exclusions(draft: Draft) -> Iterator[Problem]:
    """An exclusion names a mission or a host, and not both."""
    for record in draft.rows(EXCLUSIONS):
        if not record.good("mission_id", "host"):
            continue
        mission, host = record.values["mission_id"], record.values["host"]
        if mission is None and host is None:
            yield problem(
                record,
                "mission_id",
                "exclusion-of-nothing",
                "The row names neither a mission nor a host.",
                "Fill in Mission ID or Host.",
            )
        elif mission is not None and host is not None:
            yield problem(
                record,
                "host",
                "exclusion-of-both",
                f"The row names a mission ({mission}) and a host ({country_name(host)}).",
                "Leave one of them blank; the host alone stands for all its missions.",
            )


def _reversed(record: Record, field: str, code: str, start: object, end: object) -> Problem:
    message = f"The period ends ({end}) before it starts ({start})."
    return problem(record, field, code, message, "Correct one of the two dates.")
