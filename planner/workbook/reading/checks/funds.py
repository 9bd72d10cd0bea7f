"""What is wrong with funds and their terms."""

from collections.abc import Iterator

from models.report import Problem
from planner.workbook.reading.draft import Draft, problem
from planner.workbook.schema.declared import FUNDS


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
