"""Who must be told of what is called off: administrations, hosts and donors (sheet Actions).

Withdrawn rows say so until somebody deletes them. Invited and Confirmed rows of a mission that is
not delivered stay as they are, and a decision about them is asked for.
"""

from collections.abc import Callable, Iterable, Iterator

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.instance import Year
from planner.domain.agreements import is_begun
from planner.domain.country_names import country_name
from planner.domain.wording import day
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.contacts import ncp
from planner.mobilisation.steps import Step
from planner.report.plan_view import PlanView

_BY_LETTER = (AssignmentStatus.INVITED, AssignmentStatus.CONFIRMED)


def called_off_lines(view: PlanView) -> Iterator[ActionLine]:
    """A line for each administration, each host and each fund that must be told."""
    rows = view.withdrawn
    sender = _sender_of(view.year)
    for code, own in _grouped(rows, sender).items():
        whom = ncp(view.year, code) if code else "WCO, for the external expert"
        request = "Tell that this is called off:"
        yield _line(view, own, code=code, whom=whom, request=request, text=_expert_text)
    dropped = [row for row in rows if not _takes_place(view, row)]
    for code, own in _grouped(dropped, _host_of(view.year)).items():
        if code:
            whom = f"{ncp(view.year, code)} (host)"
            request = "Tell the host that this is off:"
            yield _line(view, own, code=code, whom=whom, request=request, text=_mission_text)
    for fund_id, own in _grouped(dropped, lambda row: row.fund_id or "").items():
        if fund_id:
            fund = view.year.fund_by_id.get(fund_id)
            whom = fund.name or fund_id if fund else fund_id
            request = f"Tell fund {fund_id}, which was to pay:"
            yield _line(view, own, whom=whom, request=request, text=_mission_text)


def undecided_lines(view: PlanView) -> Iterator[ActionLine]:
    """Invited and Confirmed rows that the plan does not have: somebody must decide."""
    planned = {(p.mission_id, p.expert_id, p.start) for p in view.result.plan.placements}
    rows = [
        row
        for row in view.rows_after_plan
        if row.status in _BY_LETTER
        and not is_begun(view.year, row)
        and (row.mission_id, row.expert_id, row.start) not in planned
    ]
    for code, own in _grouped(rows, _sender_of(view.year)).items():
        whom = ncp(view.year, code) if code else "WCO, for the external expert"
        request = "Agreed, and the mission is not in this plan; decide what becomes of it:"
        line = _line(view, own, code=code, whom=whom, request=request, text=_expert_text)
        reason = "Set the rows to Withdrawn, or make the mission possible."
        yield line._replace(step=Step.AGREED.title, reason=reason)


def _line(
    view: PlanView,
    rows: list[AssignmentRow],
    *,
    code: str = "",
    whom: str,
    request: str,
    text: Callable[[Year, AssignmentRow], str],
) -> ActionLine:
    told = dict.fromkeys(text(view.year, row) for row in rows)
    return ActionLine(
        do_by=view.result.manifest.started.date(),
        step=Step.CHANGE.title,
        administration=code,
        whom=whom,
        what="\n".join((request, *told)),
        after="",
        reason="Delete the row from the sheet Assignments when everybody has been told.",
        mission_ids=tuple(dict.fromkeys(row.mission_id for row in rows)),
        expert_ids=tuple(dict.fromkeys(row.expert_id for row in rows)),
        first_start=min((row.start for row in rows if row.start), default=None),
    )


def _grouped(
    rows: Iterable[AssignmentRow], key: Callable[[AssignmentRow], str]
) -> dict[str, list[AssignmentRow]]:
    groups: dict[str, list[AssignmentRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _sender_of(year: Year) -> Callable[[AssignmentRow], str]:
    """The administration that releases the expert of a row, "" for an external one."""

    def sender(row: AssignmentRow) -> str:
        expert = year.expert_by_id.get(row.expert_id)
        external = row.expert_id in year.external_ids
        return "" if expert is None or external else expert.administration

    return sender


def _host_of(year: Year) -> Callable[[AssignmentRow], str]:
    def host(row: AssignmentRow) -> str:
        mission = year.mission_by_id.get(row.mission_id)
        gone = year.called_off_by_id.get(row.mission_id)
        return mission.host if mission else (gone.host if gone else None) or ""

    return host


def _takes_place(view: PlanView, row: AssignmentRow) -> bool:
    """Whether the mission takes place as it was agreed: only the expert is another one."""
    teams = (team for team in view.teams if team.mission.id == row.mission_id)
    return any(team.run.start == row.start for team in teams)


def _expert_text(year: Year, row: AssignmentRow) -> str:
    expert = year.expert_by_id.get(row.expert_id)
    who = f"{row.expert_id} {expert.name}".strip() if expert else row.expert_id
    said = row.was or row.status
    return f"{who}: {_mission_text(year, row)} ({said.value})"


def _mission_text(year: Year, row: AssignmentRow) -> str:
    host = _host_of(year)(row)
    place = f", {country_name(host)}" if host else ""
    when = f" from {day(row.start)}" if row.start else ""
    return f"{row.mission_id}{when}{place}"
