"""Columns that repeat what another one says: where the two differ, one of them is wrong."""

from collections.abc import Iterator
from datetime import date

from models.answers.report import Problem, Severity
from models.facts.assignment import AssignmentStatus
from planner.domain.country_names import country_name
from planner.domain.spelling import fold
from planner.workbook.reading.draft import Draft
from planner.workbook.reading.meaning.meanings import country_meant
from planner.workbook.reading.meaning.who_is_meant import name_key
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values.cell_dates import date_of
from planner.workbook.reading.values.cell_values import CellError, Fault, clean, shown, text_of
from planner.workbook.reading.values.names import country
from planner.workbook.schema.declared import ASSIGNMENTS, EXPERTS, INPUT_SHEETS, MISSIONS

EDITED_END = "end-not-of-start"


def check_repeated_facts(draft: Draft) -> Iterator[Problem]:
    """Name and Administration beside an Expert ID, Title and Host beside a Mission ID."""
    experts, missions = draft.expert_ids or {}, draft.mission_ids or {}
    for sheet in INPUT_SHEETS:
        if sheet in (EXPERTS, MISSIONS):
            continue
        for record in draft.rows(sheet):
            expert = experts.get(record.values.get("expert_id") or "")
            mission = missions.get(record.values.get("mission_id") or "")
            if expert is not None and record.good("expert_id"):
                yield from _beside_expert(record, expert)
            if mission is not None and record.good("mission_id"):
                yield from _beside_mission(record, mission)


def _beside_expert(record: Record, expert: Record) -> Iterator[Problem]:
    name, own = expert.values.get("name"), expert.values["id"]
    said = _said(record, "expert")
    if said is not None and name and not _same_name(said, name):
        yield _contradiction(record, "expert", f"expert {own}", said, str(name))
    administration = expert.values.get("administration")
    yield from _country(record, "administration", f"expert {own}", administration)


def _beside_mission(record: Record, mission: Record) -> Iterator[Problem]:
    title, own = mission.values.get("title"), mission.values["id"]
    said = _said(record, "title")
    if said is not None and title and not _same_text(said, title):
        yield _contradiction(record, "title", f"mission {own}", said, str(title))
    if "host" not in record.values:  # Exclusions give a host of their own
        yield from _country(record, "host", f"mission {own}", mission.values.get("host"))


def _country(record: Record, field: str, whose: str, code: str | None) -> Iterator[Problem]:
    said = _said(record, field)
    if said is None or code is None or _names(said, code):
        return
    yield _contradiction(record, field, whose, said, country_name(code))


def _names(text: str, code: str) -> bool:
    try:
        found = country(text) or country_meant(text)
    except CellError:
        return False
    return found == code


def _said(record: Record, field: str) -> str | None:
    """What a column beside an ID says, None where it says nothing."""
    try:
        value = clean(record.source.raw(field, record.row))
    except CellError:
        return None
    return None if value is None else text_of(value)


def _same_name(said: str, name: str) -> bool:
    """Whether a name is one of those of a person, in another order, with initials, or a part."""
    words, all_words = set(name_key(said)), set(name_key(name))
    return (
        words <= all_words
        or all_words <= words
        or _same_text(said, name)
        or _with_initials(words, all_words)
    )


def _with_initials(words: set[str], all_words: set[str]) -> bool:
    """Whether whole words are all of the person, and single letters begin the others."""
    whole = {word for word in words if len(word) > 1}
    others = {word[0] for word in all_words - whole}
    return bool(whole) and whole <= all_words and words - whole <= others


def _same_text(one: str, other: str) -> bool:
    # Long titles are cut where the planner writes them.
    mine, theirs = fold(one) or one, fold(other) or other
    return mine == theirs or (len(mine) > 200 and theirs.startswith(mine[:200]))


def _contradiction(record: Record, field: str, whose: str, said: str, fact: str) -> Problem:
    what = {"expert": "name", "administration": "administration", "host": "host"}.get(field, field)
    return record.problem(
        field,
        Fault(
            "contradiction",
            f'"{shown(said)}" is not the {what} of {whose}, which is "{shown(fact)}".',
            f"Correct the ID or the {what}; a blank cell says nothing against the ID.",
        ),
    )


def check_end_beside_start(draft: Draft) -> Iterator[Problem]:
    """The end of a row is the one that follows from its start and the mission's working days."""
    if draft.year is None:
        return
    missions = draft.year.mission_by_id
    for record in draft.rows(ASSIGNMENTS):
        mission = missions.get(record.values.get("mission_id") or "")
        start, end = record.values.get("start"), _end(record)
        if (
            mission is None
            or start is None
            or end is None
            or start < draft.year.settings.plan_start
        ):
            continue
        follows = draft.calendars.run(mission, start).end
        if end != follows:
            yield _another_end(record, mission.working_days, start, end, follows)


def _end(record: Record) -> date | None:
    if not record.good("end", "start", "mission_id"):
        return None
    raw = record.source.raw("end", record.row)
    try:
        return None if raw is None else record.values.get("end") or date_of(raw)
    except CellError:
        return None


def _another_end(
    record: Record, working_days: int, start: date, end: date, follows: date
) -> Problem:
    status = record.values.get("status")
    agreed = status is not None and AssignmentStatus(status).pinned
    fault = Fault(
        EDITED_END,
        f"The end {end} does not follow from the start {start}: {working_days} working days end on "
        f"{follows}.",
        "Correct the start, or the mission's Working days on the sheet Missions; or clear the "
        "end, which is worked out.",
    )
    return record.problem("end", fault, Severity.ERROR if agreed else Severity.WARNING)
