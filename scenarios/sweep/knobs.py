"""The figures that a sweep turns: what the year is at each value, and what a plan needs of it.

More of the figure never forbids a plan: what is possible at one value is possible at every higher
one. Everything that a sweep claims between its points rests on that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from models.facts.fund import Fund, FundStatus
from models.facts.instance import Year
from models.requests.changes import Amount, FundChanged, Setting
from planner.domain.hypothetical import year_with
from planner.domain.wording import amount, counted
from planner.formulation.build import Model
from planner.solver.cp_sat import Expression
from scenarios.sweep.spending import spending_of, uses


class Knob(Protocol):
    """A figure of the year that can be turned up and down."""

    @property
    def name(self) -> str:
        """What it is, to start a sentence or to end one: "fund CCF-J"."""

    def today(self, year: Year) -> int:
        """The figure as the workbook has it."""

    def year_at(self, year: Year, value: int) -> Year:
        """The year in which the figure has another value."""

    def shown(self, year: Year, value: int) -> str:
        """A value, or a distance between two, with its unit."""

    def needs(self, model: Model, year: Year, value: int) -> Expression | None:
        """The least value at which the plan of a model is possible.

        The model is that of `year_at` this value. None where the model cannot say it.
        """

    def needed(self, year: Year, spent: Mapping[str, int]) -> int | None:
        """The least value at which a plan is possible, from what it spends of each fund."""


@dataclass(frozen=True)
class FundAmount:
    """The amount of one fund, in whole currency units."""

    fund_id: str

    @property
    def name(self) -> str:
        """The fund by its ID."""
        return f"fund {self.fund_id}"

    def today(self, year: Year) -> int:
        """The fund's amount."""
        return year.fund_by_id[self.fund_id].amount

    def year_at(self, year: Year, value: int) -> Year:
        """The year in which the fund has this amount."""
        return _with_amounts(year, {self.fund_id: value})

    def shown(self, year: Year, value: int) -> str:
        """An amount such as 4,200 EUR."""
        return amount(year, value)

    def needs(self, model: Model, year: Year, value: int) -> Expression:
        """What is committed and what the plan spends of the fund; 0 where it pays nothing."""
        return _drawn(model, year.fund_by_id[self.fund_id])

    def needed(self, year: Year, spent: Mapping[str, int]) -> int:
        """What is committed, gone and spent; 0 where the fund pays nothing."""
        fund = year.fund_by_id[self.fund_id]
        return _gone(fund) + spent[fund.id] if fund.id in spent else 0


@dataclass(frozen=True)
class AllFunds:
    """The sum of all funds, in whole currency units; each keeps its share, rounded halves up."""

    @property
    def name(self) -> str:
        """All funds."""
        return "all funds together"

    def today(self, year: Year) -> int:
        """The sum of the amounts."""
        return sum(fund.amount for fund in year.funds)

    def year_at(self, year: Year, value: int) -> Year:
        """The year in which every fund has its share of this sum."""
        total = self.today(year)
        shares = {f.id: (2 * f.amount * value + total) // (2 * total) for f in year.funds}
        return _with_amounts(year, shares)

    def shown(self, year: Year, value: int) -> str:
        """An amount such as 4,200 EUR."""
        return amount(year, value)

    def needs(self, model: Model, year: Year, value: int) -> Expression:
        """A sum of which every fund's share, rounded halves up, pays for what the plan spends."""
        total = self.today(year)
        needed = model.cp.new_int_var(0, value, "sum of all funds")
        shares = self.year_at(year, value).fund_by_id
        for fund in year.funds:
            if shares[fund.id].available >= 0:
                limit = model.cp.new_int_var(0, shares[fund.id].amount, f"share of {fund.id}")
                model.cp.add(2 * total * limit <= 2 * fund.amount * needed + total)
                model.cp.add(_drawn(model, fund) <= limit)
        return needed

    def needed(self, year: Year, spent: Mapping[str, int]) -> int:
        """The least sum of which every fund's share pays for what is spent of it."""
        total = self.today(year)
        funds = (fund for fund in year.funds if fund.id in spent)
        return max((_least_sum(f, _gone(f) + spent[f.id], total) for f in funds), default=0)


@dataclass(frozen=True)
class ReleaseCap:
    """The setting Release cap weeks; experts with a cap of their own keep it."""

    @property
    def name(self) -> str:
        """The release cap."""
        return "the release cap"

    def today(self, year: Year) -> int:
        """The setting Release cap weeks."""
        return year.settings.release_cap_weeks

    def year_at(self, year: Year, value: int) -> Year:
        """The year in which the setting has this value."""
        return year_with(year, [Setting(target="release_cap_weeks", value=value)])

    def shown(self, year: Year, value: int) -> str:
        """A number of weeks."""
        return counted(value, "week")

    def needs(self, model: Model, year: Year, value: int) -> None:
        """Not said by the model: there are few whole weeks to try."""

    def needed(self, year: Year, spent: Mapping[str, int]) -> None:
        """Not said by the money."""


def may_pay(year: Year, fund: Fund) -> bool:
    """Whether the fund is confirmed, or pending ones pay, too."""
    return fund.status is FundStatus.CONFIRMED or year.settings.use_pending_funds


def _drawn(model: Model, fund: Fund) -> Expression:
    """What is needed in the fund: nothing where it pays no mission."""
    return spending_of(model, fund.id) + _gone(fund) * uses(model, fund.id)


def _gone(fund: Fund) -> int:
    """What is committed, and what over and running missions have cost the fund."""
    return fund.committed + fund.spent


def _least_sum(fund: Fund, needed: int, total: int) -> int:
    """The least sum of all funds of which the fund's share, rounded halves up, is what it needs."""
    return max(0, -((total - 2 * total * needed) // (2 * fund.amount))) if needed else 0


def _with_amounts(year: Year, amounts: Mapping[str, int]) -> Year:
    return year_with(year, (FundChanged(target=f, value=Amount(to=n)) for f, n in amounts.items()))
