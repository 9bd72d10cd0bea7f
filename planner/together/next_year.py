"""The next year's facts from this year's plan (RULES.md section 11).

What has taken place, or is agreed and will have, becomes History; what is under way when the next
year starts stays on Assignments; missions that were not delivered come first in the new list. What
each step did is told, line by line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from models.base import Frozen
from models.facts.assignment import AssignmentRow, Outcome
from models.facts.expert import HistoryEntry, Qualification, QualificationStatus, Unavailability
from models.facts.fund import Fund
from models.facts.instance import Year
from models.facts.mission import PAYERS, Mission
from planner.domain import costs
from planner.domain.calendars import Calendars, Span
from planner.domain.past import run_of, settled
from planner.domain.wording import amount, counted, day, listed
from planner.workbook.schema.declared import (
    ASSIGNMENTS,
    FUNDS,
    HISTORY,
    MISSIONS,
    QUALIFICATIONS,
    SETTINGS,
    UNAVAILABILITY,
)


class YearStep(Frozen):
    """One thing that was done on the way to the next year: the sheet, the row's name, and what."""

    sheet: str
    item: str
    done: str


class NextYear(Frozen):
    """The facts of the next year, and what was done to this year's."""

    year: Year
    steps: tuple[YearStep, ...]


def next_year(year: Year, start: date | None = None, end: date | None = None) -> NextYear:
    """The facts that the next plan starts from.

    Parameters
    ----------
    year : Year
        This year, with its plan in the rows of Assignments.
    start, end : date, optional
        The new plan's days; the day after this plan ends, and a year from there, where they are
        not given.

    Raises
    ------
    ValueError
        Where the new plan would end before it starts, or start before this one.
    """
    first = start or year.settings.plan_end + timedelta(days=1)
    last = end or _years_on(first, 1) - timedelta(days=1)
    if not year.settings.plan_start < first <= last:
        raise ValueError(f"{day(first)} to {day(last)} is no year after this plan.")
    return _Turn(year, first, last).turned()


