"""The rows of the result sheets as plain data; the fields are those of the declared columns."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypedDict

from models.facts.assignment import AssignmentRow, AssignmentStatus
from models.facts.expert import Expert, QualificationStatus
from models.facts.fund import Fund, FundStatus
from models.facts.mission import Mission
from planner.checker.levels import idle_days
from planner.domain import costs
from planner.domain.calendars import Span
from planner.domain.wording import short_day
from planner.report.plan_view import PlanView, PostView, TeamView
from planner.report.release_weeks import left_by_period
from planner.report.wishes import wishes_of_fund

STAFF = "WCO staff"


class AssignmentLine(NamedTuple):
    """A row of Assignments; host and administration are country codes.

    `input_row` is the row of the input's Assignments sheet that this one repeats.
    """

    mission_id: str
    title: str
    host: str
    region: str
    position: int | None
    expertise: str
    expert_id: str
    expert: str
    administration: str
    qualification: str
    in_region: bool | None
    start: date | None
    end: date | None
    weeks: int | None
    evaluated_by: str
    fund_id: str
    cost: int | None
    status: AssignmentStatus
    keep: bool | None = None
    outcome: str = ""
    feedback: str = ""
    was: str = ""
    input_row: int | None = None


class NotDeliveredLine(NamedTuple):
    """A row of Not delivered."""

    mission_id: str
    title: str
    priority: int
    rules: tuple[str, ...]
    why: str
    what_would_help: str


class ExpertLine(NamedTuple):
    """A row of Expert load; `weeks_left` is None for externals, who have no release cap."""

    expert_id: str
    expert: str
    administration: str
    missions: int
    weeks: int
    weeks_left: int | str | None
    idle_days: int | None


class FundLine(NamedTuple):
    """A row of Fund use, in whole units of the plan's currency.

    A pending fund has nothing available, unless the settings or the plan let it pay.
    """

    fund_id: str
    name: str
    status: FundStatus
    amount: int
    committed: int
    spent: int
    available: int
    planned: int
    left: int
    missions: tuple[str, ...]
    wanted: str

    @property
    def pending(self) -> bool:
        """Whether nobody has promised the money yet."""
        return self.status is FundStatus.PENDING


def assignment_lines(view: PlanView) -> tuple[AssignmentLine, ...]:
    """The plan by start, then by mission and position."""
    return tuple(_plan_line(team, post) for team in view.teams for post in team.posts)


def lines_after_plan(view: PlanView) -> tuple[AssignmentLine, ...]:
    """Rows of the input that are no part of the plan and stay on the sheet."""
    return tuple(_agreed_line(view, row) for row in view.rows_after_plan)


def not_delivered_lines(view: PlanView) -> tuple[NotDeliveredLine, ...]:
    """The missions that are not in the plan, the highest priority first."""
    missions = view.year.mission_by_id
    rows = sorted(view.result.not_delivered, key=lambda row: missions[row.mission_id].priority)
    return tuple(
        NotDeliveredLine(
            mission_id=row.mission_id,
            title=missions[row.mission_id].title,
            priority=missions[row.mission_id].priority,
            rules=row.rules,
            why=row.why,
            what_would_help=row.what_would_help,
        )
        for row in rows
    )


def expert_lines(view: PlanView) -> tuple[ExpertLine, ...]:
    """Every expert, the most weeks first, else in the order of the Experts sheet."""
    lines = (_expert_line(view, expert) for expert in view.year.experts)
    return tuple(sorted(lines, key=lambda line: -line.weeks))


def fund_lines(view: PlanView) -> tuple[FundLine, ...]:
    """Every fund, in the order of the Funds sheet, pending ones apart behind the others."""
    lines = [_fund_line(view, fund) for fund in view.year.funds]
    return tuple(sorted(lines, key=lambda line: line.pending))


def weeks_left_of(view: PlanView, expert: Expert) -> Iterator[tuple[Span, int]]:
    """The release periods of a serving expert that the plan year meets, and the weeks left."""
    return left_by_period(view.context, expert, view.posts_by_expert.get(expert.id, ()))


def evaluator(team: TeamView, post: PostView) -> str:
    """Who can complete the accreditation of a Pre-accredited expert: staff, or a colleague's ID."""
    if post.qualification is not QualificationStatus.PRE_ACCREDITED:
        return ""
    if team.mission.staff_lead:
        return STAFF
    accredited = QualificationStatus.ACCREDITED
    colleagues = (other for other in team.posts if other.qualification is accredited)
    return next((other.expert.id for other in colleagues), "")


