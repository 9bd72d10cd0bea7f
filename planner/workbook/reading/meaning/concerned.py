"""Which administration a problem concerns, so that many of them can be told in few lines."""

import re
from collections.abc import Iterable, Iterator

from models.answers.report import Problem
from planner.workbook.reading.draft import Draft
from planner.workbook.reading.sheets.sources import Record


def with_administrations(draft: Draft, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, each with the country whose expert, mission or row it is about."""
    records = {
        (record.source.title, record.row - record.source.base): record
        for rows in draft.records.values()
        for record in rows
    }
    for problem in problems:
        digits = re.findall(r"\d+", problem.cell or "")
        record = records.get((problem.sheet or "", int(digits[0]))) if digits else None
        code = None if record is None else _country(draft, record)
        yield problem.model_copy(update={"administration": code}) if code else problem


def _country(draft: Draft, record: Record) -> str | None:
    expert = (draft.expert_ids or {}).get(record.values.get("expert_id") or "")
    mission = (draft.mission_ids or {}).get(record.values.get("mission_id") or "")
    found = [
        record.values.get("administration"),
        record.values.get("country"),
        None if expert is None else expert.values.get("administration"),
        record.values.get("host"),
        None if mission is None else mission.values.get("host"),
    ]
    return next((code for code in found if isinstance(code, str)), None)
