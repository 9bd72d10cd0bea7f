"""Changes of donors' funds: their amounts, their terms, and money that moves between them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from models.fund import Fund, FundStatus
from models.instance import Year
from planner.domain.wording import amount, day
from planner.workbook.reading.cell_dates import date_of
from planner.workbook.reading.cell_values import id_of
from scenarios.definition.changes.base import (
    ALL,
    Change,
    Misfit,
    misfit,
    read_by,
    unknown,
    with_fund,
)
from scenarios.definition.changes.values import Amount, Share, amount_in, share_in

_Target = Annotated[str, read_by(id_of)]


class FundChange(Change):
    """A change of one fund."""

    target: _Target

    @property
    def subject(self) -> object:
        """The fund."""
        return self.target

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """An unknown fund, and what the kind of change has to say about a known one."""
        if self.target in year.fund_by_id:
            yield from self._about(year, year.fund_by_id[self.target])
        else:
            yield unknown("fund", self.target, year.fund_by_id)

    def apply(self, year: Year) -> Year:
        """The year with the fund changed."""
        return with_fund(year, self._changed(year, year.fund_by_id[self.target]))

    def _about(self, year: Year, fund: Fund) -> Iterator[Misfit]:
        yield from ()

    def _changed(self, year: Year, fund: Fund) -> Fund:
        raise NotImplementedError


class FundAmount(Change):
    """The amount of a fund, or of all funds, is cut, raised or set."""

    kind: Literal["fund amount"] = "fund amount"
    target: _Target
    value: Annotated[Amount, read_by(amount_in)]

    @property
    def subject(self) -> object:
        """The fund, or all of them."""
        return self.target

    def misfits(self, year: Year) -> Iterator[Misfit]:
        """An unknown fund, a percentage of nothing, more taken than there is."""
        if self.target != ALL and self.target not in year.fund_by_id:
            yield unknown("fund", self.target, year.fund_by_id)
            return
        funds = self._funds(year)
        if not funds:
            yield _no_funds()
        elif self.value.percent is not None and not any(fund.amount for fund in funds):
            yield _percentage_of_nothing(self)
        for fund in funds:
            if self.value.of(fund.amount) < 0:
                yield _too_little(year, fund, -(self.value.by or 0))

    def apply(self, year: Year) -> Year:
        """The year with other amounts; what is committed stays committed."""
        changed = {
            fund.id: fund.model_copy(update={"amount": self.value.of(fund.amount)})
            for fund in self._funds(year)
        }
        return year.replace(funds=tuple(changed.get(fund.id, fund) for fund in year.funds))

    def words(self, year: Year) -> str:
        """The amounts before and after."""
        if self.target == ALL:
            return f"All funds: {self.value.words()}"
        fund = year.fund_by_id[self.target]
        before, after = amount(year, fund.amount), amount(year, self.value.of(fund.amount))
        return f"Fund {fund.id}: {after} instead of {before} ({self.value.words()})"

    def _funds(self, year: Year) -> tuple[Fund, ...]:
        return year.funds if self.target == ALL else (year.fund_by_id[self.target],)


class FundWithdrawn(FundChange):
    """The fund pays nothing; who was to be paid by it needs another fund."""

    kind: Literal["fund withdrawn"] = "fund withdrawn"

    def apply(self, year: Year) -> Year:
        """The year with an empty fund; agreed rows no longer ask for it.

        The fund stays in the list: without any fund a plan would know no budgets at all.
        """
        return _released(super().apply(year), self.target, date.max)

    def words(self, year: Year) -> str:
        """Which fund pays nothing."""
        return f"Fund {self.target} is withdrawn"

    def _changed(self, year: Year, fund: Fund) -> Fund:
        past = year.settings.plan_start - timedelta(days=1)
        return fund.model_copy(
            update={"amount": fund.committed + fund.spent, "valid_from": None, "valid_to": past}
        )


class FundConfirmed(FundChange):
    """A pending fund is confirmed."""

    kind: Literal["fund confirmed"] = "fund confirmed"

    def words(self, year: Year) -> str:
        """Which fund is confirmed."""
        return f"Fund {self.target} is confirmed"

    def _about(self, year: Year, fund: Fund) -> Iterator[Misfit]:
        if fund.status is FundStatus.CONFIRMED:
            yield misfit(
                "target",
                "change-of-nothing",
                f"Fund {fund.id} is confirmed already, so the change does nothing.",
                "Delete the row, or name a fund that is pending.",
                warning=True,
            )

    def _changed(self, year: Year, fund: Fund) -> Fund:
        return fund.model_copy(update={"status": FundStatus.CONFIRMED})


class FundFrom(FundChange):
    """The fund is valid from a day on; agreed rows before that day need another fund."""

    kind: Literal["fund from"] = "fund from"
    value: Annotated[date, read_by(date_of)]

    def apply(self, year: Year) -> Year:
        """The year with a fund that comes later, or earlier."""
        return _released(super().apply(year), self.target, self.value)

    def words(self, year: Year) -> str:
        """From when on the fund pays."""
        return f"Fund {self.target} pays from {day(self.value)} on"

    def _about(self, year: Year, fund: Fund) -> Iterator[Misfit]:
        if fund.valid_to is not None and fund.valid_to < self.value:
            yield misfit(
                "value",
                "window-reversed",
                f"Fund {fund.id} is valid to {fund.valid_to}: its validity would end before it "
                f"starts ({self.value}).",
                "Give an earlier date, or use the change fund withdrawn.",
            )

    def _changed(self, year: Year, fund: Fund) -> Fund:
        return fund.model_copy(update={"valid_from": self.value})


class FundSplit(FundChange):
    """Some of a fund's amount goes to another fund."""

    kind: Literal["fund split"] = "fund split"
    value: Annotated[Share, read_by(share_in)]

    @property
    def subject(self) -> object:
        """The two funds: one fund may give to several."""
        return self.target, self.value.to

    def apply(self, year: Year) -> Year:
        """The year with the amount moved."""
        moved = self._moved(year)
        other = year.fund_by_id[self.value.to]
        given = super().apply(year)
        return with_fund(given, other.model_copy(update={"amount": other.amount + moved}))

    def words(self, year: Year) -> str:
        """How much moves where."""
        moved = amount(year, self._moved(year))
        return f"{moved} of fund {self.target} go to fund {self.value.to}"

    def _moved(self, year: Year) -> int:
        return self.value.of(year.fund_by_id[self.target].amount)

    def _about(self, year: Year, fund: Fund) -> Iterator[Misfit]:
        if self.value.to not in year.fund_by_id:
            yield unknown("fund", self.value.to, year.fund_by_id)._replace(field="value")
        elif self.value.to == fund.id:
            yield misfit(
                "value",
                "split-to-itself",
                f"Fund {fund.id} would give to itself.",
                "Name another fund as the one that gets the amount.",
            )
        if self.value.of(fund.amount) > fund.amount:
            yield _too_little(year, fund, self.value.of(fund.amount))
        elif self.value.part.percent is not None and not fund.amount:
            yield _percentage_of_nothing(self)

    def _changed(self, year: Year, fund: Fund) -> Fund:
        return fund.model_copy(update={"amount": fund.amount - self._moved(year)})