def _plan_line(team: TeamView, post: PostView) -> AssignmentLine:
    row, mission, expert = post.placement, post.mission, post.expert
    return AssignmentLine(
        mission_id=mission.id,
        title=mission.title,
        host=mission.host,
        region=mission.region,
        position=row.position,
        expertise=row.expertise,
        expert_id=expert.id,
        expert=expert.name,
        administration=expert.administration,
        qualification=post.qualification.value,
        in_region=post.in_region,
        start=post.run.start,
        end=post.run.end,
        weeks=mission.weeks_charged,
        evaluated_by=evaluator(team, post),
        fund_id=row.fund_id or "",
        cost=post.cost,
        status=post.status,
        **_remarks(post.row),
    )


class _Remarks(TypedDict):
    keep: bool | None
    outcome: str
    feedback: str
    was: str


def _remarks(row: AssignmentRow | None) -> _Remarks:
    """What a row says besides who, when and how far."""
    return {
        "keep": True if row and row.keep else None,
        "outcome": row.outcome or "" if row else "",
        "feedback": row.feedback if row else "",
        "was": row.was or "" if row else "",
    }


def _agreed_line(view: PlanView, row: AssignmentRow) -> AssignmentLine:
    mission = view.year.mission_by_id.get(row.mission_id)
    begun = view.year.begun_by_id.get(row.mission_id)
    gone = view.year.called_off_by_id.get(row.mission_id)
    expert = view.year.expert_by_id.get(row.expert_id)
    visit = view.visit_of(row)
    open_position = row.status.demanding and mission is not None
    mission, known = mission or begun, mission or begun or gone
    return AssignmentLine(
        mission_id=row.mission_id,
        title=known.title if known else "",
        host=known.host or "" if known else "",
        region=mission.region if mission else "",
        position=None if open_position else row.position,
        expertise=row.expertise or "",
        expert_id=row.expert_id,
        expert=expert.name if expert else "",
        administration=expert.administration if expert else "",
        qualification="",
        in_region=_same_region(mission, expert),
        start=row.start,
        end=row.end or _end(view, mission, row.start),
        weeks=row.weeks if visit is None else visit.weeks,
        evaluated_by="",
        fund_id=row.fund_id or "",
        cost=row.cost if begun is None or not visit else costs.visit_cost(view.year, begun, visit),
        status=row.status,
        **_remarks(row),
        input_row=row.row,
    )


def _same_region(mission: Mission | None, expert: Expert | None) -> bool | None:
    return mission.region == expert.region if mission and expert else None


def _end(view: PlanView, mission: Mission | None, start: date | None) -> date | None:
    return view.calendars.run(mission, start).end if mission and start else None


def _expert_line(view: PlanView, expert: Expert) -> ExpertLine:
    posts = view.posts_by_expert.get(expert.id, ())
    serving = expert.id not in view.year.external_ids
    return ExpertLine(
        expert_id=expert.id,
        expert=expert.name,
        administration=expert.administration,
        missions=len(posts),
        weeks=sum(post.mission.weeks_charged for post in posts),
        weeks_left=_weeks_left_text(view, expert) if serving else None,
        idle_days=idle_days(view.year, expert) if serving else None,
    )


def _weeks_left_text(view: PlanView, expert: Expert) -> int | str:
    found = list(weeks_left_of(view, expert))
    if len(found) == 1:
        return found[0][1]
    return "; ".join(f"{left} until {short_day(period.end)}" for period, left in found)


def _fund_line(view: PlanView, fund: Fund) -> FundLine:
    paid = [(team, view.paid(team)) for team in view.teams]
    paid = [(team, bill) for team, bill in paid if fund.id in bill]
    planned = sum(bill[fund.id] for _, bill in paid)
    confirmed = fund.status is FundStatus.CONFIRMED or view.year.settings.use_pending_funds
    available = fund.available if confirmed or planned else 0
    return FundLine(
        fund_id=fund.id,
        name=fund.name,
        status=fund.status,
        amount=fund.amount,
        committed=fund.committed,
        spent=fund.spent,
        available=available,
        planned=planned,
        left=available - planned,
        missions=tuple(team.mission.id for team, _ in paid),
        wanted=wishes_of_fund(view, fund.id),
    )
