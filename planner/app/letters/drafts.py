"""Drafts of mails and calendars for a plan, as files in a folder."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from models.answers.result import RunResult
from models.workbook import Workbook
from planner.app.after_plan.next_steps import FollowUp
from planner.app.load import plan_in, year_of
from planner.app.outputs.manifest import manifest
from planner.app.outputs.saving import save_folder
from planner.app.outputs.seals import sealed_text
from planner.app.outputs.targets import refuse_folder
from planner.domain.country_names import plain_name
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.calendar_file import calendar_file, deadline_entries, mission_entries
from planner.mobilisation.mails import mails
from planner.report.plan_view import PlanView

MISSIONS, DEADLINES = "missions.ics", "deadlines.ics"


def write_drafts(book: Workbook, folder: Path, when: datetime) -> tuple[Path, ...]:
    """Write a draft for each National Contact Point who is to be asked now, and two calendars.

    Raises
    ------
    BadInput
        Where the workbook has errors, or no plan.
    CannotWrite
        Where the folder cannot be written, or holds somebody's work: then nothing is written.
    """
    view = _view(book, when)
    lines = FollowUp(view).lines
    refuse_folder(folder)
    return tuple(save_folder(folder, dict(_files(view, lines, when))))


def _view(book: Workbook, when: datetime) -> PlanView:
    year = year_of(book)
    run = manifest(book, when, 1, {})
    plan = plan_in(book)
    return PlanView(RunResult(year=year, plan=plan, levels=(), not_delivered=(), manifest=run))


def _files(
    view: PlanView, lines: tuple[ActionLine, ...], when: datetime
) -> Iterator[tuple[str, bytes]]:
    for number, mail in enumerate(mails(view, lines), start=1):
        name = f"{number:03d} {mail.country} {plain_name(mail.country)} {mail.kind}.eml"
        yield name, sealed_text(mail.to_bytes())
    yield MISSIONS, sealed_text(calendar_file(mission_entries(view), when))
    yield DEADLINES, sealed_text(calendar_file(deadline_entries(lines), when))
