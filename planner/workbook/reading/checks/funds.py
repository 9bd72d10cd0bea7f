"""What is wrong with funds and their terms."""

from collections.abc import Iterator

from models.answers.report import Problem
from models.facts.fund import Fund
from planner.domain.costs import spent
from planner.domain.wording import amount
from planner.workbook.reading.draft import Draft, grouped, problem
from planner.workbook.reading.parse_rows import duplicates
from planner.workbook.schema.declared import FUNDS, SHARES


def check_fund_validity(draft: Draft) -> Iterator[Problem]:
    """A fund's validity ends after it starts."""
    for record in draft.rows(FUNDS):
        first, last = record.values.get("valid_from"), record.values.get("valid_to")
        if first is not None and last is not None and last < first:
            yield problem(
                record,
                "valid_to",
                "fund-reversed",
                f"The fund's validity ends ({last}) before it starts ({first}).",
                "Correct one of the two dates.",
            )


def check_fund_committed(draft: Draft) -> Iterator[Problem]:
    """No more is committed than there is."""
    for record in draft.rows(FUNDS):
        if not record.good("amount", "committed"):
            continue
        amount, committed = record.values["amount"], record.values["committed"]
        if committed > amount:
            yield problem(
                record,
                "committed",
                "fund-overcommitted",
                f"More is committed ({committed}) than the fund holds ({amount}): it pays for "
                "nothing in this plan.",
                "Check both amounts.",
                warning=True,
            )


def check_fund_spent(draft: Draft) -> Iterator[Problem]:
    """What over and running missions have cost each fund is told, and where it is counted."""
    year = draft.year
    if year is None:
        return
    included = year.settings.committed_includes_completed
    gone = spent(year)
    for fund in year.funds:
        if gone.get(fund.id) and not (included and gone[fund.id] <= fund.committed):
            yield _spent(draft, fund, gone[fund.id], included)


def _spent(draft: Draft, fund: Fund, gone: int, included: bool) -> Problem:
    assert draft.year is not None
    cost = f"Completed and running missions have cost {amount(draft.year, gone)} of fund {fund.id}"
    if included:
        return problem(
            draft.record(FUNDS, fund.row),
            "committed",
            "fund-spent-not-committed",
            f"{cost}, more than the {amount(draft.year, fund.committed)} that are Committed, which "
            "the setting Committed includes completed says they are part of.",
            f"Correct Committed, or set {_SETTING} to no.",
            warning=True,
        )
    return problem(
        draft.record(FUNDS, fund.row),
        "committed",
        "fund-spent",
        f"{cost}: that is taken from what it has, besides what is Committed.",
        f"Nothing to do; if Committed holds it already, set {_SETTING} to yes.",
        warning=True,
    )


_SETTING = "Committed includes completed"


def check_shares(draft: Draft) -> Iterator[Problem]:
    """The shares of a mission add up to 100, name each fund once, and nothing else names funds."""
    missions = draft.mission_ids or {}
    for mission_id, records in grouped(draft.sound(SHARES), "mission_id").items():
        total = sum(record.values["percent"] for record in records)
        if total != 100:
            yield problem(
                records[-1],
                "percent",
                "shares-not-whole",
                f"The shares of mission {mission_id} add up to {total}%, not to 100%.",
                "Correct the shares.",
            )
        for record, first in duplicates(records, "fund_id"):
            yield problem(
                record,
                "fund_id",
                "duplicate-share",
                f"Fund {record.values['fund_id']} has two shares of mission {mission_id}, the "
                f"first in row {first.row}.",
                "Write one row with both.",
            )
        mission = missions.get(mission_id)
        if mission is not None and mission.values.get("funds"):
            yield problem(
                mission,
                "funds",
                "funds-and-shares",
                f"Mission {mission_id} names funds here, and the sheet Shares says who pays it.",
                "Clear the cell, or delete the mission's rows in Shares.",
            )
    if draft.rows(SHARES) and not draft.has_funds:
        yield problem(
            draft.rows(SHARES)[0],
            "fund_id",
            "funds-without-sheet",
            "The sheet Shares names funds, but the workbook has no rows in a sheet Funds: the plan "
            "knows no budgets.",
            "Add the sheet Funds, or delete the rows here.",
            warning=True,
        )