class _Turn:
    """One year on its way to the next."""

    def __init__(self, year: Year, first: date, last: date) -> None:
        self._year, self._first, self._last = year, first, last
        self._calendars = Calendars(year)
        self._missions = {m.id: m for m in (*year.missions, *year.begun)}
        self._steps: list[YearStep] = []
        self._agreed = [r for r in year.assignments if r.status.pinned and self._run(r)]
        self._gone = {f.id for f in year.funds if f.valid_to is not None and f.valid_to < first}

    def turned(self) -> NextYear:
        """Turn every sheet, in the order in which the sheet of steps tells it."""
        year = self._year
        running = tuple(row for row in self._agreed if self._end(row) >= self._first)
        settings = year.settings.model_copy(
            update={"plan_start": self._first, "plan_end": self._last}
        )
        self._tell(SETTINGS.name, "Plan start, Plan end", f"{day(self._first)}, {day(self._last)}")
        missions = (*self._open_missions(), *self._running_missions(running))
        kept = {None, *(mission.id for mission in missions)}
        turned = year.replace(
            settings=settings,
            missions=missions,
            begun=(),
            called_off=(),
            visits=(),
            let_go=(),
            assignments=tuple(self._without_gone_funds(row) for row in running),
            history=(*year.history, *self._history()),
            qualifications=tuple(self._qualifications()),
            funds=tuple(self._funds()),
            unavailability=tuple(self._unavailability()),
            exclusions=tuple(row for row in year.exclusions if row.mission_id in kept),
        )
        self._tell_dropped_rows()
        return NextYear(year=settled(turned), steps=tuple(self._steps))

    def _tell(self, sheet: str, item: str, done: str) -> None:
        self._steps.append(YearStep(sheet=sheet, item=item, done=done))

    def _run(self, row: AssignmentRow) -> Span | None:
        return run_of(self._year, self._calendars, row, self._missions.get(row.mission_id))

    def _end(self, row: AssignmentRow) -> date:
        run = self._run(row)
        assert run is not None
        return run.end

    def _open_missions(self) -> Iterator[Mission]:
        """Missions without an agreed row, and Postponed ones: first in the new list."""
        agreed = {row.mission_id for row in self._agreed}
        postponed = (c.mission for c in self._year.called_off if c.postponed and c.mission)
        waiting = [m for m in self._year.missions if m.id not in agreed]
        for mission in (*waiting, *postponed):
            yield self._moved(mission)

    def _moved(self, mission: Mission) -> Mission:
        """The mission with a window in the new year: as many years later as it takes."""
        years = 0
        while _years_on(mission.latest_end, years) < self._first:
            years += 1
        window = {
            "earliest_start": _years_on(mission.earliest_start, years),
            "latest_end": _years_on(mission.latest_end, years),
        }
        how = f"its window moved by {counted(years, 'year')}" if years else "its window as it was"
        self._tell(MISSIONS.name, mission.id, f"Not delivered: stays, {how}.")
        found = mission.model_copy(update={**window, "agreed_starts": ()})
        return self._paid_otherwise(found)

    def _paid_otherwise(self, mission: Mission) -> Mission:
        """The mission without the funds that are left out."""
        funds = tuple(fund_id for fund_id in mission.funds if fund_id not in self._gone)
        shares = mission.shares
        if any(share.fund_id in self._gone for share in shares):
            shares = ()
            self._tell(MISSIONS.name, mission.id, "A fund that shares it is left out: no shares.")
        if funds != mission.funds:
            who = f"{listed(funds)} may pay" if funds else "any fund whose terms fit may pay"
            self._tell(MISSIONS.name, mission.id, f"A fund that it names is left out: {who}.")
        return mission.model_copy(update={"funds": funds, "shares": shares})

    def _without_gone_funds(self, row: AssignmentRow) -> AssignmentRow:
        named = {*(row.fund_id or "").split(PAYERS)}
        return row.model_copy(update={"fund_id": None}) if named & self._gone else row

    def _running_missions(self, running: Iterable[AssignmentRow]) -> Iterator[Mission]:
        for mission_id in dict.fromkeys(row.mission_id for row in running):
            if mission_id in self._missions:
                self._tell(MISSIONS.name, mission_id, "Under way when the year starts: stays.")
                yield self._paid_otherwise(self._missions[mission_id])

    def _history(self) -> Iterator[HistoryEntry]:
        """Agreed rows that end before the new year; those that History has already stay once."""
        known = {(h.expert_id, h.start, h.end) for h in self._year.history}
        for row in self._agreed:
            run = self._run(row)
            assert run is not None
            if run.end < self._first and (row.expert_id, run.start, run.end) not in known:
                self._tell(HISTORY.name, row.expert_id, f"Mission {row.mission_id}, {row.status}.")
                yield HistoryEntry(
                    expert_id=row.expert_id,
                    start=run.start,
                    end=run.end,
                    mission=row.mission_id,
                    weeks=self._weeks(row, run),
                )

    def _weeks(self, row: AssignmentRow, run: Span) -> int:
        mission = self._missions.get(row.mission_id)
        if row.weeks is not None:
            return row.weeks
        return mission.weeks_charged if mission else -(-((run.end - run.start).days + 1) // 7)

    def _qualifications(self) -> Iterator[Qualification]:
        """Candidates whose evaluation was passed are Accredited since their mission's end."""
        passed = {
            (row.expert_id, code): self._end(row)
            for row in self._agreed
            if row.outcome is Outcome.PASSED
            for code in self._evaluated(row)
        }
        for known in self._year.qualifications:
            since = passed.get((known.expert_id, known.expertise))
            if since is None or known.status is not QualificationStatus.PRE_ACCREDITED:
                yield known
                continue
            item = f"{known.expert_id}, {known.expertise}"
            self._tell(QUALIFICATIONS.name, item, f"Passed: Accredited since {day(since)}.")
            yield known.model_copy(
                update={"status": QualificationStatus.ACCREDITED, "since": since}
            )

    def _evaluated(self, row: AssignmentRow) -> tuple[str, ...]:
        """The expertise that a row is about; where it does not say, all that its mission needs."""
        mission = self._missions.get(row.mission_id)
        if row.expertise is not None or mission is None:
            return (row.expertise,) if row.expertise else ()
        return mission.positions

    def _funds(self) -> Iterator[Fund]:
        """Funds that are still valid, with what is left of them."""
        bills = self._bills()
        for fund in self._year.funds:
            left = max(0, fund.amount - fund.committed - bills.get(fund.id, 0))
            if fund.valid_to is not None and fund.id in self._gone:
                self._tell(FUNDS.name, fund.id, f"Valid to {day(fund.valid_to)}: left out.")
                continue
            was = amount(self._year, fund.amount)
            self._tell(FUNDS.name, fund.id, f"{amount(self._year, left)} is left of {was}.")
            yield fund.model_copy(update={"amount": left, "committed": 0, "spent": 0})

    def _bills(self) -> dict[str, int]:
        """What agreed missions that end before the new year cost each fund.

        What Committed is said to hold already is not counted again.
        """
        bills: dict[str, int] = defaultdict(int)
        rows: dict[str, list[AssignmentRow]] = defaultdict(list)
        for row in self._agreed:
            if self._end(row) < self._first and not self._in_committed(row):
                rows[row.mission_id].append(row)
        for mission_id, own in rows.items():
            for fund_id, cost in self._bill(self._missions.get(mission_id), own).items():
                bills[fund_id] += cost
        return bills

    def _in_committed(self, row: AssignmentRow) -> bool:
        included = self._year.settings.committed_includes_completed
        run = self._run(row)
        return included and run is not None and run.start < self._year.settings.plan_start

    def _bill(self, mission: Mission | None, rows: list[AssignmentRow]) -> dict[str, int]:
        bill: dict[str, int] = defaultdict(int)
        fixed = 0 if mission is None else mission.fixed_cost
        for number, row in enumerate(rows):
            expert = self._year.expert_by_id.get(row.expert_id)
            worked_out = 0 if mission is None else costs.expert_cost(self._year, mission, expert)
            own = row.cost if row.cost is not None else worked_out + (0 if number else fixed)
            paid = {} if mission is None else costs.paid_by(mission, row.fund_id, own)
            for fund_id, part in paid.items():
                bill[fund_id] += part
        return bill

    def _unavailability(self) -> Iterator[Unavailability]:
        gone = 0
        for row in self._year.unavailability:
            if row.end is not None and row.end < self._first:
                gone += 1
            else:
                yield row
        if gone:
            self._tell(UNAVAILABILITY.name, counted(gone, "row"), "Over: left out.")

    def _tell_dropped_rows(self) -> None:
        """Rows of Assignments that ask nothing of the new year, by their status."""
        numbers: dict[str, int] = defaultdict(int)
        for row in self._year.assignments:
            if row not in self._agreed:
                numbers[row.status] += 1
        for status, number in numbers.items():
            self._tell(ASSIGNMENTS.name, counted(number, f"{status} row"), "Left out.")


def _years_on(value: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th in a common year."""
    try:
        return value.replace(year=value.year + years)
    except ValueError:
        return value.replace(year=value.year + years, day=28)