def _released(year: Year, fund_id: str, until: date) -> Year:
    """Agreed rows that start before a day no longer ask for the fund."""

    def asks(start: date | None, fund: str | None) -> bool:
        return fund == fund_id and (start is None or start < until)

    rows = (
        row.model_copy(update={"fund_id": None}) if asks(row.start, row.fund_id) else row
        for row in year.assignments
    )
    return year.replace(assignments=tuple(rows))


def _no_funds() -> Misfit:
    return misfit(
        "target",
        "no-funds",
        "There is no fund to change: the workbook has no row in the sheet Funds.",
        "Fill in the sheet Funds, or delete this change.",
    )


def _percentage_of_nothing(change: FundAmount | FundSplit) -> Misfit:
    whose = "All funds hold" if change.target == ALL else f"Fund {change.target} holds"
    return misfit(
        "value",
        "percentage-of-nothing",
        f"{whose} nothing, and a percentage of nothing is nothing.",
        "Give an amount, +50000 or 300000 for example.",
    )


def _too_little(year: Year, fund: Fund, taken: int) -> Misfit:
    return misfit(
        "value",
        "more-than-all",
        f"Fund {fund.id} holds {amount(year, fund.amount)}: {amount(year, taken)} cannot be taken "
        "from it.",
        "Take less, or use the change fund withdrawn.",
    )
